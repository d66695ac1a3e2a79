"""The house holds: layers, endpoints with an access each, migrations that equal the models, templates that compile."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade

from portal.core.db import db
from portal.core.module import all_kinds
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


def test_every_template_compiles(app):
    for name in app.jinja_env.list_templates(extensions=["html", "txt"]):
        app.jinja_env.get_template(name)


def test_every_event_that_tells_somebody_has_its_mail(app):
    told = {(k.key, m.event) for k in all_kinds() for m in k.workflow.moves if m.tells}
    templates = set(app.jinja_env.list_templates())
    missing = [event for _, event in told if f"mail/{event}.txt" not in templates]
    assert not missing


@pytest.mark.parametrize("folder", ["portal", "filings", "experts", "funds"])
def test_one_clock(folder):
    """core.clock is the only now."""
    calls = ("datetime.now(", "date.today(", "utcnow(", "time.time(")
    for path in (ROOT / folder).rglob("*.py"):
        if path.name == "clock.py" and path.parent.name == "core":
            continue
        text = path.read_text(encoding="utf-8")
        assert not [c for c in calls if c in text], path
