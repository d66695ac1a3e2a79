"""What in a document of an office program reaches beyond it: embedded objects, content from outside, calls of other
programs. Macros are refused by `portal.core.sniff`. Pure.
"""

import io
import lzma
import re
import zipfile
import zlib

from portal.core.screening.findings import TEST_STRING, Budget, Spent, in_order, infected

_OUTSIDE = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_TARGET = re.compile(rb"TargetMode\s*=\s*[\"']\s*External", re.I)
_LINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']", re.I)
_DDE = re.compile(rb"<(?:\w+:)?ddeLink\b|(?:>|instr\s*=\s*[\"'])\s*DDE(?:AUTO)?\b", re.I)
_SPLIT = re.compile(rb"<(?:\w+:)?instrText\b[^>]*>([^<]*)")
_EMBEDDED = re.compile(r"/embeddings/|oleobject[^/]*\.bin$|^bindata/[^/]*\.ole$", re.I)
_CONTROL = re.compile(r"/activex/|/ctrlprops/", re.I)
_SCRIPT = re.compile(r"^bindata/[^/]*\.(?:eps|ps|js|vbs|exe|bat)$", re.I)
_STEP = 1 << 18


def look(data: bytes) -> list[str]:
    """Keys of FINDINGS for a DOCX, XLSX or HWPX. Raises Unfit for the test string of scanners in any part."""
    found: set[str] = set()
    budget = Budget()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part in archive.infolist():
                budget.check()
                _by_name(part.filename, found)
                _by_content(archive, part, found, budget)
    except (
        Spent,
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        NotImplementedError,
        OSError,
        EOFError,
        RuntimeError,
    ):
        found.add("unlooked")
    return in_order(found)


def look_old(data: bytes) -> list[str]:
    """Keys of FINDINGS for an HWP document: what is embedded tells by its name."""
    import olefile

    found: set[str] = set()
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as held:
            for entry in held.listdir()[:10_000]:
                _by_name("/".join(entry), found)
    except Exception:  # a hostile container may fail in any way
        found.add("unlooked")
    return in_order(found)


def _by_name(name: str, found: set[str]) -> None:
    for pattern, key in ((_EMBEDDED, "embedded"), (_CONTROL, "control"), (_SCRIPT, "script")):
        if pattern.search(name):
            found.add(key)


def _by_content(archive: zipfile.ZipFile, part: zipfile.ZipInfo, found: set[str], budget: Budget) -> None:
    """One part, by pieces: the test string in any of them, words in what is XML."""
    is_text = part.filename.casefold().endswith((".xml", ".rels"))
    pieces, tail = [], b""
    with archive.open(part) as opened:
        while piece := opened.read(_STEP):
            budget.check(len(piece))
            if TEST_STRING in tail + piece:
                raise infected("Eicar-Test-Signature")
            tail = piece[-len(TEST_STRING) :]
            if is_text:
                pieces.append(piece)
    if pieces:
        _read(b"".join(pieces), found, budget)


def _read(text: bytes, found: set[str], budget: Budget) -> None:
    text = text.replace(b"\x00", b"")  # UTF-16 of what is ASCII
    for match in _OUTSIDE.finditer(text):
        budget.check()
        if _TARGET.search(match[0]) and not _LINK.search(match[0]):
            found.add("linked")
    if _DDE.search(text) or b"".join(_SPLIT.findall(text)).lstrip().upper().startswith(b"DDE"):
        found.add("dde")
