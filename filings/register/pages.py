"""The register of KHIDI's former system comes in through the browser: upload, look at what is wrong,
then have it written.

Nothing is written to the register before the person confirms. The file waits in the content store by its hash; one that
is refused never gets there. The reading itself happens in `filings.register.imports`, as for the command.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, g, make_response, render_template, request, send_file, url_for
from sqlalchemy import select, update
from sqlalchemy.orm import selectinload
from werkzeug.datastructures import FileStorage

from filings.columns.register import COLUMNS
from filings.register import report
from filings.register.file.reading import Reading, read
from filings.register.imports import CHUNK, SHOWN_PROBLEMS, import_register
from filings.register.models import ImportRun
from portal.core import clock, contents, reading
from portal.core.asking import Asking
from portal.core.db import db
from portal.core.downloads import purposed
from portal.core.listing import Column, Listing
from portal.core.reading import sent_number
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, current_actor, log_reads, note_access, see_other, tell

bp = Blueprint("register", __name__, url_prefix="/desk/filings/register/import")

PAGE = 50
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RELOAD_AFTER = 5  # seconds

STATES = {
    "reading": (Text("읽는 중", "Being read"), "information"),
    "checked": (Text("확인함 (저장 전)", "Checked, not written"), "warning"),
    "refused": (Text("받지 않음", "Refused"), "danger"),
    "written": (Text("저장함", "Written"), "success"),
    "dropped": (Text("중단됨", "Broken off"), "gray"),
}
AS_OF = Field(
    key="as_of",
    label=Text("기준일", "As-of day"),
    type="date",
    required=True,
    past=True,
)
NO_FILE = Text("신고대장 파일을 골라 주세요.", "Choose the register's file.")
TAKE_GOOD_ROWS = Text(
    "문제가 있는 행이 있습니다. 파일을 고쳐 다시 올리거나 ‘올바른 행만 저장’을 골라 주세요.",
    "Some rows are wrong. Mend the file and send it again, or choose “Write the right rows only”.",
)
DONE_ALREADY = Text(
    "이미 저장했거나 저장하고 있는 파일입니다.", "This file has been written already, or is being written."
)

HISTORY = Listing(
    key="register-imports",
    title=Text("가져온 기록", "Imports"),
    query=lambda _actor: select(ImportRun).options(selectinload(ImportRun.by)),
    columns=(
        Column(key="at", label=Text("때", "When"), value=lambda r: r.at),
        Column(key="filename", label=Text("파일", "File"), value=lambda r: r.filename, width=40),
    ),
    order=(ImportRun.id,),
    descending=True,
    page_size=20,
)


@bp.get("")
@access("officer", "ministry")
def index() -> str:
    return _index()


def _index(error: Text | None = None, filename: str = "") -> str:
    page = HISTORY.page(current_actor(), request.args)
    return render_template("filings/register/import.html", page=page, states=STATES, error=error, filename=filename)


@bp.post("")
@access("officer", "ministry")
def upload() -> Any:
    """Read the file and say what is wrong with it; the register stays as it is."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _index(NO_FILE), 422
    filename = reading.file_name(sent.filename)
    db.session.rollback()  # reading takes its time and must not hold the database meanwhile
    with _aside(sent) as path:
        outcome = import_register(path, current_actor(), filename=filename, dry_run=True)
        if outcome.refused is not None:
            note_access("register-refused", filename)
            return _index(outcome.refused, filename), 422
        with path.open("rb") as file:
            contents.keep(file, contents.NO_LIMIT)
    note_access("register-checked", f"import:{outcome.run_id} ({outcome.rows_read})")
    return see_other("register.run", run_id=outcome.run_id)


@contextmanager
def _aside(sent: FileStorage) -> Iterator[Path]:
    """The upload as a file of its own while it is looked at."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register"
        sent.save(path)
        yield path


@bp.get("/<int:run_id>")
@access("officer", "ministry")
def run(run_id: int) -> Response:
    """What was found in the file, and the button that has it written."""
    found = _run(run_id)
    return _run_page(found, Asking((AS_OF,)))


@bp.post("/<int:run_id>")
@access("officer", "ministry")
def write(run_id: int) -> Any:
    """Write what was checked: all of it, or the right rows only. A second click finds the run taken."""
    found = _run(run_id)
    if found.state != "checked":
        tell(DONE_ALREADY, category="info")
        return see_other("register.run", run_id=run_id)
    asking = Asking((AS_OF,) if found.rows_changed else (), given=request.form)
    good_rows = "take_good_rows" in request.form
    if found.problem_count and not good_rows:
        asking.fault("", TAKE_GOOD_ROWS)
    if not asking.good:
        return _run_page(found, asking, status=422)
    if not _claim(run_id):
        tell(DONE_ALREADY, category="info")
        return see_other("register.run", run_id=run_id)
    filename = found.filename
    as_of = date.fromisoformat(asking["as_of"]) if found.rows_changed else None
    with _stored(found) as path:
        try:
            outcome = import_register(
                path, current_actor(), filename=filename, take_good_rows=good_rows, as_of=as_of, run_id=run_id
            )
        except BaseException:
            _release(run_id)
            raise
    found = _run(run_id)
    if outcome.halt is not None:
        asking = Asking((AS_OF,), given=request.form)
        asking.fault("as_of", outcome.halt)
        return _run_page(found, asking, status=422)
    note_access("register-written", f"import:{run_id} ({outcome.rows_written})")
    tell(
        Text("신고대장에 {n}건을 저장했습니다.", "{n} rows were written to the register.").format(
            n=outcome.rows_written
        )
    )
    return see_other("register.run", run_id=run_id)


def _claim(run_id: int) -> bool:
    """Take the checked run for writing; of two clicks one gets it."""
    taken: Any = db.session.execute(
        update(ImportRun)
        .where(ImportRun.id == run_id, ImportRun.state == "checked")
        .values(state="reading", at=clock.now(), by_id=current_actor().user_id)
    )
    db.session.commit()
    return bool(taken.rowcount)


def _release(run_id: int) -> None:
    db.session.rollback()
    db.session.execute(
        update(ImportRun).where(ImportRun.id == run_id, ImportRun.state == "reading").values(state="checked")
    )
    db.session.commit()


@bp.get("/<int:run_id>/problems.xlsx")
@access("officer", "ministry")
@purposed
def problems_book(run_id: int) -> Response:
    """The file itself with a comment on each wrong cell, or its wrong rows."""
    found = _run(run_id)
    target = tempfile.TemporaryFile()  # noqa: SIM115  closed by the response
    with _stored(found) as path:
        report.write_workbook(_read_through(path, found.filename), target, g.language)
    log_reads("export", found.problem_count, f"import:{run_id} problems")
    return _download(target, EXCEL, f"problems-{run_id}.xlsx")


@bp.get("/<int:run_id>/problems.json")
@access("officer", "ministry")
def problems_json(run_id: int) -> Response:
    """The report for programs, as the command writes it."""
    found = _run(run_id)
    target = tempfile.TemporaryFile()  # noqa: SIM115  closed by the response
    with _stored(found) as path, tempfile.TemporaryFile("w+", encoding="utf-8") as text:
        reading = _read_through(path, found.filename)
        report.write_json(
            text,
            refused=None,
            rows_read=reading.rows_read,
            rows_ready=reading.rows_ready,
            rows_written=_rows_written(found),
            problems=reading.problems,
            language=g.language,
        )
        text.seek(0)
        for line in text:
            target.write(line.encode())
    log_reads("export", found.problem_count, f"import:{run_id} problems")
    return _download(target, "application/json", f"problems-{run_id}.json")


def _read_through(path: Path, filename: str) -> Reading:
    reading = read(path, filename=filename)
    for _ in reading.chunks(CHUNK):
        pass
    return reading


def _download(file: Any, media_type: str, name: str) -> Response:
    file.seek(0)
    answer = send_file(file, mimetype=media_type, as_attachment=True, download_name=name)
    answer.call_on_close(file.close)
    return answer


def _run(run_id: int) -> ImportRun:
    found = db.session.get(ImportRun, run_id) if run_id < 2**31 else None
    if found is None:
        abort(404)
    return found


@contextmanager
def _stored(found: ImportRun) -> Iterator[Path]:
    """The file of a run where it lies; 404 if it was refused. The transaction of the request ends here."""
    sha256 = found.sha256
    db.session.rollback()
    if not contents.store().holds(sha256):
        abort(404)
    with contents.opened(sha256) as file:
        yield Path(file.name)


def _rows_written(found: ImportRun) -> int:
    return found.rows_new + found.rows_changed if found.state == "written" else 0


def _run_page(found: ImportRun, asking: Asking, *, status: int = 200) -> Response:
    problems = found.problems or []
    pages = max(1, -(-len(problems) // PAGE))
    number = min(max((sent_number(request.args.get("page")) or 1), 1), pages)
    answer = make_response(
        render_template(
            "filings/register/run.html",
            run=found,
            state=STATES[found.state],
            asking=asking,
            problems=problems[(number - 1) * PAGE : number * PAGE],
            number=number,
            pages=pages,
            shown=SHOWN_PROBLEMS,
            columns={column.heading: column.label for column in COLUMNS},
            held=contents.store().holds(found.sha256),
            written=_rows_written(found),
        ),
        status,
    )
    if found.state == "reading":
        answer.headers["Refresh"] = f"{RELOAD_AFTER}; url={url_for('register.run', run_id=found.id)}"
    return answer
