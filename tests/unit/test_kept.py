"""What no row means is collected after a day, and nothing else; a new column of hashes cannot be forgotten."""

import ast
import os
import time
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import String

from portal.core import clock, contents, files, kept
from portal.core.contents import Content, store
from portal.core.db import Base, db
from portal.markets.documents.editions.models import DocumentEdition
from tests import factories as make
from tests import policy_maker as policy

ROOT = Path(__file__).parents[2]
DAY = 24 * 3600
OTHERS = """
    fund_call.draw_hash fund_call.draw_seed fund_case_review.draw_hash fund_case_review.draw_seed
    fund_lot.hash fund_lot.seed fund_partner.token_hash invitation.token_hash
    known_device.key_hash link_look.mark sent_form.key_hash passkey_challenge.key_hash audit_anchor.chain audit_link.chain audit_link.digest
     misuse_report.code_hash misuse_try.digest
    open_session.account_key open_session.key_hash received_mail.key search_entry.mark
    series_import.base sign_up.token_hash user_account.session_key
"""
# columns as long as a hash that name no content: keys, draws, tries
PDF = b"%PDF-1.7\n"


@pytest.fixture(autouse=True)
def empty_store(app):
    for sha256 in list(store().names()):
        store().drop(sha256)


def aged(sha256, seconds=DAY + 60):
    place = store().root / sha256[:2] / sha256[2:]
    then = time.time() - seconds
    os.utime(place, (then, then))
    return sha256


def put(content):
    made = contents.keep_own(BytesIO(content)).sha256
    db.session.commit()
    return made


def attached(case, content, name="a.pdf"):
    paper = files.attach(case[0], "plan", BytesIO(PDF + content), name, case[1])
    db.session.commit()
    return paper


def test_what_nobody_means_goes_after_a_day_and_no_earlier(app):
    old, young = aged(put(b"old")), aged(put(b"young"), DAY - 60)
    assert kept.collect(dry_run=True) == (1, 3)
    assert set(store().names()) == {old, young}
    assert kept.collect(dry_run=False) == (1, 3)
    assert set(store().names()) == {young}
    assert db.session.get(Content, old) is None
    assert db.session.get(Content, young) is not None


def test_content_that_two_rows_share_stays_until_neither_means_it(app, today):
    one, other = make.draft(), make.draft()
    first, second = attached(one, b"same"), attached(other, b"same")
    aged(first.sha256)
    files.remove(first)
    first.removed_at = first.removed_at.replace(year=2020)
    db.session.commit()
    assert kept.collect(dry_run=False).contents == 0
    files.remove(second)
    db.session.commit()
    assert kept.collect(dry_run=False).contents == 0  # for a day it might be wanted again
    second.removed_at = second.removed_at.replace(year=2020)
    db.session.commit()
    assert kept.collect(dry_run=False).contents == 1


def test_what_was_filed_stays_even_when_it_was_superseded(app):
    case = make.draft()
    paper = attached(case, b"filed")
    paper.filed_at = paper.at
    files.remove(paper)
    paper.removed_at = paper.removed_at.replace(year=2020)
    db.session.commit()
    aged(paper.sha256)
    assert kept.collect(dry_run=False).contents == 0


def test_an_upload_of_the_same_makes_old_content_young_again(app):
    old = aged(put(b"once more"))
    store().put(BytesIO(b"once more"), 100)
    assert store().drop(old, unused_since=time.time() - DAY) == 0
    assert kept.collect(dry_run=False).contents == 0


def test_papers_of_editions_are_meant(app):
    document, lead = policy.opened()
    sha256, other = aged(put(b"an edition")), aged(put(b"of nothing"))
    row = DocumentEdition(
        document_id=document.id,
        no=1,
        act="decide",
        on=clock.today(),
        content={},
        papers={"ko": sha256},
        by_id=lead.user_id,
    )
    db.session.add(row)
    db.session.commit()
    assert kept.collect(dry_run=False).contents == 1
    assert (store().holds(sha256), store().holds(other)) == (True, False)


def test_the_command_says_what_would_go_and_what_went(app):
    aged(put(b"x" * 2048))
    run = app.test_cli_runner().invoke
    assert "없앨 것 / would go: 1 (2KB)" in run(args=["files", "collect", "--dry-run"]).output
    assert "없앤 것 / went: 1 (2KB)" in run(args=["files", "collect"]).output
    assert "없앤 것 / went: 0 (0B)" in run(args=["files", "collect"]).output


def test_once_a_day_what_was_kept_of_old_is_looked_at(app):
    case = make.draft()
    paper = attached(case, b"/JavaScript ")
    db.session.delete(db.session.get(Content, paper.sha256))
    db.session.commit()
    (store().root / "collected").unlink(missing_ok=True)
    gone = aged(put(b"gone"))
    assert kept.daily() == 1
    assert not store().holds(gone)
    held = db.session.get(Content, paper.sha256)
    assert (held.state, held.found) == ("unscanned", ["script"])
    aged(put(b"gone again"))
    assert kept.daily() == 0


def test_every_column_that_may_hold_a_hash_is_known():
    """By its name; one of that length with another name has to say here that it holds something else."""
    named = {f"{column.table.name}.{column.name}" for column in kept.columns()}
    assert named == {
        "indicator_release.sha256",
        "mark_setting.logo_sha256",
        "market_post_image.sha256",
        "paper.sha256",
        "reconciliation.sha256",
        "register_import.sha256",
        "report_snapshot.sha256",
        "series_import.sha256",
        "text_file.sha256",
    }
    as_long = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, String) and column.type.length == 64
    }
    assert as_long - named == {"content.sha256", *OTHERS.split()}


def test_whoever_keeps_content_is_known(app):
    """A new caller of the door has to say here where its hash stands."""
    where = {
        "filings/demo/__init__.py": "register_import.sha256",
        "filings/register/pages.py": "register_import.sha256",
        "funds/selection/brand/settings.py": "mark_setting.logo_sha256",
        "portal/core/files.py": "paper.sha256",
        "portal/markets/documents/editions/acts.py": "declared",
        "portal/markets/series/imports.py": "series_import.sha256",
        "portal/markets/texts/files.py": "text_file.sha256",
        "portal/markets/texts/news.py": "market_post_image.sha256",
        "portal/shell/reports/snapshots.py": "report_snapshot.sha256",
    }
    keeping, putting = set(), set()
    for folder in ("portal", "filings", "experts", "funds"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    called = ast.unparse(node.func)
                    if called in ("contents.keep", "contents.keep_own"):
                        keeping.add(str(path.relative_to(ROOT)))
                    if called.endswith(("store().put", "store().open")):
                        putting.add(str(path.relative_to(ROOT)))
    assert keeping == set(where)
    assert putting == {"portal/core/contents.py", "portal/core/quarantine.py"}
