"""The officers' desk of texts: what is being written or reviewed, what is to be looked at again,
and what both kinds of text share.
"""

from typing import Any, BinaryIO, cast

from flask import Blueprint, Response, abort, g, render_template, request

from portal.core import countries
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.db import db
from portal.core.schema import Field
from portal.core.sniff import Unfit
from portal.core.text import Text
from portal.core.web import access, current_actor, see_other, tell
from portal.core.workflow import Refused
from portal.markets import markdown
from portal.markets.signposts import country_name
from portal.markets.terms import SECTIONS
from portal.markets.texts import files, guides, link_book, link_faults, news
from portal.markets.texts.models import GuideEdition, Post
from portal.markets.texts.terms import STATES

bp = Blueprint("editor", __name__, url_prefix="/desk/texts")
LONGEST = 100_000
_MARKDOWN = Text(
    "마크다운으로 적습니다: ## 제목, - 목록, **굵게**, [말](주소)",
    "Markdown: ## heading, - list, **bold**, [words](address)",
)

KO = Field(key="ko", label=Text("본문(한국어)", "Text (Korean)"), type="text", longest=LONGEST, hint=_MARKDOWN)
EN = Field(key="en", label=Text("본문(영어)", "Text (English)"), type="text", longest=LONGEST)
SOURCES = Field(
    key="sources",
    label=Text("출처", "Sources"),
    type="text",
    longest=4000,
    hint=Text("한 줄에 하나씩, 문서 이름과 날짜를 적습니다.", "One a line: document and date."),
)
STALE = Text(
    "그 사이에 다른 사람이 저장했습니다. 적은 내용은 아래에 그대로 있습니다. 저장된 글을 확인한 뒤 다시 저장해 주세요.",
    "Somebody saved meanwhile. What you typed stands below; look at the saved text and save again.",
)


@bp.get("")
@access("officer", "ministry")
def index() -> str:
    """What is being written or reviewed, and what is to be reviewed again soon."""
    open_editions = (
        db.session.query(GuideEdition)
        .where(GuideEdition.state.in_(("draft", "review")))
        .order_by(GuideEdition.at.desc())
    )
    due = db.session.query(GuideEdition).where(GuideEdition.state == "published", GuideEdition.review_by.is_not(None))
    newest = [e for e in due.order_by(GuideEdition.review_by) if guides.published(e.country).get(e.section) is e]
    return render_template(
        "markets/texts/desk.html",
        editions=open_editions.limit(200).all(),
        due=newest[:20],
        posts=news.drafts(),
        sections=SECTIONS,
        states=STATES,
        country=country_name,
        offered=countries.choices(g.language),
    )


# ---- what both kinds of text share -------------------------------------------------------------------------------------


def same_version(held: GuideEdition | Post) -> None:
    """What is published is what was looked at."""
    if request.form.get("version", "") != str(held.version):
        raise Refused(STALE)


def preview(asking: Asking) -> dict[str, Any]:
    return {k: markdown.shown(asking.text(k)) for k in ("ko", "en") if asking.text(k)}


def saved(held: GuideEdition | Post) -> None:
    """Say that it was saved, and which of its links do not lead where they should."""
    tell("저장했습니다.", "Saved.")
    wrong = link_faults.gaps(held)
    if wrong:
        tell(next(iter(wrong.values())), category="warning")


# ---- attached files ----------------------------------------------------------------------------------------------------

FILE = (
    Field(key="file", label=Text("붙일 파일", "File to attach"), type="paper", hint=Text("PDF, HWPX, XLSX, JPG, PNG. 20MB까지.", "PDF, HWPX, XLSX, JPG or PNG, up to 20 MB.")),
    Field(key="title", label=Text("파일의 이름(무엇인지)", "What it is"), required=True, hint=Text("공개 페이지에 보이는 말입니다.", "Shown on the public page.")),
)  # fmt: skip


def asked_file(given: Any = None) -> Asking:
    return Asking(FILE, given=given, prefix="attach-")


def attached(held: GuideEdition | Post) -> Asking | None:
    """Keep the uploaded file with the text; the form with what is wrong, or None if it was kept."""
    asking, given = asked_file(request.form), request.files.get("file")
    if given is None or not given.filename:
        asking.fault("file", Text("파일을 골라 주세요.", "Choose a file."))
    if not asking.good:
        return asking
    assert given is not None
    with attempt(asking):
        try:
            made = files.attach(
                held, cast(BinaryIO, given.stream), given.filename or "", asking.text("title"), current_actor()
            )
        except Unfit as problem:
            raise Refused(fields={"file": problem.sentence}) from problem
    if not asking.good:
        return asking
    mark = "!" if made.is_picture else ""
    tell(
        f"붙였습니다. 본문에 {mark}[{made.title}](/texts/files/{made.id}) 라고 적으면 그 자리에도 나옵니다.",
        f"Attached. Write {mark}[{made.title}](/texts/files/{made.id}) to show it in the text too.",
    )
    return None


@bp.post("/files/<int:number>/remove")
@access("officer", "ministry")
def remove_file(number: int) -> Response:
    """Leave a file out of the version in work."""
    held = files.find(number, official=True)
    if held is None:
        abort(404)
    files.remove(held, current_actor())
    tell("이 판에서 파일을 뺐습니다.", "The file was left out of this version.")
    place = link_book.place_of(files.owner_of(held))
    return see_other(place.endpoint, **place.args)


# ---- links ---------------------------------------------------------------------------------------------------------------


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
    count = link_book.note(request.form.getlist("link"), current_actor(), works=works)
    if not count:
        tell("확인한 링크를 골라 주세요.", "Choose the links you looked at.", "warning")
    elif works:
        tell(f"{count}개 링크를 오늘 확인한 것으로 적었습니다.", f"{count} links noted as seen today.")
    else:
        tell(f"{count}개 링크를 열리지 않는 것으로 적었습니다.", f"{count} links noted as leading nowhere.")
    return see_other("editor.links")
