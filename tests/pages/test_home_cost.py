"""What the first page costs: a bound of SQL statements for each role,
and no statement more when there is more to show.
"""

from datetime import date

import pytest
from sqlalchemy import event

from portal.core.db import db
from portal.core.fire import fire
from portal.core.people import User
from tests import expert_forms, funding, learning, payment_forms
from tests import factories as make
from tests import policy_maker as policy
from tests.client import CheckingClient

MONDAY = date(2026, 11, 23)
MOST = 12


@pytest.fixture
def full(session, today):
    """`full(n)` gives each role n more things of every kind that its first page shows; {role: user}."""
    today(MONDAY)
    school = learning.provider()
    person, officer = make.member(school), make.user("officer")
    writer, one, call = make.acting(person), expert_forms.expert(), funding.published()
    reviewer = session.query(User).filter_by(email=funding.reviewers(1)[0].email).one()
    survey = learning.survey()
    documents = iter(("report", "implementation"))

    def more(n):
        for _ in range(n):
            make.draft(by=writer)
            make.filed("CONSULT", writer, shared_information="no")
            make.accepted("TECH", writer)
            expert_forms.waiting(writer)
            payment_forms.asked(one, by=writer)
            learning.applied(learning.course(school, admission="choice"))
            learning.applied(learning.course(), person)
            funding.drafted(call, writer)
            learning.returned(survey)
        desk = policy.started(next(documents))
        for case in (make.filed("CONSULT", shared_information="no")[0] for _ in range(n)):
            fire(case, "take", make.acting(officer))
        for chapter in desk.chapters:
            chapter.handler_id = officer.id
        session.commit()
        return {
            "officer": officer,
            "ministry": make.user("ministry"),
            "admin": make.user("admin"),
            "member": person,
            "newcomer": make.user(),
            "expert": one.user,
            "panel": reviewer,
            "visitor": None,
        }

    return more


def statements(app, who):
    client, counted = CheckingClient(app), []

    def count(_connection, _cursor, statement, *_rest):
        if not statement.upper().startswith(("BEGIN", "PRAGMA", "SAVEPOINT")):
            counted.append(statement)

    if who is not None:
        client.sign_in(who)
    client.get("/")
    event.listen(db.engine, "before_cursor_execute", count)
    try:
        page = client.get("/")
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    return counted, page


def says_what_there_is(app, people):
    """Whatever few statements find: one of each."""
    words = statements(app, people["member"])[1].words()
    for shown in ("이어서 작성하기", "처리 중인 신고", "자문 시간 확인", "정할 신청 1건", "조사 보기"):
        assert shown in words, shown
    words = " ".join(statements(app, people["officer"])[1].words().split())
    for figure in (
        "배정할 자문 1건",
        "자문 중 1건",
        "위촉 중인 전문위원 1명",
        "신청 받는 과정 2개",
        "확인한 조사표 1건",
    ):
        assert figure in words, (figure, words)


def test_the_first_page_costs_each_role_at_most_twelve_statements_however_much_it_shows(app, full):
    people = full(1)
    says_what_there_is(app, people)
    before = {role: len(statements(app, people[role])[0]) for role in reversed(people)}
    full(1)
    for role in reversed(people):
        counted, _ = statements(app, people[role])
        assert 0 < len(counted) <= MOST, (role, "\n".join(counted))
        assert len(counted) == before[role], (role, "\n".join(counted))
