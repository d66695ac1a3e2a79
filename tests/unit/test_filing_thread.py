"""The thread of a filing through the kernel: from draft to certificate, and by law when nobody decides."""

from datetime import date

import pytest

from filings.filing.content import content_in_force
from portal.core import fire
from portal.core.workflow import Refused
from portal.shell.jobs import tick
from tests import factories as make


@pytest.mark.parametrize("kind", ["OPEN", "ENTRUST", "CONSULT", "DISPATCH", "TECH", "SUPPLY", "EDU"])
def test_each_kind_of_filing_gets_a_certificate(session, today, kind):
    today(date(2026, 11, 23))
    case, _ = make.accepted(kind)
    assert case.state == "accepted"
    assert case.certificate_no == "제2026-0001호"
    assert content_in_force(case.id).type == kind
    assert case.number == "F-2026-000001"


def test_silence_accepts_on_the_legal_day_whenever_the_job_runs(session, today):
    today(date(2026, 11, 23))
    case, _ = make.filed()
    session.commit()
    assert case.due_on == date(2026, 12, 4)
    today(date(2026, 12, 4))
    tick()
    assert case.state == "received"
    today(date(2026, 12, 9))
    tick()
    tick()
    session.refresh(case)
    assert case.state == "deemed"
    assert case.decided_on == date(2026, 12, 5)
    assert case.certificate_no == "제2026-0001호"


def test_the_clock_stands_while_a_supplement_is_open(session, today):
    today(date(2026, 11, 23))
    case, filer = make.filed()
    officer = make.officer()
    today(date(2026, 11, 24))
    fire.fire(case, "ask", officer, given={"days": 5, "items": {"city": "도시를 적어 주세요."}})
    assert case.due_on == date(2026, 11, 30)
    today(date(2026, 12, 20))
    assert not fire.lapsed_moves(case)
    fire.fire(case, "answer", filer)
    assert case.state == "received"
    assert case.due_on == date(2027, 1, 4)


def test_a_move_from_the_wrong_state_is_refused_in_words(session):
    case, filer = make.filed()
    with pytest.raises(Refused, match="제출하기"):
        fire.fire(case, "submit", filer)
