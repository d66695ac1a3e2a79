"""What in a PDF acts by itself, found by the names that stand in it: plain, with hexadecimal escapes, and in object
streams. Builds no objects and follows no reference, so that no file can send it round in circles. Pure.
"""

import re
import zlib
from collections.abc import Iterator

from portal.core.screening.findings import TEST_STRING, Budget, Spent, in_order, infected, windows

_NAMES = {
    "JavaScript": "script",
    "Rendition": "script",
    "Launch": "launch",
    "EmbeddedFile": "embedded",
    "EmbeddedFiles": "embedded",
    "GoToE": "embedded",
    "RichMedia": "media",
    "XFA": "form",
    "SubmitForm": "sends",
    "ImportData": "sends",
    "OpenAction": "acts",
    "AA": "acts",
    "Encrypt": "unlooked",
}
_ACTIONS = {"script", "launch", "sends", "embedded"}
_END = rb"(?=[\x00\t\n\f\r ()<>\[\]{}/%]|\Z)"
_HEAD = 1024


def _spelled(name: str) -> bytes:
    """A name as any reader takes it: each letter plain or as #xx."""
    letters = []
    for letter in name:
        code = "".join(f"[{d}{d.upper()}]" if d.isalpha() else d for d in f"{ord(letter):02x}")
        letters.append(f"(?:{letter}|#{code})")
    return "".join(letters).encode()


_ACTIVE = re.compile(b"/(?:" + b"|".join(b"(" + _spelled(name) + b")" for name in _NAMES) + b")" + _END)
_KEYS = tuple(_NAMES.values())
_STREAM = re.compile(rb"stream(?:\r\n|\n|\r)")
_OBJECTS = re.compile(b"/(?:" + _spelled("ObjStm") + b"|" + _spelled("First") + b")" + _END)
_FILTER = re.compile(b"/" + _spelled("Filter") + _END)
_PAIRS = re.compile(rb"[\x00\t\n\f\r ]*(?:\d|%)")


def look(data: bytes) -> list[str]:
    """Keys of FINDINGS, the gravest first. Raises Unfit for the test string of scanners."""
    found: set[str] = set()
    budget = Budget()
    try:
        _words(data, found, budget)
        for unpacked in _object_streams(data, found, budget):
            _words(unpacked, found, budget)
    except Spent:
        found.add("unlooked")
    if "acts" in found and found & _ACTIONS:
        found.add("opens")
    return in_order(found)


def _words(data: bytes, found: set[str], budget: Budget) -> None:
    for begin, end in windows(len(data)):
        budget.check()
        if data.find(TEST_STRING, begin, end) >= 0:
            raise infected("Eicar-Test-Signature")
        for match in _ACTIVE.finditer(data, begin, end):
            found.add(_KEYS[(match.lastindex or 1) - 1])


def _object_streams(data: bytes, found: set[str], budget: Budget) -> Iterator[bytes]:
    """The content of what is, or begins like, a packed stream of objects; of any other stream its beginning."""
    before = 0
    for match in _STREAM.finditer(data):
        budget.check()
        began = max(before, data.rfind(b"endobj", before, match.start()))
        said = bool(_OBJECTS.search(data, began, match.start()))
        packed = said and bool(_FILTER.search(data, began, match.start()))
        before = match.end()
        head = _beginning(data[match.end() : match.end() + 4096])
        if head is None or not _PAIRS.match(head):
            if packed:
                found.add("unlooked")
            yield head or b""
            continue
        yield _unpacked(data, match.end(), found, budget)


def _beginning(packed: bytes) -> bytes | None:
    try:
        return zlib.decompressobj().decompress(packed, _HEAD)
    except zlib.error:
        return None


def _unpacked(data: bytes, at: int, found: set[str], budget: Budget) -> bytes:
    """A whole stream; what of it is damaged is left out and said."""
    opened, parts = zlib.decompressobj(), []
    while not opened.eof and at < len(data):
        piece, at = data[at : at + 65536], at + 65536
        while piece:
            try:
                parts.append(opened.decompress(piece, 1 << 18))
            except zlib.error:
                found.add("unlooked")
                return b"".join(parts)
            budget.check(len(parts[-1]))
            piece = opened.unconsumed_tail
    return b"".join(parts)
