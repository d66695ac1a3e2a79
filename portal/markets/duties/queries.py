"""The duties in force on a day: what ships, with what officials wrote over it.

Versions are only ever added. Must not know pages.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from portal.core import clock, dated, search
from portal.core.text import Text
from portal.markets.duties.models import DutyVersion
from portal.markets.duties.terms import CERTAINTY, FOUNDERS, SHIPPED, STAGES, Duty
from portal.markets.terms import EXPANSIONS
from portal.markets.texts import link_book

SOURCE = "duties"


_TEXTS = ("title", "authority", "law", "when")
_PLAIN = ("key", "effective_from", "stage", "source", "source_url", "reviewed_on", "review_by", "certainty", "ended")


def _read(row: DutyVersion) -> Duty:
    given: dict[str, Any] = {k: getattr(row, k) for k in _PLAIN}
    given |= {k: Text(getattr(row, f"{k}_ko"), getattr(row, f"{k}_en")) for k in _TEXTS}
    given |= {k: tuple(getattr(row, k)) for k in ("founders", "expansions")}
    return Duty(**given, by=row.by.name if row.by else "")


def versions() -> dict[str, list[Duty]]:
    """Every version of every duty, the oldest first; shipped duties stand first in their order."""
    found: dict[str, list[Duty]] = {duty.key: [duty] for duty in SHIPPED}
    for row in dated.written(DutyVersion):
        found.setdefault(row.key, []).append(_read(row))
    return {key: dated.by_day(held) for key, held in found.items()}


def in_force(day: date, founder: str = "", expansion: str = "") -> list[Duty]:
    """The duties of a day that concern such a founder and kind of expansion, those before going first."""
    newest = (dated.in_force(held, day) for held in versions().values())
    asked = [d for d in newest if d is not None and not d.ended and d.concerns(founder, expansion)]
    return sorted(asked, key=lambda d: list(STAGES).index(d.stage))


# ---- what is found ----------------------------------------------------------------------------------------------------


def documents() -> list[search.Document]:
    return [
        search.Document(
            key=duty.key,
            title=duty.title,
            body=Text(*(_body(duty, lang) for lang in ("ko", "en"))),
            endpoint="duties.index",
            args={"_anchor": f"duty-{duty.key}"},
            on=duty.reviewed_on,
        )
        for duty in in_force(clock.today())
    ]


def _body(duty: Duty, lang: str) -> str:
    named = [FOUNDERS[f].in_(lang) for f in duty.founders] + [EXPANSIONS[e][0].in_(lang) for e in duty.expansions]
    said = (duty.when.in_(lang), duty.authority.in_(lang), duty.law.in_(lang), CERTAINTY[duty.certainty][0].in_(lang))
    return ". ".join([*(part for part in said if part), ", ".join(named)])


def outside_links() -> Iterator[tuple[str, link_book.Place]]:
    """The addresses of sources, to be looked at by hand like the links of texts."""
    for duty in in_force(clock.today()):
        if duty.source_url:
            yield duty.source_url, link_book.Place(duty.title, "duty_desk.edit", {"key": duty.key})
