"""The 21 columns of the register, declared once: heading, field, how a cell is read, what may be blank.

A row is a plain tuple in the order of COLUMNS (see `filings.register.file.reading`). Must not read files.
"""

import re
import unicodedata
from typing import NamedTuple

from filings import terms
from portal.core.text import Text


class Column(NamedTuple):
    """`reads` names the reader in `filings.register.file.cells`; `past`: a day after today is wrong here."""

    field: str
    label: Text
    reads: str
    blank: bool = False
    past: bool = False
    allowed: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        return self.label.ko


def _ko(labels: dict[str, Text]) -> tuple[str, ...]:
    return tuple(label.ko for label in labels.values())


COLUMNS = (
    Column("number", Text("신고확인증번호", "Certificate number"), "number"),
    Column("received_on", Text("접수일", "Received on"), "date", past=True),
    Column("accepted_on", Text("수리일", "Accepted on"), "date", past=True),
    Column("kind", Text("신고구분", "New or change"), "kind", allowed=_ko(terms.KINDS)),
    Column("organisation", Text("기관명", "Institution"), "text"),
    Column("org_class", Text("종별", "Class of institution"), "org_class", allowed=_ko(terms.CLASSES)),
    Column("sido", Text("시도", "Province"), "sido", allowed=_ko(terms.SIDO)),
    Column("business_number", Text("사업자등록번호", "Business number"), "business_number"),
    Column("has_department", Text("전담부서 유무", "Dedicated department"), "yes_no", allowed=("유", "무")),
    Column("type", Text("진출유형", "Type of expansion"), "type", allowed=_ko(terms.TYPES)),
    Column("country", Text("진출국가", "Country"), "country"),
    Column("city", Text("도시", "City"), "text", blank=True),
    Column("local_name", Text("현지기관명", "Institution abroad"), "text", blank=True),
    Column("specialty", Text("진료과목", "Specialty"), "specialty", blank=True),
    Column("beds", Text("병상수", "Beds"), "whole"),
    Column("trigger", Text("사유구분", "Ground"), "trigger", allowed=_ko(terms.TRIGGERS)),
    Column("trigger_on", Text("사유발생일", "Day of the ground"), "date", past=True),
    Column("contract_ends_on", Text("계약종료일", "Contract ends on"), "date", blank=True),
    Column("dispatched", Text("파견인원", "Staff dispatched"), "whole", blank=True),
    Column("status", Text("운영상태", "State of operation"), "status", allowed=_ko(terms.STATUSES)),
    Column("note", Text("비고", "Remarks"), "note", blank=True),
)

FIELDS = tuple(column.field for column in COLUMNS)
INDEX = {column.field: i for i, column in enumerate(COLUMNS)}

_NOTE = re.compile(r"[(\[{<〈《【〔「『][^()\[\]{}<>〈〉《》【】〔〕「」『』]*[)\]}>〉》】〕」』]")
_OPEN_NOTE = re.compile(r"[(\[{<〈《【〔「『].*$", re.DOTALL)
_GAPS = re.compile(r"[\s\u00ad\u115f\u1160\u200b-\u200f\u202a-\u202e\u2060-\u2064\u3164\ufeff\x00-\x1f]+")
_RAISED = re.compile(r"[\u00b9\u00b2\u00b3\u2070-\u2079]+\)?\s*$")
_MARK = re.compile(r"(?:[*※†‡]+|(?:주)?\d{1,2}\))$|^[*※†‡]+")
_UNIT = re.compile(r"[\s,/:·]+(?:단위\s*:?\s*)?(?:병상|명|개|건)\s*$")
_ONLY_UNIT = re.compile(r"(?:단위:?.*|병상|명|개|건|개소|연월일|년월일|YYYY[-.]?MM[-.]?DD\.?|-)", re.IGNORECASE)


def heading_key(text: str) -> str:
    """A heading without blanks of any kind, bracketed notes and unit words; '' where nothing else stands in it."""
    plain = unicodedata.normalize("NFKC", _RAISED.sub("", text))
    before = None
    while before != plain:
        before, plain = plain, _NOTE.sub("", plain)
    plain = _OPEN_NOTE.sub("", plain)
    key = _GAPS.sub("", plain)
    if key in _BY_KEY or not key:
        return key
    for shorter in (_UNIT.sub("", plain), _MARK.sub("", key)):
        short = _GAPS.sub("", shorter)
        if short in _BY_KEY:
            return short
    return "" if _ONLY_UNIT.fullmatch(key) else key


def column_at(text: object) -> int | None:
    """Which of COLUMNS a heading cell names, or None."""
    return _BY_KEY.get(heading_key(text)) if isinstance(text, str) else None


_BY_KEY = {_GAPS.sub("", column.heading): i for i, column in enumerate(COLUMNS)}
