"""What became of each mail that came in: when, how large, which sentence, which thread.

Holds no address, name or word of it.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.db import Base, Instant


class ReceivedMail(Base):
    """One mail.

    `key` is a hash of its Message-ID, so that a mail that is delivered twice is taken once; `outcome` one of OUTCOMES.
    """

    __tablename__ = "received_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now, index=True)
    outcome: Mapped[str] = mapped_column(String(20))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id"))
    size: Mapped[int] = mapped_column(Integer)
    answered: Mapped[bool] = mapped_column(default=False)
