"""The catalogue of packages: everybody reads what is published, officers keep it; a country's page shows its own."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import Blueprint, abort, g, render_template, request
from sqlalchemy import Select, or_, select

from funds.strategy.packages.models import Package, PackagePart
from funds.terms import FIELDS
from portal.core import countries
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.cases import Case
from portal.core.db import db, lock_row
from portal.core.listing import Column, Filter, Listing, says
from portal.core.module import Panel
from portal.core.people import Actor
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, current_actor, see_other, tell
from portal.core.workflow import within

bp = Blueprint("packages", __name__, url_prefix="/packages")

KINDS = {
    "product": Text("품목·서비스", "Products and services"),
    "hospital": Text("의료기관", "Hospital"),
    "firm": Text("기업", "Firm"),
}
ONE_A_LINE = Text("한 줄에 하나씩 적습니다.", "One a line.")
FIELDS_ASKED = (
    Field(key="title", label=Text("패키지 이름", "Name"), required=True),
    Field(key="title_en", label=Text("영어 이름", "Name in English")),
    Field(key="field", label=Text("핵심 분야", "Core field"), type="choice", choices=FIELDS, required=True),
    Field(key="country", label=Text("대상국", "Country"), type="country", required=True),
    Field(key="product", label=KINDS["product"], type="text", required=True, longest=1000, hint=ONE_A_LINE),
    Field(key="hospital", label=KINDS["hospital"], type="text", longest=1000, hint=ONE_A_LINE),
    Field(key="firm", label=KINDS["firm"], type="text", longest=1000, hint=ONE_A_LINE),
    Field(key="summary", label=Text("설명", "Description"), type="text", longest=2000),
    Field(key="source", label=Text("근거", "Source"), longest=500),
    Field(key="published", label=Text("누구나 볼 수 있게 공개할까요?", "Publish it for everybody?"), type="yesno", required=True),
)  # fmt: skip


def _seen(actor: Actor) -> Select[Any]:
    return select(Package) if actor.has("officer", "ministry") else select(Package).where(Package.published)


def _by_text(statement: Select[Any], text: str) -> Select[Any]:
    named = select(PackagePart.id).where(PackagePart.package_id == Package.id, says(text, PackagePart.name))
    return statement.where(
        or_(
            says(text, Package.title, Package.title_en),
            named.exists(),
        )
    )


def _names(package: Package, kind: str) -> str:
    return ", ".join(p.name for p in package.named(kind))


def _countries_held() -> list[tuple[str, Text]]:
    held = db.session.scalars(select(Package.country).distinct().order_by(Package.country))
    return [(code, Text(countries.name(code, "ko"), countries.name(code, "en"))) for code in held]


CATALOGUE = Listing(
    key="packages",
    title=Text("진출 패키지", "Packages"),
    query=_seen,
    columns=(
        Column(key="title", label=Text("패키지", "Package"), value=lambda p: p.title, width=36),
        Column(key="field", label=Text("핵심 분야", "Core field"), value=lambda p: FIELDS[p.field].ko),
        Column(key="country", label=Text("대상국", "Country"), value=lambda p: countries.name(p.country, "ko")),
        *(Column(key=kind, label=label, value=partial(_names, kind=kind), width=30) for kind, label in KINDS.items()),
    ),
    order=(Package.id,),
    descending=True,
    filters=(
        Filter(key="q", label=Text("이름", "Name"), apply=_by_text, type="search"),
        Filter(key="field", label=Text("핵심 분야", "Core field"), apply=lambda s, t: s.where(Package.field == t), choices=lambda: list(FIELDS.items())),
        Filter(key="country", label=Text("대상국", "Country"), apply=lambda s, t: s.where(Package.country == t), choices=_countries_held),
    ),
)  # fmt: skip


@bp.get("/")
@access("everybody")
def index() -> str:
    actor = current_actor()
    page = CATALOGUE.page(actor, request.args)
    return render_template(
        "funds/strategy/packages/index.html",
        page=page,
        listing=CATALOGUE,
        fields=FIELDS,
        kinds=KINDS,
        country_name=_country,
        may_write=actor.has("officer"),
    )


def _country(code: str) -> str:
    return countries.name(code, g.language)


def _package(package_id: int) -> Package:
    found = db.session.get(Package, package_id) if package_id < 2**31 else None
    if found is None or not (found.published or current_actor().has("officer", "ministry")):
        abort(404)
    return found


@bp.get("/<int:package_id>")
@access("everybody")
def page(package_id: int) -> str:
    found = _package(package_id)
    actor = current_actor()
    pilot = db.session.get(Case, found.pilot_id) if found.pilot_id and actor.has("officer", "ministry") else None
    return render_template(
        "funds/strategy/packages/page.html",
        package=found,
        fields=FIELDS,
        kinds=KINDS,
        country_name=_country,
        pilot=pilot,
        may_write=actor.has("officer"),
    )


# ---- keeping it ----------------------------------------------------------------------------------------------------------------------


@bp.get("/new")
@access("officer")
def new() -> str:
    return render_template("funds/strategy/packages/form.html", asking=Asking(FIELDS_ASKED), package=None)


@bp.post("/new")
@access("officer")
def add() -> Any:
    asking = _asked()
    if not asking.good:
        return render_template("funds/strategy/packages/form.html", asking=asking, package=None), 422
    made = Package(by_id=current_actor().user_id)
    _write(made, asking)
    db.session.add(made)
    db.session.flush()
    tell("패키지를 더했습니다.", "The package was added.")
    return see_other("packages.page", package_id=made.id)


@bp.get("/<int:package_id>/edit")
@access("officer")
def edit(package_id: int) -> str:
    found = _package(package_id)
    held: dict[str, Any] = {
        k: getattr(found, k) for k in ("title", "title_en", "field", "country", "summary", "source")
    }
    held |= {kind: "\n".join(p.name for p in found.named(kind)) for kind in KINDS}
    held["published"] = "yes" if found.published else "no"
    return render_template("funds/strategy/packages/form.html", asking=Asking(FIELDS_ASKED, held), package=found)


@bp.post("/<int:package_id>/edit")
@access("officer")
def change(package_id: int) -> Any:
    found = _package(package_id)
    asking = _asked()
    lock_row(found)
    if request.form.get("version") != str(found.version):
        asking.fault(
            "",
            Text(
                "그 사이에 다른 담당자가 고쳤습니다. 바뀐 내용을 확인해 주세요.",
                "Another officer has changed it since. Please look again.",
            ),
        )
    if not asking.good:
        return render_template("funds/strategy/packages/form.html", asking=asking, package=found), 422
    found.version += 1
    _write(found, asking)
    tell("패키지를 고쳤습니다.", "The package was changed.")
    return see_other("packages.page", package_id=found.id)


def _asked() -> Asking:
    asking = Asking(FIELDS_ASKED, given=request.form)
    if asking["country"] == countries.KOREA:
        asking.fault(
            "country",
            Text(
                "해외진출 패키지이므로 대한민국은 고를 수 없습니다.", "A package goes abroad; choose another country."
            ),
        )
    with attempt(asking):
        named = {kind: _lines(asking.text(kind), kind) for kind in KINDS}
    if asking.good and not (named["hospital"] or named["firm"]):
        asking.fault(
            "hospital", Text("의료기관이나 기업을 하나 이상 적어 주세요.", "Name at least one hospital or firm.")
        )
    return asking


def _lines(text: str, key: str) -> list[str]:
    return [within(line, 200, key) for line in text.splitlines() if line.strip()]


def _write(package: Package, asking: Asking) -> None:
    for key in ("title", "title_en", "field", "country", "summary", "source"):
        setattr(package, key, asking.text(key))
    package.published = asking["published"] == "yes"
    package.parts = [PackagePart(kind=kind, name=name) for kind in KINDS for name in _lines(asking.text(kind), kind)]


# ---- on a country's page ---------------------------------------------------------------------------------------------------------------


def country_panel(iso2: str) -> Mapping[str, Any] | None:
    """The published packages for a country; None where there is none."""
    held = list(
        db.session.scalars(
            select(Package).where(Package.published, Package.country == iso2).order_by(Package.id.desc())
        )
    )
    return {"packages": held, "fields": FIELDS, "kinds": KINDS} if held else None


PANEL = Panel(
    key="packages", title=Text("ICT 진출 패키지", "ICT packages"), template="funds/strategy/packages/panel.html", load=country_panel, order=45,
)  # fmt: skip
