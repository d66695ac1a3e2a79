"""The columns that a 대사 reads, with the headings that may name them.

Pure. The foreign layout is not published: headings are data.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from portal.core.text import Text


class Column(NamedTuple):
    """`needed`: a workbook without it is refused; `reads` is 'date', 'won' or 'text'."""

    key: str
    label: Text
    reads: str
    needed: bool
    aliases: tuple[str, ...]


COLUMNS = (
    Column("spent_on", Text("집행일", "Spent on"), "date", needed=True, aliases=("집행일자", "지출일자", "이체일자", "거래일자")),
    Column("amount", Text("집행금액", "Sum"), "won", needed=True, aliases=("집행액", "지출금액", "이체금액", "거래금액", "합계금액")),
    Column("payee", Text("거래처명", "Payee"), "text", needed=True, aliases=("거래처", "예금주", "받는사람", "수취인명", "상호")),
    Column("evidence_no", Text("증빙번호", "Evidence number"), "text", needed=False, aliases=("승인번호", "전자세금계산서승인번호", "증빙승인번호")),
    Column("item", Text("비목", "Item"), "text", needed=False, aliases=("비목명", "세목", "보조세목명")),
)  # fmt: skip
BY_KEY = {c.key: c for c in COLUMNS}

_NOTE = re.compile(r"[(\[{<][^()\[\]{}<>]*[)\]}>]")
_GAPS = re.compile(r"[\s\u200b-\u200f\ufeff]+")


def heading_key(text: str) -> str:
    """A heading without blanks and bracketed notes, in ordinary width."""
    return _GAPS.sub("", _NOTE.sub("", unicodedata.normalize("NFKC", text))).casefold()


def named(aliases: Mapping[str, list[str]] | None = None) -> dict[str, str]:
    """Heading key → column key; `aliases` as declared stand instead of the shipped ones."""
    found: dict[str, str] = {}
    for column in COLUMNS:
        others = (aliases or {}).get(column.key, list(column.aliases))
        for word in (column.label.ko, *others):
            found.setdefault(heading_key(word), column.key)
    return found


def clashes(aliases: Mapping[str, list[str]]) -> list[Text]:
    """Headings that would mean two columns."""
    found: list[Text] = []
    seen: dict[str, str] = {}
    for column in COLUMNS:
        for word in (column.label.ko, *aliases.get(column.key, ())):
            other = seen.setdefault(heading_key(word), column.key)
            if other != column.key:
                said = Text("‘{w}’이(가) 두 열에 있습니다.", "“{w}” stands for two columns.")
                found.append(said.format(w=word))
    return found
