"""Tables of the package catalogue: a core field with its products, hospital and firm for a country."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, Instant


class Package(Base):
    """진출 패키지.

    `field` by the core fields; shown to everybody once `published`; `source` where its facts are public ones.
    """

    __tablename__ = "ict_package"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    field: Mapped[str] = mapped_column(String(20), index=True)
    country: Mapped[str] = mapped_column(String(2), index=True)
    summary: Mapped[str] = mapped_column(String(2000), default="")
    source: Mapped[str] = mapped_column(String(500), default="")
    pilot_id: Mapped[int | None] = mapped_column(ForeignKey("pilot.id"))
    published: Mapped[bool] = mapped_column(Boolean, default=False)
    version: Mapped[int] = mapped_column(Integer, default=1)
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    parts: Mapped[list["PackagePart"]] = relationship(
        order_by="PackagePart.id", cascade="all, delete-orphan", back_populates="package"
    )

    def named(self, kind: str) -> list["PackagePart"]:
        """Its parts of one kind."""
        return [p for p in self.parts if p.kind == kind]


class PackagePart(Base):
    """What a package is made of: `kind` product, hospital or firm."""

    __tablename__ = "ict_package_part"

    id: Mapped[int] = mapped_column(primary_key=True)
    package_id: Mapped[int] = mapped_column(ForeignKey("ict_package.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(200))

    package: Mapped[Package] = relationship(back_populates="parts")
