"""Declared periods: each is known to every rule set, none is declared twice,
and a name that nobody declared is told in a sentence.
"""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import wsgi
from filings.change.kind import change
from filings.module import module as filings
from filings.periods import PERIODS
from portal.core import periods
from portal.core.declared import all_kinds
from portal.core.module import Term
from portal.core.periods import RuleSet
from tests import factories as make

ROOT = Path(__file__).resolve().parents[2]


def test_the_application_does_not_start_with_a_term_that_no_module_declares():
    lost = replace(filings, kinds=(replace(change, term=Term(rule="moon_days")),))
    with pytest.raises(RuntimeError, match=re.escape("a period that no module declares: change (moon_days)")):
        periods.check_periods([lost])
    with pytest.raises(RuntimeError, match=re.escape("no module declares: change (change_days)")):
        periods.check_periods([replace(filings, periods=())])
    periods.check_periods([filings])


def test_the_application_does_not_start_with_a_period_declared_twice():
    with pytest.raises(RuntimeError, match=r"declared twice: demand_days$"):
        periods.check_periods([replace(filings, periods=(*PERIODS, PERIODS[2]))])
    from portal.app import create_app

    with pytest.raises(RuntimeError, match=r"declared twice: file_days$"):
        create_app([replace(filings, periods=(*PERIODS, periods.RECKONING[0])), *wsgi.modules()[1:]])


def test_what_the_code_asks_for_is_declared(app):
    sources = [
        p
        for d in ("portal", "filings", "experts", "funds")
        for p in (ROOT / d).rglob("*")
        if p.suffix in {".py", ".html"}
    ]
    asked = {key for path in sources for key in re.findall(r"""\bdays\(["'](\w+)["']\)""", path.read_text("utf-8"))}
    assert {"file_days", "match_days", "pay_days"} <= asked
    from experts.terms import TOPIC_PERIOD

    assert asked | set(TOPIC_PERIOD.values()) <= set(periods.all_periods())
    assert {k.term.rule for k in all_kinds() if k.term} <= set(periods.all_periods())


def test_a_set_that_lacks_a_period_has_it_as_shipped(session):
    session.add(RuleSet(effective_from=date(2027, 1, 1), periods={"decide_days": 7}, filers=[], source="가상"))
    session.flush()
    before, on = periods.rules_on(date(2026, 12, 31)), periods.rules_on(date(2027, 1, 1))
    assert (before.days("decide_days"), on.days("decide_days")) == (10, 7)
    assert (on.days("file_days"), on.days("law_answer_days"), on.days("hours_days")) == (45, 14, 7)
    with pytest.raises(LookupError, match="no module declares the period moon_days"):
        on.days("moon_days")


def test_a_set_that_names_an_unknown_period_is_told_on_its_page(session, client):
    held = {"decide_days": 7, "moon_days": 28}
    session.add(RuleSet(effective_from=date(2025, 1, 1), periods=held, filers=["hospital"], source="가상"))
    session.flush()
    assert periods.rules_on(date(2026, 11, 23)).days("decide_days") == 7
    client.sign_in(make.user("admin"))
    page = client.get("/admin/rule-sets")
    assert "포털이 모르는 기간이 적혀 있어 쓰지 않습니다: moon_days" in page.words()
    assert page.words().count("이 기준에 없어 포털에 실린 값을 씁니다") == 25
    form = client.get("/admin/rule-sets/new").form("/rule-sets/new")
    page = client.submit(form, effective_from="2027-05-27", source="가상 법률 제1호")
    client.submit(page.form("/rule-sets/new"))
    session.rollback()
    made = session.query(RuleSet).filter_by(effective_from=date(2027, 5, 27)).one()
    assert made.periods["decide_days"] == 7
    assert made.periods["match_days"] == 10
    assert "moon_days" not in made.periods


def test_the_form_of_a_question_says_the_service_times_in_force(session, client, today):
    today(date(2026, 11, 23))
    held = {"law_answer_days": 13, "procedure_answer_days": 6}
    session.add(RuleSet(effective_from=date(2026, 11, 24), periods=held, filers=["hospital"], source="가상"))
    session.commit()
    client.sign_in(make.user("officer"))
    assert "국내 법령은 근무일 14일, 제도·절차는 7일 안에 답합니다" in client.get("/desk/ghkol/phone").words()
    today(date(2026, 11, 24))
    assert "국내 법령은 근무일 13일, 제도·절차는 6일 안에 답합니다" in client.get("/desk/ghkol/phone").words()
