"""The table of the dated rules by which documents are due. Only ever added."""

from sqlalchemy import Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.dated import Dated
from portal.core.db import Base


class DocumentTerm(Dated, Base):
    """When documents of a type are due that are opened from `effective_from` on: year offset, month, day,
    and how sure that is.
    """

    __tablename__ = "policy_document_term"
    __table_args__ = (UniqueConstraint("type", "effective_from"),)

    type: Mapped[str] = mapped_column(String(20))
    offset: Mapped[int] = mapped_column(Integer)
    month: Mapped[int] = mapped_column(Integer)
    day: Mapped[int] = mapped_column(Integer)
    sure: Mapped[str] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(500))
