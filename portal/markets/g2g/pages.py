"""Cooperation between governments for everybody: MOUs, projects of missions (거점공관), ODA projects;
the list with its filters, one with its entries.
"""

from flask import Blueprint, Response, abort, render_template, request

from portal.core.asking import Asking
from portal.core.db import db
from portal.core.downloads import list_download
from portal.core.schema import Field, When
from portal.core.text import Text
from portal.core.web import access, current_actor
from portal.markets.g2g import queries
from portal.markets.g2g.models import Cooperation
from portal.markets.g2g.terms import COOPERATION, ENTRIES, ENTRY_STATES, STATES
from portal.markets.signposts import country_name

bp = Blueprint("cooperation", __name__, url_prefix="/cooperation")
ENTRY = (
    Field(key="kind", label=Text("구분", "Kind"), type="choice", required=True, choices=ENTRIES),
    Field(key="on", label=Text("날짜", "Day"), type="date", required=True, hint=Text("행사·성과는 있었던 날, 후속 조치는 정한 날입니다.", "The day it took place or was agreed.")),
    Field(key="title_ko", label=Text("내용(한국어)", "What (Korean)"), required=True, longest=300),
    Field(key="title_en", label=Text("내용(영어)", "What (English)"), longest=300),
    Field(key="text", label=Text("자세히", "In detail"), type="text", longest=4000),
    Field(key="due_on", label=Text("마칠 날", "Due"), type="date", required=True, show_if=When("kind", ("follow_up",))),
    Field(key="source", label=Text("출처", "Source"), required=True, longest=300),
)  # fmt: skip
CLOSING = (
    Field(key="state", label=Text("어떻게 되었습니까?", "How did it end?"), type="choice", required=True, choices={k: ENTRY_STATES[k][0] for k in ("done", "dropped")}),
    Field(key="result", label=Text("결과", "Result"), type="text", required=True, longest=2000),
)  # fmt: skip


@bp.get("")
@access("everybody")
def index() -> str:
    page = queries.LISTING.page(current_actor(), request.args)
    return render_template(
        "markets/g2g/index.html",
        listing=queries.LISTING,
        page=page,
        kind=page.given.get("kind", ""),
        kinds=COOPERATION,
        states=STATES,
        state_of=queries.state_of,
        country=country_name,
    )


@bp.get("/cooperation.xlsx")
@access("everybody")
def download() -> Response:
    """The list as its filters leave it."""
    return list_download(queries.LISTING, current_actor(), request.args, "cooperation")


@bp.get("/<int:number>")
@access("everybody")
def show(number: int) -> str:
    return shown(known(number), Asking(ENTRY))


def shown(held: Cooperation, asking: Asking, closing: tuple[int, Asking] | None = None) -> str:
    return render_template(
        "markets/g2g/page.html",
        held=held,
        kinds=COOPERATION,
        states=STATES,
        state=queries.state_of(held),
        entries=queries.entries_of([held.id])[held.id],
        entry_kinds=ENTRIES,
        entry_states=ENTRY_STATES,
        asking=asking,
        closing=closing,
        blank=lambda entry: Asking(CLOSING, prefix=f"close-{entry.id}-"),
        country=country_name,
        may_edit=current_actor().has("officer", "ministry"),
    )


def known(number: int) -> Cooperation:
    held = db.session.get(Cooperation, number) if number < 2**31 else None
    if held is None:
        abort(404)
    return held
