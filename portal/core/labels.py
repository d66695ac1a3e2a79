"""Headings and labels of the declared tables, and titles of cases, in the language of a page. They are kept in Korean."""

from collections.abc import Mapping
from typing import Any

from portal.core import countries
from portal.core.declared import fact
from portal.core.terms import CLASSES, SIDO
from portal.core.text import Text

_LABELS = {
    "합계": "Total", "(미기재)": "(not given)", "수도권": "Capital region", "비수도권": "Other regions", "유": "Yes", "무": "No",
    "1000 이상": "1000 or more", "기타": "Others", "수도권(서울·경기·인천)": "Capital region (Seoul, Gyeonggi, Incheon)",
    "내과통합": "Internal medicine", "검진": "Check-ups", "성형외과": "Plastic surgery", "피부과": "Dermatology",
    "한방통합": "Korean medicine", "의료기관 개설": "Opening an institution", "컨설팅": "Consulting", "연락사무소": "Liaison office", "변경": "Change", "종료": "Ending",
}  # fmt: skip


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


def title_of(case: Any, language: str) -> str:
    """The title of a case; in English its own English one, else with what is not a name put into English.

    Titles are kept as “what: name · country · type”, some of it left out.
    """
    title = str(case.title or "")
    if language == "ko":
        return title
    own = getattr(case, "title_en", "")
    if own:
        return str(own)
    what, colon, rest = title.partition(": ")
    if not colon or worded(what, language) == what:
        what, colon, rest = "", "", title
    return str(worded(what, language)) + colon + " · ".join(str(worded(part, language)) for part in rest.split(" · "))
