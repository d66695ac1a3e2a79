"""What somebody wrote themselves in a mail: without the mail they answer, without their signature. Pure.

Knows how Outlook, Gmail, Apple Mail, Naver and Daum mark the answered mail in Korean and English. Rather leaves a line
of a quotation in than takes a line of an answer out.
"""

import re
from html.parser import HTMLParser

from portal.core.reply_mark import is_mark

MOST = 5000  # lines looked at
_LONG = 400  # letters; a line that introduces a quotation is shorter
_ADDRESS = r"[^\s<>@]+@[^\s<>@]+"
_BANNER = re.compile(
    r"\s*[-_=]{2,}\s*(original message|원본\s*(메시지|메세지|메일)|reply message)\s*[-_=]{2,}\s*$", re.I
)
_RULE = re.compile(r"\s*_{20,}\s*$")
_HEADS = (
    re.compile(r"\s*\W*(from|보낸\s*사람|보낸이|발신)\W*\s*:", re.I),
    re.compile(r"\s*\W*(sent|date|보낸\s*날짜|보낸\s*시간|날짜|일시)\W*\s*:", re.I),
    re.compile(r"\s*\W*(to|받는\s*사람|받는이|수신)\W*\s*:", re.I),
    re.compile(r"\s*\W*(subject|제목)\W*\s*:", re.I),
)
_SAID = re.compile(
    rf"(on\b.{{6,200}}\bwrote\s*:|(?=.*\d).{{6,200}}({_ADDRESS}|님이|님께서).{{0,60}}(작성|쓴\s*글|썼습니다|wrote)\s*:)\s*$",
    re.I | re.S,
)
_SAID_BEGINS = re.compile(r"\s*(on\b.*\d|.{0,20}\d{2,4}\s*[년./-]|.*\d{4}\s*[년./-])", re.I)
_SENT_FROM = re.compile(
    r"\s*(나의 \S+에서 (보냄|전송함?)|내 \S+에서 보냄|sent from my \S+.*|sent from outlook.*|(ios|android)용 outlook.*"
    r"|get outlook for .*|outlook for (ios|android).*|naver (앱|mail)에서 보냄.*)\s*$",
    re.I,
)


def own_words(text: str) -> str:
    """The answer in `text`. Where it stands between quoted lines (“> …”), what is not quoted; '' where nothing is."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").replace("\ufeff", "").split("\n")
    lines = _above_mark(lines[:MOST])
    found = _tidy(_before_quote(lines))
    return found or _tidy(_between_quotes(lines))


def _above_mark(lines: list[str]) -> list[str]:
    """Up to our own line “write above this”, unless the answer was written below it."""
    for at, line in enumerate(lines):
        if is_mark(line):
            above = lines[:at]
            return above if _tidy(_before_quote(above)) or not _tidy(_between_quotes(lines[at:])) else lines
    return lines


def _before_quote(lines: list[str]) -> list[str]:
    """Up to the answered mail; what is not quoted of all lines where it is answered point by point."""
    for at, line in enumerate(lines):
        if _BANNER.match(line) or is_mark(line) or _headers_at(lines, at):
            return lines[:at]
        if _RULE.match(line) and _headers_at(lines, _next_written(lines, at + 1)):
            return lines[:at]
        taken = _said_at(lines, at)
        if taken or line.startswith(">"):
            return _between_quotes(lines) if _answered_between(lines[at + taken :]) else lines[:at]
    return lines


def _between_quotes(lines: list[str]) -> list[str]:
    """Everything but quoted lines, the lines that introduce them, and what stands below a block of mail headers."""
    kept: list[str] = []
    at = 0
    while at < len(lines):
        taken = _said_at(lines, at)
        if taken or lines[at].startswith(">") or is_mark(lines[at]):
            at += taken or 1
        elif _BANNER.match(lines[at]) or _headers_at(lines, at):
            break
        else:
            kept.append(lines[at])
            at += 1
    return kept


def _headers_at(lines: list[str], at: int) -> bool:
    """Three of From, Sent, To, Subject within the next seven lines, the first of them here."""
    if at >= len(lines) or not _HEADS[0].match(lines[at]):
        return False
    ahead = lines[at : at + 7]
    return sum(any(head.match(line) for line in ahead) for head in _HEADS) >= 3


def _said_at(lines: list[str], at: int) -> int:
    """How many lines (up to four: clients wrap it) say “On … somebody wrote:” from here; 0 where none do."""
    if at >= len(lines) or not 0 < len(lines[at]) < _LONG or not _SAID_BEGINS.match(lines[at]):
        return 0
    for taken in range(1, 5):
        if at + taken > len(lines) or not lines[at + taken - 1].strip():
            return 0
        if _SAID.match(" ".join(line.strip() for line in lines[at : at + taken])):
            return taken
    return 0


def _answered_between(lines: list[str]) -> bool:
    """Whether words that are not quoted follow quoted lines (“> …”): then it is answered point by point."""
    quoted = [at for at, line in enumerate(lines) if line.startswith(">")]
    return bool(quoted) and bool(_tidy(_between_quotes(lines[quoted[0] :])))


def _next_written(lines: list[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _tidy(lines: list[str]) -> str:
    """Without the signature below “-- ” and “sent from my …”, without blank ends and runs of blank lines."""
    kept: list[str] = []
    for line in lines:
        if line in ("-- ", "--") and any(k.strip() for k in kept):
            break
        if not _SENT_FROM.match(line):
            kept.append(line.rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def unflowed(text: str, *, delsp: bool) -> str:
    """format=flowed (RFC 3676) as whole paragraphs: a line that ends in a blank goes on in the next."""
    made: list[str] = []
    going = False
    for line in text.replace("\r\n", "\n").split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        body = line[depth:].removeprefix(" ")
        flows = body.endswith(" ") and body != "-- "
        if going and made and depth == len(made[-1]) - len(made[-1].lstrip(">")):
            made[-1] += body
        else:
            made.append(">" * depth + (" " if depth else "") + body)
        if flows and delsp:
            made[-1] = made[-1][:-1]
        going = flows
    return "\n".join(made)


_BLOCKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "table", "hr", "pre"}  # fmt: skip
_SILENT = {"style", "script", "head", "title", "template"}


class _Text(HTMLParser):
    """HTML as lines of text; what stands in a blockquote gets “> ” as plain text has it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.depth = self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _SILENT:
            self.silent += 1
        elif tag == "body":
            self.silent = 0
        elif tag in _BLOCKS:
            self._break(always=tag == "br")
            if tag == "blockquote":
                self.depth += 1
            elif tag == "li":
                self._add("- ")
        elif tag in ("td", "th") and self.lines[-1]:
            self._add(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in ("br", "hr"):
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in _BLOCKS and tag != "br":
            self._break(always=False)
            if tag == "blockquote":
                self.depth = max(0, self.depth - 1)

    def handle_data(self, data: str) -> None:
        if not self.silent:
            words = re.sub(r"\s+", " ", data.replace("\xa0", " "))
            self._add(words.lstrip() if not self.lines[-1].lstrip("> ") else words)

    def _add(self, words: str) -> None:
        if words and not self.lines[-1] and self.depth:
            self.lines[-1] = ">" * self.depth + " "
        self.lines[-1] += words

    def _break(self, *, always: bool) -> None:
        if self.lines[-1] or always:
            self.lines.append("")


def text_of_html(html: str) -> str:
    """The words of a mail that came as HTML alone. Deep nesting and broken markup do no harm: nothing is recursive."""
    reader = _Text()
    reader.feed(html)
    reader.close()
    return "\n".join(line.rstrip() for line in reader.lines).strip()
