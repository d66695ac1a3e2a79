"""The table of calibrations: what fitting the credit scorecard to outcomes gave.

The outcomes themselves are not kept.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.db import Base, Instant


class CreditCalibration(Base):
    """One fit of a version of the scorecard; `result` as `calibration.Calibration.as_json` gives it."""

    __tablename__ = "credit_calibration"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(String(40), index=True)
    rows: Mapped[int] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(String(300))
    result: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
