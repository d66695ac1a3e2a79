"""A list as a workbook to download: exactly what its filters leave, streamed.

Every such download is noted in the access log.
"""

import re
import tempfile
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Response, send_file

from portal.core import clock
from portal.core.excel import write_book
from portal.core.listing import Listing
from portal.core.people import Actor
from portal.core.web import log_reads
from portal.core.worksheets import TEXT, Column, Sheet

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
