"""Declared fields as a form (each type with its face), as the JSON that is kept, and as the words that are shown."""

from collections.abc import Iterable, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field as FormField
from wtforms import Form, PasswordField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from portal.core import clock, countries, reading
from portal.core.faces import (
    BusinessNumberField,
    DayField,
    DecimalTextField,
    EmailField,
    ManyField,
    MoneyField,
    PaperField,
    PhoneField,
    WholeField,
)
from portal.core.schema import Answers, Field, is_blank
from portal.core.text import Text

TYPES = (
    "line", "text", "integer", "money", "decimal", "date", "choice", "choices", "yesno", "country", "countries",
    "email", "phone", "business_number", "password", "paper",
)  # fmt: skip
ADDRESS = Text(
    "이름에는 누리집이나 전자우편 주소를 적을 수 없습니다. 점 뒤는 띄어 적어 주세요.",
    "A name holds no address of a page or mailbox. Put a blank behind a dot.",
)
YES_NO = {"yes": Text("예", "Yes"), "no": Text("아니요", "No")}


def form_for(
    fields: Iterable[Field],
    answers: Mapping[str, Any],
    formdata: MultiDict[str, Any] | None = None,
    language: str = "ko",
) -> Form:
    """A WTForms form of the declared fields; each form field carries its declaration as `.declared`.

    `form.validate()` checks shape alone: an empty answer is always right. Errors are strings in `language`.
    """
    declared = list(fields)
    made = type("DeclaredForm", (Form,), {f.key: _form_field(f, language) for f in declared})
    form: Form = made(formdata, data=dict(answers))
    for one in declared:
        form[one.key].declared = one
    return form


def values(form: Form) -> Answers:
    """The parsed values of a form by key, papers and ill-shaped ones left out."""
    return {
        f.name: (f.data if not is_blank(f.data) else None)
        for f in form
        if not f.errors and not isinstance(f, PaperField)
    }


def check_shape(form: Form, language: str = "ko") -> dict[str, str]:
    """Validate and give the errors as one sentence a field."""
    form.validate()
    found: dict[str, str] = {}
    for one in form:
        if one.errors:
            first = one.errors[0]
            sentence = first.args[0] if isinstance(first, Exception) and first.args else first
            found[one.name] = sentence.in_(language) if isinstance(sentence, Text) else str(sentence)
            one.errors = [found[one.name]]
    return found


def show(field: Field, value: Any, language: str = "ko") -> str:
    """An answer as words; '–' for none."""
    if is_blank(value):
        return "–"
    shown = _SHOWN.get(field.type)
    text = shown(field, value, language) if shown else str(value)
    return f"{text} {field.unit.in_(language)}" if field.unit and field.type != "money" else text


LONG = 40


def choices_of(field: Field, language: str) -> list[tuple[str, str]]:
    if field.type in ("country", "countries"):
        return list(countries.choices(language))
    offered = YES_NO if field.type == "yesno" else field.offered
    worded = [(code, label.in_(language)) for code, label in offered.items()]
    # long lists stand in the order of their Korean names
    return sorted(worded, key=lambda pair: pair[1].casefold()) if language != "ko" and len(worded) > LONG else worded


def _form_field(field: Field, language: str) -> Any:
    label = field.label.in_(language)
    hint = field.hint.in_(language) if field.hint else ""
    checks = [_within(field, language)]
    if field.type in ("country",) or (
        field.type == "choice" and (callable(field.choices) or len(field.choices or {}) > 7)
    ):
        offered = [("", "선택해 주세요" if language == "ko" else "Choose one"), *choices_of(field, language)]
        return _choosing(SelectField, label, hint, offered, checks)
    if field.type in ("choice", "yesno"):
        offered = choices_of(field, language)
        return _choosing(RadioField, label, hint, offered, checks)
    if field.type in ("choices", "countries"):
        offered = choices_of(field, language)
        return _choosing(ManyField, label, hint, offered, checks)
    more = {"units": _units(field)} if field.type in ("integer", "decimal") else {}
    face = _PLAIN.get(field.type, StringField)
    return face(label, description=hint, validators=checks, filters=_filters(field), **more)


def _units(field: Field) -> tuple[str, ...]:
    """What may stand after a number: its unit in either language, a per cent in any spelling."""
    if field.unit is None:
        return ()
    return (*field.unit, "%", "퍼센트") if "%" in field.unit.ko else tuple(field.unit)


def _choosing(face: Any, label: str, hint: str, offered: list[tuple[str, str]], checks: list[Any]) -> Any:
    choices = [SelectChoice(*one) for one in offered]
    return face(
        label, choices=choices, validate_choice=False, description=hint, validators=[_offered(offered), *checks]
    )


_PLAIN: dict[str, Any] = {
    "text": TextAreaField,
    "integer": WholeField,
    "money": MoneyField,
    "decimal": DecimalTextField,
    "date": DayField,
    "email": EmailField,
    "phone": PhoneField,
    "business_number": BusinessNumberField,
    "password": PasswordField,
    "paper": PaperField,
}


def _filters(field: Field) -> list[Any]:
    """Texts as they are kept: composed, without what nobody sees; a line has single blanks,
    whatever cells were pasted.
    """
    if field.type == "line":
        return [lambda v: " ".join(reading.seen(v).split()) if isinstance(v, str) else v]
    return [lambda v: reading.seen(v).strip() if isinstance(v, str) else v] if field.type == "text" else []


def _offered(offered: list[tuple[str, str]]) -> Any:
    codes = {code for code, _ in offered}

    def check(_form: Form, field: FormField) -> None:
        given = field.data if isinstance(field.data, list) else [field.data]
        if any(not is_blank(v) and v not in codes for v in given):
            raise ValidationError(Text("목록에 있는 것 가운데서 골라 주세요.", "Choose one of the answers offered."))

    return check


def _within(field: Field, language: str) -> Any:  # noqa: ARG001
    def check(_form: Form, given: FormField) -> None:
        value = given.data
        if is_blank(value):
            return
        if field.type in ("line", "text") and (sign := reading.unprintable(value)):
            raise ValidationError(reading.UNPRINTABLE.format(sign=sign))
        if field.bare and reading.holds_address(value):
            raise ValidationError(ADDRESS)
        if field.type in ("line", "text", "email", "password") and len(value) > field.longest:
            raise ValidationError(
                Text(
                    "{n}자 이내로 적어 주세요. 지금은 {now}자입니다.",
                    "Use at most {n} characters; there are {now} now.",
                ).format(n=f"{field.longest:,}", now=f"{len(value):,}")
            )
        if field.type in ("integer", "money"):
            _check_range(field, value)
        if field.past and field.type == "date" and value > clock.today().isoformat():
            raise ValidationError(
                Text("아직 오지 않은 날입니다. 날짜를 확인해 주세요.", "This day is in the future. Check the date.")
            )

    return check


def _check_range(field: Field, value: int) -> None:
    least = 0 if field.least is None else field.least
    most = field.most if field.most is not None else (10**15 if field.type == "money" else 10**9)
    if value < least:
        raise ValidationError(Text("{n} 이상이어야 합니다.", "It must be {n} or more.").format(n=f"{least:,}"))
    if value > most:
        raise ValidationError(Text("{n} 이하여야 합니다.", "It must be {n} or less.").format(n=f"{most:,}"))


def _chosen(field: Field, value: Any, language: str) -> str:
    offered = dict(choices_of(field, language))
    given = value if isinstance(value, list) else [value]
    return ", ".join(offered.get(v, str(v)) for v in given)


_SHOWN: dict[str, Any] = {
    "integer": lambda _f, v, _lang: f"{v:,}",
    "money": lambda _f, v, lang: f"{v:,}원" if lang == "ko" else f"KRW {v:,}",
    "choice": _chosen,
    "choices": _chosen,
    "yesno": _chosen,
    "country": lambda _f, v, lang: countries.name(v, lang),
    "countries": lambda _f, v, lang: ", ".join(countries.name(c, lang) for c in v),
    "business_number": lambda _f, v, _lang: reading.shown_business_number(v),
}
