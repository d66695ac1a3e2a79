"""What somebody wrote themselves in a mail: without the mail they answer, without their signature. Pure.

Rather leaves a line of a quotation in than takes a line of an answer out: words such as “On Monday Kim wrote:” and
lines such as “From: Incheon” are the writer's own unless something shows that a mail program put them there. Every line
is looked at once; what was left out is handed back, so that its writer can be told.
"""

import re
import time
from collections.abc import Collection
from dataclasses import dataclass

from portal.core.reply_mark import is_mark
from portal.shell.inbox.heads import BEGINS, COPIES, LABELS, ORIGINAL, WROTE, squeezed
from portal.shell.inbox.signature import without_signature

MOST_LETTERS = 400_000
MOST_LINES = 50_000
MOST_SECONDS = 5.0
_LONG = 400  # letters; a line that introduces a quotation is shorter
_SURE = 3  # points from which a block of labels is the head of a mail
_ADDRESS = re.compile(r"[^\s<>@()\[\]:;,\"']{1,64}@[^\s<>@()\[\]:;,\"']{1,255}")
_TIME = re.compile(r"(?<![\d.:/])\d{1,2} ?[:.h시時点點] ?\d{2}(?![\d.]\d)|\d{1,2}시|\d ?(?:[ap]\.?m\b|uhr)", re.I)
_DAY = re.compile(r"(?<!\d)20\d\d(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2}")
_DASHES = "-=_*~─━—– \t"
_MARKS = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF])


class Over(Exception):
    """Reading a mail takes longer than a mail may take."""


@dataclass(frozen=True)
class Own:
    """`words` of the writer; `cut`: the lines left out as a quotation, none where they are shown to be our own notice.

    `over`: the text is longer than what was looked at, and its quotation did not begin before.
    """

    words: str
    cut: tuple[str, ...] = ()
    over: bool = False


def own_words(text: str) -> str:
    """The answer in `text`. Where it stands between quoted lines (“> …”), what is not quoted; '' where nothing is."""
    return read_own(text).words


def read_own(
    text: str, ours: Collection[str] = (), subject: str = "", *, more: bool = False, seconds: float = MOST_SECONDS
) -> Own:
    """The answer in `text` and what was left out.

    `ours`: addresses that our notices carry, and whole domains of them as “@domain”, in small letters; with none, any
    address may be one. `subject`: that of the mail itself. `more`: the text goes on beyond what is handed over.
    Raises Over after `seconds`.
    """
    over = more or len(text) > MOST_LETTERS
    lines = text[:MOST_LETTERS].replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").split("\n", MOST_LINES)
    if len(lines) > MOST_LINES:
        lines, over = lines[:MOST_LINES], True
    scan = _Scan(lines, ours, subject, time.monotonic() + seconds)
    return scan.own(over=over)


def _bare(line: str) -> str:
    return line.translate(_MARKS).strip()


def _is_quoted(line: str) -> bool:
    return line.startswith((">", "＞"))


class _Scan:
    """One pass over the lines: which are the writer's own."""

    def __init__(self, lines: list[str], ours: Collection[str], subject: str, until: float) -> None:
        self.lines = [line.replace("\ufeff", "") for line in lines]
        self.bare = [_bare(line) for line in lines]
        self.ours = {one for one in ours if one}
        self.subject = _bare_subject(subject)
        self.until = until
        self.own_at: list[int] = []
        self.end = len(lines)
        self._next = self._written_ahead()

    def own(self, *, over: bool) -> Own:
        self._read()
        kept = set(self.own_at)
        left = [self.bare[n] for n in range(len(self.lines)) if n not in kept and self.bare[n]]
        shown = any(is_mark(line) or self._is_ours(line) for line in left)
        words = without_signature([self.lines[n] for n in self.own_at])
        return Own(words, () if shown else tuple(left), over and self.end == len(self.lines))

    def _written_ahead(self) -> list[int]:
        """For each line the next one at or below it that is not blank; the number of lines where none is."""
        ahead = [len(self.bare)] * (len(self.bare) + 1)
        for at in range(len(self.bare) - 1, -1, -1):
            ahead[at] = at if self.bare[at] else ahead[at + 1]
        return ahead

    def _read(self) -> None:
        at = 0
        while at < len(self.lines):
            if not at % 1000 and time.monotonic() > self.until:
                raise Over("reading took too long")
            line = self.bare[at]
            if not line:
                self.own_at.append(at)
            elif _is_quoted(line):
                at = self._quoted(at)
                continue
            elif is_mark(line) or self._is_header(at):
                if is_mark(line) and not self._has_words():  # the answer stands below the notice
                    at += 1
                    continue
                self._cut_here(at)
                return
            elif (begun := self._introduces(at)) is not None:
                while self.own_at and self.own_at[-1] >= begun:
                    self.own_at.pop()
                if not _is_quoted(self._following(at)):
                    self._cut_here(begun)
                    return
            else:
                self.own_at.append(at)
            at += 1

    def _following(self, at: int) -> str:
        """The next written line below; '' where there is none."""
        return self.bare[self._next[at + 1]] if self._next[at + 1] < len(self.bare) else ""

    def _quotes_notice(self, at: int) -> bool:
        """Whether the quoted lines from here hold our own line “write above this”."""
        while at < len(self.bare) and _is_quoted(self.bare[at]):
            if is_mark(self.bare[at]):
                return True
            at += 1
        return False

    def _has_words(self) -> bool:
        return any(self.bare[n] for n in self.own_at)

    def _cut_here(self, at: int) -> None:
        """Everything from here on is the answered mail, with the rule or banner that stands directly above."""
        self.end = at
        while self.own_at and (not self.bare[self.own_at[-1]] or _is_rule(self.bare[self.own_at[-1]])):
            self.own_at.pop()

    def _quoted(self, at: int) -> int:
        """Behind the quoted lines from here. They are the writer's own where the writer's own line introduces them."""
        end = at
        while end < len(self.bare) and _is_quoted(self.bare[end]):
            end += 1
        mine = at > 0 and self.own_at[-1:] == [at - 1] and self.bare[at - 1].endswith((":", "："))
        if mine and not any(is_mark(line) or self._is_ours(line) for line in self.bare[at:end]):
            self.own_at.extend(range(at, end))
        return end

    def _is_ours(self, line: str) -> bool:
        return "@" in line and any(self._known(one) for one in _addresses(line))

    def _known(self, address: str) -> bool:
        return address in self.ours or address[address.index("@") :] in self.ours

    def _introduces(self, at: int) -> int | None:
        """Where the words “On … somebody wrote:” begin that end here (clients wrap them to up to four lines);
        None for others.

        Above quoted lines they name an address, or a time of day with a day or “wrote”; above others both an address,
        one of ours where these are known, and a time of day.
        """
        line = self.bare[at]
        if not line.endswith((":", "：")) or len(line) > _LONG:
            return None
        following = self._following(at)
        quoted = _is_quoted(following)
        above_notice = is_mark(following) or (quoted and self._quotes_notice(self._next[at + 1]))
        above_quote = above_notice or quoted
        if not above_quote and "@" not in "".join(self.bare[max(0, at - 3) : at + 1]):
            return None
        first, said = at, line
        minimal = None
        while True:
            small = said.casefold()
            addresses, timed = _addresses(small), bool(_TIME.search(small))
            wrote = (above_quote or bool(addresses)) and any(word in small for word in WROTE)
            dated = timed and bool(_DAY.search(small))
            ours = not self.ours or any(self._known(one) for one in addresses)
            if timed and addresses and (above_quote or (ours and (wrote or dated))):
                return self._from_its_beginning(first, len(said))
            if above_quote and minimal is None and (addresses or dated or (wrote and (timed or above_notice))):
                minimal = first
            first -= 1
            if first < 0 or at - first > 3 or not self.bare[first] or self.own_at[-1:] < [first]:
                return minimal
            said = f"{self.bare[first]} {said}"
            if len(said) > _LONG or _is_quoted(self.bare[first]):
                return minimal

    def _from_its_beginning(self, first: int, length: int) -> int:
        """One line further up where that line is the first half of “On Wednesday, ⏎ 4 March … wrote:”."""
        above = self.bare[first - 1].casefold() if first else ""
        if above.startswith(BEGINS) and len(above) < 100 and length < 300 and not above.endswith((".", "!", "?", ":")):
            return first - 1
        return first

    def _is_header(self, at: int) -> bool:
        """Whether a block of From, Sent, To, Subject begins here that a mail program wrote: shown by points."""
        kind, value = _label(self.bare[at])
        if not kind:
            return False
        held, order = {kind: value}, [kind]
        end = at + 1
        while end < len(self.bare) and end < at + 12:
            line = self.bare[end]
            kind, value = _label(line)
            if kind == "copy" or (not kind and line and order[-1] == "to" and _ADDRESS.search(line[:_LONG])):
                pass
            elif kind and kind not in held:
                held[kind] = value
                order.append(kind)
            elif line or not self.bare[end - 1]:
                break
            end += 1
        day = held.get("sent", "") + held.get("date", "")
        if "author" not in held or len({"sent" if k == "date" else k for k in held}) < 3:
            return False
        people = _addresses((held["author"] + " " + held.get("to", "")).casefold())
        points = (
            self._rule_above(at)
            + 3 * any(is_mark(line) for line in self.bare[end : end + 15])
            + 3 * any(self._known(one) for one in people)
            + 3 * (bool(self.subject) and _bare_subject(held.get("subject", "")) == self.subject)
            + bool(_addresses(held["author"]))
            + ("sent" in held)
            + bool(_TIME.search(day) and _DAY.search(day))
            + (order == ["author", "sent", "to", "subject"])
        )
        return points >= _SURE

    def _rule_above(self, at: int) -> int:
        """3 for “Original Message” above, 2 for Outlook's line of underscores; other lines are anybody's."""
        above = at - 1
        while above >= 0 and not self.bare[above] and at - above < 4:
            above -= 1
        line = self.bare[above] if above >= 0 else ""
        return 0 if not _is_rule(line) else 3 if line.strip(_DASHES) else 2 * (set(line) == {"_"})


def _addresses(words: str) -> list[str]:
    return _ADDRESS.findall(words[:_LONG].casefold()) if "@" in words else []


def _label(line: str) -> tuple[str, str]:
    """(kind, value) of a line of a header: “*From:* Kim” is ('author', 'Kim'); ('', '') of others."""
    begin = line[:40].replace("：", ":")
    name, colon, _ = begin.partition(":")
    if not colon or not name:
        return "", ""
    found = squeezed(name.strip("*_[ "))
    value = line[len(name) + 1 : _LONG].strip("* ")
    return ("copy" if found in COPIES else LABELS.get(found, "")), value


def _is_rule(line: str) -> bool:
    """A line of underscores or dashes, or “-----Original Message-----” in any language."""
    bare = line[:120].strip(_DASHES + "[]<>")
    if not bare:
        return len(line) >= 20 and set(line) <= set("_-=")
    return len(bare) < len(line) - 3 and line[0] in "-=_[<*~─━—–" and squeezed(bare) in ORIGINAL


def _bare_subject(subject: str) -> str:
    """Without “Re:”, “AW:”, “회신:” and blanks."""
    words = subject.casefold()
    while ":" in words[:6]:
        words = words.partition(":")[2]
    return squeezed(words)
