"""The figures that are held of each published series: read by everybody, shipped with the portal, written by imports alone."""

import csv
from collections.abc import Iterable
from decimal import Decimal
from importlib import resources
from typing import Any

from sqlalchemy import select

from portal.core.db import db
from portal.markets.series.models import PublishedFigure
from portal.markets.series.terms import DIMENSIONS

ORDER = {key: n for n, key in enumerate(DIMENSIONS)}


def of(series: str) -> list[PublishedFigure]:
    """Every figure of a series, by dimension and period, greatest first."""
    wanted = select(PublishedFigure).where(PublishedFigure.series == series)
    return sorted(db.session.scalars(wanted), key=_place)


def _place(figure: PublishedFigure) -> tuple[Any, ...]:
    return ORDER[figure.dimension], figure.period, -(figure.value or 0), -(figure.share or 0), figure.label


def rows(figures: Iterable[PublishedFigure]) -> list[dict[str, Any]]:
    """As the workbook's rows are read: period, dimension, label, value, share, source."""
    keys = ("period", "dimension", "label", "value", "share", "source")
    return [{key: getattr(figure, key) for key in keys} for figure in figures]


def load_shipped() -> int:
    """Put the figures that ship with the portal into an empty table; how many."""
    if db.session.scalar(select(PublishedFigure.id).limit(1)):
        return 0
    found = shipped()
    for row in found:
        db.session.add(PublishedFigure(**row))
    db.session.flush()
    return len(found)


def shipped() -> list[dict[str, Any]]:
    """The figures of the file that ships with the portal."""
    text = (resources.files("portal.markets.data") / "published.csv").read_text("utf-8")
    return [
        row | {"value": int(row["value"]) if row["value"] else None, "share": Decimal(row["share"]) if row["share"] else None}
        for row in csv.DictReader(text.splitlines())
    ]  # fmt: skip
