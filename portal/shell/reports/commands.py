"""`flask report annual`: the annual workbook by command, live or frozen."""

import json
from pathlib import Path

import click
from flask.cli import AppGroup
from tqdm import tqdm

from portal.core.db import db
from portal.core.options import WRITTEN, Year
from portal.core.people import SYSTEM
from portal.shell.reports import annual, snapshots

report_commands = AppGroup("report", help="Reports of the ministry.")


@report_commands.command("annual")
@click.option("--year", required=True, type=Year(2009, 2100), help="State of the register at the end of this year.")
@click.option("--out", required=True, type=WRITTEN, help="The workbook to write.")
@click.option("--json", "json_path", type=WRITTEN, help="The figures as JSON.")
@click.option("--snapshot", "frozen", is_flag=True, help="Freeze the workbook as a snapshot, too.")
def annual_command(year: int, out: Path, json_path: Path | None, *, frozen: bool) -> None:
    """Write the annual workbook."""
    with tqdm(unit="rows", desc="annual", disable=None) as bar:
        if frozen:
            snapshot = snapshots.freeze(year, SYSTEM, progress=bar.update)
            db.session.commit()
            with snapshots.workbook(snapshot) as source:
                out.write_bytes(source.read())
            found = snapshot.figures
            click.echo(f"S-{snapshot.id} {snapshot.sha256}", err=True)
        else:
            with open(out, "wb") as file:
                found = annual.make(year, file, progress=bar.update).as_json()
    if json_path is not None:
        json_path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    click.echo(f"{out}: {found['register']['rows']:,}")
