"""Where formulas and error values stand in a sheet, which the fast reader of values does not say.

Streams the sheet's XML with a plain parser (the guard has refused any DOCTYPE) and keeps addresses only. No formula is
evaluated.
"""

import re
import zipfile
from typing import NamedTuple
from xml.parsers import expat

from filings.register.file.addresses import column_number
from filings.register.file.refusals import DAMAGED, Refused

_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})", re.ASCII)
_PIECE = 1 << 18
_SMALL = 1_000
_MOST_AREAS = 100


class Mark(NamedTuple):
    """A cell whose value may not be taken: a formula with its text, or an error value such as #N/A."""

    is_formula: bool
    text: str


class Marks:
    """`marks.at(row)` gives {column: Mark} of a sheet row (rows from 1, columns from 0)."""

    def __init__(self) -> None:
        self.by_row: dict[int, dict[int, Mark]] = {}
        self.areas: list[tuple[int, int, int, int, Mark]] = []

    def __bool__(self) -> bool:
        return bool(self.by_row)

    def add(self, row: int, column: int, mark: Mark) -> None:
        self.by_row.setdefault(row, {})[column] = mark

    def add_area(self, reference: str, mark: Mark) -> None:
        """An array formula or data table fills cells that hold no formula of their own."""
        corners = [(int(row), column_number(letters)) for letters, row in _ADDRESS.findall(reference)]
        if len(corners) != 2:
            return
        (top, left), (bottom, right) = corners
        if (bottom - top + 1) * (right - left + 1) <= _SMALL:
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    self.by_row.setdefault(row, {}).setdefault(column, mark)
        else:
            self.areas.append((top, bottom, left, min(right, 16_383), mark))
            if len(self.areas) > _MOST_AREAS:
                raise Refused(DAMAGED)

    def at(self, row: int) -> dict[int, Mark]:
        found = self.by_row.get(row, {})
        for top, bottom, left, right, mark in self.areas:
            if top <= row <= bottom:
                found = dict.fromkeys(range(left, right + 1), mark) | found
        return found


def find_marks(archive: zipfile.ZipFile, part: str) -> Marks:
    """The marks of the sheet stored as `part`. Raises Refused where its XML is broken."""
    handler = _Handler()
    try:
        with archive.open(part) as file:
            while piece := file.read(_PIECE):
                handler.parser.Parse(piece, False)  # noqa: FBT003
        handler.parser.Parse(b"", True)  # noqa: FBT003
    except (expat.ExpatError, zipfile.BadZipFile) as error:
        raise Refused(DAMAGED) from error
    return handler.marks


class _Handler:
    """Follows rows and cells; a cell without an address stands right of the one before it.

    Ends of elements and text are listened to only inside a formula or an error value: most cells have neither.
    """

    def __init__(self) -> None:
        self.marks = Marks()
        self.row = 0
        self.column = -1
        self.in_cell = False
        self.is_error = False
        self.formula: dict[str, str] | None = None
        self.inside = ""
        self.collected = ""
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "v":
            if self.is_error and self.in_cell:
                self._listen(name)
        elif name == "c":
            self.in_cell = True
            found = _ADDRESS.fullmatch(attributes.get("r", ""))
            if found:
                self.row, self.column = int(found[2]), column_number(found[1])
            else:
                self.column += 1
            self.is_error = attributes.get("t") == "e"
            self.formula = None
        elif name == "f":
            if self.in_cell:
                self.formula = attributes
                self._listen(name)
        elif name == "row":
            number = attributes.get("r", "")
            self.row = int(number) if number.isdecimal() else self.row + 1
            self.column = -1
        elif name not in _INSIDE_A_CELL:
            self.in_cell = False

    def _listen(self, name: str) -> None:
        self.inside, self.collected = name, ""
        self.parser.CharacterDataHandler = self.text
        self.parser.EndElementHandler = self.end

    def text(self, data: str) -> None:
        if len(self.collected) < 200:
            self.collected += data

    def end(self, name: str) -> None:
        if name.rpartition(":")[2] != self.inside:
            return
        self.parser.CharacterDataHandler = None
        self.parser.EndElementHandler = None
        if self.inside == "f" and self.formula is not None:
            mark = Mark(is_formula=True, text=f"={self.collected or '…'}")
            self.marks.add(self.row, self.column, mark)
            if self.formula.get("t") in ("array", "dataTable"):
                self.marks.add_area(self.formula.get("ref", ""), mark)
        elif self.formula is None:
            self.marks.add(self.row, self.column, Mark(is_formula=False, text=self.collected))


_INSIDE_A_CELL = frozenset(
    {"is", "t", "r", "rPr", "rPh", "b", "i", "u", "sz", "color", "rFont", "family", "charset", "scheme"}
)
