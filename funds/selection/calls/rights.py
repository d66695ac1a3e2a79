"""Who may see and act on a call: the desk from its plan on, everybody once it is published."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, false

from portal.core.cases import Case
from portal.core.people import Actor
from portal.core.permissions import Rule
from portal.core.text import Text


class Published(Rule):
    """Everybody, once a call is published."""

    label = Text("누구나(공고 뒤)", "Everybody, once published")

    def holds(self, actor: Actor, case: Case) -> bool:  # noqa: ARG002
        return case.state not in ("planned",)

    def filter(self, actor: Actor) -> ColumnElement[bool]:  # noqa: ARG002
        return Case.state != "planned"


@dataclass(frozen=True)
class Desk(Rule):
    """Officers and ministry, from the first state on (a call is theirs from its plan)."""

    roles: tuple[str, ...]
    label: Text

    def holds(self, actor: Actor, case: Case) -> bool:  # noqa: ARG002
        return actor.has(*self.roles)

    def filter(self, actor: Actor) -> ColumnElement[bool]:
        return Case.id.is_not(None) if actor.has(*self.roles) else false()


PUBLISHED = Published()
DESK = Desk(("officer", "ministry"), Text("KHIDI 담당자·복지부 담당자", "KHIDI officer, ministry officer"))
DESK_OFFICER = Desk(("officer",), Text("KHIDI 담당자", "KHIDI officer"))
MINISTRY = Desk(("ministry",), Text("복지부 담당자", "Ministry officer"))
