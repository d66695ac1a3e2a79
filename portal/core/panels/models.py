"""What the tables of every sealed panel have in common: the draw, a seat, a sheet. The tables themselves are the
domains'.

What a sheet holds, and whether it was handed in, says nothing to anybody but its own member before the last one is in.
"""

from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal.core.db import Instant
from portal.core.panels.pool import Reviewer


class Drawn:
    """Whose members are drawn: SHA-256 of the seed is logged with the pool (ids), then the seed with the order."""

    draw_seed: Mapped[str] = mapped_column(String(64), default="")
    draw_hash: Mapped[str] = mapped_column(String(64), default="")
    draw_pool: Mapped[list[int]] = mapped_column(JSON, default=list)
    draw_order: Mapped[list[int]] = mapped_column(JSON, default=list)

    wanted: Any
    """How many members are seated."""


class Seated:
    """A member's seat. `label` names it in results; `state`: invited → accepted, or refused, conflicted, replaced."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("fund_reviewer.id"), index=True)
    label: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), default="invited")
    reason: Mapped[str] = mapped_column(String(1000), default="")
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    declared_at: Mapped[datetime | None] = mapped_column(Instant)

    @declared_attr
    def reviewer(cls) -> Mapped[Reviewer]:  # noqa: N805
        return relationship(lazy="joined")

    @property
    def sits(self) -> bool:
        return self.state in ("invited", "accepted")

    @property
    def judges(self) -> bool:
        """Whether the file is open to this member: accepted, pledged, nothing in the way."""
        return self.state == "accepted" and self.declared_at is not None

    @property
    def case(self) -> Any:
        """The case whose panel it is."""
        raise NotImplementedError


class Sheet(Protocol):
    """A member's scores of one subject: {criterion: "15.5"}, and a remark."""

    scores: Any
    remark: Any
