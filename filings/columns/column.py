"""What is declared of a column of the register, and the usual kinds of columns.

Pure: knows neither files nor the database.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from filings.columns import codes, readers
from filings.columns.readers import Parse
from portal.core.reading_days import kept_day
from portal.core.text import Text


class Answer(NamedTuple):
    """How what is answered to the question of the column's name is stored,
    and what is stored becomes an answer again.
    """

    stored: Parse
    answered: Parse


def _as_it_is(value: Any) -> Any:
    return value


def _or_nothing(value: Any) -> Any:
    return value or None


AS_STORED = Answer(_as_it_is, _as_it_is)
DAY = Answer(kept_day, date.isoformat)
YES_NO = Answer(lambda answer: answer == "yes", lambda yes: "yes" if yes else "no")


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its one name (that of the stored column and of the question), its heading,
    and what holds of its values.
    """

    field: str
    label: Text

    # a cell of a file
    reads: Parse
    wrong: str = "unknown_code"  # the problem of a cell that `reads` makes nothing of
    blank: bool = False  # a cell may be left empty, the column may be missing
    past: bool = False  # a day after today is a problem
    longest: int = 0  # a longer text is a problem, never cut
    allowed: tuple[str, ...] = ()  # named in the sentence of a problem
    example: Text | None = None  # the same, where the form of a value is asked for
    taken_as_it_is: re.Pattern[str] | None = None  # a cell that needs no reading; such values hardly ever repeat

    # what is stored: in the column of the same name, `empty` where nothing is said
    empty: Any = None
    answer: Answer | None = AS_STORED  # None: no question of the form asks this

    # the cell of a list's workbook and of the annual report
    shown: Parse = _as_it_is
    holds: str = "text"  # as `portal.core.tables.Heading` has it
    width: int = 0

    @property
    def heading(self) -> str:
        return self.label.ko

    def of_answers(self, answers: Mapping[str, Any]) -> Any:
        """What is stored of the answers to the form."""
        assert self.answer is not None
        said = answers.get(self.field)
        return self.empty if said in (None, "") else self.answer.stored(said)

    def as_answer(self, stored: Any) -> Any:
        """The answer to the form that a stored value is; None where it says nothing."""
        assert self.answer is not None
        return None if stored in (None, "") else self.answer.answered(stored)


def text(field: str, label: Text, *, longest: int, **more: Any) -> Column:
    kind: dict[str, Any] = {"reads": readers.tidy, "wrong": "missing_value", "empty": "", "shown": _or_nothing}
    return Column(field=field, label=label, longest=longest, **(kind | more))


def whole(field: str, label: Text, **more: Any) -> Column:
    return Column(field=field, label=label, reads=readers.whole, wrong="not_a_number", holds="count", **more)


def day(field: str, label: Text, **more: Any) -> Column:
    kind: dict[str, Any] = {"reads": readers.read_date, "wrong": "bad_date", "holds": "day", "answer": DAY}
    return Column(field=field, label=label, **(kind | more))


def coded(field: str, label: Text, words: Mapping[str, Text], **more: Any) -> Column:
    """One of the codes of `words`, read by their labels unless `reads` knows more spellings."""
    labels = {code: word.ko for code, word in words.items()}
    kind: dict[str, Any] = {
        "reads": readers.one_of(codes.by_label(words)),
        "allowed": tuple(labels.values()),
        "shown": lambda code: labels.get(code, code) or None,
    }
    return Column(field=field, label=label, **(kind | more))
