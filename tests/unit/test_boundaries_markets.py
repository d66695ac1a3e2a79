"""Duties, cooperation, indicators, policy documents and news: each day and count on its value,
the one before and the one after.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.core.mail import Mail
from portal.core.people import Deputy
from portal.core.storage import Unfit
from portal.markets.documents import acts as documents
from portal.markets.documents import due
from portal.markets.documents import pages as document_pages
from portal.markets.documents.chapters import acts as chapters
from portal.markets.documents.chapters import rights
from portal.markets.documents.evidence import evaluation, snapshots
from portal.markets.documents.models import DocumentTerm
from portal.markets.duties import acts as duties
from portal.markets.duties import desk as duty_desk
from portal.markets.duties import queries
from portal.markets.g2g import acts as cooperation
from portal.markets.g2g import desk, limits
from portal.markets.g2g.models import Cooperation, CooperationEntry
from portal.markets.g2g.queries import conditions, mous_by_country, state_of
from portal.markets.kpis import board
from portal.markets.kpis import pages as kpi_pages
from portal.markets.plan import queries as plan
from portal.markets.plan.models import TaskReport
from portal.markets.series import sums
from portal.markets.statistics.tables import class_of, steps
from portal.markets.texts import guides, link_book, news
from portal.markets.texts.models import GuideEdition, Post, Subscription
from tests import factories as make
from tests.boundaries import Typed, each

SUNDAY, MONDAY, TUESDAY = date(2026, 11, 22), date(2026, 11, 23), date(2026, 11, 24)
AROUND = [SUNDAY, MONDAY, TUESDAY]
NINE = datetime(2026, 11, 23, 9, tzinfo=clock.SEOUL)
SECOND, NONE = timedelta(seconds=1), timedelta(0)
INSTANTS = [-SECOND, NONE, SECOND]


# ---- duties in Korea ----


def duty(**given):
    held = {"key": "x", "effective_from": MONDAY, "review_by": date(2027, 6, 1), "stage": "before", "ended": False}
    return SimpleNamespace(**(held | given), concerns=lambda _founder, _expansion: True)


@pytest.mark.parametrize(("day", "which"), each(AROUND, 0, 1, 1))
def test_a_version_of_a_duty_is_in_force_from_its_day(monkeypatch, day, which):
    held = [duty(effective_from=date(2020, 1, 1)), duty()]
    monkeypatch.setattr(queries, "versions", lambda: {"x": held})
    assert queries.in_force(day) == [held[which]]
    held[1].ended = True
    assert queries.in_force(day) == ([held[0]] if which == 0 else [])


@pytest.mark.parametrize(("day", "coming"), each(AROUND, 1, 0, 0))
def test_a_version_is_to_come_until_its_day(monkeypatch, today, day, coming):
    today(day)
    shown = {}
    monkeypatch.setattr(queries, "versions", lambda: {"x": [duty()]})
    monkeypatch.setattr(duty_desk, "render_template", lambda _name, **given: shown.update(given))
    duty_desk.index.__wrapped__() if hasattr(duty_desk.index, "__wrapped__") else duty_desk.index()
    assert len(shown["coming"]) == coming


@pytest.mark.parametrize(("left", "told"), [(15, 0), (14, 1), (13, 1)])
def test_a_duty_is_to_be_checked_again_in_fourteen_days(session, monkeypatch, today, left, told):
    today(MONDAY)
    make.user("officer")
    monkeypatch.setattr(duties, "in_force", lambda _day: [duty(review_by=MONDAY + timedelta(days=left))])
    monkeypatch.setattr(duties.mail, "tell_person", lambda *_args, **_given: None)
    assert duties.remind() == told


@pytest.mark.parametrize(("day", "fits"), [("2026-11-22", False), ("2026-11-23", False), ("2026-11-24", True)])
def test_the_next_review_of_a_duty_lies_ahead(today, day, fits):
    today(MONDAY)
    asking = Typed(certainty="likely", law_ko="", source_url="", review_by=day)
    duty_desk._check(asking)
    assert (asking.faults == {}) == fits


# ---- cooperation between governments ----


@pytest.mark.parametrize(
    ("ended", "state"),
    [
        ("", "open"),
        ("2026-11-22", "ended"),
        ("2026-11-23", "soon"),
        ("2026-11-24", "soon"),
        ("2027-02-20", "soon"),
        ("2027-02-21", "soon"),  # in ninety days
        ("2027-02-22", "running"),
        ("2026-10", "ended"),
        ("2026-11", "soon"),
        ("2027-02", "soon"),
        ("2027-03", "running"),
        ("2025", "ended"),
        ("2026", "soon"),
        ("2027", "soon"),
        ("2028", "running"),
    ],
)
def test_an_mou_ends_on_its_last_day_and_soon_in_ninety(session, today, ended, state):
    today(MONDAY)
    one = Cooperation(kind="mou", country="VN", title_ko="가상 양해각서", source="가상", ended=ended)
    session.add(one)
    session.flush()
    assert state_of(one) == state
    found = {key for key, held in conditions().items() if one in session.scalars(select(Cooperation).where(held)).all()}
    assert found == {state}


@pytest.mark.parametrize(("left", "told"), [(8, 0), (7, 1), (6, 1)])
def test_a_follow_up_is_told_a_week_ahead(session, today, left, told):
    today(MONDAY)
    make.user("officer")
    one = Cooperation(kind="mou", country="VN", title_ko="가상 양해각서", source="가상")
    session.add(one)
    session.flush()
    entry = CooperationEntry(
        cooperation_id=one.id,
        kind="follow_up",
        title_ko="가상",
        source="가상",
        on=SUNDAY,
        state="open",
        due_on=MONDAY + timedelta(days=left),
    )
    session.add(entry)
    session.flush()
    assert cooperation.remind() == told


@pytest.mark.parametrize(("due_on", "late"), each(AROUND, True, False, False))
def test_a_follow_up_is_late_after_its_day(today, due_on, late):
    today(MONDAY)
    assert CooperationEntry(state="open", due_on=due_on).late == late
    assert not CooperationEntry(state="done", due_on=due_on).late


@pytest.mark.parametrize(
    ("began", "ended", "fits"),
    [
        ("2026-03-02", "2026-03-01", False),
        ("2026-03-02", "2026-03-02", True),
        ("2026-03-02", "2026-03-03", True),
        ("2026-03-02", "2026-02", False),
        ("2026-03-02", "2026-03", True),
        ("2026-03-02", "2026", True),
        ("2026-03-02", "2025", False),
    ],
)
def test_what_is_agreed_ends_after_it_began_as_far_as_known(began, ended, fits):
    asking = Typed(began=began, ended=ended, kind="mou", budget=None)
    desk._check(asking)
    assert (asking.faults == {}) == fits


@pytest.mark.parametrize(("budget", "fits"), [(39_999_999, True), (40_000_000, True), (40_000_001, False)])
def test_거점공관_사업은_한도까지(session, budget, fits):
    asking = Typed(began="2026", ended="", kind="mission", budget=budget, currency="KRW")
    desk._check(asking)
    assert (asking.faults == {}) == fits


@pytest.mark.parametrize(("off", "most"), [(-1, 10), (0, 20), (1, 20)])
def test_a_limit_is_in_force_from_its_day(monkeypatch, off, most):
    known = [limits.Limit(date(2020, 1, 1), 10, "가상"), limits.Limit(MONDAY, 20, "가상")]
    monkeypatch.setattr(limits, "every", lambda: known)
    assert limits.on(MONDAY + timedelta(days=off)).most == most


@pytest.mark.parametrize(("year", "known"), [(1949, False), (1950, True), (2100, True), (2101, False)])
def test_years_of_cooperation_are_1950_to_2100(year, known):
    assert desk.is_day(str(year)) == known


@pytest.mark.parametrize(("year", "count"), [(2025, {}), (2026, {"VN": 1}), (2027, {"VN": 1})])
def test_an_mou_counts_from_the_year_it_was_signed(session, year, count):
    session.add(Cooperation(kind="mou", country="VN", title_ko="가상 양해각서", source="가상", began="2026-11"))
    session.flush()
    assert mous_by_country(date(year, 12, 31)) == count


# ---- indicators of the plan ----


def version(no, since, **values):
    return SimpleNamespace(
        no=no, since=since, computed="", values={int(k[1:]): n for k, n in values.items()}, target=None
    )


@pytest.mark.parametrize(
    ("day", "years"),
    [(date(2025, 12, 31), [2024]), (date(2026, 1, 1), [2024, 2025]), (date(2026, 12, 31), [2024, 2025])],
)
def test_a_yearly_count_tells_of_years_that_are_over(day, years):
    held = version(1, 2020, y2024=1, y2025=2, y2026=3)
    assert list(board.points(held, day, yearly=True)) == years
    assert list(board.points(held, day, yearly=False)) == list(range(2024, day.year + 1))


def test_each_year_is_counted_by_the_version_of_its_time(monkeypatch):
    held = [version(1, 2020, y2019=9, y2022=1, y2023=2), version(2, 2023, y2022=8, y2023=3, y2024=4)]
    monkeypatch.setattr(board, "versions", lambda _kpi: held)
    row = board.row_of(SimpleNamespace(yearly=True), date(2026, 6, 1))
    assert [own for _, own in row.series] == [{2019: 9, 2022: 1}, {2023: 3, 2024: 4}]
    assert row.last[:2] == (2024, 4)


@pytest.mark.parametrize(("no", "broken"), [(1, False), (2, True)])
def test_a_second_version_without_a_target_breaks_with_the_first(no, broken):
    assert board.Row(None, [], (2024, 4, version(no, 2020))).broken == broken


@pytest.mark.parametrize(("since", "target", "faults"), [
    (2022, 2030, {"since"}), (2023, 2030, {"since"}), (2024, 2030, set()),
    (2026, 2025, {"target_year"}), (2026, 2026, set()), (2026, 2027, set()),
])  # fmt: skip
def test_a_new_definition_begins_after_the_former(since, target, faults):
    asking = Typed(since=since, target_year=target, target=5, baseline=None, baseline_year=None)
    kpi_pages._check_version(asking, version(1, 2023))
    assert set(asking.faults) == faults


@pytest.mark.parametrize(
    ("no", "year", "fits"),
    [
        (1, 2019, True),
        (1, 2022, True),
        (1, 2023, False),
        (1, 2024, False),
        (2, 2022, False),
        (2, 2023, True),
        (2, 2026, True),
        (2, 2027, False),
    ],
)
def test_a_value_belongs_to_the_years_of_its_version(today, no, year, fits):
    today(MONDAY)
    asking = Typed()
    kpi_pages._check_year(asking, [version(1, 2020), version(2, 2023)], no, year)
    assert (asking.faults == {}) == fits


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (datetime(2026, 11, 22, 23, 59, 59, tzinfo=clock.SEOUL), True),
        (datetime(2026, 11, 23, 23, 59, 59, tzinfo=clock.SEOUL), True),
        (datetime(2026, 11, 24, 0, 0, 0, tzinfo=clock.SEOUL), False),
    ],
)
def test_a_report_counts_until_the_end_of_its_day_in_seoul(session, at, told):
    session.add(TaskReport(task="T-1", state="running", text="가상", at=at))
    session.flush()
    assert ("T-1" in plan.latest(MONDAY)) == told


# ---- policy documents ----


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (datetime(2024, 12, 31, 23, 59, 59, tzinfo=clock.SEOUL), False),
        (datetime(2025, 1, 1, 0, 0, 0, tzinfo=clock.SEOUL), True),
        (datetime(2025, 12, 31, 23, 59, 59, tzinfo=clock.SEOUL), True),
        (datetime(2026, 1, 1, 0, 0, 0, tzinfo=clock.SEOUL), False),
    ],
)
def test_the_evaluated_year_goes_from_new_year_to_new_year_in_seoul(session, at, told):
    session.add(TaskReport(task="T-1", state="running", text="가상", at=at))
    session.flush()
    assert ("T-1" in evaluation.evidence(SimpleNamespace(year=2026))) == told


@pytest.mark.parametrize(
    ("day", "fits"),
    [(date(2016, 6, 22), False), (date(2016, 6, 23), True), (SUNDAY, True), (MONDAY, True), (TUESDAY, False)],
)
def test_figures_are_frozen_from_the_act_until_today(today, day, fits):
    today(MONDAY)
    assert (snapshots.unfit(day) is None) == fits


@pytest.mark.parametrize(("day", "fits"), [("2026-11-22", True), ("2026-11-23", True), ("2026-11-24", False)])
def test_what_was_done_lies_behind(today, day, fits):
    today(MONDAY)
    assert (documents.not_in_future(None, {"done_on": day}) is None) == fits


@pytest.mark.parametrize(("day", "fits"), [("2026-11-22", True), ("2026-11-23", True), ("2026-11-24", False)])
def test_a_chapter_is_due_by_the_day_of_its_document(session, monkeypatch, day, fits):
    document = SimpleNamespace(due_on=MONDAY)
    monkeypatch.setattr(chapters.db.session, "get", lambda *_args: document, raising=False)
    assert (chapters.before_the_whole(SimpleNamespace(parent_id=1), {"due_on": day}) is None) == fits
    asking = Typed(owner_7="3", unit_7="", due_on_7=day)
    document_pages._assigned(asking, SimpleNamespace(id=7, state="planned"), document)
    assert (asking.faults == {}) == fits


@pytest.mark.parametrize(
    ("day", "stands_in"), [(SUNDAY, False), (MONDAY, True), (TUESDAY, True), (date(2026, 11, 25), False)]
)
def test_a_deputy_of_the_lead_is_told_from_the_first_day_to_the_last(session, today, day, stands_in):
    lead, other = make.user("ministry"), make.user("ministry")
    session.add(Deputy(absent_id=lead.id, deputy_id=other.id, first=MONDAY, last=TUESDAY))
    session.flush()
    today(day)
    assert (other in rights._with_deputies(lead.id)) == stands_in


@pytest.mark.parametrize(
    ("day", "rule"), [(date(2016, 6, 22), 0), (date(2016, 6, 23), 0), (SUNDAY, 0), (MONDAY, 1), (TUESDAY, 1)]
)
def test_a_document_is_due_by_the_rule_of_the_day_it_is_opened(session, day, rule):
    session.add(
        DocumentTerm(type="report", effective_from=MONDAY, offset=1, month=3, day=31, sure="law", source="가상")
    )
    session.flush()
    held = due.all_rules("report")
    assert len(held) == 2
    assert due.rule_on("report", day) == held[rule]


@pytest.mark.parametrize(("day", "status"), [("2026-11-22", 422), ("2026-11-23", 422), ("2026-11-24", 200)])
def test_a_later_rule_begins_after_the_former(session, client, today, day, status):
    today(MONDAY)
    session.add(
        DocumentTerm(type="report", effective_from=MONDAY, offset=1, month=3, day=31, sure="law", source="가상")
    )
    client.sign_in(make.user("ministry"))
    form = term_form(client)
    client.submit(
        form, type="report", effective_from=day, offset=1, month=2, day=28, sure="law", source="가상", status=status
    )


@pytest.mark.parametrize(
    ("month", "day", "status"), [(4, 29, 200), (4, 30, 200), (4, 31, 422), (2, 29, 200), (2, 30, 422)]
)
def test_a_rule_names_a_day_that_its_month_has(session, client, today, month, day, status):
    today(MONDAY)
    client.sign_in(make.user("ministry"))
    form = term_form(client)
    given = {"type": "report", "effective_from": "2027-01-01", "offset": 1, "sure": "law", "source": "가상"}
    client.submit(form, **given, month=month, day=day, status=status)


def term_form(client):
    from flask import url_for

    with client.app.test_request_context():
        path = url_for(next(e for e in client.app.view_functions if e.endswith(".add_term")))
    return client.get(path).form(path)


# ---- published figures ----


def part(value, share=None, label="가", line=3):
    return {"line": line, "label": label, "value": value, "share": None if share is None else Decimal(share)}


@pytest.mark.parametrize(("added", "told"), [(99, 0), (100, 0), (101, 1)])
def test_parts_add_up_to_no_more_than_the_whole(added, told):
    assert len(sums._parts("2025", [part(added)], 100)) == told


@pytest.mark.parametrize(("added", "told"), [(99, 1), (100, 0)])
def test_with_others_parts_add_up_to_the_whole(added, told):
    assert len(sums._parts("2025", [part(added, label=sums.OTHERS)], 100)) == told


@pytest.mark.parametrize(("shares", "told"), [("100.4", 0), ("100.5", 0), ("100.6", 1)])
def test_shares_add_up_to_a_hundred_as_rounded(shares, told):
    assert len(sums._parts("2025", [part(None, shares)], None)) == told


@pytest.mark.parametrize(("share", "told"), [("49.8", 1), ("49.9", 0), ("50.0", 0), ("50.1", 0), ("50.2", 1)])
def test_a_share_is_a_tenth_from_its_value_at_most(share, told):
    assert (sums._share(part(50, share), 100) is not None) == bool(told)


@pytest.mark.parametrize(
    ("most", "bounds"),
    [(0, [1]), (4, [1]), (5, [1, 5]), (19, [1, 5]), (20, [1, 5, 20]), (49, [1, 5, 20]), (50, [1, 5, 20, 50])],
)
def test_the_map_has_classes_as_far_as_counts_go(most, bounds):
    assert steps([most]) == bounds


@pytest.mark.parametrize(("count", "which"), [(0, 0), (1, 1), (4, 1), (5, 2), (6, 2), (20, 3)])
def test_a_class_begins_at_its_bound(count, which):
    assert class_of(count, [1, 5, 20]) == which


# ---- guides and news ----


@pytest.mark.parametrize(
    ("reviewed", "again", "faults"),
    [
        (SUNDAY, TUESDAY, set()),
        (MONDAY, TUESDAY, set()),
        (TUESDAY, TUESDAY, {"reviewed_on"}),
        (MONDAY, MONDAY, {"review_by"}),
        (MONDAY, SUNDAY, {"review_by"}),
    ],
)
def test_a_guide_was_checked_by_today_and_is_checked_again_later(session, today, reviewed, again, faults):
    today(MONDAY)
    edition = GuideEdition(
        country="VN", section="law", no=1, ko="가상 본문", en="", sources="가상", reviewed_on=reviewed, review_by=again
    )
    assert set(guides.gaps(edition)) == faults


@pytest.mark.parametrize(("left", "told"), [(15, 0), (14, 1), (13, 1)])
def test_a_guide_is_to_be_checked_again_in_fourteen_days(session, monkeypatch, today, left, told):
    today(MONDAY)
    monkeypatch.setattr(guides.mail, "tell_person", lambda *_args, **_given: None)
    make.user("officer")
    session.add(
        GuideEdition(
            country="VN", section="law", no=1, ko="가상", state="published", review_by=MONDAY + timedelta(days=left)
        )
    )
    session.flush()
    assert guides.remind_reviews() == told


@pytest.mark.parametrize(("passed", "old"), [(-SECOND, False), (NONE, False), (SECOND, True)])
def test_a_look_at_a_link_is_old_after_half_a_year(today, passed, old):
    today(NINE)
    look = SimpleNamespace(at=NINE - timedelta(days=180) - passed)
    assert link_book.Outside(url="", mark="", host="", places=[], last=look).old == old


@pytest.mark.parametrize(("held", "fits"), [(19, True), (20, False), (21, False)])
def test_a_post_has_twenty_pictures(monkeypatch, held, fits):
    """The content is no picture: with a place left that is what is said."""
    from io import BytesIO

    with pytest.raises(Unfit) as problem:
        news.add_image(SimpleNamespace(images=[None] * held), BytesIO(b"text"), "a.txt", "")
    assert ("20개까지" in problem.value.sentence.ko) != fits


def subscribed(session, told_until, published_at=NINE - timedelta(hours=20)):
    row = Subscription(user_id=make.user().id, country="", told_until=told_until)
    session.add_all(
        [row, Post(title_ko="가상 소식", ko="가상", countries=["VN"], state="published", published_at=published_at)]
    )
    session.flush()
    return row


EIGHT = datetime(2026, 11, 23, 8, tzinfo=clock.SEOUL)


@pytest.mark.parametrize(("off", "sent"), each(INSTANTS, 0, 1, 1))
def test_news_are_mailed_from_eight_in_the_morning(session, today, off, sent):
    subscribed(session, NINE - timedelta(days=2))
    today(EIGHT + off)
    assert news.send_digests() == sent


@pytest.mark.parametrize(("off", "sent"), each(INSTANTS, 1, 0, 0))
def test_news_are_mailed_once_a_day(session, today, off, sent):
    subscribed(session, EIGHT + off, published_at=EIGHT + timedelta(minutes=10))
    today(NINE)
    assert news.send_digests() == sent


@pytest.mark.parametrize(
    ("published", "sent"),
    [(-SECOND, 0), (NONE, 0), (SECOND, 1), (timedelta(days=1), 1), (timedelta(days=1) + SECOND, 0)],
)
def test_news_are_those_since_the_last_mail_until_now(session, today, published, sent):
    since = NINE - timedelta(days=1)
    subscribed(session, since, published_at=since + published)
    today(NINE)
    assert news.send_digests() == sent
    assert len(session.scalars(select(Mail)).all()) == sent
