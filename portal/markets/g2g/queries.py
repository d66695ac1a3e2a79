"""The register of cooperation between governments: what is in force, what ends soon, its entries,
the list with its filters.

Days are known as far as they are: ISO text of a year, month or day. Must not know pages.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from portal.core import clock, countries, search
from portal.core.db import db
from portal.core.excel import WHOLE
from portal.core.listing import Column, Filter, Listing
from portal.core.reading import sent_year
from portal.core.text import Text
from portal.markets.g2g.models import Cooperation, CooperationEntry
from portal.markets.g2g.terms import COOPERATION, ENTRIES, STATES

SOON = timedelta(days=90)
SOURCE = "cooperation"


def state_of(one: Cooperation) -> str:
    """A key of STATES: by the last day that is known, today."""
    if not one.ended:
        return "open"
    today, soon = (day.isoformat()[: len(one.ended)] for day in (clock.today(), clock.today() + SOON))
    return "ended" if one.ended < today else "soon" if one.ended <= soon else "running"


def conditions() -> dict[str, ColumnElement[bool]]:
    """`state_of` as conditions of a query."""
    ended, length = Cooperation.ended, func.length(Cooperation.ended)
    today, soon = (func.substr(day.isoformat(), 1, length) for day in (clock.today(), clock.today() + SOON))
    return {
        "open": ended == "",
        "ended": and_(ended != "", ended < today),
        "soon": and_(ended >= today, ended <= soon, ended != ""),
        "running": and_(ended > soon, ended != ""),
    }


def _by_state(wanted: Select[Any], state: str) -> Select[Any] | None:
    held = conditions().get(state)
    return None if held is None else wanted.where(held)


def _by_country(wanted: Select[Any], text: str) -> Select[Any] | None:
    code = countries.find(text)
    return wanted.where(Cooperation.country == code) if code else None


def _by_year(wanted: Select[Any], text: str) -> Select[Any] | None:
    return wanted.where(func.substr(Cooperation.began, 1, 4) == text) if sent_year(text) else None


def _held_countries() -> list[tuple[str, str]]:
    codes = db.session.scalars(select(Cooperation.country).distinct())
    return sorted(((c, countries.name(c)) for c in codes), key=lambda pair: pair[1])


def _years() -> list[tuple[str, str]]:
    began = db.session.scalars(select(Cooperation.began).where(Cooperation.began != "").distinct())
    return [(year, year) for year in sorted({day[:4] for day in began}, reverse=True)]


def entries_of(cooperation_ids: list[int]) -> dict[int, list[CooperationEntry]]:
    """The entries of each, the latest first."""
    found: dict[int, list[CooperationEntry]] = {number: [] for number in cooperation_ids}
    wanted = select(CooperationEntry).where(CooperationEntry.cooperation_id.in_(cooperation_ids))
    ordered = wanted.order_by(CooperationEntry.on.desc(), CooperationEntry.id.desc())
    for entry in db.session.scalars(ordered) if cooperation_ids else ():
        found[entry.cooperation_id].append(entry)
    return found


def _entries_in_words(one: Cooperation) -> str:
    held = entries_of([one.id])[one.id]
    return "; ".join(
        f"{e.on.isoformat()} {ENTRIES[e.kind].ko}: {e.title_ko}" + (f" → {e.result}" if e.result else "") for e in held
    )


LISTING = Listing(
    key="cooperation",
    title=Text("정부 간 협력", "Cooperation between governments"),
    query=lambda _actor: select(Cooperation),
    columns=(
        Column(key="kind", label=Text("구분", "Kind"), value=lambda c: COOPERATION[c.kind].ko),
        Column(key="country", label=Text("국가", "Country"), value=lambda c: countries.name(c.country)),
        Column(key="title", label=Text("이름", "Name"), value=lambda c: c.title_ko, width=50),
        Column(key="title_en", label=Text("영문 이름", "English name"), value=lambda c: c.title_en, width=50),
        Column(key="partner", label=Text("상대 기관·공관", "Partner or mission"), value=lambda c: c.partner),
        Column(key="agency", label=Text("수행 기관", "Agency"), value=lambda c: c.agency),
        Column(key="began", label=Text("체결·시작", "Begun"), value=lambda c: c.began),
        Column(key="ended", label=Text("끝", "End"), value=lambda c: c.ended),
        Column(key="state", label=Text("상태", "State"), value=lambda c: STATES[state_of(c)][0].ko),
        Column(key="budget", label=Text("예산", "Budget"), value=lambda c: c.budget, number_format=WHOLE),
        Column(key="currency", label=Text("통화", "Currency"), value=lambda c: c.currency if c.budget else ""),
        Column(key="entries", label=Text("경과와 성과", "Entries"), value=_entries_in_words, width=60),
        Column(key="source", label=Text("출처", "Source"), value=lambda c: c.source, width=40),
    ),
    order=(Cooperation.began, Cooperation.id),
    descending=True,
    filters=(
        Filter(key="kind", label=Text("구분", "Kind"), apply=lambda q, v: q.where(Cooperation.kind == v), choices=lambda: list(COOPERATION.items())),
        Filter(key="country", label=Text("국가", "Country"), apply=_by_country, choices=lambda: [(c, Text(*(countries.name(c, lang) for lang in ("ko", "en")))) for c, _ in _held_countries()]),
        Filter(key="state", label=Text("상태", "State"), apply=_by_state, choices=lambda: [(k, words) for k, (words, _) in STATES.items()]),
        Filter(key="year", label=Text("체결·시작 연도", "Year of beginning"), apply=_by_year, choices=_years),
    ),
)  # fmt: skip


def of_country(iso2: str) -> Mapping[str, Any] | None:
    """What there is with a country; None where nothing is known."""
    wanted = select(Cooperation).where(Cooperation.country == iso2)
    held = list(db.session.scalars(wanted.order_by(Cooperation.kind, Cooperation.began.desc(), Cooperation.id)))
    if not held:
        return None
    return {
        "held": held,
        "kinds": COOPERATION,
        "states": STATES,
        "state_of": state_of,
        "entries": entries_of([one.id for one in held]),
        "entry_kinds": ENTRIES,
    }


def mous_by_country(day: date) -> dict[str, int]:
    """MOUs signed by the end of the year of `day`, by country code; {} while none are kept here."""
    wanted = (
        select(Cooperation.country, func.count())
        .where(Cooperation.kind == "mou", func.substr(Cooperation.began, 1, 4) <= str(day.year))
        .group_by(Cooperation.country)
    )
    return {country: count for country, count in db.session.execute(wanted)}  # noqa: C416


# ---- what is found ----------------------------------------------------------------------------------------------------


def document(one: Cooperation) -> search.Document:
    kind, held = COOPERATION[one.kind], entries_of([one.id])[one.id]
    ko, en = (f"{countries.name(one.country, lang)} {kind.in_(lang)}" for lang in ("ko", "en"))
    told = [". ".join([e.title_ko, e.text, e.result]) for e in held]
    return search.Document(
        key=str(one.id),
        title=Text(one.title_ko, one.title_en),
        body=Text(
            ". ".join(p for p in (ko, one.partner, one.agency, one.follow_up, *told, one.source) if p),
            ". ".join(p for p in (en, one.partner, one.agency, *(e.title_en for e in held)) if p),
        ),
        endpoint="cooperation.show",
        args={"number": one.id},
        country=one.country,
    )


def documents() -> list[search.Document]:
    return [document(one) for one in db.session.scalars(select(Cooperation))]
