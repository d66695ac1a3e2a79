"""Workbooks part by part, for what office programs write seldom and attackers write on purpose."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from filings.columns.register import COLUMNS
from filings.register.file.addresses import column_letters
from tests.unit.register_maker import clean_cells, clean_rows

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
STYLES = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="31"/></cellXfs></styleSheet>'


def grid(count: int = 2, seed: int = 5) -> list[list[Any]]:
    """A heading and tidy rows, in the order of COLUMNS; days as ISO text."""
    rows = [clean_cells(row) for row in clean_rows(count, seed)]
    tidy = [[cell.isoformat() if isinstance(cell, date) else cell for cell in row] for row in rows]
    return [[column.heading for column in COLUMNS], *tidy]


def cell_xml(reference: str, value: Any) -> str:
    """One cell; a str that starts with '<c' is taken as it is."""
    if isinstance(value, str) and value.startswith("<c"):
        return value.replace("@", reference)
    if isinstance(value, int | float):
        return f'<c r="{reference}"><v>{value}</v></c>'
    return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>' if value else ""


def rows_xml(rows: Sequence[Sequence[Any]]) -> str:
    return "".join(
        f'<row r="{y}">' + "".join(cell_xml(f"{column_letters(x)}{y}", value) for x, value in enumerate(row)) + "</row>"
        for y, row in enumerate(rows, start=1)
    )


def sheet_xml(rows: Sequence[Sequence[Any]], after: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows_xml(rows)}</sheetData>{after}</worksheet>'


def parts(sheets: Mapping[str, str], *, settings: str = "", states: Mapping[str, str] | None = None) -> dict[str, str]:
    """The parts of a workbook by name; `sheets` gives the XML of each sheet by its title."""
    named = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="r{n}" state="{(states or {}).get(name, "visible")}"/>'
        for n, name in enumerate(sheets, start=1)
    )
    links = "".join(
        f'<Relationship Id="r{n}" Type="{LINKS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    made = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET_TYPE}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="r1" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">{settings}<sheets>{named}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{links}'
        f'<Relationship Id="s" Type="{LINKS}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": STYLES,
    }
    made |= {f"xl/worksheets/sheet{n}.xml": xml for n, xml in enumerate(sheets.values(), start=1)}
    return made


def save(path: Path, of_parts: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in of_parts.items():
            archive.writestr(name, content)
    return path


def workbook(path: Path, rows: Sequence[Sequence[Any]], after: str = "", **options: Any) -> Path:
    """A workbook with the one sheet 신고대장."""
    return save(path, parts({"신고대장": sheet_xml(rows, after)}, **options))


def archive_bytes(of_parts: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in of_parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()
