"""The words of a mail that came as HTML, and of flowed plain text, as lines. Pure.

Reads from the left to the right once and builds no tree: Python's parser refuses `<![<![` and takes square
time for open tags, libxml2 for closing tags in deep nesting. What a browser would not show (comments,
unfinished tags) is not words.
"""

import re
from html import unescape

_BLOCKS = {"p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "table", "hr", "pre", "dl", "dt", "dd", "section", "article", "center", "form"}  # fmt: skip
_UNSHOWN = {name: re.compile(f"</{name}", re.I) for name in ("style", "script", "title")}
_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9:-]{0,30}")
_STEP = re.compile(r"=\s*[\"']|>")
_RULED = re.compile(r"divrplyfwdmsg|appendonsend|border-top:\s*solid", re.I)
RULE = "_" * 32
"""What stands above a quoted mail in the plain text of Outlook; its HTML marks the same place by a name or a border."""


class _Lines:
    """Lines as they grow: each a list of pieces, so that no text is copied twice. Quoted ones begin with “> ”."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.pieces: list[str] = []
        self.written = False
        self.quoted = self.kept = 0

    def add(self, words: str) -> None:
        if self.kept:
            first, *more = words.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            self._piece(first)
            for line in more:
                self.end(always=True)
                self._piece(line)
        else:
            self._piece(words)

    def _piece(self, words: str) -> None:
        if words:
            self.pieces.append(words)
            self.written = self.written or not words.isspace()

    def end(self, *, always: bool = False) -> None:
        if self.written or always:
            line = " ".join("".join(self.pieces).split())
            self.done.append(f"> {line}".rstrip() if self.quoted else line)
        self.pieces, self.written = [], False


def text_of_html(html: str) -> str:
    """Its words as lines; what stands in a blockquote gets “> ” as plain text has it.

    Takes time in proportion to its length.
    """
    lines = _Lines()
    at = 0
    while (found := html.find("<", at)) >= 0:
        lines.add(_plain(html[at:found]))
        at = _markup(html, found, lines)
    lines.add(_plain(html[at:]))
    lines.end()
    return "\n".join(lines.done).strip()


def _plain(words: str) -> str:
    try:
        return unescape(words)
    except ValueError:  # a numeric reference of thousands of digits
        return words


def _markup(html: str, at: int, lines: _Lines) -> int:
    """Take what begins with “<” at `at`; where to go on. What is never finished reaches to the end."""
    if html.startswith("<!--", at):
        return _behind(html, "-->", at + 2)
    closing = html.startswith("/", at + 1)
    name = _NAME.match(html, at + 1 + closing)
    if name is None:
        if html.startswith(("!", "?", "/"), at + 1):
            return _behind(html, ">", at + 1)
        lines.add("<")
        return at + 1
    end = _end_of_tag(html, name.end())
    if end > len(html):
        return len(html)
    tag = name[0].lower()
    if closing:
        _closed(tag, lines)
    elif tag in _UNSHOWN:
        shut = _UNSHOWN[tag].search(html, end)
        return shut.start() if shut else len(html)
    else:
        _opened(tag, html[name.end() : end], lines)
    return end


def _behind(html: str, sign: str, at: int) -> int:
    found = html.find(sign, at)
    return found + len(sign) if found >= 0 else len(html)


def _end_of_tag(html: str, at: int) -> int:
    """Behind the “>” that ends the tag, values in quotation marks skipped; beyond the end where there is none."""
    while (step := _STEP.search(html, at)) is not None:
        if step[0] == ">":
            return step.end()
        shut = html.find(step[0][-1], step.end())
        if shut < 0:
            break
        at = shut + 1
    return len(html) + 1


def _opened(tag: str, attributes: str, lines: _Lines) -> None:
    if tag == "br":
        lines.end(always=True)
    elif tag in ("td", "th"):
        lines.add(" ")
    elif tag in _BLOCKS:
        lines.end()
        if tag == "div" and _RULED.search(attributes):
            lines.add(RULE)
            lines.end()
        lines.quoted += tag == "blockquote"
        lines.kept += tag == "pre"
        if tag == "li":
            lines.add("- ")


def _closed(tag: str, lines: _Lines) -> None:
    if tag in _BLOCKS:
        lines.end()
        if tag == "blockquote":
            lines.quoted = max(0, lines.quoted - 1)
        elif tag == "pre":
            lines.kept = max(0, lines.kept - 1)


def unflowed(text: str, *, delsp: bool) -> str:
    """format=flowed (RFC 3676) as whole paragraphs: a line that ends in a blank goes on in the next."""
    made: list[str] = []  # flat: a list a line would wake the garbage collector again and again
    going, before = False, 0
    for line in text.replace("\r\n", "\n").split("\n"):
        body, depth = line, 0
        if line.startswith(">"):
            body = line.lstrip(">")
            depth = len(line) - len(body)
        if body.startswith(" "):
            body = body[1:]
        flows = body.endswith(" ") and body != "-- "
        if not (going and depth == before):
            made.append("\n" + ">" * depth + (" " if depth else ""))
        made.append(body[:-1] if flows and delsp else body)
        going, before = flows, depth
    return "".join(made)[1:]
