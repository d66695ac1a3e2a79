"""What the ministry declares from the ranking: weights as a new version, the list of a year with reasons.

Nothing is ever overwritten.
"""

from typing import Any

from flask import g, render_template, request

from funds.strategy import queries as q
from funds.strategy.indicators.ranking import Ranking
from funds.strategy.indicators.sensitivity import TOP
from funds.strategy.indicators.weights import Weights
from funds.strategy.models import StrategyList, StrategyWeights
from funds.strategy.pages import Chosen, bp, shown
from portal.core import clock, countries
from portal.core.asking import Asking
from portal.core.db import db
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, current_actor, see_other, tell

LONGEST_WHY = 500
REASON = Field(key="reason", label=Text("정한 이유", "Reasons"), type="text", required=True, longest=2000)


# ---- declaring weights -------------------------------------------------------------------------------------------------------------


@bp.get("/weights/new")
@access("ministry")
def weights_new() -> str:
    """The weights of the sliders, to be declared as a version of their own."""
    return render_template("funds/strategy/weights.html", **shown(Chosen(), asking=Asking([REASON])))


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
        return render_template("funds/strategy/weights.html", **shown(chosen, asking=asking)), 422
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
                "id": m.id,
                "group": m.group,
                "label": list(m.label),
                "codes": list(m.codes),
                "better": m.better,
                "weight": f"{m.weight:f}",
                "why": list(m.why),
            }
            for m in weights.measures
        ],
    }


# ---- naming the list -----------------------------------------------------------------------------------------------------------------


def _list_fields() -> list[Field]:
    year = clock.today().year
    return [
        Field(
            key="list_year",
            label=Text("어느 해의 목록인가요?", "List of which year?"),
            type="integer",
            required=True,
            least=2023,
            most=year + 1,
        ),
        Field(key="countries", label=Text("중점전략국", "Strategy countries"), type="countries", required=True),
        REASON,
    ]


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
    reasons = {code: request.form.get(f"why-{code}", "").strip() for code in dict(countries.choices())}
    unsaid = {
        code: Text("{c}: 고른 이유를 한 문장 적어 주세요.", "{c}: say in a sentence why.").format(
            c=countries.name(code, g.language)
        )
        for code in named
        if not reasons[code]
    }
    unsaid |= {
        code: Text("{c}: {n}자 이내로 적어 주세요.", "{c}: use at most {n} characters.").format(
            c=countries.name(code, g.language), n=LONGEST_WHY
        )
        for code, why in reasons.items()
        if len(why) > LONGEST_WHY
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
        year=year,
        version=q.next_list_version(year),
        named_on=clock.today(),
        reason=asking.text("reason"),
        weights=chosen.declared.version,
        data_year=chosen.year,
        entries=entries,
        by_id=current_actor().user_id,
    )
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
        "funds/strategy/list_new.html",
        **shown(
            chosen,
            asking=asking,
            ranked=ranked,
            others=others,
            ticked=ticked,
            reasons=reasons,
            unsaid=unsaid,
            country_name=lambda code: countries.name(code, g.language),
        ),
    )
