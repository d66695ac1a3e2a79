"""The pages at which an expert opens papers: a marked copy, or its pages to look at.

Every opening is noted in the access log.
"""

from io import BytesIO
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, send_file

from experts.models import Consultation
from experts.papers import rights
from experts.papers.marking import MARKABLE, PICTURES, Mark, Unmarkable, marked, pages_of, picture_of
from experts.rights import HOLDING_EXPERT, at_work
from portal.core import contents, threads
from portal.core.db import db
from portal.core.errors import error_page
from portal.core.files import Paper
from portal.core.reading import sent_number
from portal.core.sniff import PDF
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, note_access, say, see_other, tell

bp = Blueprint("consultation_papers", __name__, url_prefix="/consultations")
A_PAGE = 10  # pictures of pages on one page
_SHUT = Text("닫힌 자료입니다", "This file is shut")


def _open(case_id: int, paper_id: int) -> tuple[Consultation, Paper] | Any:
    """The paper, if it is open to the expert who asks; else the page that says why it is shut, or 404."""
    actor = current_actor()
    case = db.session.get(Consultation, case_id) if case_id < 2**31 else None
    held = db.session.get(Paper, paper_id) if paper_id < 2**31 else None
    of_it = case is not None and held is not None and held.case_id == case.id and held.filed_at is not None
    if case is None or held is None or not of_it:
        note_access("guess", f"paper:{paper_id}")
        abort(404)
    if (why := rights.shut(case, actor)) is not None:
        note_access("refused", rights.subject_of(case, held))
        return error_page(410, _SHUT, [say(why)])
    if not (HOLDING_EXPERT.holds(actor, case) and at_work(case) and threads.may_open(actor, held)):
        note_access("guess", f"paper:{paper_id}")
        abort(404)
    return case, held


def _mark(case: Consultation) -> Mark:
    name = current_actor().name
    english = case.expert.name_en if case.expert else ""
    return Mark(f"{name} ({english})" if english and english != name else name, rights.day_of(), case.number or "")


def _content(held: Paper) -> bytes:
    try:
        with contents.opened(held.sha256) as file:
            return file.read()
    except FileNotFoundError:
        abort(404)


def _unmarkable(problem: Unmarkable) -> Any:
    return error_page(422, Text("열 수 없는 파일입니다", "The file cannot be opened"), [say(problem.sentence)])


def _private(answer: Response) -> Response:
    """No browser runs it, keeps it or lends it to another site."""
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "no-store, private"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


@bp.get("/<int:case_id>/papers/<int:paper_id>")
@access("signed-in")
def copy(case_id: int, paper_id: int) -> Any:
    """A copy to download, marked with its reader where the type allows it;
    what is to be looked at only goes to its page.
    """
    found = _open(case_id, paper_id)
    if not isinstance(found[0], Consultation):
        return found
    case, held = found
    if rights.view_only([held]):
        return see_other("consultation_papers.look", case_id=case.id, paper_id=held.id)
    content, media_type, name = _content(held), held.media_type, held.name
    if media_type in MARKABLE:
        try:
            content = marked(content, media_type, _mark(case))
        except Unmarkable as problem:
            return _unmarkable(problem)
        if media_type in PICTURES:
            media_type, name = PDF.media_type, f"{name}.pdf"
    note_access(rights.OPENED, rights.subject_of(case, held))
    answer = send_file(BytesIO(content), mimetype=media_type, as_attachment=True, download_name=name, etag=False)
    return _private(answer)


@bp.get("/<int:case_id>/papers/<int:paper_id>/look")
@access("signed-in")
def look(case_id: int, paper_id: int) -> Any:
    """The pages of a paper as pictures, ten at a time."""
    found = _open(case_id, paper_id)
    if not isinstance(found[0], Consultation):
        return found
    case, held = found
    if held.media_type not in MARKABLE:
        abort(404)
    try:
        total = pages_of(_content(held), held.media_type)
    except Unmarkable as problem:
        return _unmarkable(problem)
    first = sent_number(request.args.get("from"), total) or 1
    note_access(rights.OPENED, rights.subject_of(case, held))
    return render_template(
        "experts/papers/look.html",
        case=case,
        held=held,
        total=total,
        numbers=range(first, min(total, first + A_PAGE - 1) + 1),
        before=max(1, first - A_PAGE) if first > 1 else None,
        after=first + A_PAGE if first + A_PAGE <= total else None,
        view_only=bool(rights.view_only([held])),
    )


@bp.get("/<int:case_id>/papers/<int:paper_id>/pages/<int:number>.png")
@access("signed-in")
def picture(case_id: int, paper_id: int, number: int) -> Any:
    """One page as a picture with the mark in it: shown in place, without a name to save it under."""
    found = _open(case_id, paper_id)
    if not isinstance(found[0], Consultation):
        return found
    case, held = found
    if held.media_type not in MARKABLE:
        abort(404)
    try:
        made = picture_of(_content(held), held.media_type, number, _mark(case))
    except LookupError:
        abort(404)
    except Unmarkable as problem:
        return _unmarkable(problem)
    note_access(rights.OPENED, rights.subject_of(case, held))
    answer = Response(made, mimetype="image/png")
    answer.headers["Content-Disposition"] = "inline"
    return _private(answer)


@bp.post("/<int:case_id>/papers/<int:paper_id>/restrict")
@access("member")
def restrict(case_id: int, paper_id: int) -> Any:
    """The owner lets the expert download a paper, or look at it only."""
    case, actor = case_or_404(Consultation, case_id), current_actor()
    held = db.session.get(Paper, paper_id) if paper_id < 2**31 else None
    if held is None or held.case_id != case.id:
        abort(404)
    if not (case.pending and rights.may_restrict(actor, case, held)):
        note_access("refused", rights.subject_of(case, held))
        abort(403)
    only_view = request.form.get("only") == "view"
    rights.restrict(held, actor, only_view=only_view)
    if only_view:
        tell("전문위원은 이 자료를 화면으로만 봅니다.", "The expert may look at this file, but not download it.")
    else:
        tell("전문위원이 이 자료를 내려받을 수 있습니다.", "The expert may download this file.")
    return see_other("consultations.page", case_id=case.id, _anchor="papers")
