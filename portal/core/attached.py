"""The table of papers attached to cases. What is done with them stands in `portal.core.files`."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from portal.core import clock
from portal.core.contents import Content
from portal.core.db import Base, Instant
from portal.core.people import User

LEFT_FOR = timedelta(days=1)
"""How long content lies in the store that no row means, or only a paper that was taken out before it was filed."""


class Paper(Base):
    """One uploaded file. `slot` is the key of the schema field it answers; `removed_at` takes it out of a draft."""

    __tablename__ = "paper"
    __table_args__ = (Index("ix_paper_case_slot", "case_id", "slot"), Index("ix_paper_sha256", "sha256"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    slot: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    filed_at: Mapped[datetime | None] = mapped_column(Instant)
    removed_at: Mapped[datetime | None] = mapped_column(Instant)

    by: Mapped[User | None] = relationship()
    content: Mapped[Content | None] = relationship(
        primaryjoin=lambda: foreign(Paper.sha256) == Content.sha256, viewonly=True, lazy="selectin"
    )

    @property
    def is_gone(self) -> bool:
        """Whether it was taken out before it was filed: nobody opens it any more."""
        return self.removed_at is not None and self.filed_at is None
