"""The table of what the officer was shown, what was chosen and why."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.db import Base, Instant


class ShownList(Base):
    """What the officer was shown, what was chosen and why: the next evaluation set. Only ever added."""

    __tablename__ = "match_log"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    batch: Mapped[str] = mapped_column(String(20), default="")
    shown: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    excluded: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    weights: Mapped[dict[str, float]] = mapped_column(JSON)
    chosen_id: Mapped[int | None] = mapped_column(ForeignKey("expert.id"))
    rank: Mapped[int] = mapped_column(Integer, default=0)
    reason: Mapped[str] = mapped_column(String(1000), default="")
