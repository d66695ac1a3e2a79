"""Pages of the strategy countries: the ranking with its weights, each score opened, the lists that the ministry named.

A view loads, asks, renders; what counts is told by `funds.strategy.queries`, the arithmetic by
`funds.strategy.indicators`.
"""

from decimal import Decimal, InvalidOperation
from typing import Any

from flask import Blueprint, abort, g, render_template, request

from funds.strategy import queries as q
from funds.strategy.indicators.doubts import doubts
from funds.strategy.indicators.figures import INDICATORS, Figure
from funds.strategy.indicators.ranking import Ranking, rank
from funds.strategy.indicators.sensitivity import POINTS, TOP, rank_sensitivity
from funds.strategy.indicators.weights import Weights
from funds.strategy.models import StrategyList
from funds.unusable import Unusable
from portal.core import clock, countries
from portal.core.reading import sent_year
from portal.core.text import Text
from portal.core.web import access

bp = Blueprint("strategy", __name__, url_prefix="/strategy")

AMONG = {
    q.SHIPPED_SET: Text("포털이 자료를 갖춘 나라", "Countries whose figures came with the portal"),
    q.EVERY: Text("가져온 파일의 모든 나라", "Every country of the imported files"),
}


class Chosen:
    """What the address asks for: version of the weights, weights moved on the sliders, year, countries compared."""

    def __init__(self) -> None:
        self.problems: list[Text] = []
        declared = q.weights_of(request.args.get("version", ""))
        if declared is None:
            abort(404)
        self.declared: Weights = declared
        self.weights = self._moved(declared)
        self.year = self._year(declared.year)
        among = request.args.get("among", q.SHIPPED_SET)
        self.among = among if among in AMONG else q.SHIPPED_SET

    def _moved(self, declared: Weights) -> Weights:
        given = {k.removeprefix("w."): v.strip() for k, v in request.args.items() if k.startswith("w.") and v.strip()}
        changes: dict[str, Decimal] = {}
        for key, text in given.items():
            try:
                changes[key] = Decimal(text)
            except InvalidOperation:
                words = Text("가중치 ‘{t}’은(는) 숫자가 아닙니다.", "The weight “{t}” is no number.")
                self.problems.append(words.format(t=text[:20]))
        try:
            return declared.moved(changes)
        except Unusable as wrong:
            self.problems += wrong.problems
            return declared

    def _year(self, usual: int) -> int:
        text = request.args.get("year", "").strip()
        if not text:
            return usual
        year = sent_year(text)
        if year is not None and 1960 <= year <= clock.today().year:
            return year
        self.problems.append(Text("연도를 다시 확인해 주세요.", "Check the year."))
        return usual

    @property
    def moved(self) -> bool:
        return [m.weight for m in self.weights.measures] != [m.weight for m in self.declared.measures]

    @property
    def address(self) -> dict[str, Any]:
        """The parameters that bring this same ranking back."""
        found: dict[str, Any] = {"version": self.declared.version, "year": self.year, "among": self.among}
        if self.moved:
            found |= {f"w.{m.id}": f"{m.weight:f}" for m in self.weights.measures}
        return found

    def ranking(self) -> Ranking:
        return rank(self.figures(), self.weights, self.year)

    def figures(self) -> list[Figure]:
        return q.figures(self.among, self.year)


def iso2_name(iso2: str) -> str:
    return countries.name(iso2, g.language)


def _years(figures: list[Figure]) -> list[int]:
    return sorted({f.year for f in figures if not f.indicator.startswith("KR.")}, reverse=True)


def shown(chosen: Chosen, **more: Any) -> dict[str, Any]:
    return {
        "chosen": chosen,
        "name": lambda iso3: q.country_name(iso3, g.language),
        "indicators": INDICATORS,
        "source": q.source_words,
        "among": AMONG,
    } | more


@bp.get("/")
@access("everybody")
def index() -> str:
    """The lists that were named, the newest first; every version of a year stays readable."""
    lists = q.named_lists()
    years: dict[int, list[StrategyList]] = {}
    for one in lists:
        years.setdefault(one.year, []).append(one)
    return render_template("funds/strategy/lists.html", years=years, iso3=q.iso3_by_iso2(), country_name=iso2_name)


@bp.get("/ranking")
@access("officer", "ministry")
def ranking() -> Any:
    chosen = Chosen()
    figures = chosen.figures()
    if chosen.year not in _years(figures):
        words = Text(
            "{y}년의 수치가 없습니다. 아래에서 연도를 골라 주세요.", "There are no figures of {y}: choose a year below."
        )
        chosen.problems.append(words.format(y=chosen.year))
    made = rank(figures, chosen.weights, chosen.year)
    page = render_template(
        "funds/strategy/ranking.html",
        **shown(
            chosen,
            ranking=made,
            years=_years(figures),
            versions=q.declared_weights(),
            ranked=[r for r in made.rows if r.rank is not None],
            unranked=[r for r in made.rows if r.rank is None],
        ),
    )
    return (page, 422) if chosen.problems else page


@bp.get("/ranking/sensitivity")
@access("officer", "ministry")
def sensitivity() -> str:
    """What the ranking becomes when each weight moves by five points of a hundred."""
    chosen = Chosen()
    found = rank_sensitivity(chosen.figures(), chosen.weights, chosen.year)
    measures = {m.id: m.label for m in chosen.weights.measures}
    top = [r.iso3 for r in found.base.rows if r.rank is not None and r.rank <= 2 * TOP]
    return render_template(
        "funds/strategy/sensitivity.html",
        **shown(chosen, found=found, measures=measures, points=POINTS, listed=top, of=found.base.of),
    )


@bp.get("/ranking/<iso3>")
@access("officer", "ministry")
def country(iso3: str) -> str:
    """One score opened: every input, the figures it was made of, how the percentile was counted, what is doubtful."""
    chosen = Chosen()
    figures = chosen.figures()
    made = rank(figures, chosen.weights, chosen.year)
    try:
        row = made.of(iso3)
    except LookupError:
        abort(404)
    return render_template(
        "funds/strategy/country.html",
        **shown(
            chosen,
            row=row,
            doubtful=[d for d in doubts(figures, chosen.year) if d.iso3 == iso3],
            standing=q.standing(q.iso2_by_iso3()[iso3]),
        ),
    )


@bp.get("/figures")
@access("officer", "ministry")
def figures() -> str:
    """Figures as kept: an indicator over the years, every one with its source."""
    code = request.args.get("indicator", "SH.XPD.CHEX.PC.CD")
    if code not in INDICATORS or code.startswith("KR."):
        abort(404)
    among = request.args.get("among", q.SHIPPED_SET)
    held = [f for f in q.figures(among if among in AMONG else q.SHIPPED_SET) if f.indicator == code]
    years = sorted({f.year for f in held})[-8:]
    table: dict[str, dict[int, Figure]] = {}
    for figure in held:
        if figure.year in years:
            table.setdefault(figure.iso3, {})[figure.year] = figure
    rows = sorted(table.items(), key=lambda pair: q.country_name(pair[0], g.language))
    return render_template(
        "funds/strategy/figures.html",
        code=code,
        indicators={k: v for k, v in INDICATORS.items() if not k.startswith("KR.")},
        years=years,
        rows=rows,
        among=AMONG,
        among_now=among,
        name=lambda iso3: q.country_name(iso3, g.language),
        sources=sorted({f.source for f in held}),
        source=q.source_words,
    )
