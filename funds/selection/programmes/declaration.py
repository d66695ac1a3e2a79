"""What a programme declares: questions, papers, sample rubric, eligibility, tracks by year, award, duties,
second-year rule.

Declarations only; one file a programme beside this one. A new programme is a new file and its line in `PROGRAMMES`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from portal.core.schema import Section
from portal.core.text import Text

SAMPLE = Text("예시(비공식)", "Sample (not official)")

PARTNER_ROLES = {
    "hospital": Text("의료기관", "Hospital"),
    "drug": Text("제약", "Drugs"),
    "device": Text("의료기기", "Devices"),
    "ict": Text("의료 ICT", "Medical ICT"),
    "foreign": Text("현지 기관", "Institution abroad"),
    "other": Text("그 밖의 기관", "Other"),
}


@dataclass(frozen=True)
class Track:
    """A track of a year: at most `ceiling` won of support for one application."""

    key: str
    title: Text
    ceiling: int


@dataclass(frozen=True)
class Money:
    """The tracks and the own share (percent of the whole cost) from `year` on, with the source of the figures."""

    year: int
    own_share: int
    tracks: tuple[Track, ...]
    source: str


SOURCES: Mapping[str, Text] = {
    "state": Text("국비(보조금)", "State grant"),
    "local": Text("지방비", "Local government"),
    "own_cash": Text("자부담(현금)", "Own share, cash"),
    "own_kind": Text("자부담(현물)", "Own share, in kind"),
}
ITEMS: Mapping[str, Text] = {
    "staff": Text("인건비", "Staff"),
    "travel": Text("여비", "Travel"),
    "rent": Text("임차료", "Rent"),
    "goods": Text("재료·물품비", "Goods"),
    "service": Text("외부 용역비", "Services bought"),
    "meeting": Text("회의·행사비", "Meetings and events"),
    "licence": Text("인허가·등록비", "Licences and registration"),
    "promotion": Text("홍보비", "Promotion"),
    "overhead": Text("일반관리비", "Overhead"),
}


@dataclass(frozen=True)
class Budget:
    """What the support of a programme is budgeted and settled by, as a grant: its items and sources, in order.

    From `cash_only_from` on only cash counts as own share (공고에 적힌 해부터).
    """

    items: tuple[str, ...] = tuple(ITEMS)
    sources: tuple[str, ...] = tuple(SOURCES)
    cash_only_from: int | None = None

    def own_sources(self, year: int) -> tuple[str, ...]:
        """What counts as own share in a call of `year`."""
        if self.cash_only_from is not None and year >= self.cash_only_from:
            return ("own_cash",)
        return ("own_cash", "own_kind")


@dataclass(frozen=True)
class Check:
    """One condition of eligibility that an officer looks up, with date and evidence."""

    key: str
    label: Text


@dataclass(frozen=True)
class DutyKind:
    """What a holder does each year: how many, and until which month and day."""

    key: str
    label: Text
    wanted: int = 1
    until: tuple[int, int] = (11, 30)


@dataclass(frozen=True)
class ObjectionRules:
    """이의신청 as data: calendar days to object, to decide and to extend; who decides; the basis;
    who is heard and how long.

    `decider`: ministry, or other_officer (an officer who neither checked, proposed nor decided). `hear` are the days
    for the opinion of whoever would lose by it; `reviewers` how many score again.
    """

    days: int = 30
    decide: int = 14
    extend: int = 10
    decider: str = "ministry"
    basis: str = "「행정기본법」 제36조"
    basis_en: str = "General Act on Public Administration, Art. 36"
    hear: int = 10
    reviewers: int = 3

    def as_json(self) -> dict[str, Any]:
        return dict(self.__dict__)


@dataclass(frozen=True)
class SupplementRules:
    """보완 as data: how often an officer may ask for it while eligibility is checked, and for how many days at most."""

    times: int = 1
    most_days: int = 14


@dataclass(frozen=True)
class Meeting:
    """의결 as data: more than `more_than` percent of the seated members attend, else a decision has no effect."""

    more_than: int = 50

    def quorum(self, seated: int) -> int:
        """How many must attend: 재적위원의 과반수 at 50 percent."""
        return seated * self.more_than // 100 + 1


LOTS = ("presentation", "reserve")
"""What may be decided by lot: the order of presentation, and equals on the reserve list."""


@dataclass(frozen=True, kw_only=True)
class AwardTerms:
    """What a selected application gets. `title` names it; `months` None: as long as its agreement year runs.

    `shares` are the instalments in percent of the support with their condition; `opinion_days` at least (행정절차법 제21조).
    """

    title: Text
    series: str
    months: int
    sign: Text
    conditions: tuple[Text, ...]
    certificate: bool = True
    benefits: tuple[Text, ...] = ()
    shares: tuple[tuple[int, Text], ...] = ()
    duties: tuple[DutyKind, ...] = ()
    renewable: bool = True
    renew_within_days: int = 120
    opinion_days: int = 10
    final_evaluation: bool = False
    yearly_evaluation: bool = False


@dataclass(frozen=True, kw_only=True)
class Programme:
    """One programme.

    `sections` are its own questions (contact, consortium money and bonus come from `funds.selection.forms.questions`);
    `budget` is there where the support is a grant that is settled; a signed agreement of one that `begins_pilot`
    becomes a pilot, whose own page keeps the money; one that `is_mark` gives a mark with a name and a logo, counted
    in the marks' own table.
    """

    key: str
    title: Text
    lead: Text
    sections: tuple[Section, ...]
    rubric: Mapping[str, Any]
    eligibility: tuple[Check, ...]
    award: AwardTerms
    series: str
    money: tuple[Money, ...] = ()
    budget: Budget | None = None
    begins_pilot: bool = False
    is_mark: bool = False
    partner_roles: tuple[str, ...] = ()
    partners_needed: tuple[str, ...] = ()
    needs_filing: bool = False
    second_year_from: Decimal | None = None
    seats_a_year: int | None = None
    objection: ObjectionRules = field(default_factory=ObjectionRules)
    supplement: SupplementRules = field(default_factory=SupplementRules)
    meeting: Meeting = field(default_factory=Meeting)
    lots: tuple[str, ...] = LOTS
    brand: Text | None = None

    def money_in(self, year: int) -> Money | None:
        """The tracks that hold in `year`: the latest set that had begun."""
        begun = [m for m in self.money if m.year <= year]
        return begun[-1] if begun else (self.money[0] if self.money else None)

    def tracks_in(self, year: int) -> tuple[Track, ...]:
        money = self.money_in(year)
        return money.tracks if money else ()

    def track(self, year: int, key: str) -> Track | None:
        return next((t for t in self.tracks_in(year) if t.key == key), None)
