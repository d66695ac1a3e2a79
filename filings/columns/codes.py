"""What people write in the coded columns of the register, and the code meant by it.

Only blanks, width, decomposed Hangul, dots and the listed variants are forgiven: anything else is no code (None).
The codes themselves, with their labels, are declared in `filings.terms`.
"""

import re
import unicodedata
from collections.abc import Mapping

from filings import terms
from portal.core.text import Text

DASHES = "-‐‑‒–—―−﹘﹣－ー"
BLANK_MARKS = frozenset("-‐‑‒–—―−﹘﹣－")

_GAPS = re.compile(r"[\s\u00ad\u115f\u1160\u200b-\u200f\u202a-\u202e\u2060-\u2064\u3164\ufeff\x00-\x1f]+")
_DOTS = re.compile("[·ㆍ\u119e\u2022\u2027\u2219\u22c5\u30fb\uff65./,]")


def compact(text: str) -> str:
    """Composed, in ordinary width, without any blank or invisible sign."""
    return _GAPS.sub("", unicodedata.normalize("NFKC", text))


def without_dots(text: str) -> str:
    """`compact`, and without middle dots of any kind, slashes, commas and full stops."""
    return _DOTS.sub("", compact(_DOTS.sub("", text)))


def by_label(words: Mapping[str, Text]) -> dict[str, str]:
    """Codes by their Korean labels."""
    return {compact(label.ko): code for code, label in words.items()}


CLASSES = by_label(terms.CLASSES) | {"상급종합": "상급종합병원"}

# The short name with what it may be written out as: today's full name, older ones, and the everyday '-시' or '-도'.
_SIDO = {
    "서울": "서울특별시 서울시",
    "부산": "부산광역시 부산직할시 부산시",
    "대구": "대구광역시 대구직할시 대구시",
    "인천": "인천광역시 인천직할시 인천시",
    "광주": "광주광역시 광주직할시 광주시",
    "대전": "대전광역시 대전직할시 대전시",
    "울산": "울산광역시 울산시",
    "세종": "세종특별자치시 세종특별시 세종자치시 세종시",
    "경기": "경기도",
    "강원": "강원특별자치도 강원도 강원자치도",
    "충북": "충청북도 충북도",
    "충남": "충청남도 충남도",
    "전북": "전북특별자치도 전라북도 전북도 전북자치도",
    "전남": "전라남도 전남도",
    "경북": "경상북도 경북도",
    "경남": "경상남도 경남도",
    "제주": "제주특별자치도 제주도 제주자치도",
}
SIDO = {written: short for short, others in _SIDO.items() for written in (short, *others.split())}

YES_NO = {
    **dict.fromkeys(("유", "있음", "y", "○", "◯", "〇", "⭕", "o"), True),
    **dict.fromkeys(("무", "없음", "n", "×", "✕", "✖", "╳", "☓", "x", "❌"), False),
}

_DERMA = ("피부·성형", "성형외과", "피부과", "성형·피부", "피부과·성형외과", "성형외과·피부과", "피부·성형외과")


def _type_key(text: str) -> str:
    return without_dots(text).replace("의료기관", "").replace("의료", "")


_TYPES = {_type_key(label.ko): code for code, label in terms.TYPES.items()} | {"컨설팅": "CONSULT"}
_SPECIALTIES = {without_dots(code): code for code in terms.SPECIALTIES} | {
    without_dots(written): "피부·성형" for written in _DERMA
}


def expansion_type(text: str) -> str | None:
    """The code of 진출유형; '의료기관' and '의료' may be left out, and so may 운영 before 컨설팅."""
    return _TYPES.get(_type_key(text))


def specialty(text: str) -> str | None:
    """The label of 진료과목; 성형외과 and 피부과 are counted as 피부·성형."""
    return _SPECIALTIES.get(without_dots(text))


def yes_no(text: str) -> bool | None:
    return YES_NO.get(compact(text).casefold())
