"""How far a pilot is from its plan, and where its bars stand: by hand on small plans."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.pilots.course.gantt import LABELS, SPAN, gantt
from funds.pilots.course.variance import Measured, Stretch, expected_progress, flags, reached, share_passed
from funds.pilots.standard.terms import shipped_rules

RULE = shipped_rules()[0]
JAN, JUN, DEC = date(2026, 1, 1), date(2026, 6, 30), date(2026, 12, 31)


@given(st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.dates(date(2025, 1, 1), date(2027, 12, 31)))
def test_more_days_never_mean_less_of_a_stretch(one, other):
    earlier, later = sorted((one, other))
    assert 0 <= share_passed(JAN, DEC, earlier) <= share_passed(JAN, DEC, later) <= 1


def test_expected_progress_is_the_mean_over_the_milestones():
    plan = [Stretch("가", JAN, date(2026, 1, 10)), Stretch("나", date(2026, 1, 1), date(2026, 1, 20))]
    assert expected_progress(plan, date(2026, 1, 10)) == Decimal("75.0")
    assert expected_progress([], JAN) is None


def test_within_the_limits_nothing_is_flagged():
    plan = [Stretch("가", JAN, date(2026, 1, 10))]
    day = date(2026, 1, 24)
    assert flags(RULE, day, plan=plan, progress=85, planned=100, spent=80) == []
    said = flags(RULE, date(2026, 1, 25), plan=plan, progress=84, planned=100, spent=79)
    assert [f.ko.split()[0] for f in said] == ["진도", "‘가’", "집행률"]


@pytest.mark.parametrize(("value", "told"), [(Decimal(50), 0), (Decimal(20), 1), (None, 0)])
def test_an_indicator_is_held_against_the_straight_line(value, told):
    one = Measured("가", Decimal(0), Decimal(100), JAN, DEC, value, JUN if value is not None else None)
    assert len(flags(RULE, JUN, plan=[], progress=None, planned=0, spent=0, indicators=[one])) == told


def test_a_falling_indicator_goes_its_way_too():
    assert reached(Measured("가", Decimal(40), Decimal(20), JAN, DEC, Decimal(30), JUN)) == Decimal("50.0")
    assert reached(Measured("가", Decimal(40), Decimal(40), JAN, DEC, Decimal(30), JUN)) is None


def test_bars_stay_inside_the_chart():
    chart = gantt(
        [Stretch("가", JAN, JUN, JUN), Stretch("나", JUN, DEC), Stretch("다", JAN, date(2026, 3, 1))], date(2026, 7, 1)
    )
    assert [b.tone for b in chart.bars] == ["done", "plan", "late"]
    assert all(b.x >= LABELS and b.x + b.width <= LABELS + SPAN + 0.2 for b in chart.bars)
    assert LABELS < chart.today_x < LABELS + SPAN
    assert gantt([], JAN) is None
