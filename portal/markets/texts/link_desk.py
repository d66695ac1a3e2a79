"""Links at the officers' desk: what in the texts leads nowhere, and the outside links to look at by hand."""

from flask import Response, render_template, request

from portal.core.web import access, current_actor, see_other, tell
from portal.markets.texts import link_book
from portal.markets.texts.desk import bp
from portal.markets.texts.terms import STATES


@bp.get("/links")
@access("officer", "ministry")
def links() -> str:
    """Every link that is wrong or old, then the outside links by how long ago somebody looked."""
    return render_template(
        "markets/texts/links_desk.html", wrong=link_book.wrong(), outside=link_book.outside(), states=STATES
    )


@bp.post("/links")
@access("officer", "ministry")
def look_at_links() -> Response:
    """Note the chosen outside links as seen (`act=works`) or as leading nowhere (`act=broken`)."""
    works = request.form.get("act") != "broken"
    count = link_book.note(request.form.getlist("link")[:500], current_actor(), works=works)
    if not count:
        tell("확인한 링크를 골라 주세요.", "Choose the links you looked at.", "warning")
    elif works:
        tell(f"{count}개 링크를 오늘 확인한 것으로 적었습니다.", f"{count} links noted as seen today.")
    else:
        tell(f"{count}개 링크를 열리지 않는 것으로 적었습니다.", f"{count} links noted as leading nowhere.")
    return see_other("editor.links")
