"""Headings and labels of the declared tables in the language of a page. The tables say them in Korean, as the ministry does."""

from collections.abc import Mapping
from typing import Any

from portal.core import countries
from portal.core.module import fact
from portal.core.tables import Heading
from portal.core.terms import CLASSES, SIDO
from portal.core.text import Text

_LABELS = {
    "합계": "Total", "(미기재)": "(not given)", "수도권": "Capital region", "비수도권": "Other regions", "유": "Yes", "무": "No",
    "1000 이상": "1000 or more", "기타": "Others", "수도권(서울·경기·인천)": "Capital region (Seoul, Gyeonggi, Incheon)",
    "내과통합": "Internal medicine", "검진": "Check-ups", "성형외과": "Plastic surgery", "피부과": "Dermatology",
    "한방통합": "Korean medicine", "의료기관 개설": "Opening an institution", "컨설팅": "Consulting", "연락사무소": "Liaison office",
}  # fmt: skip


def headed(heading: Heading, language: str) -> str:
    """A heading in the language of the page: as the table declares it, else as a label (a type, a specialty)."""
    said = heading.in_(language)
    return said if said != heading.text else str(worded(heading.text, language))


def worded(value: Any, language: str) -> Any:
    """A label of a table in the language of the page; anything else as it is."""
    if language == "ko" or not isinstance(value, str) or not value:
        return value
    if value in _LABELS:
        return _LABELS[value]
    held: Mapping[str, Text] = (fact("filing_words") or {}) | CLASSES | SIDO
    if value in held:
        return held[value].en
    code = countries.find(value) if len(value) > 2 or not value.isascii() else None  # a code stays a code
    return countries.name(code, "en") if code else value
