"""The table of a panel's evaluation of a pilot."""

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from funds.pilots.models import Pilot
from portal.core.cases import Case


class PilotEvaluation(Case):
    """중간·최종평가: a panel scores a pilot in its `year_no` by the criteria of `rule`.

    Sheets and result stand in `funds.selection.reviews`.
    """

    __tablename__ = "pilot_evaluation"

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    pilot_id: Mapped[int] = mapped_column(ForeignKey("pilot.id"), index=True)
    what: Mapped[str] = mapped_column(String(10))
    year_no: Mapped[int] = mapped_column(Integer)
    rule: Mapped[str] = mapped_column(String(40))

    pilot: Mapped[Pilot] = relationship(foreign_keys=[pilot_id])

    __mapper_args__ = {"polymorphic_identity": "pilot_evaluation"}
