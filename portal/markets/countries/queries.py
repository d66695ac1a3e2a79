"""What the domain offers to the country pages and to the index: the newest posts of a country, the pages of statistics."""

from collections.abc import Mapping
from typing import Any

from portal.core import clock, countries, search
from portal.core.db import db
from portal.core.people import Actor
from portal.core.text import Text
from portal.markets.series.terms import SERIES
from portal.markets.statistics import tables
from portal.markets.texts import news

NEWEST = 5


def news_panel(iso2: str) -> Mapping[str, Any] | None:
    """The newest posts of a country; None where there are none."""
    posts = list(db.session.scalars(news.published(country=iso2).limit(NEWEST)))
    return {"posts": posts, "country": iso2} if posts else None


def visitor_panel(actor: Actor) -> Mapping[str, Any] | None:
    """For who has not signed in: where to look up a country, and the newest posts."""
    if actor.signed_in:
        return None
    return {"posts": list(db.session.scalars(news.published().limit(3)))}


def country_documents() -> list[search.Document]:
    """Every country by all its names."""
    return [
        search.Document(
            key=c.iso2,
            title=c.name,
            body=Text(
                f"{c.name.ko} 국가 정보: 주요 지표, 진출신고 현황, 의료체계와 법·제도, 진출 절차",
                f"{c.name.en}: indicators, filings, health system and law, steps of an expansion",
            ),
            also=" . ".join((c.iso2, c.iso3, *c.aliases)),
            endpoint="countries.country",
            args={"iso2": c.iso2},
            country=c.iso2,
        )
        for c in countries.all_countries()
        if c.iso2 != countries.KOREA
    ]


def statistics_documents() -> list[search.Document]:
    """The public tables of the running year and the published series."""
    year = clock.today().year
    declared = [
        search.Document(
            key=t.key,
            title=Text(f"진출신고 통계 {t.title.ko}", f"Statistics of filings: {t.title.en}"),
            body=t.counts,
            endpoint="statistics.table",
            args={"year": year, "key": t.key},
        )
        for t in tables.tables()
    ]
    series = [
        search.Document(
            key=f"published-{key}",
            title=Text(f"{s.title.ko} 통계", f"Statistics: {s.title.en}"),
            body=s.definition,
            endpoint="published.patients" if key == "patients" else "published.series",
            args={} if key == "patients" else {"name": key},
        )
        for key, s in SERIES.items()
    ]
    return declared + series
