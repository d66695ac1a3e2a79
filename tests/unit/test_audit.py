"""What nobody may change: triggers on both databases, the chain over the rows, its anchors, destruction by rule."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from portal.core import clock, mail, periods
from portal.core.audit import chain, retention
from portal.core.audit.models import AuditAnchor, AuditLink, Destruction
from portal.core.cases import AccessLog, Event
from portal.core.db import db
from portal.core.mail import Mail
from portal.core.people import RightsChange
from portal.shell.admin.audit import lay_chain
from tests import factories as make

NOON = datetime(2026, 11, 23, 3, tzinfo=clock.UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def kept(app, session, today):
    """A filing with its events, changes of rights, five lines of the access log; an hour later all is chained."""
    today(NOON)
    (Path(app.config["DATA_DIR"]) / chain.FILE).unlink(missing_ok=True)  # of another test
    case = make.filed("CONSULT")
    person = make.user("officer")
    session.add(RightsChange(user_id=person.id, act="granted", role="officer", reason="가상 발령"))
    session.add_all(
        AccessLog(act="read", subject=f"case:{n}", user_id=person.id, address="192.0.2.1") for n in range(5)
    )
    session.commit()
    today(NOON + HOUR)
    lay_chain()
    session.commit()
    return case


def walked(*lines):
    db.session.commit()
    db.session.expire_all()
    return chain.walk(lines)


def force(statement, *tables):
    """Change a row as somebody does who owns the database."""
    db.session.rollback()
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            connection.execute(text(statement))
            return
        held = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
        for name, _ in held:
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text(statement))
        for _, made in held:
            connection.execute(text(made))


# ---- the database refuses ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "table", ["event", "rights_change", "access_log", "audit_link", "audit_anchor", "audit_destruction"]
)
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id + 1000", "DELETE FROM {}"])
def test_the_database_refuses_to_change_or_remove(kept, session, table, change):
    session.add(
        Destruction(rule="log_days", table_name="mail", first_id=1, last_id=1, count=1, before=date(2026, 1, 1))
    )
    session.commit()
    with pytest.raises(DatabaseError, match=f"{table} is append-only"):
        session.execute(text(change.format(table)))
    session.rollback()


def test_postgresql_refuses_to_empty_a_table(kept, session):
    if db.engine.dialect.name != "postgresql":
        with pytest.raises(DatabaseError, match="append-only"):  # SQLite empties row by row
            session.execute(text("DELETE FROM access_log"))
    else:
        with pytest.raises(DatabaseError, match="append-only"):
            session.execute(text("TRUNCATE access_log"))
    session.rollback()


BLANK = "UPDATE access_log SET act = 'destroyed', user_id = NULL, address = '', subject = '', path = '', why = ''"


@pytest.mark.parametrize(
    ("first", "last", "statement", "refused"),
    [
        (1, 1, f"{BLANK} WHERE id = 1", False),
        (1, 3, f"{BLANK} WHERE id = 3", False),
        (1, 3, f"{BLANK} WHERE id = 4", True),
        (2, 3, f"{BLANK} WHERE id = 1", True),
        (1, 3, f"{BLANK}, at = '2020-01-01 00:00:00' WHERE id = 1", True),
        (1, 3, "UPDATE access_log SET act = 'destroyed' WHERE id = 1", True),
        (1, 3, "UPDATE access_log SET subject = 'case:9' WHERE id = 1", True),
        (1, 3, "DELETE FROM access_log WHERE id = 1", True),
    ],
)
def test_only_a_row_that_a_destruction_names_is_blanked(kept, session, first, last, statement, refused):
    lowest = session.scalar(select(AccessLog.id).order_by(AccessLog.id).limit(1)) - 1
    named = {"rule": "log_days", "table_name": "access_log", "count": 1, "before": date(2026, 12, 1)}
    session.add(Destruction(first_id=first + lowest, last_id=last + lowest, **named))
    session.commit()
    number = int(statement.rpartition("= ")[2])
    statement = statement.removesuffix(str(number)) + str(number + lowest)
    if refused:
        with pytest.raises(DatabaseError, match="append-only"):
            session.execute(text(statement))
        session.rollback()
    else:
        assert session.execute(text(statement)).rowcount == 1


# ---- the chain --------------------------------------------------------------------------------------------------------


def test_a_whole_chain_holds(kept, session):
    found = walked()
    rows = sum(session.query(model).count() for model in (Event, RightsChange, AccessLog))
    assert (found.broken, found.links) == (None, rows)
    assert lay_chain() == 0


@pytest.mark.parametrize(("minutes", "chained"), [(9, 0), (10, 0), (11, 1)])
def test_rows_are_chained_once_they_have_settled(session, today, minutes, chained):
    today(NOON)
    session.add(AccessLog(act="read", subject="case:1"))
    session.commit()
    today(NOON + timedelta(minutes=minutes))
    assert lay_chain() == chained


def test_an_older_row_behind_a_young_one_waits_for_it(session, today):
    today(NOON + HOUR)
    session.add(AccessLog(act="read", subject="young", at=NOON + HOUR))
    session.flush()
    session.add(AccessLog(act="read", subject="old", at=NOON))
    session.commit()
    assert lay_chain() == 0
    today(NOON + 2 * HOUR)
    assert lay_chain() == 2
    assert walked().broken is None


ATTACKS = {
    "a name changed": ("UPDATE access_log SET address = '203.0.113.9' WHERE id = {log}", "access_log {log}번(2026-11-23): 내용이 바뀌었습니다."),
    "an instant changed": ("UPDATE event SET at = '2026-11-22 00:00:00' WHERE id = {event}", "event {event}번(2026-11-22): 내용이 바뀌었습니다."),
    "a fact changed": ("UPDATE event SET facts = '{{\"days\": 5}}' WHERE id = {event}", "event {event}번(2026-11-23): 내용이 바뀌었습니다."),
    "a right removed": ("DELETE FROM rights_change WHERE id = {right}", "rights_change {right}번: 지워졌습니다."),
    "rows swapped": (
        "UPDATE access_log SET subject = CASE id WHEN {log} THEN 'case:1' WHEN {next} THEN 'case:0' ELSE subject END",
        "access_log {log}번(2026-11-23): 내용이 바뀌었습니다.",
    ),
    "blanked without a rule": (f"{BLANK} WHERE id = {{log}}", "access_log {log}번(2026-11-23): 내용이 바뀌었습니다."),
    "a link changed": ("UPDATE audit_link SET digest = '{nought}' WHERE table_name = 'access_log' AND row_id = {log}", "access_log {log}번의 고리"),
    "a link removed": ("DELETE FROM audit_link WHERE table_name = 'access_log' AND row_id = {log}", "access_log {next}번의 고리"),
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_was_tampered_with_is_named(kept, session, attack):
    logs = list(session.scalars(select(AccessLog.id).order_by(AccessLog.id)))
    numbers = {
        "log": logs[0],
        "next": logs[1],
        "event": session.scalar(select(Event.id).order_by(Event.id).limit(1)),
        "right": session.scalar(select(RightsChange.id).order_by(RightsChange.id).limit(1)),
        "nought": "0" * 64,
    }
    statement, said = ATTACKS[attack]
    session.rollback()
    force(statement.format(**numbers))
    assert walked().broken.ko.startswith(said.format(**numbers))


def test_a_row_put_in_behind_is_named(kept, session, today):
    lowest = session.scalar(select(AccessLog.id).order_by(AccessLog.id).limit(1))
    session.rollback()
    force(f"UPDATE access_log SET id = id + 100 WHERE id = {lowest}")
    force(f"UPDATE access_log SET id = {lowest} WHERE id = {lowest + 100}")
    assert walked().broken is None
    force(
        "INSERT INTO rights_change (id, at, user_id, act, role, before, reason) SELECT 0, at, user_id, act, role, before, reason FROM rights_change LIMIT 1"
    )
    assert walked().broken.ko == "rights_change 0번: 나중에 끼워 넣은 줄입니다."


def test_the_day_has_an_anchor_and_a_chain_written_anew_is_seen(app, kept, session, today):
    anchor = session.scalars(select(AuditAnchor)).one()
    line = f"2026-11-23 {anchor.link_id} {anchor.chain}"
    assert (Path(app.config["DATA_DIR"]) / chain.FILE).read_text("ascii").splitlines()[-1] == line
    lay_chain()
    assert session.query(AuditAnchor).count() == 1
    today(NOON + timedelta(days=1))
    lay_chain()
    assert session.query(AuditAnchor).count() == 2
    session.commit()
    force("UPDATE access_log SET address = '203.0.113.9'")
    force("DELETE FROM audit_link")
    force("DELETE FROM audit_anchor")
    lay_chain()  # the forger lays the chain and the anchor anew
    session.commit()
    assert walked().broken is None
    assert walked(line).broken.ko == "2026-11-23의 기준점이 사슬과 다릅니다."


def test_a_chain_cut_short_is_seen_by_its_anchor(kept, session):
    last = session.scalar(select(AuditLink.id).order_by(AuditLink.id.desc()).limit(1))
    session.rollback()
    force(f"DELETE FROM audit_link WHERE id = {last}")
    assert walked().broken.ko == "2026-11-23의 기준점 뒤로 사슬이 끊겨 있습니다."


def test_the_command_names_the_first_break_and_ends_with_one(app, kept, session, tmp_path):
    told = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert told.exit_code == 0, told.output
    assert "고리가 모두 맞습니다" in told.output
    right = session.scalar(select(RightsChange.id).order_by(RightsChange.id.desc()).limit(1))
    session.rollback()
    force(f"DELETE FROM rights_change WHERE id = {right}")
    told = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert told.exit_code == 1
    assert f"rights_change {right}번: 지워졌습니다. / rights_change {right}: it was removed." in told.output


# ---- destruction by rule ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "gone"), [(729, 0), (730, 0), (731, 5)])
def test_lines_older_than_the_rule_are_blanked_and_the_chain_holds(app, kept, session, today, days, gone):
    """log_days is 730: what was written on 23 November 2026 is destroyed on 24 November 2028."""
    today(NOON + timedelta(days=days))
    lines = retention.LOG.count()
    assert lines == gone
    assert retention.destroy() == gone
    found = walked()
    assert found.broken is None
    day = (NOON + timedelta(days=days)).date().isoformat()
    assert found.destroyed == ({("log_days", day): 5} if gone else {})
    blanked = session.scalars(select(AccessLog).where(AccessLog.act == "destroyed")).all()
    assert {(row.user_id, row.subject, row.address, row.path) for row in blanked} == (
        {(None, "", "", "")} if gone else set()
    )
    assert retention.destroy() == 0


def test_a_rule_of_a_rule_set_says_how_long(kept, session, today, monkeypatch):
    today(NOON + timedelta(days=500))
    assert retention.LOG.count() == 0
    held = periods.rules_on(clock.today())
    monkeypatch.setattr(type(held), "days", lambda _held, period: 400 if period == "log_days" else 365)
    assert retention.LOG.count() == 5


def test_what_is_not_chained_yet_is_not_destroyed(session, today):
    today(NOON)
    session.add(AccessLog(act="read", subject="case:1"))
    session.commit()
    today(NOON + timedelta(days=800))
    assert retention.LOG.count() == 0
    lay_chain()
    assert retention.LOG.count() == 1


@pytest.mark.parametrize(
    ("days", "state", "gone"),
    [(365, "sent", 0), (366, "sent", 1), (366, "unsent", 1), (366, "queued", 0), (366, "sending", 0)],
)
def test_texts_of_mails_go_by_rule_and_that_is_said(session, today, days, state, gone):
    today(NOON)
    row = Mail(address="a@example.org", language="en", subject="가상 제목", body="가상 본문\n", state=state)
    session.add(row)
    session.commit()
    today(NOON + timedelta(days=days))
    assert retention.destroy() == gone
    session.commit()
    session.refresh(row)
    assert ("The text was destroyed when its time had passed." in row.shown) == bool(gone)
    assert row.subject == "가상 제목"
    assert bool(retention.destroyed("mail", row.id)) == bool(gone)
    assert mail.forget_links() == 0


def test_a_dry_run_destroys_nothing(app, kept, session, today):
    today(NOON + timedelta(days=800))
    told = app.test_cli_runner().invoke(args=["audit", "retention", "--dry-run"])
    assert "접속 기록 < 2027-02-01: 5 / Access log" in told.output
    session.expire_all()
    assert session.query(AccessLog).filter_by(act="destroyed").count() == 0
    told = app.test_cli_runner().invoke(args=["audit", "retention"])
    assert "5건을 없앴습니다." in told.output


def test_an_auditor_is_told_what_became_of_a_record(client, kept, session, today):
    number = session.scalar(select(AccessLog.id).order_by(AccessLog.id).limit(1))
    client.sign_in(make.user("admin"))
    page = client.get(f"/admin/retention?record={number}")
    assert f"{number}번은 규칙에 따라 없앤 기록이 아닙니다." in page.words()
    today(NOON + timedelta(days=800))
    retention.destroy()
    session.commit()
    client.sign_in(make.user("admin"))
    page = client.get(f"/admin/retention?record={number}")
    assert f"{number}번은 2029. 1. 31. (수) 12:00에 보관 규칙(접속 기록)에 따라 없앴습니다." in page.words()
    client.sign_in(make.user("officer"))
    client.get("/admin/retention", 403)


# ---- what fresh eyes found ----------------------------------------------------------------------------------------------


def lowest(session):
    return session.scalar(select(AccessLog.id).order_by(AccessLog.id).limit(1))


@pytest.mark.parametrize("table", ["event", "rights_change", "access_log", "audit_link", "audit_anchor"])
def test_no_row_is_replaced(kept, session, table):
    """SQLite removes a row for REPLACE without asking the triggers of removals."""
    if db.engine.dialect.name == "postgresql":
        with pytest.raises(DatabaseError):
            session.execute(
                text(f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT (id) DO UPDATE SET id = {table}.id")
            )
    else:
        with pytest.raises(DatabaseError, match=f"{table} is append-only"):
            session.execute(text(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"))
    session.rollback()


@pytest.mark.parametrize(
    ("before", "lawful"), [("2027-01-01", False), ("2026-11-24", False), ("2025-11-24", False), ("2025-11-23", True)]
)
def test_a_destruction_younger_than_the_law_is_forged(session, today, before, lawful):
    """The least of log_days is 365: on 23 November 2026 nothing of after 22 November 2025 can have been destroyed."""
    today(datetime(2025, 11, 20, tzinfo=clock.UTC))
    session.add(AccessLog(act="read", subject="case:1"))
    session.commit()
    today(NOON)
    lay_chain()
    number = lowest(session)
    made = Destruction(
        rule="log_days",
        table_name="access_log",
        first_id=number,
        last_id=number,
        count=1,
        before=date.fromisoformat(before),
    )
    session.add(made)
    session.flush()
    session.execute(text(f"{BLANK} WHERE id = {number}"))
    assert (walked().broken is None) == lawful


def test_nothing_younger_than_the_destruction_is_blanked(kept, session):
    number = lowest(session)
    session.add(
        Destruction(
            rule="log_days",
            table_name="access_log",
            first_id=number,
            last_id=number,
            count=1,
            before=date(2026, 11, 22),
        )
    )
    session.commit()
    with pytest.raises(DatabaseError, match="append-only"):
        session.execute(text(f"{BLANK} WHERE id = {number}"))
    session.rollback()


def test_each_anchor_is_compared_and_its_day_too(app, kept, session, today):
    for days in (1, 2):
        today(NOON + timedelta(days=days))
        lay_chain()
        session.commit()
    first = session.scalar(select(AuditAnchor.id).order_by(AuditAnchor.day).limit(1))
    session.rollback()
    force(f"UPDATE audit_anchor SET chain = '{'0' * 64}' WHERE id = {first}")
    assert walked().broken.ko == "2026-11-23의 기준점이 사슬과 다릅니다."


def test_the_file_beside_the_database_is_compared_by_itself(app, kept, session):
    place = Path(app.config["DATA_DIR"]) / chain.FILE
    place.write_text(place.read_text("ascii").splitlines()[-1] + "\n", encoding="ascii")
    assert app.test_cli_runner().invoke(args=["audit", "verify"]).exit_code == 0
    session.rollback()
    force("UPDATE audit_anchor SET day = '2026-11-01'")
    told = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert (told.exit_code, "2026-11-23의 기준점이 사슬과 다릅니다." in told.output) == (1, True)
    place.write_text("2026-11-23 abc\n", encoding="ascii")
    told = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert (told.exit_code, "기준점이 아닌 줄이 있습니다" in told.output) == (1, True)
    place.unlink()


@pytest.mark.parametrize(("hours", "said"), [(23, False), (24, False), (25, True)])
def test_rows_that_nobody_chains_are_told(session, today, hours, said):
    today(NOON)
    session.add(AccessLog(act="read", subject="case:1"))
    session.commit()
    today(NOON + timedelta(hours=hours))
    broken = walked().broken
    assert (broken is not None and "하루 넘게 고리로 이어지지 않았습니다" in broken.ko) == said


def test_a_row_of_a_wrong_clock_holds_up_nobody(session, today):
    today(NOON)
    session.add(AccessLog(act="read", subject="future", at=NOON + timedelta(days=3650)))
    session.flush()
    session.add(AccessLog(act="read", subject="later"))
    session.commit()
    today(NOON + timedelta(days=1))
    assert lay_chain() == 2
    assert walked().broken is None


def test_what_never_was_or_was_removed_is_not_called_destroyed(kept, session, today):
    number = lowest(session)
    session.rollback()
    today(NOON + timedelta(days=800))
    force(f"DELETE FROM access_log WHERE id = {number + 2}")
    retention.destroy()
    session.commit()
    assert retention.destroyed("access_log", number) is not None
    assert retention.destroyed("access_log", number + 2) is None
    assert retention.destroyed("access_log", number + 1000) is None


def test_a_downloaded_paper_is_shown_to_whose_it_is(client, session, today):
    today(NOON)
    case, owner = make.filed("CONSULT")
    officer = make.user("officer", name="가상 김담당", unit="해외진출팀")
    session.add(
        AccessLog(
            act="paper", subject=f"filing:{case.id} plan", user_id=officer.id, address="192.0.2.1", at=clock.now()
        )
    )
    session.add(AccessLog(act="paper", subject=f"filing:{case.id}1 plan", user_id=officer.id, at=clock.now()))
    session.commit()
    client.sign_in(session.get(make.User, owner.user_id))
    looks = client.get("/profile/data").all("section", id="looks")[0]
    assert client.page.words(looks).count("서류를 내려받았습니다.") == 1
