"""Guide sections at the officers' desk: written with a preview, sent for review, published by a second person."""

from datetime import date
from typing import Any

from flask import Response, abort, render_template, request

from portal.core import clock, countries
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, current_actor, keep, see_other, tell
from portal.markets.signposts import country_name, unknown
from portal.markets.terms import SECTIONS
from portal.markets.texts import files, guides, link_faults
from portal.markets.texts.desk import (
    EN,
    KO,
    SOURCES,
    STALE,
    asked_file,
    attached,
    bp,
    preview,
    same_version,
    saved,
)
from portal.markets.texts.terms import STATES

GUIDE = (
    KO,
    EN,
    SOURCES,
    Field(key="reviewed_on", label=Text("자료를 마지막으로 확인한 날", "Sources last checked on"), type="date"),
    Field(key="review_by", label=Text("다시 확인할 날", "To be checked again by"), type="date"),
)


@bp.get("/guides")
@access("officer", "ministry")
def choose() -> Response:
    """From the choice of country and section to its page."""
    code, section = countries.find(request.args.get("country", "")), request.args.get("section", "")
    if code is None or section not in SECTIONS:
        return see_other("editor.index")
    return see_other("editor.guide", iso2=code, section=section)


@bp.get("/guides/<iso2>/<section>")
@access("officer", "ministry")
def guide(iso2: str, section: str) -> Any:
    if countries.find(iso2) != iso2 or section not in SECTIONS:
        return unknown(iso2)
    return _guide_page(iso2, section, Asking(GUIDE, _guide_answers(iso2, section)))


def _guide_answers(iso2: str, section: str) -> dict[str, Any]:
    """The draft, else the published edition with today as the day of review."""
    held = guides.working(iso2, section) or guides.published(iso2).get(section)
    days: dict[str, str | None]
    if held is None or held.state == "published":
        today = clock.today()
        days = {"reviewed_on": today.isoformat(), "review_by": guides.proposed_review(today).isoformat()}
    else:
        days = {k: d.isoformat() if (d := getattr(held, k)) else None for k in ("reviewed_on", "review_by")}
    return {k: getattr(held, k) if held else "" for k in ("ko", "en", "sources")} | days


def _guide_page(
    iso2: str, section: str, asking: Asking, shown: dict[str, Any] | None = None, attaching: Asking | None = None
) -> str:
    edition = guides.working(iso2, section)
    shown_files = edition or guides.published(iso2).get(section)
    return render_template(
        "markets/texts/guide_desk.html",
        iso2=iso2,
        section=section,
        words=SECTIONS[section],
        asking=asking,
        edition=edition,
        published=guides.published(iso2).get(section),
        version=edition.version if edition else 0,
        preview=shown,
        faults=[(k, f) for k in ("ko", "en") for f in link_faults.faults(getattr(edition, k), edition)]
        if edition
        else [],
        files=files.standing(shown_files) if shown_files else [],
        attaching=attaching or asked_file(),
        states=STATES,
        country=country_name,
        own=edition is not None and edition.author_id == current_actor().user_id,
    )


@bp.post("/guides/<iso2>/<section>")
@access("officer", "ministry")
def save_guide(iso2: str, section: str) -> Any:
    """Save the draft, or show how it would look (`act=preview`), or move it on (send, publish, back)."""
    if countries.find(iso2) != iso2 or section not in SECTIONS:
        return unknown(iso2)
    act = request.form.get("act", "save")
    if act in ("publish", "back"):
        return _guide_moved(iso2, section, act)
    asking = Asking(GUIDE, given=request.form)
    edition = guides.working(iso2, section)
    if request.form.get("version", "") != str(edition.version if edition else 0):
        asking.fault("", STALE)
    if act == "preview" or not asking.good:
        return _guide_page(iso2, section, asking, preview(asking)), 200 if asking.good else 422
    with attempt(asking):
        written = guides.write(iso2, section, _guide_given(asking), current_actor())
        if act == "send":
            keep()  # the text stays, though sending may be refused
            guides.send(written)
    if not asking.good:
        return _guide_page(iso2, section, asking), 422
    if act == "send":
        tell("검토를 요청했습니다. 다른 담당자가 공개합니다.", "Sent for review: another officer publishes it.")
    else:
        saved(written)
    return see_other("editor.guide", iso2=iso2, section=section)


def _guide_given(asking: Asking) -> dict[str, Any]:
    days = {k: date.fromisoformat(asking[k]) if asking[k] else None for k in ("reviewed_on", "review_by")}
    return {k: asking.text(k) for k in ("ko", "en", "sources")} | days


def _guide_moved(iso2: str, section: str, act: str) -> Any:
    edition = guides.working(iso2, section)
    if edition is None:
        abort(404)
    asking = Asking(GUIDE, _guide_answers(iso2, section))
    with attempt(asking):
        same_version(edition)
        if act == "back":
            guides.hand_back(edition)
        else:
            guides.publish(edition, current_actor())
    if not asking.good:
        return _guide_page(iso2, section, asking), 422
    if act == "back":
        tell("작성자에게 돌려보냈습니다.", "Handed back to the writer.")
        return see_other("editor.guide", iso2=iso2, section=section)
    tell("공개했습니다.", "Published.")
    return see_other("countries.country", iso2=iso2, _anchor=section)


@bp.post("/guides/<iso2>/<section>/files")
@access("officer", "ministry")
def attach_to_guide(iso2: str, section: str) -> Any:
    """Keep a file with the edition in work."""
    edition = guides.working(iso2, section)
    if edition is None:
        abort(404)
    wrong = attached(edition)
    if wrong is not None:
        return _guide_page(iso2, section, Asking(GUIDE, _guide_answers(iso2, section)), attaching=wrong), 422
    return see_other("editor.guide", iso2=iso2, section=section)
