"""Reads the text of the papers we make, in reading order. Knows as much of PDF as our own papers use, and no more."""

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.DOTALL)
_MAPPED = re.compile(rb"<([0-9A-F]+)> <([0-9A-F]+)>")
_PLAIN = rb"[^()\\]|\\."
_NESTED = rb"(?:%b|\((?:%b|\((?:%b)*\))*\))*" % (_PLAIN, _PLAIN, _PLAIN)  # brackets in pairs stand unescaped
_SHOWN = re.compile(rb"/(f\d+) [\d.]+ Tf|\(%b\)|<([0-9A-Fa-f]+)>" % _NESTED, re.DOTALL)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pages_of(paper: bytes) -> int:
    """How many pages the paper has."""
    return len(re.findall(rb"/Type\s*/Page\b", paper))


def text_of(paper: bytes) -> str:
    """All that the paper says, without any white space: set lines break where they like."""
    objects = {int(found[1]): found[2] for found in _OBJECT.finditer(paper)}
    fonts = {
        name: _letters(_unpacked(objects[int(unicode)]))
        for body in objects.values()
        for name, font in re.findall(rb"/(f\d+) (\d+) 0 R", body)
        for unicode in re.findall(rb"/ToUnicode (\d+) 0 R", objects[int(font)])
    }
    pages = [body for body in objects.values() if re.search(rb"/Type\s*/Page\b", body)]
    contents = [_unpacked(objects[int(n)]) for page in pages for n in re.findall(rb"/Contents (\d+) 0 R", page)]
    return re.sub(r"\s+", "", "".join(_said(content, fonts) for content in contents).replace("\u200b", ""))


def _unpacked(body: bytes) -> bytes:
    found = _STREAM.search(body)
    assert found is not None
    return zlib.decompress(found[1])


def _letters(cmap: bytes) -> dict[bytes, str]:
    return {bytes.fromhex(g.decode()): bytes.fromhex(u.decode()).decode("utf-16-be") for g, u in _MAPPED.findall(cmap)}


def _said(content: bytes, fonts: dict[bytes, dict[bytes, str]]) -> str:
    said, letters = [], {}
    for found in _SHOWN.finditer(content):
        if found[1]:
            letters = fonts[found[1]]
            continue
        glyphs = bytes.fromhex(found[2].decode()) if found[2] else _ESCAPED.sub(_plain, found[0][1:-1])
        said += [letters.get(glyphs[n : n + 2], "") for n in range(0, len(glyphs), 2)]
    return "".join(said)


def _plain(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1], 8)]) if found[1][:1].isdigit() else _NAMED.get(found[1], found[1])
