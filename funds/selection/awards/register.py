"""What everybody sees of awards: the registers of holders, and the check of a certificate."""

from typing import Any

from flask import abort, render_template, request

from funds.selection.awards.queries import award_by_code, award_by_number, register_of, shown_state
from funds.selection.blueprints import bp
from funds.selection.brand.settings import face_of, face_on
from funds.selection.programmes import PROGRAMMES
from funds.selection.queries import tone
from portal.core import clock
from portal.core.web import access, current_actor


@bp.get("/registers/<programme>")
@access("everybody")
def holders(programme: str) -> str:
    if programme not in PROGRAMMES:
        abort(404)
    listing = register_of(programme)
    return render_template(
        "funds/selection/awards/holders.html",
        programme=PROGRAMMES[programme],
        programmes=PROGRAMMES,
        listing=listing,
        page=listing.page(current_actor(), request.args),
        face=face_on(programme, clock.today()),
        names=lambda a: face_of(a).name,
        shown=shown_state,
        tone=lambda a: "success" if a.state == "notice" else tone(a),
    )


@bp.get("/check")
@access("everybody")
def check() -> str:
    number = request.args.get("number", "").strip()
    found = award_by_number(number) if number else None
    return _check_page(found, number)


@bp.get("/check/<code>")
@access("everybody")
def check_code(code: str) -> str:
    return _check_page(award_by_code(code), code)


def _check_page(found: Any, asked: str) -> str:
    return render_template(
        "funds/selection/awards/check.html",
        award=found,
        name=face_of(found).name if found else None,
        asked=asked,
        programmes=PROGRAMMES,
        shown=shown_state,
        today_=clock.today(),
    )
