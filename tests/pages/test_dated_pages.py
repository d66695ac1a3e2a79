"""The pages of dated versions: what is in force, to come and earlier, by whom; a further one begins with the last;
one to come may go.
"""

import re
from datetime import date

import pytest

from experts.payments.rates import rate_on, ship_rates
from funds.grants.money.queries import rule_on as grant_rule_on
from funds.pilots.standard.queries import pilot_rule_on
from funds.selection.brand import settings
from funds.selection.rubrics.acts import new_version, publish_for_comment, put_in_force, ship_samples
from funds.selection.rubrics.queries import rubric_in_force
from portal.core import periods
from portal.core.cases import AccessLog
from portal.core.text import Text
from portal.core.workflow import Refused
from portal.markets.documents import due
from portal.markets.duties import queries as duties
from portal.markets.g2g import limits
from tests import factories as make

LIMITS, TERMS, GRANTS, PILOTS = (
    "/cooperation/limits",
    "/plan/documents/terms",
    "/programmes/grants/rules",
    "/pilots/rules",
)
RATES = "/desk/ghkol/payments/rates"
GIVEN = {
    LIMITS: {"most": "60,000,000"},
    TERMS: {"type": "report", "offset": "0", "month": "5", "day": "31", "sure": "law"},
    GRANTS: {},
    PILOTS: {},
    RATES: {"depth": "general", "role": "lead", "unit": "hour", "amount": "130,000"},
}  # fmt: skip
NOTED = {LIMITS: "mission-limit", TERMS: "document-term", GRANTS: "grant-rule", PILOTS: "pilot-rule", RATES: "rate"}


@pytest.fixture
def writer(session, client, today):
    """Somebody who may write on each of the pages, on 23 November 2026."""
    today(date(2026, 11, 23))
    ship_rates()
    person = make.user("officer", "ministry", name="가상담당")
    session.commit()
    client.sign_in(person)
    return person


def add(client, path, day, status=200):
    form = client.get(path).form(containing="effective_from")
    return client.submit(form, status=status, effective_from=day, source="가상 고시", **GIVEN[path])


def typed(page, name):
    """What stands in a field of the form of a further version."""
    (field,) = [e for e in page.form(containing="effective_from").iter() if e.get("name") == name]
    return field.get("value") or (field.text or "").strip()


@pytest.mark.parametrize("path", list(GIVEN))
def test_a_version_to_come_is_told_and_may_be_withdrawn(session, client, writer, path, today):
    before = client.get(path).words()
    assert "시행 중" in before
    assert "시행 예정" not in before
    assert "시행 전에 거두기" not in before
    page = add(client, path, "2026-12-01")
    words = page.words()
    assert words.count("시행 예정") == 1
    assert "가상 고시" in words
    assert "가상담당" in words
    assert "2026. 12. 1. (화)" in words
    page = client.submit(page.form("/withdraw"))
    assert "아직 시행되지 않은 기준을 거두었습니다" in page.words()
    assert "가상 고시" not in page.words()
    acts = [one.act for one in session.query(AccessLog).order_by(AccessLog.id) if one.act != "page"]
    assert acts[-2:] == [f"{NOTED[path]}-added", f"{NOTED[path]}-withdrawn"]


@pytest.mark.parametrize("path", list(GIVEN))
def test_a_version_in_force_stays(session, client, writer, path, today):
    action = add(client, path, "2026-12-01").form("/withdraw").get("action")
    today(date(2026, 12, 1))
    words = client.get(path).words()
    assert "시행 예정" not in words
    assert "지난 기준" in words
    assert "시행 전에 거두기" not in words
    page = client.post(action)
    assert "시행된 기준은 지우거나 고칠 수 없습니다" in page.words()
    assert "가상 고시" in page.words()
    client.post(re.sub(r"/\d+/withdraw", "/99999999999/withdraw", action), status=404)


@pytest.mark.parametrize("path", [TERMS, GRANTS, PILOTS])
def test_of_a_day_that_is_taken_it_is_said_and_nothing_is_lost(session, client, writer, path):
    add(client, path, "2026-12-01")
    page = add(client, path, "2026-12-01", status=422)
    said = "2026-12-02부터의 날을" if path == TERMS else "이 날부터 시행하는 기준이 이미 있습니다"
    assert said in page.words(page.all("p", id="effective_from-error")[0])
    assert typed(page, "source") == "가상 고시"
    add(client, path, "2026-12-02")


def test_a_further_one_begins_with_the_values_of_the_last(session, client, writer):
    add(client, LIMITS, "2026-12-01")
    assert typed(client.get(LIMITS), "most").replace(",", "") == "60000000"
    client.submit(
        client.get(GRANTS).form(containing="tolerance"), effective_from="2027-01-01", tolerance="35", source="가"
    )
    assert typed(client.get(GRANTS), "tolerance") == "35"
    assert typed(client.get(GRANTS), "source") == ""


def test_who_may_only_read_sees_no_form_and_no_withdrawal(session, client, writer):
    actions = {
        path: add(client, path, "2026-12-01").form("/withdraw").get("action") for path in (TERMS, GRANTS, PILOTS)
    }
    client.sign_in(make.user("officer"))
    for path, action in actions.items():
        page = client.get(path)
        assert "시행 예정" in page.words()
        assert "시행 전에 거두기" not in page.words()
        assert not page.all("input", name="effective_from")
        client.post(action, status=403)


def test_each_rate_is_in_force_by_its_own_kind(session, client, writer):
    add(client, RATES, "2026-11-23")
    rows = [page_row for page_row in client.get(RATES).all("tr") if page_row.find("td") is not None]
    words = [client.get(RATES).words(row) for row in rows]
    assert sum("시행 중" in one for one in words) == 4
    assert sum("지난 기준" in one for one in words) == 1
    assert any("시행 중" in one and "130,000/시간" in one for one in words)


@pytest.mark.parametrize(
    ("path", "early", "first"),
    [
        (GRANTS, "2026-11-22", "2026-11-23"),
        (PILOTS, "2026-11-23", "2026-11-24"),
        (TERMS, "2016-06-23", "2016-06-24"),
        (LIMITS, None, "1999-12-31"),
        (RATES, None, "1999-12-31"),
    ],
)
def test_the_first_day_on_which_a_further_one_may_begin(session, client, writer, path, early, first):
    if early:
        page = add(client, path, early, status=422)
        assert "부터의 날을 적어 주세요" in page.words(page.all("p", id="effective_from-error")[0])
    assert "가상 고시" in add(client, path, first).words()


def test_what_holds_before_the_first_and_from_its_day_on(session, today):
    """Each thing as it always was: the oldest, or nothing."""
    day = date(1999, 12, 31)
    assert limits.on(day).most == 40_000_000
    assert due.rule_on("report", day).due_on(2027) == date(2027, 8, 31)
    assert grant_rule_on(day).effective_from == date(2016, 4, 29)
    assert pilot_rule_on(day).version == "pilot-2023-1"
    assert periods.rules_on(day).source.startswith("법률 제13599호")
    ship_rates()
    assert rate_on("general", "lead", date(2023, 12, 31)) is None
    assert rate_on("general", "lead", date(2024, 1, 1)).amount == 120_000
    assert [d.key for d in duties.in_force(date(2016, 6, 22))] == []
    assert "filing" in [d.key for d in duties.in_force(date(2016, 6, 23))]
    ship_samples(date(2026, 3, 2))
    assert rubric_in_force("mark", date(2026, 3, 1)) is None
    assert rubric_in_force("mark", date(2026, 3, 2)).version == "2026-1"


def test_conditions_of_a_mark_never_begin_before_the_last(session, today):
    today(date(2026, 11, 23))
    by, said = make.acting(make.user("ministry")), Text("조건", "Conditions")
    settings.add_terms("mark", date(2026, 6, 2), said, by)
    with pytest.raises(Refused, match="2026-06-02부터의 날을"):
        settings.add_terms("mark", date(2026, 6, 1), said, by)
    settings.add_terms("mark", date(2026, 6, 2), said, by)
    assert settings.terms_on("mark", date(2026, 6, 1)) is None
    assert settings.terms_on("mark", date(2026, 6, 2)).version == 2


def test_a_rubric_is_in_force_from_today_at_the_earliest(session, today):
    today(date(2026, 3, 2))
    made = new_version("mark", make.acting(make.user("ministry")))
    publish_for_comment(made)
    today(date(2026, 3, 23))
    with pytest.raises(Refused, match="오늘부터의 날을"):
        put_in_force(made, date(2026, 3, 22))
    put_in_force(made, date(2026, 3, 23))
    assert rubric_in_force("mark", date(2026, 3, 23)) is made


def test_who_is_second_keeps_what_was_typed(writer, session, client, monkeypatch):
    """Two who add at once: the database refuses the second, and the form stands as it was sent."""
    add(client, LIMITS, "2027-01-01")
    held = session.query(limits.MissionLimit).one()

    def again(one, by_id):
        session.add(
            limits.MissionLimit(effective_from=held.effective_from, most=one.most, source=one.source, by_id=by_id)
        )

    monkeypatch.setattr(limits, "add", again)
    page = add(client, LIMITS, "2027-02-01", status=422)
    assert "같은 때에 다른 사람이 저장해" in page.words()
    assert [typed(page, name) for name in ("effective_from", "most")] == ["2027-02-01", "60000000"]
    assert [row.most for row in session.query(limits.MissionLimit)] == [60_000_000]
