"""What a kind declares so that a panel can score its cases: by when, what, who may not, and what the panel reads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from funds.panel.models import Reviewer
from portal.core.cases import Case
from portal.core.text import Text


@dataclass(frozen=True, kw_only=True)
class Subject:
    """The panel works while the case stands in `working`; the SYSTEM move `complete` opens the sheets.

    `title` is what members see the work called; `parties` whom conflicts are declared with; `barred` why somebody of the pool
    may not judge, None if they may; `inviter` the officer (user id) in whose name invitations go out; `file` is the template of what
    the panel reads, with what it shows. Mails and events are named `<kind>.reviewer_invited`, `<kind>.draw_committed` and so on.
    """

    title: Text
    working: str
    parties: Callable[[Any], list[str]]
    barred: Callable[[Any, Reviewer], Text | None]
    inviter: Callable[[Any], int | None]
    template: str
    file: Callable[[Any], Mapping[str, Any]]


SUBJECTS: dict[str, Subject] = {}
"""Kind key → its subject; each kind with a panel adds its own."""


def subject_of(case: Case) -> Subject:
    return SUBJECTS[case.declared.key]
