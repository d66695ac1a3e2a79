"""A policy year: the ministry opens the implementation plan, officers write, figures are frozen, tasks evaluated,
the plan decided and published.
"""

from datetime import date

import pytest
from sqlalchemy import select

from portal.core import demo
from portal.core.mail import Mail
from portal.core.reminders import remind
from portal.markets.demo.documents import demo as show_documents
from portal.markets.documents.chapters.models import PolicyChapter, PolicyDocument
from portal.markets.documents.chapters.queries import chapters_of
from portal.markets.documents.editions.models import DocumentEdition
from portal.markets.documents.editions.queries import editions_of
from portal.markets.plan.terms import TASKS
from portal.shell.accounts.demo_people import make_demo_people
from tests import factories as make
from tests.pdf_text import text_of

pytestmark = pytest.mark.slow


def write(client, chapter, ko, act="hand_in", **more):
    path = f"/plan/documents/chapters/{chapter.id}"
    form = client.get(path).form(containing="ko")
    return client.submit(form, path=path, ko=ko, button=("act", act), **more)


def test_a_plan_from_its_opening_to_the_public(client, session, today):
    today(date(2026, 11, 23))
    lead, writer, second = make.user("ministry"), make.user("officer"), make.user("officer")
    make.accepted("OPEN", country="VN")
    make.accepted("TECH", country="MN")

    client.sign_in(lead)
    form = client.get("/plan/documents/new").form(containing="lead")
    client.submit(form, path="/plan/documents/new", type="implementation", year=2027, lead=lead.id)
    document = session.query(PolicyDocument).one()
    assert document.due_on == date(2027, 2, 28), "the inferred rule, as nothing else was dated"
    outline = f"/plan/documents/{document.id}/outline"
    chapters = chapters_of(document)
    owners = {c.id: (second if c.part == "indicators" else writer) for c in chapters}
    given = {f"owner_{c.id}": owners[c.id].id for c in chapters} | {f"due_on_{c.id}": "2027-01-15" for c in chapters}
    client.submit(client.get(outline).form(containing="ko_new"), path=outline, **given)

    figures = f"/plan/documents/{document.id}/figures"
    page = client.post(figures, {"as_of": "2026-11-23", "reason": "작성 시작", "act": "compare"})
    client.submit(page.form(containing="as_of"), path=figures, button=("act", "freeze"))

    client.sign_in(writer)
    background, former, indicators, *others = chapters_of(document)
    write(client, background, "누적 신고는 {{figure:filings.total}}입니다.\n\n{{table:by_type}}")
    for code in TASKS:
        path = f"/plan/documents/{document.id}/evaluation/{code}"
        client.post(path, {"result": "achieved", "sentence": f"가상 평가 {code}", "act": "save"}, status=200)
    write(client, former, "전년도를 돌아봅니다.")
    for chapter in others:
        write(client, chapter, "가상 과제입니다.")
    client.sign_in(second)
    write(client, indicators, "지표를 적습니다.")

    client.sign_in(lead)
    client.post(
        f"/cases/{background.id}/moves/send_back", {"reason": "지난해 값도 적어 주세요.", "version": background.version}
    )
    client.sign_in(writer)
    assert "지난해 값도 적어 주세요." in client.get(f"/plan/documents/chapters/{background.id}").words()
    write(
        client,
        background,
        "누적 신고는 {{figure:filings.total}}, 지난해는 {{figure:kpi.filings.1.2024}}입니다.\n\n{{table:by_type}}",
    )
    client.sign_in(lead)
    for chapter in chapters_of(document):
        client.act(chapter, "agree")
    client.act(document, "assemble")
    make.accepted("OPEN", country="KZ")
    client.act(document, "decide", {"done_on": "2026-11-23", "reason": "협의를 마침"})
    client.act(document, "publish", {"reason": "누리집 공개"})
    session.expire_all()
    assert document.state == "decided"

    visitor = client.sign_in(make.member(make.organisation()))
    page = visitor.get("/search?q=시행계획")
    edition = session.query(DocumentEdition).one()
    assert f"/plan/documents/editions/{edition.id}" in page.links()
    page = visitor.get(f"/plan/documents/editions/{edition.id}")
    assert "누적 신고는 2건, 지난해는 45건입니다." in page.words(), "a filing accepted after the freeze does not count"
    assert "2026년 과제 평가: 달성 26, 일부 달성 0, 미달성 0" in page.words()
    with client.plain.get(f"/plan/documents/editions/{edition.id}.pdf") as paper:
        said = text_of(paper.data)
    assert "누적신고는2건" in said
    assert "가상평가2-4-3" in said
    assert "기준일2026-11-23" in said


def test_what_is_late_is_told_until_it_comes(client, session, today):
    today(date(2026, 11, 23))
    lead, writer = make.user("ministry"), make.user("officer")
    client.sign_in(lead)
    client.post("/plan/documents/new", {"type": "report", "year": "2026", "lead": str(lead.id), "due_on": "2026-12-31"})
    document = session.query(PolicyDocument).one()
    chapter = chapters_of(document)[0]
    client.act(chapter, "assign", {"owner": "", "unit": "", "due_on": "2026-12-04"}, status=422)
    client.act(chapter, "assign", {"owner": str(writer.id), "unit": "", "due_on": "2027-12-04"}, status=422)
    client.act(chapter, "assign", {"owner": str(writer.id), "unit": "", "due_on": "2026-12-04"})
    for count, day in enumerate((date(2026, 11, 30), date(2026, 12, 4), date(2026, 12, 7)), 1):
        today(day)
        session.commit()
        remind()
        reminders = select(Mail.user_id).where(Mail.case_id == chapter.id, Mail.event_id.is_(None))
        told = list(session.scalars(reminders))
        assert told.count(writer.id) == count, day
        assert told.count(lead.id) == count - 1, "the lead from the due day on"
    session.commit()
    client.sign_in(lead)
    assert "1일 지남" in client.get(f"/plan/documents/{document.id}").words()
    assert chapter.title in client.get("/worklist?due=over").words()


def test_the_demonstration_has_documents_in_every_state_of_their_chapters(client, session, today):
    today(date(2026, 11, 25))
    demo.begin()
    try:
        cast = demo.Cast(date(2026, 11, 25))
        make_demo_people(cast)
        show_documents(cast)
        session.commit()
        held = {d.type: d for d in session.query(PolicyDocument)}
        assert {of: d.state for of, d in held.items()} == {
            "five_year": "decided",
            "implementation": "writing",
            "report": "submitted",
        }
        chapters = session.query(PolicyChapter).where(PolicyChapter.parent_id == held["implementation"].id)
        assert {c.state for c in chapters} == {"planned", "writing", "handed_in", "returned", "agreed", "dropped"}
        first, second = sorted(editions_of(held["report"].id), key=lambda e: e.no)
        assert (first.public, second.public) == (False, True)
        words = client.get(f"/plan/documents/editions/{second.id}").words()
        assert "시연용 예시 글입니다" in words
        client.get(f"/plan/documents/editions/{first.id}", status=404)
        assert len(client.get("/plan/documents").all("li", class_="file")) == 2
        client.sign_in(cast.user("officer"))
        assert "일 지남" in client.get("/plan/documents").words()
    finally:
        demo.flag().unlink(missing_ok=True)
