"""Pages of the strategy countries: the ranking with its weights, each score opened, the lists that the ministry named.

A view loads, asks, renders; what counts is told by `strategy_queries`, the arithmetic by `funds.indicators`.
"""

from decimal import Decimal, InvalidOperation
from typing import Any

from flask import Blueprint, abort, g, render_template, request

from funds import strategy_queries as q
from funds.indicators.doubts import doubts
from funds.indicators.figures import INDICATORS, Figure
from funds.indicators.ranking import Ranking, rank
from funds.indicators.sensitivity import POINTS, TOP, rank_sensitivity
from funds.indicators.weights import Weights
from funds.strategy_models import StrategyList, StrategyWeights
from funds.unusable import Unusable
from portal.core import clock, countries
from portal.core.asking import Asking
from portal.core.db import db
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, current_actor, see_other, tell

bp = Blueprint("strategy", __name__, url_prefix="/strategy")

AMONG = {
    q.SHIPPED_SET: Text("포털이 자료를 갖춘 나라", "Countries whose figures came with the portal"),
    q.EVERY: Text("가져온 파일의 모든 나라", "Every country of the imported files"),
}
REASON = Field(key="reason", label=Text("정한 이유", "Reasons"), type="text", required=True, longest=2000)


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
        if text.isascii() and text.isdigit() and 1960 <= int(text) <= clock.today().year:
            return int(text)
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


def _iso2_name(iso2: str) -> str:
    return countries.name(iso2, g.language)


def _years(figures: list[Figure]) -> list[int]:
    return sorted({f.year for f in figures if not f.indicator.startswith("KR.")}, reverse=True)


def _shown(chosen: Chosen, **more: Any) -> dict[str, Any]:
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
    return render_template("funds/strategy_lists.html", years=years, iso3=q.iso3_by_iso2(), country_name=_iso2_name)


@bp.get("/ranking")
@access("officer", "ministry")
def ranking() -> Any:
    chosen = Chosen()
    figures = chosen.figures()
    made = rank(figures, chosen.weights, chosen.year)
    page = render_template(
        "funds/strategy_ranking.html",
        **_shown(
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
        "funds/strategy_sensitivity.html",
        **_shown(chosen, found=found, measures=measures, points=POINTS, listed=top, of=found.base.of),
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
        "funds/strategy_country.html",
        **_shown(
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
        "funds/strategy_figures.html",
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


# ---- declaring weights -------------------------------------------------------------------------------------------------------------


@bp.get("/weights/new")
@access("ministry")
def weights_new() -> str:
    """The weights of the sliders, to be declared as a version of their own."""
    return render_template("funds/strategy_weights.html", **_shown(Chosen(), asking=Asking([REASON])))


@bp.post("/weights/new")
@access("ministry")
def weights_declare() -> Any:
    chosen = Chosen()
    asking = Asking([REASON], given=request.form)
    for problem in chosen.problems:
        asking.fault("", problem)
    if not chosen.moved:
        asking.fault(
            "",
            Text(
                "지금 가중치와 같습니다. 먼저 순위 화면에서 가중치를 바꿔 주세요.",
                "The weights are those in force. Change them on the ranking first.",
            ),
        )
    if not asking.good:
        return render_template("funds/strategy_weights.html", **_shown(chosen, asking=asking)), 422
    version = q.next_version()
    row = StrategyWeights(
        version=version,
        body=_body(chosen.weights, version),
        reason=asking.text("reason"),
        by_id=current_actor().user_id,
    )
    db.session.add(row)
    tell(f"가중치 {version}을(를) 정했습니다.", f"Weights {version} were declared.")
    return see_other("strategy.ranking", version=version)


def _body(weights: Weights, version: str) -> dict[str, Any]:
    """Weights in the shape of the shipped file."""
    return {
        "version": version,
        "status": ["복지부가 정함", "Declared by the ministry"],
        "year": weights.year,
        "shown_from_percent": weights.shown_from_percent,
        "excluded": list(weights.excluded),
        "groups": [{"id": key, "label": list(label)} for key, label in weights.groups.items()],
        "measures": [
            {
                "id": m.id, "group": m.group, "label": list(m.label), "codes": list(m.codes), "better": m.better,
                "weight": f"{m.weight:f}", "why": list(m.why),
            }
            for m in weights.measures
        ],
    }  # fmt: skip


# ---- naming the list -----------------------------------------------------------------------------------------------------------------


def _list_fields() -> list[Field]:
    year = clock.today().year
    return [
        Field(key="list_year", label=Text("어느 해의 목록인가요?", "List of which year?"), type="integer", required=True, least=2023, most=year + 1),
        Field(key="countries", label=Text("중점전략국", "Strategy countries"), type="countries", required=True),
        REASON,
    ]  # fmt: skip


@bp.get("/lists/new")
@access("ministry")
def list_new() -> str:
    """The form, with the best ten ticked and the reasons of the last list where a country stays."""
    chosen = Chosen()
    made = chosen.ranking()
    top = [q.iso2_by_iso3()[iso3] for iso3 in made.top(TOP)]
    year = clock.today().year
    return _list_page(
        chosen, made, Asking(_list_fields(), {"list_year": year, "countries": top}), _last_reasons(year), {}
    )


@bp.post("/lists/new")
@access("ministry")
def list_name() -> Any:
    chosen = Chosen()
    made = chosen.ranking()
    asking = Asking(_list_fields(), given=request.form)
    named = [code for code in (asking["countries"] or []) if code in dict(countries.choices())]
    reasons = {code: request.form.get(f"why-{code}", "").strip()[:500] for code in dict(countries.choices())}
    unsaid = {
        code: Text("{c}: 고른 이유를 한 문장 적어 주세요.", "{c}: say in a sentence why.").format(
            c=countries.name(code, g.language)
        )
        for code in named
        if not reasons[code]
    }
    if not asking.good or unsaid:
        return _list_page(chosen, made, asking, reasons, unsaid), 422
    scores = {q.iso2_by_iso3()[row.iso3]: row for row in made.rows}
    year = int(asking["list_year"])
    entries = [
        {
            "iso2": code,
            "reason": reasons[code],
            "score": str(scores[code].score) if code in scores and scores[code].score is not None else None,
            "rank": scores[code].rank if code in scores else None,
        }
        for code in named
    ]
    row = StrategyList(
        year=year, version=q.next_list_version(year), named_on=clock.today(), reason=asking.text("reason"),
        weights=chosen.declared.version, data_year=chosen.year, entries=entries, by_id=current_actor().user_id,
    )  # fmt: skip
    db.session.add(row)
    tell(
        f"{year}년 중점전략국을 정했습니다(제{row.version}판).",
        f"The strategy countries of {year} were named (version {row.version}).",
    )
    return see_other("strategy.index")


def _last_reasons(year: int) -> dict[str, str]:
    last = q.list_in_force(year) or q.list_in_force(year - 1)
    return {e["iso2"]: e["reason"] for e in last.entries} if last else {}


def _list_page(chosen: Chosen, made: Ranking, asking: Asking, reasons: dict[str, str], unsaid: dict[str, Text]) -> str:
    ranked = [(q.iso2_by_iso3()[row.iso3], row) for row in made.rows if row.rank is not None]
    others = [
        (code, None)
        for code, _ in countries.choices(g.language)
        if code != countries.KOREA and code not in dict(ranked)
    ]
    ticked = set(asking.form["countries"].data or [])
    return render_template(
        "funds/strategy_list_new.html",
        **_shown(
            chosen,
            asking=asking,
            ranked=ranked,
            others=others,
            ticked=ticked,
            reasons=reasons,
            unsaid=unsaid,
            country_name=countries.name,
        ),
    )
