"""One organisation under several names, in the portal: aliases that officers keep,
conflicts of experts and panels, lists, look-alikes.
"""

import unicodedata

import pytest
from sqlalchemy import select

from experts.choice import profiles
from funds.selection.conflicts import conflict_with
from portal.core import aliases
from portal.core.aliases import OrganisationAlias, look_alikes, named_like, names_of, twins
from portal.core.cases import AccessLog
from portal.core.fire import fire
from portal.core.mail import Mail
from portal.core.organisation_names import bare_name
from portal.core.panels.pool import Reviewer
from portal.core.people import Membership, Organisation
from portal.core.reading import shown_business_number
from portal.core.workflow import Refused
from portal.shell.accounts.founding import place
from tests import expert_forms as forms
from tests import factories as make


def alias(session, name, other):
    session.add(OrganisationAlias(name=name, other=other, source="가상 등기부"))
    session.flush()


# ---- the page of officers -----------------------------------------------------------------------------------------------


def test_officers_keep_other_names_with_their_source(client, session):
    officer = make.user("officer", name="가상담당")
    client.sign_in(officer)
    page = client.get("/admin/aliases")
    page = client.submit(
        page.form("/admin/aliases", containing="other"),
        name="가상한빛병원",
        other="㈜가상빛메디컬",
        source="가상 등기부 1쪽",
    )
    assert "같은 기관으로 봅니다" in page.words()
    assert "가상 등기부 1쪽" in page.words()
    assert "가상담당" in page.words()
    session.rollback()
    held = session.query(OrganisationAlias).one()
    assert (held.name, held.other, held.by_id) == ("가상한빛병원", "㈜가상빛메디컬", officer.id)
    for text, found in (("주식회사 가상빛메디컬", True), ("가상 한빛", True), ("가상별", False)):
        assert ("가상 등기부 1쪽" in client.get("/admin/aliases", query_string={"q": text}).text) is found

    client.submit(client.get("/admin/aliases").form("/remove"))
    session.rollback()
    assert session.query(OrganisationAlias).count() == 0
    assert session.query(AccessLog).filter_by(act="alias-remove").one().subject == "가상한빛병원 = ㈜가상빛메디컬"


@pytest.mark.parametrize(
    ("name", "other", "word"),
    [
        ("없음", "가상빛메디컬", "기관을 가리키는 이름이 아닙니다"),
        ("가상빛메디컬", "N/A", "기관을 가리키는 이름이 아닙니다"),
        ("가상빛메디컬", "(주)가상 빛 메디컬", "이미 같은 기관으로 봅니다"),
        ("", "가상빛메디컬", "기관명"),
    ],
)
def test_what_is_no_other_name_is_refused_and_kept_as_typed(client, session, name, other, word):
    client.sign_in(make.user("admin"))
    form = client.get("/admin/aliases").form("/admin/aliases", containing="other")
    page = client.submit(form, name=name, other=other, source="가상 등기부", status=422)
    assert word in page.words()
    assert f'value="{other}"' in page.text
    assert session.query(OrganisationAlias).count() == 0


def test_the_ministry_reads_and_does_not_change(client, session):
    alias(session, "가상한빛병원", "가상빛메디컬")
    client.sign_in(make.user("ministry"))
    page = client.get("/admin/aliases")
    assert "가상빛메디컬" in page.words()
    assert "/remove" not in page.text


# ---- experts ------------------------------------------------------------------------------------------------------------


def waiting(**named):
    own = make.organisation(**named)
    return forms.waiting(make.acting(make.member(own)))[0]


@pytest.mark.parametrize(
    "affiliation",
    ["(의)가상한빛병원", "가상 한빛 병원", "Hanbit Hospital Inc.", "FICTIONAL HANBIT", "의료법인 가상한빛병원 원장"],
)
def test_an_expert_of_the_client_is_barred_under_any_spelling(session, affiliation):
    alias(session, "가상한빛병원", "Hanbit Hospital")
    case = waiting(name="의료법인 가상한빛병원", name_en="Fictional Hanbit Co., Ltd.")
    barred = profiles.barred(case, forms.expert(affiliation=affiliation))
    assert affiliation in barred[0].ko
    assert "소속 기관" in barred[0].ko


@pytest.mark.parametrize("affiliation", ["없음", "-", "N/A", "가상한별병원", "가상한빛의원", "가상한빛병원 산학협력단"])
def test_an_expert_of_another_is_not(session, affiliation):
    case = waiting(name="가상한빛병원")
    assert profiles.barred(case, forms.expert(affiliation=affiliation)) == ()


def test_a_tie_to_a_counterparty_counts_under_its_other_name(session):
    alias(session, "Fictional Almaty Clinic", "가상알마티병원")
    case, _ = forms.waiting(counterparties="TOO Fictional Almaty Clinic")
    expert = forms.expert(conflicts=["가상알마티 병원"])
    assert "신고한 이해관계" in profiles.barred(case, expert)[0].ko


def test_a_member_of_the_client_is_neither_listed_nor_asked(client, session):
    case = waiting(name="가상한빛병원")
    insider = forms.expert(affiliation="무소속", name="가상 내부인")
    outsider = forms.expert(name="가상 외부인")
    session.add(Membership(user_id=insider.user_id, organisation_id=case.organisation_id, role="viewer"))
    session.flush()
    assert "가상한빛병원 (포털에서 그 기관의 구성원)" in profiles.barred(case, insider)[0].ko
    with pytest.raises(Refused, match="이해상충"):
        fire(case, "assign", make.officer(), given={"expert": insider.id, "rank": 1, "why": "가상"})
    fire(
        case,
        "assign",
        make.officer(),
        given={"expert": outsider.id, "rank": 1, "why": "가상", "fallback": [insider.id]},
    )
    fire(case, "decline", forms.acting(outsider), given={"because_own": "가상"})
    assert (case.state, case.expert_id) == ("matching", None)


def test_a_member_of_a_client_whose_name_names_nobody_is_barred_too(session):
    case = waiting(name="병원")
    insider = forms.expert(affiliation="")
    session.add(Membership(user_id=insider.user_id, organisation_id=case.organisation_id, role="viewer"))
    session.flush()
    assert "병원 (포털에서 그 기관의 구성원)" in profiles.barred(case, insider)[0].ko


def test_a_member_of_a_counterparty_is_barred(session):
    case, _ = forms.waiting(counterparties="㈜가상메디텍\n가상딴곳")
    expert = forms.expert()
    session.add(
        Membership(user_id=expert.user_id, organisation_id=make.organisation(name="가상메디텍").id, role="editor")
    )
    session.flush()
    assert "가상메디텍 (포털에서 그 기관의 구성원)" in profiles.barred(case, expert)[0].ko


def test_who_joins_the_client_after_being_asked_cannot_accept(session):
    expert = forms.expert()
    case, _ = forms.asked(expert)
    session.add(Membership(user_id=expert.user_id, organisation_id=case.organisation_id, role="viewer"))
    session.flush()
    with pytest.raises(Refused, match="이해상충 신고"):
        fire(case, "accept_offer", forms.acting(expert), given=forms.YES)
    assert case.state == "offered"
    fire(case, "declare", forms.acting(expert), given={"conflict_with": "가상", "keep": "no"})
    assert case.state == "matching"


# ---- panels -------------------------------------------------------------------------------------------------------------


def test_a_reviewer_is_bound_by_employer_membership_and_alias(session):
    own, partner = make.organisation(name="(주)가상메디텍", name_en="Gasang Meditec"), "의료법인 가상한빛병원"
    alias(session, "가상한빛병원", "가상빛메디컬")
    tied = {"가상메디텍 주식회사", "GASANG MEDITEC INC.", "가상한빛병원", "가상빛메디컬㈜"}
    free = {"없음", "", "개인", "가상메디", "가상한빛의원"}
    for employer in tied | free:
        reviewer = Reviewer(email="a@example.org", name="가상", employer=employer)
        assert (conflict_with(reviewer, [own], [partner, "없음"]) is not None) is (employer in tied), employer


def test_a_reviewer_who_belongs_to_a_partner_known_by_name_is_bound(session):
    own, partner = make.organisation(), make.organisation(name="㈜가상파트너")
    member = make.member(partner)
    reviewer = Reviewer(email=member.email, name="가상", employer="없음")
    assert "가상파트너" in conflict_with(reviewer, [own], ["가상파트너 주식회사"]).ko
    assert conflict_with(reviewer, [own], ["가상딴파트너"]) is None


# ---- lists and look-alikes ----------------------------------------------------------------------------------------------


def test_any_spelling_finds_the_organisation_and_its_cases(client, session):
    own = make.organisation(name="(의)가상 한빛병원", name_en="Fictional Hanbit")
    number = make.filed("CONSULT", make.acting(make.member(own)))[0].number
    other = make.filed("CONSULT", make.acting(make.member(make.organisation())))[0].number
    alias(session, "가상한빛병원", "가상빛메디컬")
    client.sign_in(make.user("officer"))
    spellings = [
        "가상한빛",
        "의료법인 가상한빛병원",
        unicodedata.normalize("NFD", "가상한빛병원"),
        "FICTIONAL hanbit Inc.",
        "㈜가상빛메디컬",
    ]
    for text in spellings:
        page = client.get("/admin/organisations", query_string={"q": text})
        assert "(의)가상 한빛병원" in page.words(), text
        assert "가상병원" not in page.words(), text
        page = client.get("/worklist", query_string={"q": text})
        assert (number in page.words(), other in page.words()) == (True, False), text
    assert "(의)가상 한빛병원" not in client.get("/admin/organisations", query_string={"q": "(주)"}).words()


def test_an_officer_sees_organisations_of_the_same_name(client, session):
    own = make.organisation(name="가상한빛병원")
    twin = make.organisation(name="의료법인 가상한빛병원", source="import", verified=False)
    make.organisation(name="가상한빛의원")
    assert look_alikes(own) == [twin]
    assert look_alikes(make.organisation(name="병원")) == []
    client.sign_in(make.user("officer"))
    page = client.get(f"/admin/organisations/{own.id}")
    assert "이름이 같은 기관이 더 있습니다 사업자등록번호가 다릅니다" in page.words()
    assert "의료법인 가상한빛병원" in page.words()
    assert "가상한빛의원" not in page.words()
    page = client.get("/admin/organisations?twin=yes")
    assert "의료법인 가상한빛병원" in page.words()
    assert "가상한빛의원" not in page.words()


def test_names_are_taken_apart_once_and_again_when_one_of_them_changes(session, monkeypatch):
    own, other = make.organisation(name="가상한빛병원"), make.organisation(name="가상달빛의원")
    session.flush()
    assert (look_alikes(own), twins(), found_by("한빛")) == ([], [], [own])
    apart = []
    monkeypatch.setattr(aliases, "bare_name", lambda name: apart.append(name) or bare_name(name))
    assert found_by("한빛") == [own]
    assert set(apart) == {"한빛"}
    other.name = "(의)가상 한 빛 병원"
    session.flush()
    assert (look_alikes(own), twins(), found_by("한빛")) == ([other], [own.id, other.id], [own, other])
    other.name, other.name_en = "가상달빛의원", "Gasang Hospital (가상한빛병원)"
    session.flush()
    assert look_alikes(own) == [other]
    session.delete(other)
    session.flush()
    assert (look_alikes(own), twins(), found_by("달빛")) == ([], [], [])


def found_by(text):
    return list(make.db.session.scalars(select(Organisation).where(named_like(text)).order_by(Organisation.id)))


def test_an_organisation_is_known_by_all_its_names(session):
    alias(session, "가상한빛병원", "가상빛메디컬")
    own = make.organisation(name="(의)가상한빛병원", name_en="Hanbit")
    assert names_of(own) == {"(의)가상한빛병원", "Hanbit", "가상한빛병원", "가상빛메디컬"}


def test_officers_hear_when_an_organisation_of_a_known_name_is_founded(session):
    officer, who = make.user("officer"), make.user()
    make.organisation(name="가상한빛병원", business_number=make.business_number(900))
    for serial, name in ((901, "(의)가상 한빛병원"), (902, "가상한별병원"), (903, "병원")):
        answers = {"business_number": make.business_number(serial), "organisation_name": name, "founder": "hospital"}
        assert place(who, answers) == "founded"
    told = session.query(Mail).filter_by(user_id=officer.id).all()
    assert [m.subject for m in told] == ["[기관 확인] 이름이 같은 기관이 새로 등록되었습니다: (의)가상 한빛병원"]
    assert f"- 가상한빛병원 ({shown_business_number(make.business_number(900))})" in told[0].body
    assert "그 밖에" not in told[0].body
    assert session.query(Mail).filter_by(user_id=who.id).count() == 0


def test_a_mail_says_how_many_more_bear_the_name(session):
    officer = make.user("officer")
    for _ in range(22):
        make.organisation(name="가상한빛병원")
    answers = {"business_number": make.business_number(904), "organisation_name": "가상한빛병원", "founder": "hospital"}
    place(make.user(), answers)
    told = session.query(Mail).filter_by(user_id=officer.id).one()
    assert told.body.count("- 가상한빛병원 (") == 20
    assert "- 그 밖에 2곳" in told.body
