"""The programme of docs/adding-a-programme.md, word for word: declared in one place it runs from call to award,
without other code.
"""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from funds.selection.calls.acts import deadline
from funds.selection.models import Call
from funds.selection.programmes import PROGRAMMES
from funds.selection.queries import award_of
from funds.selection.rubrics.problems import problems_of
from portal.core import clock
from portal.core.fire import fire
from portal.shell.jobs import tick
from tests import factories as make
from tests import funding
from tests.funding import at_hour
from tests.stories.test_funds_mark import PAPER
from tests.stories.test_funds_project import move

PAGE = Path(__file__).resolve().parents[2] / "docs" / "adding-a-programme.md"


@pytest.fixture
def programme(monkeypatch):
    """What the page's Python says, registered as its last step says."""
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    said: dict = {}
    exec(code, said)
    found = said["TELEMEDICINE"]
    monkeypatch.setitem(PROGRAMMES, found.key, found)
    return found


def test_a_programme_declared_as_the_page_says_runs_from_call_to_award(programme, session, client, today):
    import io

    today(at_hour(date(2026, 3, 2), 9))
    assert problems_of(programme.rubric, "예시") == []
    tick()  # a new programme starts with its sample
    officer, member = make.user("officer"), make.member(make.organisation())
    session.commit()
    client.sign_in(officer)
    assert programme.title.ko in client.get("/desk/programmes/").words()
    page = client.get(f"/desk/programmes/calls/new/{programme.key}")
    client.submit(
        page.form("calls/new"), closes_on="2026-03-20", closes_hour="18:00", seats="1", members="3", notice="가상"
    )
    call = session.query(Call).one()
    move(client, call, "publish")
    assert call.closes_at == deadline("2026-03-20", "18:00")

    client.sign_in(member)
    page = client.submit(client.get(f"/programmes/calls/{call.id}").form("applications"))
    here = f"/programmes/applications/{call.id + 1}"
    for section in programme.sections:
        form = client.get(f"{here}/sections/{section.key}").form("sections/")
        given = {f.key: _answer(f, io.BytesIO(PAPER)) for f in section.fields}
        client.submit(form, **given, button=("go", "leave"))
    page = client.submit(client.get(f"{here}/check").form("submit"), declared="yes")
    assert f"{programme.series}-" in page.words()

    with clock.at(call.closes_at + timedelta(days=1)):
        funding.closed(call)
        case = call_application(session)
        funding.found_eligible(case)
        seats = funding.seated(call, 3)
        fire(call, "start_scoring", make.officer())
        for seat in seats:
            funding.scored(seat, {})
        fire(call, "conclude", funding.actor_of(seats[0]), given={"minutes": "가상"})
        given = {"chosen": [str(case.id)], "amounts": {}, "reason": "계산대로"}
        fire(call, "propose", make.officer(), given=given)
        fire(call, "decide", make.acting(make.user("ministry")), given={"reason": "확정"})
        award = award_of(case.id)
        fire(award, "sign", make.acting(member))
        session.commit()
        assert award.number.startswith(programme.award.series)
        assert award.number in client.get(f"/programmes/registers/{programme.key}").words()


def call_application(session):
    from funds.selection.models import Application

    return session.query(Application).one()


def _answer(field, paper):
    if field.is_paper:
        return (paper, "paper.pdf")
    return {"country": "VN", "money": "1000", "integer": "10"}.get(field.type, "가상 내용")
