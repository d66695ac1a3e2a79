"""A table of statistics as a file: Excel with its definition and as-of day in it, CSV, JSON.

Must not know which table it is.
"""

import csv
import io
import json
from decimal import Decimal
from tempfile import TemporaryFile
from typing import Any

from flask import (
    Response,
    g,
    make_response,
    request,
    send_file,
)

from portal.core import excel
from portal.core.downloads import EXCEL
from portal.core.tables import Table
from portal.core.text import Text, shortened
from portal.core.web import absolute

_FORMATS = {"count": excel.WHOLE, "money": excel.WHOLE, "share": excel.TENTH, "mean": "0.0#", "day": excel.DAY}


def download(ending: str, name: str, title: Text, note: str, table: Table) -> Response:
    """The table as a file of that kind, in the language of the page, with its definition and as-of day in it.

    CSV holds the cells alone, UTF-8 with BOM.
    """
    table = table.in_(g.language)
    headings = table.names()
    if ending == "json":
        said = {
            "title": title.in_(g.language),
            "definition": note,
            "url": absolute(request.endpoint or "", **(request.view_args or {})),
            "rows": [dict(zip(headings, map(_plain, row), strict=True)) for row in table.rows],
            "totals": [_plain(cell) for cell in table.totals] if table.totals else None,
        }
        answer = make_response(json.dumps(said, ensure_ascii=False, indent=1))
        answer.mimetype = "application/json"
    elif ending == "csv":
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(headings)
        writer.writerows([[_safe(cell) for cell in row] for row in table.rows])
        answer = make_response("\ufeff" + out.getvalue())
        answer.mimetype = "text/csv"
    else:
        return _workbook(name, title, note, table)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return answer


def _workbook(name: str, title: Text, note: str, table: Table) -> Response:
    columns = [excel.Column(h.in_(g.language), _FORMATS.get(h.holds, excel.TEXT)) for h in table.headings]
    words = title.in_(g.language)
    sheet = excel.Sheet(
        tab=shortened(words, 31).replace("/", " "),
        table=name.replace("-", "_"),
        title=words,
        note=note,
        columns=columns,
        rows=table.rows,
        totals=table.totals,
        below=[str(note) for note in table.notes],
    )
    file = TemporaryFile()  # noqa: SIM115  closed by the response
    excel.write_book([sheet], file)
    file.seek(0)
    answer = send_file(file, mimetype=EXCEL, as_attachment=True, download_name=f"{name}.xlsx")
    answer.call_on_close(file.close)
    return answer


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def _safe(cell: Any) -> Any:
    """A text that a spreadsheet program would take for a formula is quoted."""
    return "'" + cell if isinstance(cell, str) and cell[:1] in "=+-@\t\r" and len(cell) > 1 else cell
