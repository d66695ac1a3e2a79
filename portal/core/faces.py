"""The faces of field types: WTForms fields that parse what was typed into a value of their type, and render it."""

import re
from collections.abc import Sequence
from typing import Any

from wtforms import Field as FormField
from wtforms import SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, DateInput, EmailInput, FileInput, ListWidget, TelInput, TextInput

from portal.core import reading
from portal.core.reading import Unread
from portal.core.reading_days import NO_DAY, day
from portal.core.schema import is_blank
from portal.core.text import Text

_BLANK = {"", "-"}
LAST_YEAR = 2100


class _Typed(StringField):
    """A line of text with a value of its own type; the text as typed stays in the page when it does not parse.

    `parse` is given the text in ordinary width, without what nobody sees (`portal.core.reading.plain`).
    """

    widget = TextInput()
    said: Text = Text("", "")

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.typed = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        plain = reading.plain(self.typed)
        if plain in _BLANK:
            return
        try:
            self.data = self.parse(plain)
        except Unread as problem:
            raise ValueError(problem.said) from problem
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
    """A whole number; one of `units` may stand after it ('12 병상')."""

    def __init__(self, *args: Any, units: Sequence[str] = (), **named: Any) -> None:
        super().__init__(*args, **named)
        self.units = units

    def parse(self, text: str) -> int:
        return reading.whole(text, self.units)


class MoneyField(_Typed):
    """Whole won, also as '1억 2,000만 원'."""

    def parse(self, text: str) -> int:
        return reading.money(text)


class DecimalTextField(WholeField):
    """An exact decimal number as text, with or without its unit ('49.99%')."""

    def parse(self, text: str) -> str:  # type: ignore[override]  # kept as text: JSON has no exact decimals
        return format(reading.decimal(text, self.units), "f")


class DayField(_Typed):
    widget = DateInput()

    def parse(self, text: str) -> str:
        found = day(text)
        if found.year > LAST_YEAR:
            raise Unread(NO_DAY)
        return found.isoformat()


class BusinessNumberField(_Typed):
    said = Text(
        "사업자등록번호 10자리를 다시 확인해 주세요. 검증 숫자가 맞지 않습니다.",
        "Check the ten digits of the business number: its check digit does not match.",
    )

    def parse(self, text: str) -> str:
        digits = reading.business_number(text)
        if digits is None:
            raise ValueError(text)
        return digits

    def show(self, value: Any) -> str:
        return reading.shown_business_number(str(value))


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
