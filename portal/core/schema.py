"""What a kind asks: fields, sections, conditions. A declaration only: no form, no database, no request.

Answers are a dict of JSON values by field key: text, int, bool, ISO day ('2026-11-23'), list of codes. Two validations
read it: the shape of a value (`portal.core.fields`, when saving) and completeness (`Schema.gaps`, when submitting).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from portal.core.text import Text

Answers = dict[str, Any]
Choices = Mapping[str, Text]
Check = Callable[[Answers], dict[str, Text]]


class When(NamedTuple):
    """A condition on one earlier answer: it holds if that answer is one of `values`."""

    field: str
    values: tuple[Any, ...]

    def holds(self, answers: Mapping[str, Any]) -> bool:
        given = answers.get(self.field)
        return any(v in self.values for v in given) if isinstance(given, list) else given in self.values


@dataclass(frozen=True, kw_only=True)
class Field:
    """One question.

    `type` is one of portal.core.fields.TYPES. `law` names the article that asks for it (shown as 법정); without one the
    field is 선택 unless `required`, which the shape of a filing itself may need. A field with neither never blocks.
    `choices` may be a provider that is asked each time (the officers of today).
    """

    key: str
    label: Text
    type: str = "line"
    law: Text | None = None
    required: bool = False
    hint: Text | None = None
    example: Text | None = None
    show_if: When | None = None
    choices: Choices | Callable[[], Choices] | None = None
    unit: Text | None = None
    least: int | None = None
    most: int | None = None
    longest: int = 200
    past: bool = False
    personal: bool = False
    bare: bool = False  # a name that stands in mails to others: no address of a page or mailbox in it
    column: bool = False

    @property
    def offered(self) -> Choices:
        """The answers to choose from, by code; a provider is asked now."""
        return self.choices() if callable(self.choices) else (self.choices or {})

    @property
    def is_paper(self) -> bool:
        return self.type == "paper"

    @property
    def must(self) -> bool:
        """Whether an empty answer blocks submission."""
        return self.required or self.law is not None


@dataclass(frozen=True, kw_only=True)
class Section:
    key: str
    title: Text
    fields: tuple[Field, ...]
    lead: Text | None = None
    show_if: When | None = None


class Change(NamedTuple):
    field: Field
    before: Any
    after: Any


@dataclass(frozen=True, kw_only=True)
class Schema:
    """The questions of a kind in order. `version` is pinned by each revision that was answered under it."""

    key: str
    version: int
    sections: tuple[Section, ...]
    checks: tuple[Check, ...] = ()
    _index: dict[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index = {f.key: f for s in self.sections for f in s.fields}
        if len(index) != sum(len(s.fields) for s in self.sections):
            raise ValueError(f"{self.key}: a field key stands twice")
        for condition in [f.show_if for f in index.values()] + [s.show_if for s in self.sections]:
            if condition and condition.field not in index:
                raise ValueError(f"{self.key}: condition on unknown field {condition.field}")
        object.__setattr__(self, "_index", index)

    def __iter__(self) -> Iterator[Field]:
        return iter(self._index.values())

    def __getitem__(self, key: str) -> Field:
        return self._index[key]

    def __contains__(self, key: object) -> bool:
        return key in self._index

    def section(self, key: str) -> Section | None:
        return next((s for s in self.sections if s.key == key), None)

    def asked(self, answers: Mapping[str, Any]) -> list[Field]:
        """Fields whose conditions hold, in order."""
        return [f for s in self.asked_sections(answers) for f in self.asked_in(s, answers)]

    def asked_sections(self, answers: Mapping[str, Any]) -> list[Section]:
        return [s for s in self.sections if s.show_if is None or s.show_if.holds(answers)]

    def asked_in(self, section: Section, answers: Mapping[str, Any]) -> list[Field]:
        return [f for f in section.fields if f.show_if is None or f.show_if.holds(answers)]

    def prune(self, answers: Mapping[str, Any]) -> Answers:
        """Only the answers that are asked and given; what a condition hides is left out of a revision."""
        keys = {f.key for f in self.asked(answers) if not f.is_paper}
        return {k: v for k, v in answers.items() if k in keys and not is_blank(v)}

    def gaps(self, answers: Mapping[str, Any], papers: Iterable[str] = ()) -> dict[str, Text]:
        """What keeps these answers from being submitted: a sentence by field key; empty when complete."""
        held = set(papers)
        found: dict[str, Text] = {}
        for asked in self.asked(answers):
            missing = asked.key not in held if asked.is_paper else is_blank(answers.get(asked.key))
            if asked.must and missing:
                found[asked.key] = _missing(asked)
        for check in self.checks:
            for key, sentence in check(dict(answers)).items():
                found.setdefault(key, sentence)
        return found

    def diff(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
        """Fields whose answer differs, in order of the schema."""
        return [Change(f, before.get(f.key), after.get(f.key)) for f in self if _differs(f, before, after)]

    def only(self, keys: Iterable[str]) -> "Schema":
        """The same schema narrowed to some fields, their conditions dropped where the asking field is left out."""
        wanted = set(keys)
        sections = []
        for section in self.sections:
            fields = tuple(
                f if f.show_if is None or f.show_if.field in wanted else replace(f, show_if=None)
                for f in section.fields
                if f.key in wanted
            )
            if fields:
                keep = section.show_if if section.show_if and section.show_if.field in wanted else None
                sections.append(replace(section, fields=fields, show_if=keep))
        return Schema(key=self.key, version=self.version, sections=tuple(sections))


def asked(key: str, *fields: Field, checks: tuple[Check, ...] = ()) -> Schema:
    """What a move or a single form asks: one section without a title."""
    return Schema(key=key, version=1, sections=(Section(key=key, title=Text("", ""), fields=fields),), checks=checks)


def is_blank(value: Any) -> bool:
    return value is None or value == "" or value == []


def _differs(asked: Field, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    old, new = before.get(asked.key), after.get(asked.key)
    return old != new and not (is_blank(old) and is_blank(new))


def _missing(asked: Field) -> Text:
    if asked.is_paper:
        return Text("“{label}” 파일을 올려 주세요.", "Upload the file “{label}”.").format(label=asked.label)
    if asked.type in ("choice", "choices", "yesno", "country"):
        return Text("“{label}” 항목을 선택해 주세요.", "Choose an answer for “{label}”.").format(label=asked.label)
    return Text("“{label}” 항목을 입력해 주세요.", "Fill in “{label}”.").format(label=asked.label)
