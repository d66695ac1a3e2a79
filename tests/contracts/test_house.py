"""The house holds: layers, endpoints with an access each, migrations that equal the models, templates that compile."""

import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    String,
    select,
)

from portal.core.db import db
from portal.core.declared import all_kinds
from portal.core.mail import mail_files
from portal.core.periods import RuleSet
from portal.core.web import access_of

ROOT = Path(__file__).resolve().parents[2]


def test_imports_run_one_way():
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_endpoint_says_who_may_open_it(app):
    silent = [e for e in app.view_functions if access_of(app, e) is None]
    assert not silent


def test_models_equal_the_migrated_schema(app):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "target_metadata": db.metadata})
        differences = compare_metadata(context, db.metadata)
    assert not differences, differences


def test_each_migration_goes_down_and_up_again(app):
    db.session.remove()
    downgrade(revision="base")
    db.session.remove()
    upgrade()


def test_the_rule_sets_that_shipped_stay_what_they_were(app):
    """Values of the release, by hand: no later change of the kernel's own reaches back into a released migration."""
    held = list(db.session.scalars(select(RuleSet).order_by(RuleSet.effective_from)))
    assert [(r.effective_from, r.filers, r.deems) for r in held] == [
        (date(2016, 6, 23), ["hospital"], False),
        (date(2018, 10, 19), ["hospital"], True),
    ]
    assert [r.source[:10] for r in held] == ["법률 제13599호", "법률 제15777호"]
    days = {
        "file_days": 45,
        "decide_days": 10,
        "extension_days": 10,
        "supplement_days": 5,
        "demand_days": 10,
        "change_days": 10,
        "law_answer_days": 14,
        "procedure_answer_days": 7,
        "inquiry_days": 10,
        "match_days": 10,
        "offer_days": 3,
        "consult_days": 20,
        "indepth_days": 60,
        "survey_days": 10,
        "review_days": 20,
        "hours_days": 7,
        "pay_days": 14,
    }
    assert [r.periods for r in held] == [days, days]
    migrations = sorted((ROOT / "migrations" / "versions").glob("*.py"))
    reaching = [
        path.name
        for path in migrations
        if re.search(r"^\s*(from|import) (portal|filings|experts|funds)\b", path.read_text("utf-8"), re.M)
    ]
    assert not reaching, "a released migration imports nothing of the portal"


SAMPLES = {
    Boolean: True, Integer: 1, Numeric: 1, Float: 1.0, Date: date(2026, 11, 23), DateTime: datetime(2026, 11, 23, 1, tzinfo=UTC),
    JSON: {}, LargeBinary: b"x", String: "x",
}  # fmt: skip


TITLED = {"insight", "pilot", "policy_document"}
COUNTED_ELSEWHERE = {"failures", "locked_until"}  # of user_account: wrong tries are counted by place since 0011


def sample(column, row_of):
    """A value that the column holds; of a foreign key the value that the row made before has (none for one still to
    come).
    """
    for key in column.foreign_keys:
        return row_of.get(key.column.table.name, {}).get(key.column.name)
    return next(value for kind, value in SAMPLES.items() if isinstance(column.type, kind))


def rows_of(connection):
    """{table: {first row}} of every table that has one, as the database describes itself."""
    held = MetaData()
    held.reflect(connection)
    found = {t.name: connection.execute(select(t).limit(1)).mappings().first() for t in held.sorted_tables}
    return held, {name: dict(row) for name, row in found.items() if row is not None}


@pytest.mark.slow
def test_a_filled_database_of_the_last_release_goes_up_and_down_again(app):
    """One row in each table of revision 0002, made by what the database says of itself:
    nothing of it may keep it from moving.
    """
    db.session.remove()
    downgrade(revision="0002")
    with db.engine.begin() as connection:
        held, row_of = rows_of(connection)
        for table in held.sorted_tables:
            if table.name not in row_of:
                row_of[table.name] = {c.name: sample(c, row_of) for c in table.columns}
                connection.execute(table.insert().values(row_of[table.name]))
        filled = rows_of(connection)[1]
        assert set(filled) == {t.name for t in held.sorted_tables}
    for move, revision in ((upgrade, "head"), (downgrade, "0002")):
        move(revision=revision)
        with db.engine.connect() as connection:
            after = rows_of(connection)[1]
        if revision == "head":  # the English titles of some kinds moved to the case
            assert after["cases"]["title_en"] == "x"
            after = {name: {"title_en": "x"} | row if name in TITLED else row for name, row in after.items()}
            counted = {name: after["sign_in_tries"][name] for name in COUNTED_ELSEWHERE}
            after["user_account"] |= counted
        lost = {
            name: (row, after.get(name))
            for name, row in filled.items()
            if name != "alembic_version" and {k: v for k, v in after.get(name, {}).items() if k in row} != row
        }
        assert not lost, revision
    upgrade()


def test_every_template_compiles(app):
    for name in app.jinja_env.list_templates(extensions=["html", "txt"]):
        app.jinja_env.get_template(name)


def test_every_event_that_tells_somebody_has_its_mail(app):
    told = {(k.key, m.event) for k in all_kinds() for m in k.workflow.moves if m.tells}
    missing = [event for _, event in told if event not in mail_files()]
    assert not missing
    names = [path.name for path in (ROOT / "portal" / "templates" / "mail").rglob("*.txt")]
    assert len(names) == len(set(names)), "a mail file stands in two domains"


@pytest.mark.parametrize("folder", ["portal", "filings", "experts", "funds"])
def test_one_clock(folder):
    """core.clock is the only now."""
    calls = ("datetime.now(", "date.today(", "utcnow(", "time.time(")
    for path in (ROOT / folder).rglob("*.py"):
        if path.name == "clock.py" and path.parent.name == "core":
            continue
        text = path.read_text(encoding="utf-8")
        assert not [c for c in calls if c in text], path
