"""The table of the versions of the standard that the ministry declared."""

from typing import Any

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.dated import Dated
from portal.core.db import Base


class DeclaredPilotRule(Dated, Base):
    """A version of the 1+1 rule that the ministry declared; `body` has the shape of the shipped ones."""

    __tablename__ = "pilot_rule"
    __table_args__ = (UniqueConstraint("effective_from"),)

    version: Mapped[str] = mapped_column(String(40), unique=True)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
