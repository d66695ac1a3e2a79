"""A list as a workbook to download: exactly what its filters leave, streamed.

Every such download is noted in the access log, with what it is for where it holds data of persons.
"""

import re
import tempfile
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, TypeVar

from flask import Response, g, make_response, render_template, request, send_file

from portal.core import clock
from portal.core.asking import Asking
from portal.core.excel import write_book
from portal.core.listing import Listing
from portal.core.people import Actor
from portal.core.schema import Field, When
from portal.core.text import Text
from portal.core.web import log_reads
from portal.core.worksheets import TEXT, Column, Sheet

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
View = TypeVar("View", bound=Callable[..., Any])
PURPOSES = {
    "duty": Text("맡은 사건의 처리", "Handling of cases"),
    "report": Text("보고, 국회·감사 자료", "Reports, the Assembly, audits"),
    "mailing": Text("안내와 연락", "Notices to the people in it"),
    "other": Text("그 밖의 일", "Something else"),
}
PURPOSE = (
    Field(
        key="purpose",
        label=Text("무엇에 쓰나요?", "What is it for?"),
        type="choice",
        required=True,
        choices=PURPOSES,
    ),
    Field(
        key="purpose_words",
        label=Text("어떤 일인가요?", "Which?"),
        required=True,
        longest=100,
        show_if=When("purpose", ("other",)),
    ),
)


def purposed(view: View) -> View:
    """A download with data of persons asks first what it is for, and the log keeps the answer (안전성 확보조치 기준 제12조)."""

    @wraps(view)
    def asked_first(*args: Any, **named: Any) -> Any:
        asking = Asking(PURPOSE, given=request.args if "purpose" in request.args else None)
        if "purpose" not in request.args or asking.errors:
            kept = [(key, text) for key, text in request.args.items(multi=True) if not key.startswith("purpose")]
            page = render_template("purpose.html", asking=asking, kept=kept)
            return make_response(page, 422 if asking.errors else 200)
        said = PURPOSES[asking.text("purpose")]
        g.purpose = asking.text("purpose_words") or str(said)
        return view(*args, **named)

    return asked_first  # type: ignore[return-value]


def list_download(listing: Listing, actor: Actor, args: Mapping[str, str], name: str) -> Response:
    """The listing as .xlsx with its Korean headings; the sheet says which filters were set and when."""
    given = listing.given(args)
    labels = {f.key: f.label.ko for f in listing.filters}
    shown = ", ".join(f"{labels[k]}: {_chosen(listing, k, v)}" for k, v in given.items()) or "전체"
    sheet = Sheet(
        tab=listing.title.ko,
        table=re.sub(r"\W", "_", listing.key),
        title=listing.title.ko,
        note=f"조건: {shown}. {clock.seoul(clock.now()):%Y-%m-%d %H:%M} 기준.",
        columns=[Column(c.label.ko, c.number_format or TEXT) for c in listing.columns],
        rows=listing.stream(actor, args),
    )
    return sheet_download(sheet, name, f"{listing.key} {shown}")


def sheet_download(sheet: Sheet, name: str, subject: str) -> Response:
    """One sheet as `name`-YYYYMMDD.xlsx."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  closed by the response
    counts = write_book([sheet], file)
    file.seek(0)
    log_reads("export", counts[sheet.table], subject)
    named = f"{name}-{clock.today():%Y%m%d}.xlsx"
    answer = send_file(file, mimetype=EXCEL, as_attachment=True, download_name=named)
    answer.call_on_close(file.close)
    return answer


def _chosen(listing: Listing, key: str, value: str) -> str:
    found = next(f for f in listing.filters if f.key == key)
    offered: Iterable[tuple[str, Any]] = found.choices() if found.choices else ()
    return next((str(words) for code, words in offered if str(code) == value), value)
