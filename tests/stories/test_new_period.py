"""The period of docs/adding-a-period.md, word for word, in a copy of the portal: one file changes,
and the rule sets know it.
"""

import filecmp
import os
import re
import shutil
import subprocess
import sys
from textwrap import indent

import pytest

from tests import scratch
from tests.scratch import ROOT

PAGE = ROOT / "docs" / "adding-a-period.md"

SEEN = """
import datetime, os, sys
os.environ["SECRET_KEY"] = "the key of a copy of the whole house"
import wsgi
from flask_migrate import upgrade
from portal.core import periods
from portal.core.db import db
from tests import factories as make
from tests.client import CheckingClient

given = {"TESTING": True, "DATA_DIR": sys.argv[1], "SQLALCHEMY_DATABASE_URI": f"sqlite:///{sys.argv[1]}/copy.sqlite3", "WTF_CSRF_ENABLED": False}
app = wsgi.create(given)
with app.app_context():
    upgrade()
    client, day = CheckingClient(app), datetime.date(2027, 5, 27)
    client.sign_in(make.user("ministry"))
    assert periods.rules_on(day).days("visit_days") == 15, "as shipped in a set that was there before"
    assert "Visit on the spot (working days) 15" in client.get("/admin/rule-sets?lang=en").words()
    form = client.get("/admin/rule-sets/new").form("/rule-sets/new")
    assert "60" in client.submit(form, status=422, effective_from=str(day), source="x", visit_days="61").words()
    client.submit(client.submit(form, effective_from=str(day), source="x", visit_days="60").form("/rule-sets/new"))
    db.session.rollback()
    assert periods.rules_on(day).days("visit_days") == 60
    assert periods.rules_on(day - datetime.timedelta(days=1)).days("visit_days") == 15
print("seen")
"""


@pytest.mark.slow
def test_a_period_declared_as_the_page_says_is_one_file(tmp_path):
    (said,) = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    copy = scratch.copied(tmp_path / "copy")
    shutil.copytree(ROOT / "portal" / "static", copy / "portal" / "static", dirs_exist_ok=True)
    declared = copy / "experts" / "periods.py"
    before, _, end = declared.read_text("utf-8").rpartition(")\n")
    declared.write_text(f"{before}{indent(said.rstrip(), '    ')},\n)\n{end}", encoding="utf-8")

    changed = [
        path.relative_to(copy).as_posix()
        for path in copy.rglob("*.py")
        if not filecmp.cmp(path, ROOT / path.relative_to(copy), shallow=False)
    ]
    assert changed == ["experts/periods.py"]
    (tmp_path / "data").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", SEEN, str(tmp_path / "data")],
        cwd=copy,
        env=dict(os.environ, PYTHONPATH=str(copy)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip().endswith("seen"), done.stderr[-3000:]
