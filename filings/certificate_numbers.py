"""신고확인증번호 제YYYY-NNNN호: how it is written, read in any spelling, and taken apart. Pure.

Which number comes next is the business of `filings.filing.numbers`.
"""

import re
from typing import Any

from portal.core import reading

WRITTEN = re.compile(r"제\d{4}-\d{4}호\Z", re.ASCII)
_SPELLED = re.compile(r"제?(\d{4})-(\d{1,6})호?", re.ASCII)


def certificate_number(raw: Any) -> str | None:
    """제YYYY-NNNN호, however blanks, dashes and Hangul were typed."""
    found = _SPELLED.fullmatch(reading.plain(raw).replace(" ", "")) if isinstance(raw, str) else None
    return numbered(int(found[1]), int(found[2])) if found else None


def numbered(year: int, serial: int) -> str:
    return f"제{year:04d}-{serial:04d}호"


def year_and_serial(number: str) -> tuple[int, int]:
    """Of a number as it is written."""
    return int(number[1:5]), int(number[6:-1])
