"""The table of columns by experts."""

from datetime import date

from sqlalchemy import JSON, Date, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from experts.models import Expert
from portal.core.cases import Case


class Insight(Case):
    """A column by an expert; what it says stands on its revisions, the published one's columns here."""

    __tablename__ = "insight"

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"))
    countries: Mapped[list[str]] = mapped_column(JSON, default=list)
    published_on: Mapped[date | None] = mapped_column(Date, index=True)

    __mapper_args__ = {"polymorphic_identity": "insight"}

    expert: Mapped[Expert] = relationship()
