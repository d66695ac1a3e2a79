"""What a domain declares so that a sealed panel judges its cases."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from portal.core.cases import Case
from portal.core.declared import declared_for
from portal.core.panels.models import Drawn, Seated, Sheet
from portal.core.panels.pool import Reviewer
from portal.core.text import Text

FEWEST = 3
"""Members that a panel has at least."""


class Panel(ABC):
    """How the cases of a kind are judged. Methods take the case, or a seat on its panel.

    `seats` is the table of seats, `names_case` its column that says the case; `letter` begins their labels. Members are
    drawn while the case is in one of `drawn_in`, answer, pledge and are replaced in `seated_in`, score in `judging_in`;
    the SYSTEM move `opens` takes the seal off once all, and `fewest_in` at least, have handed in. A member with a
    conflict leaves a panel that has `one_subject`, and passes over that subject in others.
    """

    seats: ClassVar[type[Any]]
    names_case: ClassVar[str]
    letter: ClassVar[str]
    opens: ClassVar[str]
    fewest_in: ClassVar[int] = FEWEST
    one_subject: ClassVar[bool] = False

    @abstractmethod
    def drawn_in(self, case: Any) -> Sequence[str]: ...

    @abstractmethod
    def seated_in(self, case: Any) -> Sequence[str]: ...

    @abstractmethod
    def judging_in(self, case: Any) -> Sequence[str]: ...

    @abstractmethod
    def event(self, case: Any, what: str) -> str:
        """The name of the event, or the mail, of what happened (`draw_committed`, `drawn`, `invited`, `accepted`,
        `refused`, `conflicted`, `replaced`, `filled`, `pledged`); '' where none is left.
        """

    @abstractmethod
    def drawn(self, case: Any) -> Drawn:
        """The row that holds the draw."""

    @abstractmethod
    def inviter(self, case: Any) -> int | None:
        """The officer (user id) in whose name invitations go out."""

    def barred(self, _case: Any, _reviewer: Reviewer) -> Text | None:
        """Why somebody may not judge at all, as far as the portal can see; None if they may."""
        return None

    @abstractmethod
    def subjects(self, seat: Any) -> Sequence[Any]:
        """What the member judges now."""

    @abstractmethod
    def criteria(self, case: Any) -> Sequence[Mapping[str, Any]]:
        """What is scored of each subject: {id, label, max …}."""

    @abstractmethod
    def sheet(self, seat: Any, subject: Any) -> Sheet | None:
        """The member's own sheet of the subject; None before it was first saved."""

    @abstractmethod
    def new_sheet(self, seat: Any, subject: Any) -> Sheet: ...

    @abstractmethod
    def handed_in_at(self, seat: Any) -> datetime | None: ...

    @abstractmethod
    def take_in(self, seat: Any) -> None:
        """Note that the member handed in all sheets."""

    def seated(self, seat: Any) -> None:  # noqa: B027 - most panels need nothing else
        """What else a new seat needs."""

    def left(self, seat: Any) -> None:  # noqa: B027
        """What else ends with a seat."""

    def pledged(self, _seat: Any, _conflicts: Mapping[int, str]) -> Mapping[str, Any]:
        """What else a pledge keeps; facts of its event."""
        return {}


def panel_of(case: Case) -> Any:
    """The panel that the case's kind declares (`Module.sealed_panels`)."""
    return declared_for("sealed_panels", case.declared.key)


__all__ = ["FEWEST", "Panel", "Seated", "panel_of"]
