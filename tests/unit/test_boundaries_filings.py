"""The days and numbers of a filing, each on the value that its rule names, the one before and the one after."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from filings.certificates.pages import MISS
from filings.change.questions import CHANGE_SCHEMA
from filings.desk.behind import register_on
from filings.desk.lists import ALL, IN_FORCE
from filings.desk.panels import year_panel
from filings.filing import supplements
from filings.filing.period import filing_period
from filings.filing.questions import SCHEMA
from filings.models import Content, Filing
from filings.register import staging
from filings.register.imports import import_register
from filings.register.models import ImportRun
from filings.statistics import handling
from filings.statistics.counts import by, planned_investment
from portal.core import clock
from portal.core.cases import AccessLog
from portal.core.fire import fire
from portal.core.listing import Listing
from portal.core.people import SYSTEM
from portal.core.workflow import Refused
from tests import factories as make
from tests.unit.test_changes import accepted_change, imported
from tests.unit.test_register_write import line, register

__all__ = ["register"]

MONDAY = date(2026, 11, 23)
SUNDAY, TUESDAY, WEDNESDAY = date(2026, 11, 22), date(2026, 11, 24), date(2026, 11, 25)
ITEMS = {"items": {"city": "도시를 적어 주세요."}}


def decided_against(case, name, **given):
    fire(case, name, make.officer(), given={"reason": "가상 사유", "remedy": "이의신청", **given})


# ---- 보완 (시행령 제3조제4항) ----


@pytest.mark.parametrize(("days", "fits"), [(0, False), (1, True), (5, True), (6, False)])
def test_보완_기간은_1일부터_5일까지(session, today, days, fits):
    today(MONDAY)
    case, _ = make.filed()
    assert (supplements.days_within_supplement(case, {"days": days}) is None) == fits


@pytest.mark.parametrize(("days", "fits"), [(0, False), (1, True), (10, True), (11, False)])
def test_보완_독촉은_1일부터_10일까지(session, today, days, fits):
    today(MONDAY)
    case, _ = make.filed()
    assert (supplements.days_within_demand(case, {"days": days}) is None) == fits


@pytest.mark.parametrize(
    ("day", "over"), [(date(2026, 11, 29), False), (date(2026, 11, 30), False), (date(2026, 12, 1), True)]
)
def test_보완_기간의_마지막_날에는_다시_요구하지_않는다(session, today, day, over):
    today(TUESDAY)
    case, _ = make.filed()
    officer = make.officer()
    fire(case, "ask", officer, given={"days": 5, **ITEMS})
    assert case.due_on == date(2026, 11, 30)  # the fifth day is a Sunday
    today(day)
    if over:
        fire(case, "demand", officer, given={"days": 10, "reason": "답이 없음"})
        assert case.due_on == date(2026, 12, 11)
    else:
        with pytest.raises(Refused, match="보완 기간이 아직 남아"):
            fire(case, "demand", officer, given={"days": 10, "reason": "답이 없음"})


# ---- 신고 기한 45일, 처리 기간 10일 ----


@pytest.mark.parametrize(
    ("day", "left", "late"),
    [(date(2026, 11, 15), 1, None), (date(2026, 11, 16), 0, None), (date(2026, 11, 17), -1, 1)],
)
def test_신고_기한의_마지막_날까지는_늦지_않다(session, day, left, late):
    answers = {"type": "OPEN", "opening_way": "permit", "licensed_on": "2026-10-01", "founder": "hospital"}
    found = filing_period(answers, day)
    assert (found.due_on, found.left, found.late_days) == (date(2026, 11, 16), left, late)


@pytest.mark.parametrize(
    ("day", "taken", "in_time"),
    [(date(2017, 3, 23), 9, True), (date(2017, 3, 24), 10, True), (date(2017, 3, 27), 11, False)],
)
def test_처리_기간의_마지막_날에_한_결정은_기간_안이다(session, today, day, taken, in_time):
    today(date(2017, 3, 13))  # before silence accepted anything
    case, _ = make.filed()
    assert case.due_on == date(2017, 3, 24)
    today(day)
    decided_against(case, "refuse")
    assert (case.days_taken, case.in_time) == (taken, in_time)


@pytest.mark.parametrize(
    ("day", "state"), [(date(2026, 12, 3), "received"), (date(2026, 12, 4), "received"), (date(2026, 12, 5), "deemed")]
)
def test_수리간주는_처리_기간이_지난_다음_날부터(session, today, day, state):
    from portal.core.fire import fire_lapsed

    today(MONDAY)
    case, _ = make.filed()
    today(day)
    fire_lapsed(case)
    assert case.state == state


# ---- 신고서와 변경신고서의 날짜 ----


@pytest.mark.parametrize(("day", "fits"), [("2026-11-22", True), ("2026-11-23", True), ("2026-11-24", False)])
@pytest.mark.parametrize("key", ["founded_on", "licensed_on", "contract_on"])
def test_신고_사유는_오늘까지의_날이다(today, key, day, fits):
    today(MONDAY)
    assert (key not in SCHEMA.gaps(make.answers(**{key: day}))) == fits


@pytest.mark.parametrize(("end", "fits"), [("2026-11-22", False), ("2026-11-23", True), ("2026-11-24", True)])
def test_계약은_시작한_날에_끝날_수_있다(today, end, fits):
    today(MONDAY)
    answers = make.answers("ENTRUST", contract_starts_on="2026-11-23", contract_ends_on=end)
    assert ("contract_ends_on" not in SCHEMA.gaps(answers)) == fits


@pytest.mark.parametrize(("day", "fits"), [("2026-11-22", True), ("2026-11-23", True), ("2026-11-24", False)])
@pytest.mark.parametrize(("ends", "key"), [("no", "changed_on"), ("yes", "ended_on")])
def test_변경과_종료는_오늘까지의_날이다(today, ends, key, day, fits):
    today(MONDAY)
    said = {"ends": ends, "reason": "other", key: day}
    assert (key not in CHANGE_SCHEMA.gaps(make.answers() | said)) == fits


# ---- 통계: 기준일 ----

NOBODY = {"received": 0, "accepted": 0, "deemed": 0, "supplemented": 0, "returned": 0, "withdrawn": 0}


def counted(day, year=2026):
    """What is counted on the day, and how many filings the lists behind each figure name."""
    figures = handling.handled(day).get(year, NOBODY)
    found = {key: figures[key] for key in NOBODY}
    for key, figure in found.items():
        behind = handling.filings_behind(key, day)
        assert len({row.id for row in make.db.session.execute(behind)}) == figure, key
    return {key: n for key, n in found.items() if n}


@pytest.mark.parametrize(("day", "found"), [(SUNDAY, {}), (MONDAY, {"received": 1}), (TUESDAY, {"received": 1})])
def test_접수는_그날부터_센다(session, today, day, found):
    today(MONDAY)
    make.filed()
    assert counted(day) == found


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (MONDAY, {"received": 1}),
        (TUESDAY, {"received": 1, "accepted": 1}),
        (WEDNESDAY, {"received": 1, "accepted": 1}),
    ],
)
def test_수리한_신고는_한_번만_센다(session, today, day, found):
    today(MONDAY)
    case, _ = make.filed()
    today(TUESDAY)
    fire(case, "check_licence", make.officer(), given={"reason": "개설신고 확인"})
    fire(case, "accept", make.officer())
    assert counted(day) == found


@pytest.mark.parametrize(("move", "word"), [("refuse", "returned"), ("withdraw", "withdrawn")])
@pytest.mark.parametrize(("day", "decided"), [(MONDAY, 0), (TUESDAY, 1), (WEDNESDAY, 1)])
def test_거부와_취하는_그날부터_센다(session, today, move, word, day, decided):
    today(MONDAY)
    case, filer = make.filed()
    today(TUESDAY)
    if move == "withdraw":
        fire(case, move, filer, given={"reason": "가상 사유"})
    else:
        decided_against(case, move)
    assert counted(day) == {"received": 1} | ({word: 1} if decided else {})
    row = handling.handled(day)[2026]
    assert (row["decided"], row["in_time"], row["days"]) == ((1, 1, 2) if decided and move == "refuse" else (0, 0, 0))


@pytest.mark.parametrize(("day", "asked"), [(MONDAY, 0), (TUESDAY, 1), (WEDNESDAY, 1)])
def test_보완_요구는_그날부터_센다(session, today, day, asked):
    today(MONDAY)
    case, _ = make.filed()
    today(TUESDAY)
    fire(case, "ask", make.officer(), given={"days": 5, **ITEMS})
    assert counted(day) == {"received": 1} | ({"supplemented": 1} if asked else {})


def test_접수한_날에_요구한_보완도_그날_센다(session, today):
    today(MONDAY)
    case, _ = make.filed()
    fire(case, "ask", make.officer(), given={"days": 5, **ITEMS})
    assert [counted(day) for day in (SUNDAY, MONDAY)] == [{}, {"received": 1, "supplemented": 1}]


@pytest.mark.parametrize(("day", "revoked", "in_force"), [(MONDAY, 0, 1), (TUESDAY, 1, 0), (WEDNESDAY, 1, 0)])
def test_취소한_신고확인증은_그날부터_효력이_없다(session, today, day, revoked, in_force):
    today(MONDAY)
    case, _ = make.accepted()
    today(TUESDAY)
    decided_against(case, "revoke")
    assert (handling.revoked_count(day), sum(by(Content.type, day).values())) == (revoked, in_force)
    assert counted(day) == {"received": 1, "accepted": 1}


@pytest.mark.parametrize(("day", "before", "after"), [(MONDAY, 1, 0), (TUESDAY, 0, 1), (WEDNESDAY, 0, 1)])
def test_변경된_내용은_수리한_날부터_센다(session, today, day, before, after):
    today(MONDAY)
    parent, filer = make.accepted()
    today(TUESDAY)
    accepted_change(parent, filer, city="호찌민")
    cities = by(Content.city, day)
    assert (cities.get("하노이", 0), cities.get("호찌민", 0)) == (before, after)
    assert handling.changes(day).get(2026, {}).get("changed", 0) == after


@pytest.mark.parametrize(("day", "changed"), [(date(2024, 4, 30), 0), (date(2024, 5, 1), 1), (date(2024, 5, 2), 1)])
def test_대장에서_온_변경은_효력이_생긴_날부터_센다(session, day, changed):
    imported(filing_kind="change", effective_from=date(2024, 5, 1))
    assert handling.changes(day).get(2024, {}).get("changed", 0) == changed


def test_대장에서_온_첫_내용은_변경이_아니다(session):
    imported(filing_kind="change", effective_from=date(2019, 3, 8))  # the day of its 수리
    assert handling.changes(date(2026, 12, 31)) == {}


@pytest.mark.parametrize(("days", "late"), [(None, 0), (0, 0), (1, 1)])
@pytest.mark.parametrize("state", ["received", "accepted", "revoked"])
def test_하루라도_지나야_늦은_신고다(app, session, today, state, days, late):
    today(MONDAY)
    case, _ = make.filed() if state == "received" else make.accepted()
    case.late_days = days
    for content in session.scalars(select(Content).where(Content.case_id == case.id)):
        content.late_days = days
    if state == "revoked":
        decided_against(case, "revoke")
    session.flush()
    assert handling.lateness(MONDAY) == ({2026: (1, 1, 1)} if late else {})
    assert len(list(session.execute(handling.filings_behind("late", MONDAY)))) == late
    assert listed(ALL, late="yes") == late
    if state == "accepted":
        assert listed(IN_FORCE, late="yes") == late
    with app.test_request_context():
        figures = year_panel(make.officer())["figures"]
    assert next(n for label, n, _ in figures if label.ko == "늦은 신고") == late


def listed(listing: Listing, **args) -> int:
    """How many rows the list shows an officer who filters by `args`."""
    statement = listing.query(make.officer())
    for one in listing.filters:
        if one.key in args:
            statement = one.apply(statement, args[one.key])
    return make.db.session.scalar(select(func.count()).select_from(statement.subquery()))


@pytest.mark.parametrize(("accepted_on", "found"), [(date(2024, 12, 31), 1), (date(2025, 1, 1), 0)])
def test_어느_해까지_수리한_신고에는_그해의_마지막_날이_든다(session, accepted_on, found):
    imported(accepted_on=accepted_on, effective_from=accepted_on)
    args = {"as_of": "2026-01-01", "until": "2024"}
    assert listed(register_on(args), **args) == found


@pytest.mark.parametrize(("won", "found"), [(0, []), (1, [("VN", 2026, 1, 1)])])
def test_투자_금액을_적은_신고만_센다(session, today, won, found):
    today(MONDAY)
    make.accepted(investment_form="own", investment=won)
    assert planned_investment(MONDAY) == found


# ---- 대장 ----


@pytest.mark.parametrize(
    ("accepted", "found"),
    [
        ("2026-12-03", (False, 9, True)),
        ("2026-12-04", (False, 10, True)),
        ("2026-12-05", (True, None, False)),
    ],
)
def test_대장의_수리간주는_처리_기간이_지난_다음_날부터(session, accepted, found):
    due, *rest = staging.Judge().handled(MONDAY, date.fromisoformat(accepted))
    assert (due, tuple(rest)) == (date(2026, 12, 4), found)


@pytest.mark.parametrize(
    ("accepted", "found"),
    [("2017-03-23", (False, 9, True)), ("2017-03-24", (False, 10, True)), ("2017-03-27", (False, 11, False))],
)
def test_수리간주가_없던_때의_대장(session, accepted, found):
    due, *rest = staging.Judge().handled(date(2017, 3, 13), date.fromisoformat(accepted))
    assert (due, tuple(rest)) == (date(2017, 3, 24), found)


@pytest.mark.parametrize(("received", "late"), [("2022-04-06", None), ("2022-04-07", None), ("2022-04-08", 1)])
def test_대장의_신고_기한은_마흔닷새째_날까지(register, received, late):
    row = line(접수일=received, 수리일="2022-04-11", 사유발생일="2022-02-21")
    import_register(register([row]), SYSTEM)
    case = make.db.session.scalar(select(Filing))
    assert (case.file_due_on, case.late_days) == (date(2022, 4, 7), late)


@pytest.mark.parametrize(
    ("as_of", "written"), [(date(2026, 11, 21), 1), (date(2026, 11, 22), 1), (date(2026, 11, 23), 0)]
)
def test_대장의_기준일은_오늘까지다(register, as_of, written):
    import_register(register([line()]), SYSTEM)
    changed = register([line(도시="호찌민")], "changed.xlsx")
    assert len(import_register(changed, SYSTEM, as_of=as_of).changed) == 1
    assert make.db.session.scalar(select(func.count()).select_from(Content)) == 1 + written


@pytest.mark.parametrize(("as_of", "refused"), [("2022-03-07", True), ("2022-03-08", False), ("2022-03-09", False)])
def test_대장의_기준일은_저장된_내용이_효력을_얻은_날부터다(register, as_of, refused):
    import_register(register([line()]), SYSTEM)  # in force from 2022-03-08
    changed = register([line(도시="호찌민")], "changed.xlsx")
    outcome = import_register(changed, SYSTEM, as_of=date.fromisoformat(as_of))
    assert (outcome.halt is not None) == refused
    assert (outcome.exit_status == 1) == refused


@pytest.mark.parametrize(("seconds", "found"), [(-1, 0), (0, 0), (1, 1)])
def test_끝나지_않은_대장은_그_시각보다_먼저_시작한_것이다(session, seconds, found):
    at = datetime(2026, 11, 23, 9, tzinfo=clock.SEOUL)
    session.add(ImportRun(at=at, state="reading", filename="a.xlsx"))
    session.flush()
    assert len(staging.unfinished(at + timedelta(seconds=seconds))) == found


# ---- 신고확인증의 진위 확인 ----


@pytest.mark.parametrize(
    ("wrong", "seconds", "status"), [(19, 0, 200), (20, 0, 429), (20, 599, 429), (20, 600, 200), (20, 601, 200)]
)
def test_틀린_확인번호는_10분에_스무_번까지(session, today, client, wrong, seconds, status):
    today(MONDAY)
    case, _ = make.accepted()
    session.commit()
    for _ in range(wrong):
        session.add(AccessLog(at=clock.now(), act=MISS, address="127.0.0.1"))
    session.commit()
    today(datetime(2026, 11, 23, 9, tzinfo=clock.SEOUL) + timedelta(seconds=seconds))
    client.get(f"/certificates/{case.certificate_code}?number=2026-0001", status=status)
