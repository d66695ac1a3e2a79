"""The one writing room, as three kinds use it: a filing, an application, and a request to an expert.

Whatever holds for one holds for all: a page that names no version is never taken for the present one, both texts of a
clash are shown, a file is not taken twice, what came too late is shown under the questions' own words.
"""

import io

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from funds.selection.forms.questions import schema_of
from portal.core import records
from portal.core.cases import Draft
from portal.core.db import db
from portal.core.declared import kind_of
from portal.core.files import Paper
from portal.core.fire import fire, open_case
from tests import factories as make
from tests import funding
from tests.filing_forms import PDF
from tests.funding import START, at_hour

KINDS = ("filing", "application", "consultation")


class Place:
    """One draft of a kind: where it is written, one text on the page and one slot of files, and how it moves on."""

    def __init__(self, kind):
        organisation = make.organisation()
        self.who, self.colleague = make.member(organisation), make.member(organisation, "editor")
        by = make.acting(self.who)
        if kind == "filing":
            self.case, _ = make.draft(by=by)
            self.text = self.papers = f"/filings/{self.case.id}/sections/place"
            self.papers = f"/filings/{self.case.id}/sections/papers"
            self.autosave = f"{self.text}/autosave"
            self.key, self.slot, self.label, self.move = "city", "opening_proof", "도시", "submit"
        elif kind == "application":
            self.case, _ = funding.drafted(funding.published("mark"), by)
            here = f"/programmes/applications/{self.case.id}/sections"
            self.text, self.papers, self.autosave = f"{here}/contact", f"{here}/papers", f"{here}/contact/autosave"
            self.key, self.slot, self.label, self.move = "contact_name", "", "이름", "submit"
        else:
            self.case = open_case(kind_of("consultation"), by, organisation_id=organisation.id)
            records.start_draft(self.case, {"depth": "general", "title": "가상 제목"})
            self.text = self.papers = self.autosave = f"/consultations/{self.case.id}"
            self.key, self.slot, self.label, self.move = "title", "", "", "discard"
        schema = self.case.declared.schema
        if kind == "application":
            schema = schema_of(self.case.call)
        self.slot = self.slot or next(f.key for f in schema if f.is_paper)
        self.label = self.label or schema[self.key].label.ko
        db.session.commit()

    @property
    def answer(self):
        db.session.expire_all()
        return db.session.get(Draft, self.case.id).answers.get(self.key)

    def changed_by_colleague(self, text):
        draft = db.session.get(Draft, self.case.id)
        records.save_draft(draft, {self.key: text}, draft.version, make.acting(self.colleague))
        db.session.commit()


@pytest.fixture(params=KINDS)
def place(request, session, client, today):
    today(at_hour(START, 9))
    made = Place(request.param)
    client.sign_in(made.who)
    return made


def form_of(client, place):
    return client.get(place.text).form(containing=place.key)


@pytest.mark.parametrize("version", ["", None, "x", "0-", "0-x", "0-0", "0-999", "٣"])
def test_a_page_that_names_no_version_is_never_taken_for_the_present_one(client, place, version):
    form = form_of(client, place)
    place.changed_by_colleague("동료가 적은 것")
    page = client.submit(form, **{place.key: "내가 적은 것"}, version=version, status=409)
    assert place.answer == "동료가 적은 것"
    assert "동료가 적은 것" in page.words()
    assert page.values(page.form(containing=place.key))[place.key] == "내가 적은 것"
    page = client.submit(page.form(containing=place.key), **{f"take-{place.key}": "mine"})
    assert place.answer == "내가 적은 것"


@pytest.mark.parametrize(("take", "kept"), [("mine", "내가 적은 것"), ("theirs", "동료가 적은 것")])
def test_of_two_texts_one_is_chosen(client, place, take, kept):
    form = form_of(client, place)
    place.changed_by_colleague("동료가 적은 것")
    page = client.submit(form, **{place.key: "내가 적은 것"}, status=409)
    assert place.colleague.name in page.words()
    client.submit(page.form(containing=place.key), **{f"take-{place.key}": take})
    assert place.answer == kept


def test_what_a_colleague_changed_elsewhere_is_kept_and_told(client, place):
    form = form_of(client, place)
    place.changed_by_colleague("동료가 적은 것")
    page = client.submit(form, status=200)
    assert place.answer == "동료가 적은 것"
    assert f"동료의 내용으로 두었습니다: {place.label}" in page.words()


def test_a_script_saves_while_somebody_writes(client, place):
    form = form_of(client, place)
    values = client.page.values(form)
    values.setlist(place.key, ["쓰는 중"])
    answer = client.plain.post(place.autosave, data=values, headers={"X-Requested-With": "fetch"})
    assert answer.status_code == 200
    assert answer.json["version"] != values["version"]
    assert place.answer == "쓰는 중"
    place.changed_by_colleague("동료가 적은 것")
    values.setlist("version", [answer.json["version"]])
    values.setlist(place.key, ["더 쓰는 중"])
    answer = client.plain.post(place.autosave, data=values, headers={"X-Requested-With": "fetch"})
    assert (answer.status_code, answer.json["fields"]) == (409, [place.key])
    assert place.answer == "동료가 적은 것"


def test_what_came_too_late_is_shown_under_its_question(client, place):
    form = form_of(client, place)
    values = client.page.values(form)
    values.setlist(place.key, ["늦게 적은 긴 글"])
    if place.move == "submit":
        fire(place.case, "submit", make.acting(place.colleague))
    else:
        db.session.delete(db.session.get(Draft, place.case.id))
        place.case.state = "withdrawn"
    db.session.commit()
    page = client.post(place.text, values, status=409)
    asked = [page.words(dt) for dt in page.all("dt")]
    shown = dict(zip(asked, (page.words(dd) for dd in page.all("dd")), strict=True))
    assert shown[place.label] == "늦게 적은 긴 글"
    assert place.key not in shown
    answer = client.plain.post(place.autosave, data=values, headers={"X-Requested-With": "fetch"})
    assert answer.status_code == 409
    assert answer.json["url"]


def test_the_same_file_is_not_taken_twice(client, place):
    for n in (1, 2):
        form = client.get(place.papers).form(containing=place.slot)
        values = client.page.values(form) | {"go": "stay" if "sections" in place.papers else "save"}
        values.setlist(place.slot, [FileStorage(io.BytesIO(PDF), filename="가상 서류.pdf")])
        page = client.post(place.papers, values, content_type="multipart/form-data")
        assert ("이미 올린 파일입니다" in page.words()) == (n == 2)
    wanted = select(func.count()).where(Paper.case_id == place.case.id, Paper.slot == place.slot)
    before = 1
    assert db.session.scalar(wanted) - before in (0, 1)
    names = list(db.session.scalars(select(Paper.name).where(Paper.case_id == place.case.id, Paper.slot == place.slot)))
    assert names.count("가상 서류.pdf") == 1


def test_what_a_colleague_changed_is_named_before_it_is_sent(client, place):
    """On the page that submits: which answers, by whom."""
    here = place.text.partition("/sections")[0]
    client.get(f"{here}/check")
    form = client.page.form("/check" if "consultations" in here else "/submit")
    place.changed_by_colleague("동료가 적은 것")
    page = client.submit(form, declared="yes", status=409)
    assert f"고친 항목이 있습니다: {place.label}({place.colleague.name})" in page.words()
    for version in (None, "", "x", "0-999", "7-1"):
        page = client.submit(form, declared="yes", version=version, status=409)
        assert "지금 내용으로 만든 것이 아닙니다" in page.words()
    db.session.expire_all()
    assert db.session.get(Draft, place.case.id) is not None


def test_an_experts_draft_is_not_sent_unseen(client, session):
    """One page saves and sends: what a colleague changed meanwhile is shown before anything leaves."""
    who = make.member(make.organisation())
    case = open_case(kind_of("expert_application"), make.acting(who), organisation_id=None)
    records.start_draft(case, {"career": "가상 경력"})
    session.commit()
    client.sign_in(who)
    form = client.get(f"/expert/applications/{case.id}").form(containing="career")
    draft = session.get(Draft, case.id)
    records.save_draft(draft, {"career": "다른 창에서 고친 경력"}, draft.version, make.acting(who))
    session.commit()
    page = client.submit(form, button=("go", "send"), status=422)
    assert "확인하고 다시 보내 주세요" in page.words()
    assert "다른 창에서 고친 경력" in page.text
