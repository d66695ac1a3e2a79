"""The worklist: every open case by due day, its filters, its workbook,
and acts on many at once with a result per row.
"""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import event, select

from portal.core import fire
from portal.core.cases import AccessLog, Case
from portal.core.db import db
from portal.core.people import Deputy
from tests import factories as make

MONDAY = date(2026, 11, 23)


@pytest.fixture
def desk(session, today, client):
    """Six received filings over three days, an officer who has two of them and is signed in; (cases, officer)."""
    cases = []
    for day in (MONDAY, date(2026, 11, 24), date(2026, 11, 25)):
        today(day)
        cases += [make.filed("CONSULT", shared_information="no")[0] for _ in range(2)]
    officer = make.user("officer", name="가상담당")
    for case in cases[:2]:
        fire.fire(case, "take", make.acting(officer))
    session.commit()
    client.sign_in(officer)
    return cases, officer


def numbers(page):
    return [w for th in page.all("th") if (w := page.words(th)).startswith("F-")]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_open_cases_stand_by_due_day_with_the_working_days_left(client, desk, today, language):
    cases, _ = desk
    today(date(2026, 12, 2))
    page = client.get(f"/worklist?lang={language}")
    assert [n[:13] for n in numbers(page)] == [c.number for c in cases]
    assert ("근무일 2일 남음" if language == "ko" else "2 working days left") in page.words()


def test_few_days_left_and_overdue_are_marked(client, desk, today):
    today(date(2026, 12, 2))
    marked = [s.get("class") for s in client.get("/worklist").all("span") if "days-left" in (s.get("class") or "")]
    assert marked[0].endswith("over")
    assert marked[-1] == "days-left"


@pytest.mark.parametrize(
    ("query", "which"),
    [
        ("handler=mine", [0, 1]),
        ("handler=nobody", [2, 3, 4, 5]),
        ("due=today", [0, 1]),
        ("due=over", []),
        ("due=3", [0, 1, 2, 3, 4, 5]),
        ("due=week", [0, 1]),
        ("due=none", []),
        ("due=x", []),
        ("kind=filing&state=received", [0, 1, 2, 3, 4, 5]),
        ("state=supplement", []),
        ("handler=x", []),
        ("q=F-2026-000003", [2]),
        ("q=%25", []),
    ],
)
def test_filters_leave_what_they_say(client, desk, today, query, which):
    cases, _ = desk
    today(date(2026, 12, 4))
    page = client.get(f"/worklist?{query}")
    assert [n[:13] for n in numbers(page)] == [cases[i].number for i in which]


def test_text_finds_the_organisation(client, desk):
    cases, _ = desk
    page = client.get("/worklist", query_string={"q": cases[4].organisation.name})
    assert cases[4].number in page.words()
    assert cases[0].number not in page.words()


def test_a_deputy_finds_the_cases_of_whom_they_stand_in_for(client, desk, session):
    cases, officer = desk
    deputy = make.user("officer")
    session.add(Deputy(absent_id=officer.id, deputy_id=deputy.id, first=MONDAY, last=date(2026, 12, 31)))
    client.sign_in(deputy)
    page = client.get("/worklist?handler=mine")
    assert [n[:13] for n in numbers(page)] == [cases[0].number, cases[1].number]
    assert "대행" in page.words()


def test_pages_go_by_key_and_keep_the_filter(client, desk, monkeypatch):
    cases, _ = desk
    from portal.shell.home import worklist

    monkeypatch.setitem(worklist.WORKLIST.__dict__, "page_size", 2)
    first = client.get("/worklist?kind=filing")
    second = client.get(first.link("다음"))
    third = client.get(second.link("다음"))
    shown = [[n[:13] for n in numbers(p)] for p in (first, second, third)]
    assert shown == [[c.number for c in cases[i : i + 2]] for i in (0, 2, 4)]
    back = client.get(third.link("이전"))
    assert numbers(back) == numbers(second)
    assert "kind=filing" in second.link("다음")


def test_a_page_costs_at_most_twelve_statements_however_many_cases(client, desk, session):
    for _ in range(20):
        make.filed("CONSULT", shared_information="no")
    session.commit()
    client.get("/worklist")
    counted = []

    def count(_connection, _cursor, statement, *_rest):
        if not statement.upper().startswith(("BEGIN", "PRAGMA", "SAVEPOINT")):
            counted.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        client.get("/worklist?handler=mine&q=F-2026")
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    assert 0 < len(counted) <= 12, "\n".join(counted)


def test_the_workbook_holds_exactly_what_is_filtered(client, desk, session):
    cases, officer = desk
    got = client.plain.get("/worklist.xlsx?handler=mine&purpose=duty", buffered=True)
    assert got.status_code == 200
    sheet = load_workbook(BytesIO(got.data)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    numbers_in_it = [row[0] for row in rows if str(row[0]).startswith("F-")]
    assert numbers_in_it == [cases[0].number, cases[1].number]
    assert any("담당자: 나(대행 포함)" in str(row[0]) for row in rows)
    noted = session.scalars(select(AccessLog).where(AccessLog.act == "export")).all()
    assert [(n.user_id, n.subject.endswith("(2)")) for n in noted] == [(officer.id, True)]


@pytest.mark.parametrize(("roles", "status"), [((), 403), (("admin",), 403), (("ministry",), 200), (("officer",), 200)])
def test_who_may_open_the_worklist(client, desk, roles, status):
    client.sign_in(make.user(*roles))
    client.get("/worklist", status=status)


def test_the_ministry_reads_and_ticks_nothing(client, desk):
    client.sign_in(make.user("ministry"))
    page = client.get("/worklist")
    assert not page.all("input", type="checkbox")
    client.get("/worklist/bulk?move=accept", status=403)


def test_members_of_other_organisations_see_nothing_of_it(client, desk):
    client.sign_in(make.member(make.organisation()))
    client.get("/worklist", status=403)


# ---- many at once -----------------------------------------------------------------------------------------------------------


def tick(*cases, **extra):
    return {"case": [f"{c.id}.{c.version}" for c in cases], **extra}


def bulk_form(client, move, *cases):
    return client.get("/worklist/bulk", query_string=tick(*cases, move=move)).form("/worklist/bulk")


def test_accepting_many_gives_each_its_row_and_its_certificate(client, desk, session):
    cases, _ = desk
    page = client.get("/worklist")
    assert any("수리" in page.words(b) for b in page.all("button", name="move"))
    page = client.submit(bulk_form(client, "accept", *cases[:4]))
    assert "4건을 처리했습니다" in page.words()
    session.expire_all()
    assert [c.state for c in cases] == ["accepted"] * 4 + ["received"] * 2
    assert sorted(c.certificate_serial for c in cases[:4]) == [1, 2, 3, 4]


def test_one_refusal_never_undoes_the_others(client, desk, session):
    cases, officer = desk
    unseen, _ = make.filed("CONSULT")
    session.commit()
    form = bulk_form(client, "accept", cases[0], unseen, cases[1], cases[2])
    fire.fire(cases[1], "extend", make.acting(officer), given={"reason": "검토"})
    session.commit()
    page = client.submit(form)
    words = page.words()
    assert "2건을 처리했습니다" in words
    assert "2건은 처리하지 못했습니다" in words
    assert "먼저 ‘개설허가 확인’을 해 주세요" in words
    assert "그 사이에 내용이 바뀌었습니다" in words
    session.expire_all()
    assert [c.state for c in (cases[0], unseen, cases[1], cases[2])] == ["accepted", "received", "received", "accepted"]


def test_a_bulk_move_asks_once_and_keeps_what_was_typed(client, desk, session):
    cases, _ = desk
    form = bulk_form(client, "refuse", cases[0], cases[1])
    page = client.submit(form, reason="요건 미비", status=422)
    assert "요건 미비" in page.words()
    client.submit(page.form("/worklist/bulk"), remedy="60일 안에 이의신청")
    session.expire_all()
    assert {c.state for c in cases[:2]} == {"refused"}
    told = [e.facts["remedy"] for c in cases[:2] for e in fire.periods.events_of(c) if e.name == "filing.refused"]
    assert told == ["60일 안에 이의신청"] * 2


def test_handing_over_many(client, desk, session):
    cases, _ = desk
    other = make.user("officer")
    session.commit()
    client.submit(bulk_form(client, "hand_over", *cases[:3]), to=other.id)
    session.expire_all()
    assert [c.handler_id for c in cases[:3]] == [other.id] * 3


@pytest.mark.parametrize(
    "query", [{}, {"move": "accept"}, {"move": "deem", "case": ["1.1"]}, {"move": "accept", "case": ["x", "1", "-1.2"]}]
)
def test_nothing_ticked_or_no_such_move_leads_back(client, desk, query):
    client.get("/worklist/bulk", query_string=query, status=303)
    assert client.post("/worklist/bulk", query, follow=False).status == 303
    assert db.session.scalar(select(Case.id).where(Case.state == "accepted")) is None


def test_looking_at_a_bulk_act_changes_nothing(client, desk, session):
    cases, _ = desk
    before = [(c.version, c.state) for c in cases]
    client.get("/worklist/bulk", query_string=tick(*cases, move="accept"))
    session.expire_all()
    assert [(c.version, c.state) for c in cases] == before
