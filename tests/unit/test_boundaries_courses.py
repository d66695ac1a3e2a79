"""Courses and the survey of needed staff: each instant, score and count on the value that its rule names,
the one before and the one after.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from experts.courses import acts as courses
from experts.courses import admission, completion
from experts.courses import pages as course_pages
from experts.courses import queries as course_queries
from experts.courses.models import Course
from experts.workforce import acts as workforce
from experts.workforce import rows, suppression, surveys
from experts.workforce.suppression import Cell
from portal.core import clock
from portal.core.workflow import Refused
from tests import factories as make
from tests import learning
from tests.boundaries import refused

MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)
SUNDAY = date(2026, 11, 22)
AROUND = (SUNDAY, MONDAY, TUESDAY)
NINE = datetime(2026, 11, 23, 9, tzinfo=clock.SEOUL)
SECOND, NONE = timedelta(seconds=1), timedelta(0)
INSTANTS = (-SECOND, NONE, SECOND)


# ---- 교육과정 ----


def lines_of(*parts):
    return "\n".join(parts)


@pytest.mark.parametrize(("end", "fits"), [("08:59", False), ("09:00", False), ("09:01", True)])
def test_회차는_시작한_뒤에_끝난다(end, fits):
    assert (courses.meetings(f"2026-12-01 09:00-{end} 주제")[1] is None) == fits


@pytest.mark.parametrize(("start", "fits"), [("11:59", False), ("12:00", True), ("12:01", True)])
def test_회차는_앞의_것이_끝날_때_시작할_수_있다(start, fits):
    text = lines_of("2026-12-01 09:00-12:00 하나", f"2026-12-01 {start}-13:00 둘")
    assert (courses.meetings(text)[1] is None) == fits


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_회차의_수(more):
    count = courses.MOST_SESSIONS + more
    text = lines_of(*(f"{date(2026, 12, 1) + timedelta(days=n)} 09:00-10:00 주제" for n in range(count)))
    assert (courses.meetings(text)[1] is None) == (more <= 0)


@pytest.mark.parametrize(
    ("given", "key", "fits"),
    [
        ({"ends_on": "2026-11-30"}, "ends_on", False),
        ({"ends_on": "2026-12-01", "sessions": ""}, "ends_on", True),
        ({"ends_on": "2026-12-02"}, "ends_on", True),
        ({"sessions": "2026-11-30 09:00-10:00 가"}, "sessions", False),
        ({"sessions": "2026-12-01 09:00-10:00 가"}, "sessions", True),
        ({"sessions": "2026-12-02 09:00-10:00 가"}, "sessions", True),
        ({"sessions": "2026-12-03 09:00-10:00 가"}, "sessions", False),
        ({"apply_hour": "08:59"}, "apply_day", True),
        ({"apply_hour": "09:00"}, "apply_day", True),
        ({"apply_hour": "09:01"}, "apply_day", False),
    ],
)
def test_과정의_날들은_차례대로다(given, key, fits):
    held = {
        "starts_on": "2026-12-01",
        "ends_on": "2026-12-02",
        "sessions": "2026-12-01 09:00-10:00 가",
        "apply_day": "2026-12-01",
        "apply_hour": "08:00",
    }
    assert (key not in courses.in_order(held | given)) == fits


@pytest.mark.parametrize(("off", "fits"), list(zip(INSTANTS, (False, False, True), strict=True)))
def test_마감이_남은_과정만_연다(today, off, fits):
    today(NINE)
    assert (courses.still_to_come(SimpleNamespace(apply_by=NINE + off), {}) is None) == fits


def extended(course, until):
    at = clock.seoul(until)
    courses.extend(course, SimpleNamespace(given={"until_day": at.date().isoformat(), "until_hour": f"{at:%H:%M}"}))


MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("held", "until", "fits"),
    [
        (MINUTE * 10, MINUTE * 9, False),
        (MINUTE * 10, MINUTE * 10, False),
        (MINUTE * 10, MINUTE * 11, True),
        (-MINUTE * 10, -MINUTE, False),
        (-MINUTE * 10, NONE, False),
        (-MINUTE * 10, MINUTE, True),
        (MINUTE, MINUTE * 59, True),
        (MINUTE, MINUTE * 60, True),
        (MINUTE, MINUTE * 61, False),
    ],
)
def test_늦춘_마감은_지금의_마감과_지금보다_뒤고_첫_회차까지다(today, held, until, fits):
    today(NINE)
    course = SimpleNamespace(apply_by=NINE + held, sessions=[SimpleNamespace(starts_at=NINE + timedelta(hours=1))])
    if fits:
        extended(course, NINE + until)
        assert course.apply_by == NINE + until
    else:
        with pytest.raises(Refused):
            extended(course, NINE + until)


@pytest.mark.parametrize(("places", "fits"), [(1, False), (2, True), (3, True)])
def test_정원은_받은_사람보다_적지_않다(monkeypatch, places, fits):
    monkeypatch.setattr(courses.queries, "taken", lambda _case: 2)
    case = SimpleNamespace(capacity=5)
    assert refused(courses.resize, case, SimpleNamespace(given={"capacity": places})) != fits
    assert case.capacity == (places if fits else 5)


@pytest.mark.parametrize(("off", "over"), list(zip(INSTANTS, (False, True, True), strict=True)))
def test_과정은_마지막_회차가_끝나면_끝난다(today, off, over):
    course = SimpleNamespace(sessions=[SimpleNamespace(starts_at=NINE, minutes=60)])
    today(NINE + timedelta(hours=1) + off)
    assert courses.is_over(course) == over


@pytest.mark.parametrize(("off", "open_"), list(zip(INSTANTS, (True, True, False), strict=True)))
def test_신청은_마감하는_초까지_받는다(session, today, off, open_):
    today(NINE)
    made = learning.course()
    today(made.apply_by + off)
    assert (made in course_queries.open_courses()) == open_
    assert (made in session.scalars(course_pages._taking(select(Course), "open"))) == open_
    case = SimpleNamespace(course=made, applicant_id=make.user().id, id=0)
    assert (admission.open_to(case, {}) is None) == open_


@pytest.mark.parametrize(("off", "may"), list(zip(INSTANTS, (True, False, False), strict=True)))
def test_과정이_시작하면_수강_확정을_거두지_않고_대기자를_올리지_않는다(session, today, off, may):
    today(NINE)
    made = learning.course(capacity=1)
    first, second = learning.applied(made), learning.applied(made)
    assert (first.state, second.state) == ("accepted", "waiting")
    today(made.sessions[0].starts_at + off)
    assert refused(admission.may_refuse, first, {}) != may
    made.capacity = 2
    admission.move_up(made, None)
    assert second.state == ("accepted" if may else "waiting")


@pytest.mark.parametrize(("percent", "fits"), [(79, False), (80, True), (81, True)])
def test_출석은_기준부터(percent, fits):
    case = SimpleNamespace(course=SimpleNamespace(pass_percent=80, pass_score=None), score=None)
    assert (completion.why_not(case, SimpleNamespace(percent=percent)) is None) == fits


@pytest.mark.parametrize(("score", "fits"), [(None, False), ("59.99", False), ("60", True), ("60.01", True)])
def test_시험은_기준_점수부터(score, fits):
    held = Decimal(score) if score else None
    case = SimpleNamespace(course=SimpleNamespace(pass_percent=80, pass_score=60), score=held)
    assert (completion.why_not(case, SimpleNamespace(percent=100)) is None) == fits


@pytest.mark.parametrize(("off", "may"), list(zip(INSTANTS, (False, True, True), strict=True)))
def test_출석은_회차가_시작해야_적는다(session, today, off, may):
    today(NINE)
    made = learning.course()
    one = learning.applied(made)
    today(made.sessions[0].starts_at + off)
    given = {"present": [f"{one.id}-{made.sessions[0].id}"]}
    if may:
        completion.note(made, given, make.officer())
    else:
        with pytest.raises(Refused, match="아직 시작하지 않은"):
            completion.note(made, given, make.officer())


@pytest.mark.parametrize(("text", "fits"), [("-0.01", False), ("0", True), ("100", True), ("100.01", False)])
def test_점수는_0부터_100까지(text, fits):
    if fits:
        assert completion._score(text) == Decimal(text)
    else:
        with pytest.raises(Refused):
            completion._score(text)


# ---- 인력 수요조사 ----


@pytest.mark.parametrize(("off", "fits"), list(zip(INSTANTS, (True, True, False), strict=True)))
def test_조사표는_마감하는_초까지_받는다(today, off, fits):
    today(NINE + off)
    assert refused(workforce.in_time, SimpleNamespace(deadline=NINE), {}) != fits


@pytest.mark.parametrize(("until", "fits"), [(-MINUTE, False), (NONE, False), (MINUTE, True)])
def test_연장은_지금보다_뒤까지(today, until, fits):
    today(NINE)
    at = clock.seoul(NINE + until)
    firing = SimpleNamespace(given={"until_day": at.date().isoformat(), "until_hour": f"{at:%H:%M}"})
    assert refused(workforce.extend, SimpleNamespace(extended_to=None), firing) != fits


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (-SECOND, "planned"),
        (NONE, "open"),
        (SECOND, "open"),
        (timedelta(days=3) - SECOND, "open"),
        (timedelta(days=3), "open"),
        (timedelta(days=3) + SECOND, "closed"),
    ],
)
def test_조사는_시작하는_초부터_마감하는_초까지_열린다(session, today, at, state):
    today(NINE)
    survey = learning.survey(opens_at=NINE, closes_at=NINE + timedelta(days=3))
    today(NINE + at)
    assert surveys.state_of(survey) == state
    assert (surveys.open_survey() is survey) == (state == "open")
    surveys.invite_due()
    assert (survey.invited_at is not None) == (state == "open")


@pytest.mark.parametrize(
    ("at", "words"),
    [(-SECOND, "아직 조사를 시작하지"), (timedelta(days=3) + SECOND, "까지 참여할 수 있었습니다")],
)
def test_닫힌_조사에는_참여하지_않는다(session, today, at, words):
    today(NINE)
    survey = learning.survey(opens_at=NINE, closes_at=NINE + timedelta(days=3))
    today(NINE + at)
    with pytest.raises(Refused, match=words):
        surveys.join(survey, make.acting(make.member(make.organisation())))


@pytest.mark.parametrize(("off", "fits"), list(zip(INSTANTS, (False, False, True), strict=True)))
def test_결과는_마감_뒤에_공개한다(session, today, off, fits):
    today(NINE)
    survey = learning.survey(closes_at=NINE + timedelta(days=3))
    today(NINE + timedelta(days=3) + off)
    assert any("마감" in one.ko for one in surveys.publishable(survey)) != fits


@pytest.mark.parametrize(
    ("opens", "closes", "fits"),
    [
        ("10:00", "09:59", False),
        ("10:00", "10:00", False),
        ("10:00", "10:01", True),
        ("08:00", "08:59", False),
        ("08:00", "09:00", False),  # now
        ("08:00", "09:01", True),
    ],
)
def test_조사의_마감은_시작과_지금보다_뒤다(session, today, opens, closes, fits):
    from experts.workforce.models import WorkforceSurvey

    today(NINE)
    given = {
        "year": 2026,
        "opens_day": "2026-11-23",
        "opens_hour": opens,
        "closes_day": "2026-11-23",
        "closes_hour": closes,
        "occupations": "의사 / Physician",
    }
    assert ("closes_day" not in surveys.problems_of(WorkforceSurvey(), given)) == fits


@pytest.mark.parametrize(("year", "carried"), [(2025, True), (2026, False), (2027, False)])
def test_조사표는_앞선_해의_것에서_시작한다(session, today, year, carried):
    today(NINE)
    who = make.member(make.organisation())
    before = learning.survey(year=year)
    learning.returned(before, learning.row(), who=who)
    new = learning.survey(year=2026) if year != 2026 else before
    found = surveys.from_last_year(new, make.acting(who).organisation_id)
    assert ("r1" in found) == carried


@pytest.mark.parametrize(("text", "number"), [("-1", None), ("0", 0), ("1", 1)])
def test_사람_수는_0부터(text, number):
    assert rows._persons(text) == number
    assert rows._persons(str(rows.MOST_PERSONS)) == rows.MOST_PERSONS
    assert rows._persons(str(rows.MOST_PERSONS + 1)) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2025-12", None),
        ("2026-01", "2026-01"),
        ("2028-12", "2028-12"),
        ("2029-01", None),
        ("2027-00", None),
        ("2027-13", None),
    ],
)
def test_달은_조사한_해부터_세_해의_것이다(text, found):
    assert rows._month(text, 2026) == found


@pytest.mark.parametrize(("behind", "shut"), [(2, True), (3, False), (4, False)])
def test_세_기관부터_보인다(behind, shut):
    table = suppression.with_totals({("VN", "간호사"): Cell(9, frozenset(range(behind)))})
    assert (("VN", "간호사") in suppression.closed(table)) == shut


@pytest.mark.parametrize(("behind", "shut"), [(2, True), (3, False)])
def test_함께_가린_칸_뒤에도_세_기관이_선다(behind, shut):
    """Two hidden cells of one row with the same two units: their sum would tell what both said."""
    units = [frozenset({1, 2}), frozenset({1, 2} if behind == 2 else {1, 3}), frozenset(range(10, 20))]
    cells = {("VN", f"직종{n}"): Cell(5 + n, one) for n, one in enumerate(units)}
    cells |= {("KZ", f"직종{n}"): Cell(50, frozenset(range(20, 30))) for n in range(3)}
    found = suppression.closed(suppression.with_totals(cells))
    assert {("VN", "직종0"), ("VN", "직종1")} <= found
    assert (("VN", "직종2") in found) == shut
