"""What is wrong with a cell, as data and as a sentence in both languages.

Must not write files: see `filings.register.report`.
"""

from typing import Any, NamedTuple

from filings.columns.register import COLUMNS
from filings.register.file.addresses import column_letters
from portal.core.text import Text, shortened

CODES = {
    "missing_value": Text(
        "{column} 값이 없습니다. 반드시 적어야 하는 칸입니다.", "{column} is missing; this cell must be filled in."
    ),
    "bad_date": Text(
        "{column} 값 ‘{value}’을(를) 날짜로 읽을 수 없습니다. 2023-05-31처럼 적어 주세요.",
        "{column}: ‘{value}’ is not a date. Write it like 2023-05-31.",
    ),
    "future_date": Text(
        "{column} {value}은(는) 아직 오지 않은 날입니다.", "{column}: {value} is in the future."
    ),
    "accepted_before_received": Text(
        "수리일 {value}이(가) 접수일 {other}보다 빠릅니다.", "Accepted on {value}, before it was received on {other}."
    ),
    "not_a_number": Text(
        "{column} 값 ‘{value}’은(는) 정수가 아닙니다. 어림수나 범위가 아닌 수 하나를 적어 주세요.",
        "{column}: ‘{value}’ is not a whole number. Write one number, no estimate and no range.",
    ),
    "negative_number": Text(
        "{column} 값 ‘{value}’은(는) 0보다 작습니다.", "{column}: ‘{value}’ is less than 0."
    ),
    "unknown_code": Text(
        "{column}에 쓸 수 없는 값입니다: ‘{value}’.{allowed}", "{column}: ‘{value}’ cannot stand here.{allowed}"
    ),
    "unknown_country": Text(
        "‘{value}’은(는) 진출할 수 있는 나라 이름이 아닙니다.", "‘{value}’ is not the name of a country abroad."
    ),
    "bad_business_number": Text(
        "사업자등록번호 ‘{value}’이(가) 올바르지 않습니다. 숫자 열 자리와 검증번호를 확인해 주세요.",
        "The business number ‘{value}’ is not right. Check its ten digits; the last one is a check digit.",
    ),
    "duplicate_key": Text(
        "{other}행과 같은 신고확인증번호입니다. 먼저 나온 행만 받습니다.",
        "Row {other} has the same certificate number; only the first of them is taken.",
    ),
    "formula_cell": Text(
        "{column} 칸에 수식이 있습니다. 수식은 계산하지 않으니 값으로 바꾸어 주세요.",
        "{column} holds a formula. Formulas are not evaluated: replace it by its value.",
    ),
}  # fmt: skip

_ALLOWED = Text(" 쓸 수 있는 값: {values}", " Allowed: {values}")
_WHY = Text("{column}: {why}", "{column}: {why}")
_LONGEST_VALUE = 60


class Problem(NamedTuple):
    """One wrong cell: the sheet's own row number, which of COLUMNS, the sheet column (0-based), and the value as shown.

    `other` is what the sentence compares with: the other day, or the row that came first. `why` is a
    sentence of the cell's own.
    """

    sheet: str
    row: int
    which: int
    position: int
    value: str
    code: str
    other: str = ""
    why: Text | None = None

    @property
    def column(self) -> str:
        return COLUMNS[self.which].heading

    @property
    def cell(self) -> str:
        return f"{column_letters(self.position)}{self.row}"

    @property
    def message(self) -> Text:
        column = COLUMNS[self.which]
        allowed: Text | str = ""
        if column.allowed:
            allowed = _ALLOWED.format(values=", ".join(column.allowed))
        elif column.example:
            allowed = column.example
        value = shortened(self.value, _LONGEST_VALUE)
        if self.why is not None:
            return _WHY.format(column=column.label, why=self.why)
        return CODES[self.code].format(column=column.label, value=value, other=self.other, allowed=allowed)

    def as_dict(self, language: str = "ko") -> dict[str, Any]:
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "cell": self.cell,
            "value": self.value,
            "code": self.code,
            "message": self.message.in_(language),
        }
