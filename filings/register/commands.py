"""`flask register import`: the register by command.

Exit status 0: all rows right; 1: problems; 2: the file was refused.
"""

import json
import sys
from datetime import date
from pathlib import Path

import click
from flask.cli import AppGroup
from tqdm import tqdm

from filings.register import report
from filings.register.imports import Outcome, import_register
from portal.core.options import DAY, WRITTEN
from portal.core.people import SYSTEM
from portal.core.text import Text

register_commands = AppGroup("register", help="The register of filings (신고대장).")


@register_commands.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check only, write nothing.")
@click.option("--take-good-rows", is_flag=True, help="Write the right rows though others are wrong.")
@click.option("--as-of", type=DAY, help="Day from which differing rows hold.")
@click.option("--report", "report_path", type=WRITTEN, help="Problems as .json or .xlsx.")
def import_command(
    file: Path, *, dry_run: bool, take_good_rows: bool, as_of: date | None, report_path: Path | None
) -> None:
    """Import FILE (.xlsx or .csv) into the register."""
    with tqdm(unit="rows", desc=file.name, disable=None) as bar:

        def expected(count: int) -> None:
            bar.total = count or None

        outcome = import_register(
            file,
            SYSTEM,
            dry_run=dry_run,
            take_good_rows=take_good_rows,
            as_of=as_of,
            told=bar.update,
            expected=expected,
        )
    if report_path is not None:
        _write_report(report_path, outcome)
    _say(outcome)
    sys.exit(outcome.exit_status)


def _write_report(path: Path, outcome: Outcome) -> None:
    if path.suffix.lower() != ".xlsx":
        path.write_text(json.dumps(outcome.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return
    with path.open("wb") as target:
        if outcome.reading is not None:
            report.write_workbook(outcome.reading, target)
        else:
            report.write_refusal(outcome.refused or Text("", ""), target)


def _say(outcome: Outcome) -> None:
    if outcome.refused is not None:
        click.echo(outcome.refused.ko, err=True)
        return
    click.echo(
        f"읽은 행 {outcome.rows_read:,} · 올바른 행 {outcome.rows_ready:,} · 저장한 행 {outcome.rows_written:,}"
        f" (새 {outcome.rows_new:,}, 재분류 {len(outcome.changed):,}) · 문제 {len(outcome.problems):,}"
    )
    for problem in outcome.problems[:20]:
        click.echo(f"{problem.sheet} {problem.cell} {problem.column}: {problem.message.ko}", err=True)
    if len(outcome.problems) > 20:
        click.echo(f"… {len(outcome.problems) - 20:,}", err=True)
    if outcome.halt is not None:
        click.echo(f"{outcome.halt.ko} (--as-of YYYY-MM-DD)", err=True)
