"""The table of the versions of the standard that the ministry declared."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.db import Base, Instant


class DeclaredPilotRule(Base):
    """A version of the 1+1 rule that the ministry declared; `body` has the shape of the shipped ones."""

    __tablename__ = "pilot_rule"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(String(40), unique=True)
    effective_from: Mapped[date] = mapped_column(Date, unique=True)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
