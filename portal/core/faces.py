"""The faces of field types: WTForms fields that parse what was typed into a value of their type, and render it."""

import re
from datetime import date
from typing import Any

from wtforms import Field as FormField
from wtforms import SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, DateInput, EmailInput, FileInput, ListWidget, TelInput, TextInput

from portal.core.people import business_number, shown_business_number
from portal.core.schema import is_blank
from portal.core.text import Text

_BLANK = {"", "-", "–"}
_DATE = re.compile(r"^(\d{4})\s*[-./년]?\s*(\d{1,2})\s*[-./월]?\s*(\d{1,2})\s*[.일]?$")


class _Typed(StringField):
    """A line of text with a value of its own type; the text as typed stays in the page when it does not parse."""

    widget = TextInput()
    said: Text = Text("", "")

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.typed = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if self.typed in _BLANK:
            return
        try:
            self.data = self.parse(self.typed)
        except ValueError as problem:
            raise ValueError(self.said) from problem

    def parse(self, text: str) -> Any:
        return text

    def show(self, value: Any) -> str:
        return str(value)

    def _value(self) -> str:
        if getattr(self, "typed", None) is not None and self.data is None:
            return str(self.typed)
        return "" if is_blank(self.data) else self.show(self.data)


class WholeField(_Typed):
    said = Text("숫자만 입력해 주세요. 예: 1,200", "Enter a whole number, for example 1,200.")
    widget = TextInput()

    def parse(self, text: str) -> int:
        return int(text.replace(",", "").replace(" ", ""))


class DecimalTextField(_Typed):
    said = Text("숫자를 입력해 주세요. 예: 12.5", "Enter a number, for example 12.5.")

    def parse(self, text: str) -> str:
        from decimal import Decimal, InvalidOperation

        try:
            number = Decimal(text.replace(",", ""))
        except InvalidOperation as problem:
            raise ValueError(text) from problem
        if not number.is_finite():
            raise ValueError(text)
        return format(number, "f")


class DayField(_Typed):
    said = Text("있는 날짜를 2026-11-23처럼 입력해 주세요.", "Enter a real date such as 2026-11-23.")
    widget = DateInput()

    def parse(self, text: str) -> str:
        found = _DATE.match(text) or re.match(r"^(\d{4})(\d{2})(\d{2})$", text)
        if found is None:
            raise ValueError(text)
        day = date(*(int(part) for part in found.groups()))
        if not 1900 <= day.year <= 2100:
            raise ValueError(text)
        return day.isoformat()


class BusinessNumberField(_Typed):
    said = Text(
        "사업자등록번호 10자리를 다시 확인해 주세요. 검증 숫자가 맞지 않습니다.",
        "Check the ten digits of the business number: its check digit does not match.",
    )

    def parse(self, text: str) -> str:
        digits = business_number(text)
        if digits is None:
            raise ValueError(text)
        return digits

    def show(self, value: Any) -> str:
        return shown_business_number(str(value))


class EmailField(_Typed):
    said = Text("전자우편 주소를 name@example.com처럼 입력해 주세요.", "Enter an address such as name@example.com.")
    widget = EmailInput()

    def parse(self, text: str) -> str:
        from email_validator import EmailNotValidError, validate_email

        try:
            return validate_email(text, check_deliverability=False, test_environment=True).normalized.lower()
        except EmailNotValidError as problem:
            raise ValueError(text) from problem


class PhoneField(_Typed):
    said = Text("전화번호를 숫자와 - 로 입력해 주세요.", "Enter the phone number with digits and hyphens.")
    widget = TelInput()

    def parse(self, text: str) -> str:
        if not re.fullmatch(r"\+?[0-9][0-9 ()-]{5,24}", text):
            raise ValueError(text)
        return text


class PaperField(FormField):
    """A file; it is kept apart from the answers (portal.core.files)."""

    widget = FileInput()

    def process_formdata(self, valuelist: list[Any]) -> None:  # noqa: ARG002
        self.data = None

    def _value(self) -> str:
        return ""


class ManyField(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
