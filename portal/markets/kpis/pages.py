"""An indicator on a page of its own: its versions, its values,
and for officials the forms of a new version and of a value.
"""

from typing import Any

from flask import Blueprint, abort, render_template, request

from portal.core import clock
from portal.core.asking import Asking
from portal.core.db import db
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, current_actor, see_other, tell
from portal.markets.kpis import board
from portal.markets.kpis.models import AddedVersion, EnteredValue
from portal.markets.kpis.terms import Kpi

bp = Blueprint("kpis", __name__, url_prefix="/plan/indicators")
MOST = 2_000_000_000
YEARS = {str(y): Text(f"{y}년", str(y)) for y in range(2010, 2041)}

VERSION = (
    Field(key="since", label=Text("이 정의로 세기 시작하는 해", "Counted like this from the year"), required=True, type="choice", choices=YEARS),
    Field(key="definition_ko", label=Text("정의(한국어)", "Definition (Korean)"), type="text", required=True, longest=1000),
    Field(key="definition_en", label=Text("정의(영어)", "Definition (English)"), type="text", longest=1000),
    Field(key="source", label=Text("자료", "Source"), required=True, longest=300),
    Field(key="computed", label=Text("이 포털의 자료에서 계산", "Computed from this portal's data"), type="choice", choices=board.computed_choices,
          hint=Text("고르지 않으면 값을 해마다 넣습니다.", "Without a choice the values are entered year by year.")),
    Field(key="baseline_year", label=Text("기준값의 해", "Year of the baseline"), type="choice", choices=YEARS),
    Field(key="baseline", label=Text("기준값", "Baseline"), type="integer", least=0, most=MOST),
    Field(key="target_year", label=Text("목표의 해", "Year of the target"), type="choice", choices=YEARS),
    Field(key="target", label=Text("목표", "Target"), type="integer", least=1, most=MOST,
          hint=Text("비우면 계획의 목표를 그대로 씁니다.", "Left empty, the plan's target stays.")),
)  # fmt: skip


def _value_fields(versions: list[board.Version]) -> tuple[Field, ...]:
    offered = {
        str(v.no): Text(f"정의 {v.no}({v.since}년부터)", f"Definition {v.no} (from {v.since})")
        for v in versions
        if not v.computed
    }
    return (
        Field(key="no", label=Text("정의", "Definition"), type="choice", required=True, choices=offered),
        Field(key="year", label=Text("해", "Year"), required=True, type="choice", choices=YEARS),
        Field(key="value", label=Text("값", "Value"), type="integer", required=True, least=0, most=MOST),
        Field(key="value_source", label=Text("자료", "Source"), required=True, longest=300),
    )


@bp.get("/<key>")
@access("everybody")
def indicator(key: str) -> str:
    """How the indicator is counted, by version, with every value."""
    kpi = _known(key)
    return _page(kpi, Asking(VERSION), Asking(_value_fields(board.versions(kpi)), prefix="v-"))


@bp.post("/<key>/versions")
@access("officer", "ministry")
def add_version(key: str) -> Any:
    """A new way of counting; what was counted before stays as it was."""
    kpi = _known(key)
    held = board.versions(kpi)
    asking = Asking(VERSION, given=request.form)
    _check_version(asking, held[-1])
    if not asking.good:
        return _page(kpi, asking, Asking(_value_fields(held), prefix="v-")), 422
    texts = {k: asking.text(k) for k in ("definition_ko", "definition_en", "source", "computed")}
    years = {k: int(asking[k]) if asking[k] else None for k in ("since", "baseline_year", "target_year")}
    numbers = {k: asking[k] for k in ("baseline", "target")}
    db.session.add(AddedVersion(kpi=kpi.key, by_id=current_actor().user_id, **texts, **years, **numbers))
    db.session.flush()
    tell("새 정의를 더했습니다. 앞의 값과 이어 붙이지 않습니다.", "Added. Its values are not joined with those before.")
    return see_other("kpis.indicator", key=kpi.key)


def _check_version(asking: Asking, former: board.Version) -> None:
    """Later than the former one; a target and a baseline have both a year and a value."""
    since = int(asking["since"]) if asking["since"] else None
    if since is not None and since <= former.since:
        asking.fault(
            "since",
            Text(
                "앞 정의가 시작된 {year}년보다 뒤의 해를 적어 주세요.",
                "Give a year after {year}, when the former definition began.",
            ).format(year=former.since),
        )
    for year, value, words in (
        ("baseline_year", "baseline", Text("기준값", "the baseline")),
        ("target_year", "target", Text("목표", "the target")),
    ):
        if asking[value] is not None and not asking[year]:
            asking.fault(year, Text("{words}의 해를 적어 주세요.", "Give the year of {words}.").format(words=words))
        if asking[year] and asking[value] is None:
            asking.fault(value, Text("{words}의 값을 적어 주세요.", "Give the value of {words}.").format(words=words))
    if since is not None and asking["target_year"] and int(asking["target_year"]) < since:
        asking.fault("target_year", Text("정의가 시작되기 전의 해입니다.", "It lies before this definition begins."))


@bp.post("/<key>/values")
@access("officer", "ministry")
def add_value(key: str) -> Any:
    """A value of a year under one version."""
    kpi = _known(key)
    held = board.versions(kpi)
    asking = Asking(_value_fields(held), given=request.form, prefix="v-")
    if asking["no"] and asking["year"]:
        _check_year(asking, held, int(asking["no"]), int(asking["year"]))
    if not asking.good:
        return _page(kpi, Asking(VERSION), asking), 422
    db.session.add(
        EnteredValue(
            kpi=kpi.key,
            no=int(asking["no"]),
            year=int(asking["year"]),
            value=asking["value"],
            source=asking.text("value_source"),
            by_id=current_actor().user_id,
        )
    )
    db.session.flush()
    tell("값을 넣었습니다.", "Entered.")
    return see_other("kpis.indicator", key=kpi.key)


def _check_year(asking: Asking, held: list[board.Version], no: int, year: int) -> None:
    """Within the years of the version, and not in the years to come."""
    version = next((v for v in held if v.no == no), None)
    after = next((v for v in held if v.no == no + 1), None)
    if version is None:
        return
    if year > clock.today().year:
        asking.fault("year", Text("아직 오지 않은 해입니다.", "That year has not come yet."))
    elif (version.no > 1 and year < version.since) or (after is not None and year >= after.since):
        asking.fault("year", Text("그 해는 다른 정의로 셉니다.", "That year is counted by another definition."))


def _known(key: str) -> Kpi:
    found = board.kpi_of(key)
    if found is None:
        abort(404)
    return found


def _page(kpi: Kpi, asking: Asking, value: Asking) -> str:
    day = clock.today()
    held = board.versions(kpi)
    return render_template(
        "markets/kpis/page.html",
        kpi=kpi,
        row=board.row_of(kpi, day),
        versions=[(v, board.points(v, day, yearly=kpi.yearly)) for v in held],
        readings=board.READINGS,
        asking=asking,
        value=value,
        enters=any(not v.computed for v in held),
        may_write=current_actor().has("officer", "ministry"),
    )
