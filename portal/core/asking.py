"""One form of declared fields in one request: what was typed, what it means, what is wrong with it.

Must not know what the answers are for. A form that is written by hand in its template asks
`typed_in` for what was typed.
"""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from flask import g, request
from werkzeug.datastructures import MultiDict

from portal.core.fields import check_shape, form_for, show, values
from portal.core.schema import Answers, Field, asked
from portal.core.text import Text, words
from portal.core.workflow import Refused


class Asking:
    """The fields as a form; with `given` (what was sent) also the answers by key and the errors by field id.

    `prefix` keeps the ids of several forms on one page apart. An answer that its condition hides is
    neither checked nor kept. `stored` are the answers that stand, of what several people edit: `since` marks them in
    the form, and where they changed after it was made, or it bears no mark, each answer that differs is shown as it is
    stored.
    """

    def __init__(
        self,
        fields: Iterable[Field],
        answers: Mapping[str, Any] | None = None,
        *,
        given: MultiDict[str, Any] | None = None,
        prefix: str = "",
        stored: Mapping[str, Any] | None = None,
    ) -> None:
        declared = tuple(fields)
        self.since = _mark(declared, stored) if stored is not None else ""
        self.language: str = g.get("language", "ko")
        self.prefix = prefix
        self.form = form_for(declared, answers or {}, given, self.language)
        self._labels = {prefix + f.key: f.label.in_(self.language) for f in declared}
        self.errors: dict[str, str] = {}
        self.answers: Answers = {}
        for control in self.form:
            control.id = prefix + control.id
        if given is not None:
            self._read(declared)
        if given is not None and stored is not None and given.get("since") != self.since:
            self._compare(declared, stored)

    def _read(self, declared: tuple[Field, ...]) -> None:
        misshapen = check_shape(self.form, self.language)
        typed = values(self.form)
        schema = asked("asked", *declared)
        held = {f.key for f in schema.asked(typed)}
        self.answers = {key: value for key, value in typed.items() if key in held}
        for control in self.form:
            control.errors = []
        for field in declared:
            if field.key in held and field.key in misshapen:
                self.fault(field.key, misshapen[field.key])
        for key, sentence in schema.gaps(self.answers).items():
            self.fault(key, sentence)

    def _compare(self, declared: tuple[Field, ...], stored: Mapping[str, Any]) -> None:
        said = Text(
            "이 화면을 연 뒤에 바뀌었습니다. 저장된 내용: {v}. 그대로 저장하면 적으신 내용으로 바뀝니다.",
            "This changed after the page was opened. Stored: {v}. Saving once more puts yours in its place.",
        )
        for field in declared:
            mine, theirs = self.answers.get(field.key), stored.get(field.key)
            if _plain(mine) != _plain(theirs):
                self.fault(field.key, said.format(v=show(field, theirs, self.language)))

    def __getitem__(self, key: str) -> Any:
        """An answer; None where none was given."""
        return self.answers.get(key)

    def text(self, key: str) -> str:
        return str(self.answers.get(key) or "")

    def fault(self, key: str, sentence: Text | str) -> None:
        """Say what is wrong with one field (the first word stands), or with the whole form (an empty key;
        each is said).
        """
        said = words(sentence, self.language)
        if not key:
            held = self.errors.get("", "")
            self.errors[""] = held if said in held else f"{held} {said}".strip()
        elif self.errors.setdefault(self.prefix + key, said) == said:
            self.form[key].errors = [said]

    def refuse(self, problem: Refused) -> None:
        """Say what a refused act said: each sentence at its field where the form has it, else on top."""
        for key, sentence in problem.fields.items():
            self.fault(key if key in self.form else "", sentence)
        for sentence in problem.reasons:
            self.fault("", sentence)

    @property
    def labels(self) -> dict[str, str]:
        """Names of the fields for the summary of errors, where the sentence itself does not say it."""
        return {key: label for key, label in self._labels.items() if label not in self.errors.get(key, "")}

    @property
    def good(self) -> bool:
        return not self.errors


def _plain(value: Any) -> Any:
    """A value as it is compared: nothing is nothing, however it is written; texts by their lines."""
    if isinstance(value, list | tuple):
        return [str(one) for one in value] or None
    return str(value).replace("\r\n", "\n").strip() or None if value is not None else None


def _mark(declared: tuple[Field, ...], stored: Mapping[str, Any]) -> str:
    held = {f.key: _plain(stored.get(f.key)) for f in declared}
    return sha256(json.dumps(held, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:24]


def typed_in(action: str, name: str, otherwise: Any = "") -> Any:
    """What was typed into a control of the form that was sent to `action` and came back;
    `otherwise` where no such form was.
    """
    return request.form.get(name, "") if request.path == action else otherwise


def ticked_in(action: str, name: str, otherwise: Iterable[Any] = ()) -> list[str]:
    """The same for boxes of one name, as texts."""
    return request.form.getlist(name) if request.path == action else [str(one) for one in otherwise]
