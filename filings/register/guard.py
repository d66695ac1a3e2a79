"""What may come in at all: looks at a whole file before anything reads it, and refuses it or says what it holds.

Refused: macros, links to other files, DOCTYPE, more than 512 MiB unpacked (counted while inflating, whatever the archive
claims), encrypted, damaged, another type under the name, empty. Nothing is written anywhere.
"""

import codecs
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from portal.core.text import Text

LARGEST = 512 * 1024 * 1024
MOST_PARTS = 10_000
_PIECE = 1 << 20
_MOST_KEPT = 16 << 20

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"


class Refused(Exception):
    """The file is refused whole; `reason` is one sentence for the person who sent it."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.ko)
        self.reason = reason


NO_FILE = Text("그런 파일이 없습니다.", "There is no such file.")
EMPTY = Text("파일이 비어 있습니다.", "The file is empty.")
DAMAGED = Text("파일이 손상되어 읽을 수 없습니다.", "The file is damaged and cannot be read.")
ENCRYPTED = Text(
    "암호가 걸린 파일은 받지 않습니다. 암호를 푼 뒤 다시 올려 주세요.",
    "The file is encrypted. Remove the password and send it again.",
)
WRONG_TYPE = Text(
    "파일 이름과 내용의 형식이 다르거나 받지 않는 형식입니다. 엑셀(.xlsx) 또는 CSV(.csv) 파일을 올려 주세요.",
    "The content does not match the file name, or the type is not accepted. Send an Excel (.xlsx) or CSV (.csv) file.",
)
MACROS = Text(
    "매크로가 들어 있는 파일은 받지 않습니다. 매크로 없이 .xlsx로 저장해 주세요.",
    "The file holds macros. Save it as .xlsx without them.",
)
LINKS = Text(
    "다른 파일에 연결된 통합 문서는 받지 않습니다. 연결을 끊고 값으로 저장해 주세요.",
    "The workbook is linked to other files or data sources. Break the links and save the values.",
)
DOCTYPE = Text(
    "파일 안에 허용되지 않는 선언(DOCTYPE)이 있습니다.", "The file holds a DOCTYPE declaration, which is not allowed."
)
TOO_LARGE = Text("압축을 풀면 512 MiB가 넘는 파일은 받지 않습니다.", "The file is larger than 512 MiB when unpacked.")
BAD_ENCODING = Text(
    "글자 인코딩을 알 수 없습니다. CSV는 UTF-8 또는 CP949로 저장해 주세요.",
    "The text encoding is unknown. Save the CSV as UTF-8 or CP949.",
)


@dataclass
class Part:
    """What one XML part of a workbook was seen to hold while it was inflated."""

    name: str
    last_row: int = 99_999  # smaller numbers are not looked for
    last_column: int = 26
    marked: bool = False  # a formula or an error value stands in it, or might
    booleans: bool = False

    @property
    def area(self) -> int:
        """How many cells a dense reader would allocate, at most."""
        return self.last_row * self.last_column


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
            while piece := file.read(_PIECE):
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

_MACRO_TYPES = (b"macroEnabled", b"vbaProject", b"macrosheet", b"Macrosheet")
_LINK_PARTS = re.compile(r"(^|/)(externallinks/|connections\.xml$|querytables/)", re.IGNORECASE)
_MACRO_PARTS = re.compile(r"(^|/)(vbaproject\w*\.bin$|vbadata\.xml$|macrosheets/)", re.IGNORECASE)
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']", re.IGNORECASE)
_HYPERLINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']")
_LINK_TYPES = re.compile(rb"Type\s*=\s*[\"'][^\"']*/(?:externalLink\w*|connections|queryTable)[\"']")
_FAR = re.compile(rb"r=[\"'](?:([A-Z]{2,3})(\d+)|[A-Z]?(\d{6,}))[\"']")
_FORMULA = re.compile(rb"[<:]f[\s/>]")


def _inspect_xlsx(path: Path, name: str, file: BinaryIO, size: int) -> Inspected:
    entries = _entries(file)
    found = Inspected(path, "xlsx", name)
    left = LARGEST
    types = b""
    for entry in entries:
        part = _Scan(entry.filename)
        before = left
        for piece in _inflate(file, entry, size):
            left -= len(piece)
            if left < 0:
                raise Refused(TOO_LARGE)
            part.take(piece)
        if before - left != entry.file_size or part.crc != entry.CRC:
            raise Refused(DAMAGED)
        found.parts[entry.filename.replace("\\", "/").lower()] = part.seen
        if part.is_relations:
            _refuse_links(bytes(part.kept))
        elif part.is_types:
            types = bytes(part.kept)
    found.unpacked = LARGEST - left
    if any(mark in types for mark in _MACRO_TYPES):
        raise Refused(MACROS)
    if b"spreadsheetml.sheet.main+xml" not in types:
        raise Refused(WRONG_TYPE)
    return found


def _entries(file: BinaryIO) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(file) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
        raise Refused(DAMAGED) from error
    names = {entry.filename.lower() for entry in entries}
    if any(entry.flag_bits & 0x41 for entry in entries):
        raise Refused(ENCRYPTED)
    if len(names) != len(entries) or len(entries) > MOST_PARTS:
        raise Refused(DAMAGED)
    if any(map(_MACRO_PARTS.search, names)):
        raise Refused(MACROS)
    if any(map(_LINK_PARTS.search, names)):
        raise Refused(LINKS)
    return entries


def _refuse_links(relations: bytes) -> None:
    for relation in _RELATION.findall(relations):
        if _LINK_TYPES.search(relation) or (_EXTERNAL.search(relation) and not _HYPERLINK.search(relation)):
            raise Refused(LINKS)


class _Scan:
    """Reads one part piece by piece; pieces overlap a little, so that nothing hides on a seam."""

    overlap = 256

    def __init__(self, name: str) -> None:
        self.is_relations = name.lower().endswith(".rels")
        self.is_types = name == "[Content_Types].xml"
        self.is_xml: bool | None = None
        self.kept = bytearray()
        self.seen = Part(name)
        self.crc = 0
        self.tail = b""

    def take(self, piece: bytes) -> None:
        self.crc = zlib.crc32(piece, self.crc)
        if self.is_xml is None and piece:
            start = piece[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
            self.is_xml = start.startswith(b"<")
            if piece[:2] in (b"\xff\xfe", b"\xfe\xff") or start[:2] in (b"<\0", b"\0<"):
                raise Refused(DAMAGED)  # UTF-16 or -32, in which no office program writes
        if not self.is_xml:
            return
        text = self.tail + piece
        if b"<!DOCTYPE" in text:  # the only place where entities could be declared
            raise Refused(DOCTYPE)
        if self.is_relations or self.is_types:
            self.kept += piece
            if len(self.kept) > _MOST_KEPT:
                raise Refused(DAMAGED)
        else:
            self._survey(text)
        self.tail = text[-self.overlap :]

    def _survey(self, text: bytes) -> None:
        seen = self.seen
        if not seen.marked:
            seen.marked = b't="e"' in text or ((b"<f" in text or b":f" in text) and bool(_FORMULA.search(text)))
        seen.booleans = seen.booleans or b't="b"' in text
        if b"t='" in text:
            seen.marked = seen.marked or b"t='e'" in text
            seen.booleans = seen.booleans or b"t='b'" in text
        for letters, row, bare_row in _FAR.findall(text):
            seen.last_row = max(seen.last_row, int(row or bare_row))
            if letters:
                seen.last_column = max(seen.last_column, column_number(letters.decode()) + 1)


def _inflate(file: BinaryIO, entry: zipfile.ZipInfo, size: int) -> Iterator[bytes]:
    """The content of one entry in pieces, from its own compressed bytes: the size it claims bounds nothing."""
    file.seek(entry.header_offset)
    header = file.read(30)
    if len(header) < 30 or header[:4] != ZIP:
        raise Refused(DAMAGED)
    start = entry.header_offset + 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or start + entry.compress_size > size:
        raise Refused(DAMAGED)
    file.seek(start)
    left = entry.compress_size
    inflater = zlib.decompressobj(-15) if entry.compress_type == zipfile.ZIP_DEFLATED else None
    try:
        while left > 0:
            piece = file.read(min(left, 1 << 17))
            left -= len(piece)
            if not piece:
                raise Refused(DAMAGED)
            if inflater is None:
                yield piece
                continue
            yield inflater.decompress(piece, _PIECE)
            while inflater.unconsumed_tail:
                yield inflater.decompress(inflater.unconsumed_tail, _PIECE)
        if inflater is not None:
            yield inflater.flush()
            if not inflater.eof:
                raise Refused(DAMAGED)
    except zlib.error as error:
        raise Refused(DAMAGED) from error


def column_number(letters: str) -> int:
    """'A' → 0, 'U' → 20, 'AA' → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """0 → 'A', 20 → 'U', 26 → 'AA'."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
