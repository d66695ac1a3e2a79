"""What people write, read in one place: texts, whole and decimal numbers, money, per cent,
and words that are looked for.

Forms, register files, mails and searches read alike: any Unicode form, width and blank, signs that nobody sees, tabs
and line breaks of pasted cells. What does not read is `Unread`, with a sentence; nothing is guessed and nothing is cut.
Days and times are read in `portal.core.reading_days`. Pure: knows neither web nor database.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar

from portal.core.text import Text

T = TypeVar("T")
LONGEST = 80  # no day, time or number is longer

# controls and marks of formatting; Arabic signs of that class are seen and stay
_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u180e\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufeff\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f]"
    # joiners shape the letters of some scripts and hold emoji together; a zero-width space parts words of others
    "|(?<![\u0600-\u08ff\u0900-\u109f\u1780-\u17ff\ufe0f\u2600-\u27bf\U0001f000-\U0001faff])[\u200c\u200d]"
    "|(?<![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])\u200b"
)
_RAISED = re.compile("([\u00b2\u00b3\u00b9\u2070-\u209f]+)")
_BLANK = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000\u3164\uffa0]")
_LINE_END = re.compile("[\v\f\x85\u2028\u2029]")
DASHES = "-‐‑‒–—―−﹘﹣－ー"
_TO_HYPHEN = {ord(sign): "-" for sign in DASHES}
# what makes no difference between two spellings: blanks, what nobody sees, dashes, middle dots
DROPPED = "".join(
    [
        "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\xad\u034f\u061c\u115f\u1160\u119e\u1680\u180e",
        *map(chr, range(0x2000, 0x2010)), *map(chr, range(0x2028, 0x2030)), *map(chr, range(0x205F, 0x2070)),
        "\u2800\u3000\u3164\uffa0\ufeff", *map(chr, range(0xFE00, 0xFE10)),
        DASHES, "·ㆍ•‧∙⋅・･",
    ]
)  # fmt: skip
_DROP = re.compile(f"[{re.escape(DROPPED)}]+")


class Unread(ValueError):
    """A text that does not mean what was asked for; `said` tells the person, `code` the program."""

    def __init__(self, said: Text, code: str = "unread") -> None:
        super().__init__(said.ko)
        self.said = said
        self.code = code


def or_none(read: Callable[..., T], raw: Any, **how: Any) -> T | None:
    """What `read` makes of `raw`; None where it reads nothing."""
    try:
        return read(raw, **how)
    except Unread:
        return None


# texts


UNPRINTABLE = Text(
    "인쇄할 수 없는 글자({sign})가 있습니다. 지우고 다시 적어 주세요.",
    "There is a character that cannot be printed ({sign}). Remove it and write it again.",
)


def unprintable(text: str) -> str:
    """The first sign that no paper can print (NUL, half characters, private use, unassigned) as 'U+0000';
    '' for none.
    """
    if text.isprintable():
        return ""
    wrong = (c for c in text if c == "\0" or unicodedata.category(c) in ("Cs", "Co", "Cn"))
    return next((f"U+{ord(c):04X}" for c in wrong), "")


def _printed(text: str) -> str:
    if sign := unprintable(text):
        raise Unread(UNPRINTABLE.format(sign=sign), "unprintable")
    return text


def seen(text: str) -> str:
    """Composed (NFC), without what nobody sees; any blank is a space, any odd line end a line feed."""
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", _LINE_END.sub("\n", _BLANK.sub(" ", _HIDDEN.sub("", text))))


def line(raw: Any) -> str:
    """One line of text: composed (NFC), blanks of any kind as single spaces, nothing invisible.

    Raises Unread: unprintable.
    """
    return " ".join(seen(_printed(str(raw))).split())


def lines(raw: Any) -> str:
    """Text of several lines: as `line`, but line ends (as \\n), indents and empty lines inside stay. Raises Unread."""
    return "\n".join(row.rstrip() for row in seen(_printed(str(raw))).splitlines()).strip()


def plain(raw: Any) -> str:
    """A text as numbers and codes are read: in ordinary width (NFKC), any dash a hyphen, any quote an apostrophe,
    one line.
    """
    text = raw if isinstance(raw, str) else str(raw)
    if not text.isascii():
        parts = _RAISED.split(seen(text))  # 10² is not 102
        text = "".join(part if n % 2 else unicodedata.normalize("NFKC", part) for n, part in enumerate(parts))
        text = text.translate(_TO_HYPHEN)
        text = re.sub("[’‘`´′ʼ]", "'", text)
    elif not text.isprintable():
        text = seen(text)
    return " ".join(text.split())


def sought(text: str | None) -> str:
    """A text as it is looked for: spellings that differ in width, form, case, blanks,
    dashes or middle dots are the same.

    The databases do the same to what is stored (`holds`, `portal.core.listing.says`).
    """
    if text is None:
        return ""
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    found = _DROP.sub("", text.lower())
    return found if unicodedata.is_normalized("NFC", found) else unicodedata.normalize("NFC", found)


def holds(text: str, wanted: str) -> bool:
    """Whether `wanted`, as `sought` gives it, stands in the text in any spelling.

    A text of plain letters is searched as it stands: that takes half the time of folding it, and most texts are plain.
    """
    if _NOT_PLAIN.search(text):
        return wanted in sought(text)
    return _in_plain(wanted).search(text) is not None


_NOT_PLAIN = re.compile("[^ -\x7f·가-힣]")
_PLAIN_DROPPED = f"[{re.escape(''.join(c for c in DROPPED if not _NOT_PLAIN.match(c)))}]*"


@lru_cache(maxsize=64)
def _in_plain(wanted: str) -> re.Pattern[str]:
    """What finds the folded words in plain letters: capitals count as small ones,
    blanks and dashes may stand between any two.
    """
    return re.compile(_PLAIN_DROPPED.join(f"[{c}{c.upper()}]" if "a" <= c <= "z" else re.escape(c) for c in wanted))


_ADDRESS = re.compile(
    r"://|www\.|@|[\w-]+\.(?:com|net|org|info|biz|io|app|dev|xyz|top|site|online|shop|store|live|link|click|club|asia|vip|work|gov|edu)(?![a-z0-9])"
    r"|(?:[\w-]{3,}|[^\W\x00-\x7f]+)\.[a-z]{2}(?![a-z0-9])"
)


def holds_address(text: str) -> bool:
    """Whether a name holds what a reader of mails makes a link of: an address of a page or a mailbox, in any width."""
    return _ADDRESS.search(re.sub("[。｡]", ".", unicodedata.normalize("NFKC", text)).casefold()) is not None


def file_name(raw: str, longest: int = 255) -> str:
    """The name of a file without its folders, composed, at most `longest` bytes of UTF-8.

    A longer name keeps its beginning and its ending; '…' stands where letters are missing.
    """
    name = seen(raw.replace("\\", "/").rsplit("/", 1)[-1])
    name = " ".join("".join("_" if unprintable(c) else c for c in name).split())
    if len(name.encode()) <= longest:
        return name
    stem, dot, ending = name.rpartition(".")
    tail = f"…{dot}{ending}" if stem and len(ending.encode()) <= 20 else "…"
    kept = (stem if len(tail) > 1 else name).encode()[: longest - len(tail.encode())].decode(errors="ignore")
    return kept.rstrip() + tail


# numbers


_SIGN = re.compile(r"[-▲△+]")
_FIGURES = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:\.\d+)?|\.\d+", re.ASCII)
_NO_NUMBER = Text("숫자를 입력해 주세요. 예: 1,200.5", "Enter a number, for example 1,200.5.")
_NO_WHOLE = Text("숫자만 입력해 주세요. 예: 1,200", "Enter a whole number, for example 1,200.")
_NO_MONEY = Text(
    "숫자만 입력해 주세요(원). 예: 1,200,000 또는 120만 원", "Enter a whole number of won, for example 1,200,000."
)


def decimal(raw: Any, units: Iterable[str] = ()) -> Decimal:
    """An exact decimal number, with thousands signs ('1,200.5'), a sign and one of `units` after it ('12.5 km').

    Raises Unread.
    '1,5' is none: it is fifteen to one reader and one and a half to another.
    """
    if isinstance(raw, bool):
        raise Unread(_NO_NUMBER)
    if isinstance(raw, int | float | Decimal):
        number = Decimal(repr(raw)) if isinstance(raw, float) else Decimal(raw)
        if not number.is_finite():
            raise Unread(_NO_NUMBER)
        return number
    text = plain(raw)
    for unit in sorted((plain(u) for u in units if u), key=len, reverse=True):
        if text.casefold().endswith(unit.casefold()):
            text = text[: -len(unit)].rstrip()
            break
    sign = text[:1] if _SIGN.match(text) else ""
    text = text.removeprefix(sign).lstrip()
    if len(text) > LONGEST or not _FIGURES.fullmatch(text):
        raise Unread(_NO_NUMBER)
    return Decimal(re.sub("[, ]", "", text)) * (-1 if sign and sign != "+" else 1)


def whole(raw: Any, units: Iterable[str] = ()) -> int:
    """A whole number, also as '1,200', '70.0' or with one of `units` ('12 병상'). Raises Unread; nothing is rounded."""
    try:
        number = decimal(raw, units)
    except Unread as problem:
        raise Unread(_NO_WHOLE) from problem
    if number != number.to_integral_value() or abs(number) >= 10**18:
        raise Unread(_NO_WHOLE)
    return int(number)


def percent(raw: Any) -> Decimal:
    """A per cent as its number: '49.99%' and '49.99' are 49.99. Raises Unread."""
    return decimal(raw, ("%", "퍼센트", "percent", "per cent"))


_BIG = {"조": 10**12, "억": 10**8, "만": 10**4}
_SMALL = {"천": 1000, "백": 100, "십": 10}
_PART = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*([천백십])?\s*([조억만])?\s*", re.ASCII)
_WON = re.compile(r"(?:일?금\s*)?(?:₩|\\|KRW\s*)?\s*(-?)\s*(?:₩|\\)?\s*(.*?)\s*(?:원\s*정?|KRW|won)?", re.IGNORECASE)


def money(raw: Any) -> int:
    """Whole won: '1,200', '₩1,200', '1200원', '1억 원', '1억 2,000만 원', '3천만 원', '1,200천원'. Raises Unread."""
    if not isinstance(raw, str):
        return _won(raw)
    text = plain(raw)
    found = _WON.fullmatch(text.replace("△", "-").replace("▲", "-")) if len(text) <= LONGEST else None
    if found is None:
        raise Unread(_NO_MONEY)
    body = found[2]
    number = _in_myriads(body) if any(unit in body for unit in (*_BIG, *_SMALL)) else _won(body)
    return -number if found[1] else number


def _won(raw: Any) -> int:
    try:
        return whole(raw)
    except Unread as problem:
        raise Unread(_NO_MONEY) from problem


def _in_myriads(text: str) -> int:
    """'1억 2천5백만 300': parts fall from 조 to 억 to 만, within each from 천 to 백 to 십."""
    total = section = Decimal(0)
    big, small, place = 10**16, 10**4, 0
    while found := _PART.match(text, place):
        unit = _SMALL.get(found[2], 1)
        if unit >= small:
            raise Unread(_NO_MONEY)
        section, small = section + decimal(found[1]) * unit, unit
        if found[3]:
            if _BIG[found[3]] >= big:
                raise Unread(_NO_MONEY)
            big, small = _BIG[found[3]], 10**4
            total, section = total + section * big, Decimal(0)
        place = found.end()
    if place < len(text) or not place:
        raise Unread(_NO_MONEY)
    return _won(total + section)


def sent_number(text: str | None, most: int = 2_147_483_647) -> int | None:
    """A number that a page or an address sends back (a row, a version, a year): figures alone, at most `most`;
    else None.
    """
    if not text or len(text) > 10 or not (text.isascii() and text.isdecimal()):
        return None
    return number if (number := int(text)) <= most else None


def sent_year(text: str | None) -> int | None:
    """A year of four figures that an address sends back, from 1900 to 2199; else None."""
    year = sent_number(text, 2199)
    return year if year is not None and year >= 1900 else None


_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)


def business_number(raw: Any) -> str | None:
    """The ten digits of a 사업자등록번호 whose check digit holds, with hyphens, without, or typed as a number; else None."""
    digits = re.sub("[- ]", "", plain(raw)).removesuffix(".0")
    if len(digits) != 10 or not (digits.isascii() and digits.isdecimal()) or digits == "0" * 10:
        return None
    figures = [int(figure) for figure in digits]
    total = sum(w * f for w, f in zip(_WEIGHTS, figures, strict=False)) + figures[8] * 5 // 10
    return digits if (10 - total % 10) % 10 == figures[9] else None


def shown_business_number(digits: str) -> str:
    """Ten digits as people write them: 124-81-00998."""
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}" if len(digits) == 10 else digits
