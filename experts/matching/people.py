"""Experts and requests as the matching sees them, and their reading from JSON. Must not read texts or score."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.core.organisation_names import keys
from portal.core.text import Text


class BadInput(ValueError):
    """Input that cannot be read; `words` says in both languages what is wrong and where."""

    def __init__(self, ko: str, en: str) -> None:
        super().__init__(ko)
        self.words = Text(ko, en)


@dataclass(frozen=True, slots=True)
class Expert:
    """A profile. Codes: fields of data/fields.txt, countries ISO 3166 alpha-2, regions of data/regions.txt, languages
    ISO 639-1. `confirmed` are the concepts the expert has confirmed (None: not asked yet), `away` dated absences (first
    and last day). Loads in cases, `years` in years, `rating_avg` 1-5. `member_of` are the ids of the organisations that
    the expert belongs to in the portal, `member_names` their names.
    """

    id: str
    fields: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    career: str = ""
    years: float = 0.0
    available: bool = True
    away: tuple[tuple[date, date], ...] = ()
    max_load: int = 1
    current_load: int = 0
    affiliation_org: str = ""
    conflict_orgs: frozenset[str] = frozenset()
    rating_avg: float | None = None
    rating_n: int = 0
    confirmed: frozenset[str] | None = None
    member_of: frozenset[int] = frozenset()
    member_names: frozenset[str] = frozenset()

    @property
    def ties(self) -> frozenset[str | int]:
        """What binds the expert to organisations: keys of their names, and ids."""
        return self.member_of.union(*map(keys, {self.affiliation_org} | self.conflict_orgs | self.member_names))

    @property
    def free(self) -> int:
        """Cases that the expert can still take."""
        return max(0, self.max_load - self.current_load) if self.available else 0


@dataclass(frozen=True, slots=True)
class Request:
    """A consultation asked for. `preferred`: expert ids, best first, at most three; `confirmed`: concepts that the
    applicant has confirmed (None: not asked yet); `declined`: experts who have declined it; `needed`: experts wanted,
    of whom a senior leads if it is `indepth`; `granted`: how often the applicant has lately got an expert that it
    wished for, by expert id. `applicant_id` is the applicant in the portal; `other_names` are further names of the
    applicant and its counterparties (in English, aliases).
    """

    id: str
    title: str = ""
    text: str = ""
    fields: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    applicant_org: str = ""
    counterparty_orgs: frozenset[str] = frozenset()
    preferred: tuple[str, ...] = ()
    declined: frozenset[str] = frozenset()
    starts_on: date | None = None
    needed: int = 1
    confirmed: frozenset[str] | None = field(default=None)
    indepth: bool = False
    granted: Mapping[str, int] = field(default_factory=dict)
    applicant_id: int | None = None
    other_names: frozenset[str] = frozenset()

    @property
    def parties(self) -> frozenset[str]:
        """Every organisation that an expert may not be bound to, as it was written."""
        return (self.counterparty_orgs | {self.applicant_org}) - {""}

    @property
    def barring(self) -> frozenset[str | int]:
        """What bars an expert who holds it among their `ties`: keys of all names of the parties,
        and the applicant's id.
        """
        own: frozenset[str | int] = frozenset() if self.applicant_id is None else frozenset({self.applicant_id})
        return own.union(*map(keys, self.parties | self.other_names))


def experts_from(rows: Any) -> list[Expert]:
    """Experts from parsed JSON (a list of objects), sorted by id.

    BadInput names the row and the value it cannot read.
    """
    return _read(rows, "전문위원", "experts", _expert)


def requests_from(rows: Any) -> list[Request]:
    """Requests from parsed JSON (a list of objects), sorted by id. BadInput names the row and the value."""
    return _read(rows, "요청", "requests", _request)


def _read(rows: Any, ko: str, en: str, make: Any) -> list[Any]:
    if not isinstance(rows, list):
        raise BadInput(f"{ko} 파일은 목록([ … ])이어야 합니다.", f"The {en} file must hold a list ([ … ]).")
    made: dict[str, Any] = {}
    for number, row in enumerate(rows, 1):
        if not isinstance(row, Mapping) or not isinstance(row.get("id"), str) or not row["id"].strip():
            raise BadInput(f"{ko} {number}번째 항목에 id가 없습니다.", f"Item {number} of {en} has no id.")
        if row["id"] in made:
            raise BadInput(f"{ko} id {row['id']}가 두 번 나옵니다.", f"The id {row['id']} occurs twice in {en}.")
        made[row["id"]] = make(row, _Row(row, f"{ko} {row['id']}", f"{en}, {row['id']}"))
    return [made[key] for key in sorted(made)]


@dataclass(frozen=True, slots=True)
class _Row:
    row: Mapping[str, Any]
    ko: str
    en: str

    def bad(self, key: str, what: Text) -> BadInput:
        return BadInput(f"{self.ko}: {key} 값은 {what.ko}여야 합니다.", f"{self.en}: {key} must be {what.en}.")

    def text(self, key: str) -> str:
        value = self.row.get(key)
        if value is not None and not isinstance(value, str):
            raise self.bad(key, Text("글자", "text"))
        return value or ""

    def codes(self, key: str) -> tuple[str, ...]:
        value = self.row.get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise self.bad(key, Text("글자 목록", "a list of texts"))
        return tuple(v.strip() for v in value if v.strip())

    def number(self, key: str, default: float, *, least: float = 0.0, most: float = 1e6) -> float:
        value = self.row.get(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            raise self.bad(key, Text(f"{least:g}~{most:g} 사이의 수", f"a number from {least:g} to {most:g}"))
        return float(value)

    def day(self, key: str) -> date | None:
        value = self.text(key)
        try:
            return date.fromisoformat(value[:10]) if value else None
        except ValueError as error:
            raise self.bad(key, Text("2026-11-22 같은 날짜", "a day such as 2026-11-22")) from error

    def confirmed(self) -> frozenset[str] | None:
        return None if self.row.get("confirmed") is None else frozenset(self.codes("confirmed"))


def _expert(row: Mapping[str, Any], read: _Row) -> Expert:
    availability = row.get("availability") or {}
    if isinstance(availability, str):
        availability = {"status": availability}
    if not isinstance(availability, Mapping):
        raise read.bad("availability", Text("{status: …}", "{status: …}"))
    rated = row.get("rating_avg") is not None
    return Expert(
        id=row["id"],
        fields=frozenset(read.codes("fields")),
        countries=frozenset(c.upper() for c in read.codes("countries")),
        regions=frozenset(read.codes("regions")),
        languages=frozenset(c.lower() for c in read.codes("languages")),
        career=read.text("career"),
        years=read.number("years", 0.0, most=100),
        available=availability.get("status", "available") == "available",
        away=_periods(availability.get("unavailable") or (), read),
        max_load=int(read.number("max_load", 1)),
        current_load=int(read.number("current_load", 0)),
        affiliation_org=read.text("affiliation_org").strip(),
        conflict_orgs=frozenset(read.codes("conflict_orgs")),
        rating_avg=read.number("rating_avg", 0, least=1, most=5) if rated else None,
        rating_n=int(read.number("rating_n", 0)),
        confirmed=read.confirmed(),
    )


def _periods(rows: Iterable[Any], read: _Row) -> tuple[tuple[date, date], ...]:
    periods = []
    for row in rows:
        inner = _Row(row if isinstance(row, Mapping) else {}, read.ko, read.en)
        first, last = inner.day("from"), inner.day("to")
        if first is None or last is None:
            raise read.bad("availability.unavailable", Text("{from, to} 목록", "a list of {from, to}"))
        periods.append((first, last))
    return tuple(periods)


def _request(row: Mapping[str, Any], read: _Row) -> Request:
    return Request(
        id=row["id"],
        title=read.text("title"),
        text=read.text("text"),
        fields=frozenset(read.codes("fields")),
        countries=frozenset(c.upper() for c in read.codes("countries")),
        regions=frozenset(read.codes("regions")),
        languages=frozenset(c.lower() for c in read.codes("languages_required")),
        applicant_org=read.text("applicant_org").strip(),
        counterparty_orgs=frozenset(read.codes("counterparty_orgs")),
        preferred=read.codes("preferred")[:3],
        declined=frozenset(read.codes("declined")),
        starts_on=read.day("starts_on"),
        needed=int(read.number("n_needed", 1)),
        confirmed=read.confirmed(),
        indepth=read.text("depth") == "indepth",
    )
