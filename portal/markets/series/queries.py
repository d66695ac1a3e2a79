"""The figures that are held of each published series: read by everybody, written by imports alone. Reads only."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from portal.core import search
from portal.core.db import db
from portal.core.text import Text
from portal.markets.series.models import PublishedFigure
from portal.markets.series.terms import DIMENSIONS, SERIES

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


def documents() -> list[search.Document]:
    """Every published series as it is found."""
    return [
        search.Document(
            key=f"published-{key}",
            title=Text(f"{s.title.ko} 통계", f"Statistics: {s.title.en}"),
            body=s.definition,
            endpoint="published.patients" if key == "patients" else "published.series",
            args={} if key == "patients" else {"name": key},
        )
        for key, s in SERIES.items()
    ]
