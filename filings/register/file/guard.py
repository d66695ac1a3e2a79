"""What may come in at all: looks at a whole file before anything reads it, and refuses it or says what it holds.

Refused: macros, links to other files, DOCTYPE, more than 512 MiB unpacked (counted while inflating, whatever the
archive claims), encrypted, damaged, another type under the name, empty. Nothing is written anywhere.
"""

import codecs
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from filings.register.file.archive import PIECE, ZIP, Part, Scan, entries, inflate, refuse_links
from filings.register.file.refusals import (  # fmt: skip
    BAD_ENCODING,
    DAMAGED,
    EMPTY,
    ENCRYPTED,
    MACROS,
    NO_FILE,
    TOO_LARGE,
    WRONG_TYPE,
    Refused,
)

LARGEST = 512 * 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACRO_TYPES = (b"macroEnabled", b"vbaProject", b"macrosheet", b"Macrosheet")


@dataclass
class Inspected:
    """A file that may be read: 'xlsx' with its parts, or 'csv' with its encoding and number of lines."""

    path: Path
    kind: str
    name: str
    encoding: str = ""
    lines: int = 0
    unpacked: int = 0
    parts: dict[str, Part] = field(default_factory=dict)

    def part(self, name: str) -> Part:
        """The part of that name, whatever its case, as office programs look for it too. Raises Refused."""
        found = self.parts.get(name.lower())
        if found is None:
            raise Refused(DAMAGED)
        return found


def inspect(path: Path, filename: str | None = None) -> Inspected:
    """Look at the whole file at `path`, sent under the name `filename`. Raises Refused."""
    name = filename or path.name
    suffix = Path(name).suffix.lower()
    if not path.is_file():
        raise Refused(NO_FILE)
    size = path.stat().st_size
    if size == 0:
        raise Refused(EMPTY)
    with path.open("rb") as file:
        start = file.read(8)
        if suffix not in (".xlsx", ".csv", ".xlsm") or (suffix == ".csv" and start.startswith((ZIP, OLE, b"%PDF"))):
            raise Refused(WRONG_TYPE)
        if suffix == ".csv":
            if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                raise Refused(BAD_ENCODING)
            return _inspect_csv(path, name, file, size)
        if start == OLE:
            raise Refused(ENCRYPTED if _is_encrypted_package(path) else WRONG_TYPE)
        if not start.startswith(ZIP):
            raise Refused(DAMAGED if start.startswith(b"PK") else WRONG_TYPE)
        inspected = _inspect_xlsx(path, name, file, size)
    if suffix == ".xlsm":
        raise Refused(WRONG_TYPE)
    return inspected


def _is_encrypted_package(path: Path) -> bool:
    import olefile

    try:
        with olefile.OleFileIO(str(path)) as ole:
            return bool(ole.exists("EncryptedPackage"))
    except Exception as error:
        raise Refused(DAMAGED) from error


# CSV


def _inspect_csv(path: Path, name: str, file: BinaryIO, size: int) -> Inspected:
    if size > LARGEST:
        raise Refused(TOO_LARGE)
    for encoding in ("utf-8-sig", "cp949"):
        file.seek(0)
        decoder = codecs.getincrementaldecoder(encoding)()
        lines = 0
        filled = False
        try:
            while piece := file.read(PIECE):
                if b"\0" in piece:
                    raise Refused(WRONG_TYPE)
                lines += piece.count(b"\n")
                text = decoder.decode(piece)
                filled = filled or not text.isspace()
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        if not filled:
            raise Refused(EMPTY)
        return Inspected(path, "csv", name, encoding, lines + 1)
    raise Refused(BAD_ENCODING)


# XLSX


def _inspect_xlsx(path: Path, name: str, file: BinaryIO, size: int) -> Inspected:
    listed = entries(file)
    found = Inspected(path, "xlsx", name)
    left = LARGEST
    types = b""
    for entry in listed:
        part = Scan(entry.filename)
        before = left
        for piece in inflate(file, entry, size):
            left -= len(piece)
            if left < 0:
                raise Refused(TOO_LARGE)
            part.take(piece)
        if before - left != entry.file_size or part.crc != entry.CRC:
            raise Refused(DAMAGED)
        found.parts[entry.filename.replace("\\", "/").lower()] = part.seen
        if part.is_relations:
            refuse_links(bytes(part.kept))
        elif part.is_types:
            types = bytes(part.kept)
    found.unpacked = LARGEST - left
    if any(mark in types for mark in _MACRO_TYPES):
        raise Refused(MACROS)
    if b"spreadsheetml.sheet.main+xml" not in types:
        raise Refused(WRONG_TYPE)
    return found
