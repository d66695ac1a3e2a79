"""Applications to the pool; the pool itself stands on the ground."""

from datetime import date

from sqlalchemy import Date, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.cases import Case


class Application(Case):
    """위촉 신청: somebody applies to the pool; its case lives on as the appointment (renewal, end)."""

    __tablename__ = "expert_application"

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    term_to: Mapped[date | None] = mapped_column(Date)

    __mapper_args__ = {"polymorphic_identity": "expert_application"}
