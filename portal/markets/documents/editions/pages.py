"""The document to read and to print: as it stands (officials), and each edition as it was kept (everybody,
once it is public).
"""

from io import BytesIO
from typing import Any

from flask import Response, abort, g, render_template, request, send_file

from portal.core import contents, papers
from portal.core.db import db
from portal.core.text import LANGUAGES
from portal.core.web import access, case_or_404, current_actor, note_access
from portal.markets import markdown
from portal.markets.documents.chapters.blueprint import bp
from portal.markets.documents.chapters.models import PolicyDocument
from portal.markets.documents.chapters.rights import DESK
from portal.markets.documents.editions import assembly
from portal.markets.documents.editions.models import DocumentEdition
from portal.markets.documents.editions.queries import editions_of

PDF = "application/pdf"


def _language() -> str:
    asked = request.args.get("lang", "")
    return asked if asked in LANGUAGES else str(g.language)


def _chapters(held: dict[str, Any]) -> list[tuple[dict[str, Any], Any]]:
    key = "en" if g.language == "en" else "ko"
    return [(c, markdown.shown(c[key])) for c in held["chapters"]]


@bp.get("/<int:case_id>/print")
@access("officer", "ministry")
def whole(case_id: int) -> str:
    """The whole document as it stands now."""
    document = case_or_404(PolicyDocument, case_id)
    held = assembly.content(document)
    return render_template(
        "markets/documents/editions/page.html", document=document, content=held, chapters=_chapters(held), edition=None
    )


@bp.get("/<int:case_id>/draft.pdf")
@access("officer", "ministry")
def draft_paper(case_id: int) -> Response:
    """The same as a paper, marked as a draft."""
    document = case_or_404(PolicyDocument, case_id)
    made = papers.pdf("report", assembly.paper(assembly.content(document), _language()))
    return send_file(BytesIO(made), mimetype=PDF, as_attachment=True, download_name=f"{document.number}-draft.pdf")


def _edition(number: int) -> DocumentEdition:
    """An edition that the actor may read; others are as if they were not."""
    found = db.session.get(DocumentEdition, number) if number < 2**31 else None
    if found is None or not (found.public or current_actor().has(*DESK)):
        note_access("guess", f"edition:{number}")
        abort(404)
    return found


def _former(edition: DocumentEdition) -> DocumentEdition | None:
    """The edition before, if the actor may read it too."""
    held = [e for e in editions_of(edition.document_id) if e.no < edition.no]
    seen = [e for e in held if e.public or current_actor().has(*DESK)]
    return seen[0] if seen else None


@bp.get("/editions/<int:number>")
@access("everybody")
def edition(number: int) -> str:
    found = _edition(number)
    return render_template(
        "markets/documents/editions/page.html",
        document=found.document,
        content=found.content,
        chapters=_chapters(found.content),
        edition=found,
        former=_former(found),
        official=current_actor().has(*DESK),
    )


@bp.get("/editions/<int:number>.pdf")
@access("everybody")
def edition_paper(number: int) -> Response:
    """The paper of an edition, byte for byte as it was kept."""
    found = _edition(number)
    language = _language()
    try:
        kept = contents.opened(found.papers[language])
    except FileNotFoundError:
        abort(404)
    name = f"{found.document.number}-{found.no}-{language}.pdf"
    answer = send_file(kept, mimetype=PDF, as_attachment=True, download_name=name, etag=False)
    answer.call_on_close(kept.close)
    return answer


@bp.get("/editions/<int:number>/changes")
@access("everybody")
def edition_changes(number: int) -> str:
    """What an edition changed against the one before, chapter by chapter."""
    found = _edition(number)
    former = _former(found)
    if former is None:
        abort(404)
    key, n = ("en", 1) if g.language == "en" else ("ko", 0)
    before = {c["heading"][0]: c for c in former.content["chapters"]}
    after = {c["heading"][0]: c for c in found.content["chapters"]}
    rows = [
        (
            (after.get(name) or before[name])["heading"][n],
            markdown.compared(before[name][key] if name in before else "", after[name][key] if name in after else ""),
        )
        for name in dict.fromkeys([*after, *before])
    ]
    return render_template("markets/documents/editions/changes.html", edition=found, former=former, rows=rows)
