"""Papers of a consultation that the expert may look at only."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.db import Base, Instant


class ViewOnly(Base):
    """A paper of a consultation that its owner lets the expert look at, but not download.

    No row: it may be downloaded.
    """

    __tablename__ = "consultation_view_only"

    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), primary_key=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
