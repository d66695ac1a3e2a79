"""The zip archive that a workbook is: its entries, inflated piece by piece,
and what each part is seen to hold on the way.

Sizes that the archive claims bound nothing. Raises Refused; writes nothing.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from filings.register.file.addresses import column_number
from filings.register.file.refusals import DAMAGED, DOCTYPE, ENCRYPTED, LINKS, MACROS, Refused

ZIP = b"PK\x03\x04"
PIECE = 1 << 20
MOST_PARTS = 10_000
_MOST_KEPT = 16 << 20
_LINK_PARTS = re.compile(r"(^|/)(externallinks/|connections\.xml$|querytables/)", re.IGNORECASE)
_MACRO_PARTS = re.compile(r"(^|/)(vbaproject\w*\.bin$|vbadata\.xml$|macrosheets/)", re.IGNORECASE)
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']", re.IGNORECASE)
_HYPERLINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']")
_LINK_TYPES = re.compile(rb"Type\s*=\s*[\"'][^\"']*/(?:externalLink\w*|connections|queryTable)[\"']")
_FAR = re.compile(rb"r=[\"'](?:([A-Z]{2,3})(\d+)|[A-Z]?(\d{6,}))[\"']")
_FORMULA = re.compile(rb"[<:]f[\s/>]")


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


def entries(file: BinaryIO) -> list[zipfile.ZipInfo]:
    """What the archive says it holds; encrypted, doubled, macro and link parts are refused by name."""
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


def refuse_links(relations: bytes) -> None:
    """Relations to other files or data sources; plain hyperlinks may stay."""
    for relation in _RELATION.findall(relations):
        if _LINK_TYPES.search(relation) or (_EXTERNAL.search(relation) and not _HYPERLINK.search(relation)):
            raise Refused(LINKS)


class Scan:
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


def inflate(file: BinaryIO, entry: zipfile.ZipInfo, size: int) -> Iterator[bytes]:
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
            yield inflater.decompress(piece, PIECE)
            while inflater.unconsumed_tail:
                yield inflater.decompress(inflater.unconsumed_tail, PIECE)
        if inflater is not None:
            yield inflater.flush()
            if not inflater.eof:
                raise Refused(DAMAGED)
    except zlib.error as error:
        raise Refused(DAMAGED) from error
