"""The matching's pages at their edges: pairs kept in a batch, wishes that weigh no more,
topics to be confirmed again, facts.
"""

from datetime import date, timedelta

import pytest

from experts.choice import profiles
from experts.models import Expert
from experts.pool.queries import advisers_of, experts_in_office
from portal.core import clock, periods
from portal.core.db import db
from portal.core.declared import fact
from portal.core.fire import fire
from tests import expert_forms as forms
from tests import factories as make
from tests.contracts.lives_experts import application_in

MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def monday(today):
    today(MONDAY)


def test_kept_pairs_stand_and_the_rest_is_planned_again(client, session):
    experts = [forms.expert(name=f"가상 위원{n}", max_load=1) for n in range(3)]
    first, _ = forms.waiting()
    second, _ = forms.waiting()
    client.sign_in(make.user("officer"))
    page = client.get("/desk/ghkol/batch")
    before = page.values(page.form("/batch"))
    kept, dropped = before[f"expert-{first.id}"], before[f"expert-{second.id}"]
    page = client.post("/desk/ghkol/batch/again", {**before.to_dict(flat=False), f"expert-{second.id}": []})
    after = page.values(page.form("/batch"))
    assert after[f"expert-{first.id}"] == kept
    assert after[f"expert-{second.id}"] == str(({e.id for e in experts} - {int(kept), int(dropped)}).pop())
    assert "유지함" in page.words()
    assert "뺀 쌍" in page.words()
    client.submit(page.form("/batch"))
    session.rollback()
    assert (first.expert_id, second.expert_id) == (int(kept), int(after[f"expert-{second.id}"]))


def test_odd_pairs_in_the_address_are_passed_over(client, session):
    one = forms.expert()
    case, _ = forms.waiting()
    client.sign_in(make.user("officer"))
    page = client.get(f"/desk/ghkol/batch?keep=9-9&keep=x&aside={case.id}-{one.id}&aside={case.id}-99999999999")
    assert "담당자가 뺌 1명" in page.words()
    page = client.get(f"/desk/ghkol/batch?keep={case.id}-4711")
    assert "확정된 배정" in page.words()


def test_wishes_granted_twice_are_named_on_the_batch_page(client, session):
    liked, other = forms.expert(name="가상 단골", max_load=9), forms.expert(name="가상 다른이", max_load=9)
    hospital = make.organisation()
    by = make.acting(make.member(hospital))
    for _ in range(2):
        forms.running(liked, by, preferred1=str(liked.id))
    case, _ = forms.waiting(by, preferred1=str(liked.id))
    assert profiles.request_of(case).granted == {liked.code: 2}
    client.sign_in(make.user("officer"))
    page = client.get("/desk/ghkol/batch")
    assert f"{case.number} · 가상 단골" in page.words()
    assert other.id


def test_a_junior_is_a_near_miss_of_in_depth_consulting(client, session):
    junior = forms.expert(name="가상 신진", years=8)
    forms.expert(name="가상 중견", years=15)
    case, _ = forms.waiting(depth="indepth", preferred1=str(junior.id))
    client.sign_in(make.user("officer"))
    page = client.get(f"/desk/ghkol/consultations/{case.id}/shortlist")
    assert "1순위 희망 전문가: 심화 자문을 이끌 경력 10년 미만" in page.words()
    page = client.submit(page.form("/shortlist"), status=422, expert=junior.id, why="가상 사유")
    assert "심화 자문을 이끌려면 실무 경력 10년 이상" in page.words()


def test_topics_whose_sentence_is_gone_are_to_be_confirmed_again(client, session):
    one = forms.expert()
    client.sign_in(one.user)
    page = client.get("/expert/profile/concepts")
    client.submit(page.form("/concepts"), add="intl_tax")
    session.rollback()
    confirmed = set(one.confirmed)
    assert {"lic_facility", "intl_tax"} <= confirmed
    page = client.get("/expert/profile")
    page = client.submit(
        page.form("/profile"), career="카자흐스탄 현지 병원에서 상담과 통역을 오래 하였습니다. 현지 사정을 잘 압니다."
    )
    page = client.follow("/expert/profile/concepts")
    assert "다시 확인이 필요한 주제" in page.words()
    session.rollback()
    assert "lic_facility" in one.unsure
    assert "lic_facility" not in profiles.profile(one).confirmed
    assert "intl_tax" in profiles.profile(one).confirmed
    client.submit(page.form("/concepts"), concept=["lic_facility"])
    session.rollback()
    assert (one.confirmed, one.unsure) == (["lic_facility"], None)


def test_the_review_of_an_application_lasts_as_the_rule_set_says(session):
    held = session.query(periods.RuleSet).order_by(periods.RuleSet.effective_from.desc()).first()
    held.periods = held.periods | {"review_days": 5}
    case = application_in("received")
    assert case.due_on == date(2026, 11, 27)


def test_facts_for_other_domains(app, session):
    one, two = forms.expert(), forms.expert(term_to=MONDAY - timedelta(days=1), term_from=MONDAY - timedelta(days=90))
    forms.expert(ended_on=MONDAY)
    assert experts_in_office() == fact("experts_in_office") == 1
    assert experts_in_office(MONDAY - timedelta(days=1)) == 3
    case, _ = forms.asked(one)
    assert advisers_of(case.organisation_id) == frozenset()
    fire(case, "accept_offer", forms.acting(one), given=forms.YES)
    assert fact("advisers_of", case.organisation_id) == {one.user_id}
    assert fact("advisers_of", make.organisation().id) == frozenset()
    assert two.id
    assert clock.today() == MONDAY
    assert db.session.get(Expert, one.id)
