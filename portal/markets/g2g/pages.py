"""Cooperation between governments: MOUs, projects of missions (거점공관), ODA projects. A simple register; everybody reads, officials write."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, abort, render_template, request
from sqlalchemy import func, select

from portal.core import clock, countries, search
from portal.core.asking import Asking
from portal.core.db import db
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, current_actor, see_other, tell
from portal.markets.models import Cooperation
from portal.markets.public import country_name
from portal.markets.terms import COOPERATION, MISSION_MOST

bp = Blueprint("cooperation", __name__, url_prefix="/cooperation")
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_AS_FAR = Text("아는 데까지 적습니다. 예: 2022, 2022-11, 2022-11-03", "As far as known, e.g. 2022, 2022-11, 2022-11-03")

ASKED = (
    Field(key="kind", label=Text("구분", "Kind"), type="choice", required=True, choices=COOPERATION),
    Field(key="country", label=Text("국가", "Country"), type="country", required=True),
    Field(key="title_ko", label=Text("이름(한국어)", "Name (Korean)"), required=True, longest=300),
    Field(key="title_en", label=Text("이름(영어)", "Name (English)"), longest=300),
    Field(key="partner", label=Text("상대 기관·공관", "Partner or mission")),
    Field(key="began", label=Text("체결·시작", "Signed or begun"), hint=_AS_FAR),
    Field(key="ended", label=Text("유효 기간의 끝", "Valid until"), hint=_AS_FAR),
    Field(key="budget", label=Text("예산", "Budget"), type="money", unit=Text("원", "KRW"), hint=Text("거점공관 사업은 4천만원까지입니다.", "A mission's project may have up to 40 million won.")),
    Field(key="follow_up", label=Text("후속 조치·성과", "Follow-up and results"), type="text", longest=4000),
    Field(key="source", label=Text("출처", "Source"), required=True, longest=300),
)  # fmt: skip


def of_country(iso2: str) -> Mapping[str, Any] | None:
    """What there is with a country; None where nothing is known."""
    wanted = (
        select(Cooperation)
        .where(Cooperation.country == iso2)
        .order_by(Cooperation.kind, Cooperation.began.desc(), Cooperation.id)
    )
    held = list(db.session.scalars(wanted))
    return {"held": held, "kinds": COOPERATION, "today": clock.today().isoformat()} if held else None


def mous_by_country(day: date) -> dict[str, int]:
    """MOUs signed by the end of the year of `day`, by country code; {} while none are kept here."""
    wanted = (
        select(Cooperation.country, func.count())
        .where(Cooperation.kind == "mou", func.substr(Cooperation.began, 1, 4) <= str(day.year))
        .group_by(Cooperation.country)
    )
    return {country: count for country, count in db.session.execute(wanted)}  # noqa: C416


@bp.get("")
@access("everybody")
def index() -> str:
    kind = request.args.get("kind", "")
    wanted = select(Cooperation).order_by(Cooperation.began.desc(), Cooperation.id)
    if kind in COOPERATION:
        wanted = wanted.where(Cooperation.kind == kind)
    return render_template(
        "markets/cooperation.html",
        held=list(db.session.scalars(wanted.limit(500))),
        kind=kind,
        kinds=COOPERATION,
        country=country_name,
    )


@bp.get("/new")
@bp.get("/<int:number>/edit")
@access("officer", "ministry")
def form(number: int | None = None) -> str:
    held = _held(number) if number else None
    answers = {f.key: getattr(held, f.key) for f in ASKED} if held else {"country": request.args.get("country", "")}
    return _page(held, Asking(ASKED, answers))


@bp.post("/new")
@bp.post("/<int:number>/edit")
@access("officer", "ministry")
def save(number: int | None = None) -> Any:
    held = _held(number) if number else None
    asking = Asking(ASKED, given=request.form)
    for key in ("began", "ended"):
        if asking.text(key) and not is_day(asking.text(key)):
            asking.fault(
                key, Text("있는 해·달·날을 2022-11처럼 적어 주세요.", "Give a real year, month or day such as 2022-11.")
            )
    if (
        asking.text("began")
        and asking.text("ended")
        and asking.text("ended") < asking.text("began")[: len(asking.text("ended"))]
    ):
        asking.fault("ended", Text("시작보다 앞섭니다.", "It lies before the beginning."))
    if asking["kind"] == "mission" and (asking["budget"] or 0) > MISSION_MOST:
        asking.fault(
            "budget",
            Text("거점공관 사업은 4천만원을 넘을 수 없습니다.", "A mission's project may have at most 40 million won."),
        )
    if not asking.good:
        return _page(held, asking), 422
    made = held or Cooperation()
    for one in ASKED:
        setattr(made, one.key, asking[one.key] if one.key == "budget" else asking.text(one.key))
    made.by_id, made.at = current_actor().user_id, clock.now()
    db.session.add(made)
    db.session.flush()
    search.put("cooperation", document(made))
    tell("저장했습니다.", "Saved.")
    return see_other("countries.country", iso2=made.country, _anchor="panel-cooperation")


def is_day(text: str) -> bool:
    """Whether it is a real year, month or day as ISO text."""
    found = _DAY.fullmatch(text)
    if found is None or not 1950 <= int(found[1]) <= 2100:
        return False
    try:
        date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return False
    return True


def _held(number: int) -> Cooperation:
    held = db.session.get(Cooperation, number) if number < 2**31 else None
    if held is None:
        abort(404)
    return held


def _page(held: Cooperation | None, asking: Asking) -> str:
    return render_template("markets/cooperation_form.html", held=held, asking=asking)


def document(one: Cooperation) -> search.Document:
    kind = COOPERATION[one.kind]
    names = [f"{countries.name(one.country, lang)} {kind.in_(lang)}" for lang in ("ko", "en")]
    return search.Document(
        key=str(one.id),
        title=Text(one.title_ko, one.title_en),
        body=Text(f"{names[0]}. {one.partner}. {one.follow_up}. {one.source}", f"{names[1]}. {one.partner}"),
        endpoint="countries.country",
        args={"iso2": one.country, "_anchor": "panel-cooperation"},
        country=one.country,
    )


def documents() -> list[search.Document]:
    return [document(one) for one in db.session.scalars(select(Cooperation))]
