"""The officers' desk of texts: guide sections and posts written in Markdown with a preview, reviewed and published by a second person."""

from datetime import date
from typing import Any, BinaryIO, cast

from flask import Blueprint, Response, abort, g, render_template, request
from werkzeug.datastructures import MultiDict

from portal.core import clock, countries
from portal.core.asking import Asking
from portal.core.db import db
from portal.core.schema import Field
from portal.core.sniff import Unfit
from portal.core.text import Text
from portal.core.web import access, current_actor, see_other, tell
from portal.core.workflow import Refused
from portal.markets import writing
from portal.markets.models import GuideEdition, Post
from portal.markets.public import country_name, unknown
from portal.markets.terms import SECTIONS, STATES, TOPICS
from portal.markets.texts import guides, news

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
GUIDE = (
    KO,
    EN,
    SOURCES,
    Field(key="reviewed_on", label=Text("자료를 마지막으로 확인한 날", "Sources last checked on"), type="date"),
    Field(key="review_by", label=Text("다시 확인할 날", "To be checked again by"), type="date"),
)
POST = (
    Field(key="title_ko", label=Text("제목(한국어)", "Title (Korean)"), required=True),
    Field(key="title_en", label=Text("제목(영어)", "Title (English)")),
    KO,
    EN,
    SOURCES,
    Field(key="countries", label=Text("국가", "Countries"), hint=Text("쉼표로 나누어 적습니다. 예: 베트남, 몽골", "Parted by commas, e.g. Vietnam, Mongolia")),
    Field(key="topics", label=Text("주제", "Topics"), type="choices", choices=TOPICS),
)  # fmt: skip
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
        "markets/editor.html",
        editions=open_editions.limit(200).all(),
        due=newest[:20],
        posts=news.drafts(),
        sections=SECTIONS,
        states=STATES,
        country=country_name,
        offered=countries.choices(g.language),
    )  # fmt: skip


# ---- guide sections ---------------------------------------------------------------------------------------------------


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


def _guide_page(iso2: str, section: str, asking: Asking, preview: dict[str, Any] | None = None) -> str:
    edition = guides.working(iso2, section)
    return render_template(
        "markets/editor_guide.html",
        iso2=iso2,
        section=section,
        words=SECTIONS[section],
        asking=asking,
        edition=edition,
        published=guides.published(iso2).get(section),
        version=edition.version if edition else 0,
        preview=preview,
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
        return _guide_page(iso2, section, asking, _preview(asking)), 200 if asking.good else 422
    edition = guides.write(iso2, section, _guide_given(asking), current_actor())
    if act == "send":
        try:
            guides.send(edition)
        except Refused as problem:
            return _with_faults(asking, problem, lambda: _guide_page(iso2, section, asking))
        tell("검토를 요청했습니다. 다른 담당자가 공개합니다.", "Sent for review: another officer publishes it.")
    else:
        tell("저장했습니다.", "Saved.")
    return see_other("editor.guide", iso2=iso2, section=section)


def _guide_given(asking: Asking) -> dict[str, Any]:
    days = {k: date.fromisoformat(asking[k]) if asking[k] else None for k in ("reviewed_on", "review_by")}
    return {k: asking.text(k) for k in ("ko", "en", "sources")} | days


def _guide_moved(iso2: str, section: str, act: str) -> Response:
    edition = guides.working(iso2, section)
    if edition is None:
        abort(404)
    _same_version(edition)
    if act == "back":
        guides.hand_back(edition)
        tell("작성자에게 돌려보냈습니다.", "Handed back to the writer.")
        return see_other("editor.guide", iso2=iso2, section=section)
    guides.publish(edition, current_actor())
    tell("공개했습니다.", "Published.")
    return see_other("countries.country", iso2=iso2, _anchor=section)


def _same_version(held: GuideEdition | Post) -> None:
    """What is published is what was looked at."""
    if request.form.get("version", "") != str(held.version):
        raise Refused(STALE)


def _preview(asking: Asking) -> dict[str, Any]:
    return {k: writing.shown(asking.text(k)) for k in ("ko", "en") if asking.text(k)}


def _with_faults(asking: Asking, problem: Refused, page: Any) -> tuple[str, int]:
    """The page again with what was refused; what was typed is kept by the caller's form, and not lost in the database either."""
    for key, sentence in problem.fields.items():
        asking.fault(key, sentence)
    for sentence in problem.reasons:
        asking.fault("", sentence)
    db.session.commit()
    return page(), 422


# ---- posts ------------------------------------------------------------------------------------------------------------


@bp.get("/posts")
@access("officer", "ministry")
def posts() -> str:
    live = list(db.session.scalars(news.published().limit(200)))
    return render_template("markets/editor_posts.html", drafts=news.drafts(), live=live, states=STATES)


@bp.get("/posts/new")
@access("officer", "ministry")
def new_post() -> str:
    return _post_page(None, Asking(POST))


@bp.get("/posts/<int:number>")
@access("officer", "ministry")
def post(number: int) -> str:
    held = _post(number)
    answers = {k: getattr(held, k) for k in ("title_ko", "title_en", "ko", "en", "sources", "topics")}
    return _post_page(held, Asking(POST, answers | {"countries": ", ".join(country_name(c) for c in held.countries)}))


def _post(number: int) -> Post:
    held = db.session.get(Post, number) if number < 2**31 else None
    if held is None:
        abort(404)
    return held


def _post_page(
    held: Post | None, asking: Asking, preview: dict[str, Any] | None = None, unfit: Text | None = None
) -> str:
    return render_template(
        "markets/editor_post.html",
        post=held,
        asking=asking,
        preview=preview,
        unfit=unfit,
        states=STATES,
        shown=writing.shown,
        own=held is not None and held.author_id == current_actor().user_id,
    )


@bp.post("/posts/new")
@bp.post("/posts/<int:number>")
@access("officer", "ministry")
def save_post(number: int | None = None) -> Any:
    """Save, preview or move on a post."""
    held = _post(number) if number else None
    act = request.form.get("act", "save")
    if held is not None and act in _MOVES:
        return _post_moved(held, act)
    asking = Asking(POST, given=request.form)
    codes = _countries(asking, request.form)
    if held is not None and request.form.get("version", "") != str(held.version):
        asking.fault("", STALE)
    if act == "preview" or not asking.good:
        return _post_page(held, asking, _preview(asking)), 200 if asking.good else 422
    given = {k: asking.text(k) for k in ("title_ko", "title_en", "ko", "en", "sources")}
    held = news.write(held, given | {"countries": codes, "topics": asking["topics"] or []}, current_actor())
    if act == "send":
        try:
            news.send(held)
        except Refused as problem:
            return _with_faults(asking, problem, lambda: _post_page(held, asking))
        tell("검토를 요청했습니다. 다른 담당자가 공개합니다.", "Sent for review: another officer publishes it.")
    else:
        tell("저장했습니다.", "Saved.")
    return see_other("editor.post", number=held.id)


def _countries(asking: Asking, form: MultiDict[str, str]) -> list[str]:
    """Codes of the countries that were typed; a name that is none is said."""
    names = [n.strip() for n in form.get("countries", "").split(",") if n.strip()]
    strange = [n for n in names if countries.find(n) is None]
    if strange:
        asking.fault(
            "countries", Text("없는 국가입니다: {names}", "No such country: {names}").format(names=", ".join(strange))
        )
    return list(dict.fromkeys(code for n in names if (code := countries.find(n))))


_MOVES = {
    "back": (news.hand_back, Text("작성자에게 돌려보냈습니다.", "Handed back to the writer.")),
    "publish": (lambda held: news.publish(held, current_actor()), Text("공개했습니다.", "Published.")),
    "withdraw": (news.withdraw, Text("글을 내렸습니다.", "Withdrawn.")),
    "reopen": (news.reopen, Text("다시 고칠 수 있습니다.", "It may be changed again.")),
}


def _post_moved(held: Post, act: str) -> Response:
    _same_version(held)
    move, told = _MOVES[act]
    move(held)
    tell(told)
    return see_other("editor.post", number=held.id)


@bp.post("/posts/<int:number>/images")
@access("officer", "ministry")
def add_image(number: int) -> Any:
    """Keep a picture that is one by its content; what lies about its type is refused."""
    held = _post(number)
    given, alt = request.files.get("image"), request.form.get("alt", "").strip()
    answers = {k: getattr(held, k) for k in ("title_ko", "title_en", "ko", "en", "sources", "topics")}
    page = Asking(POST, answers | {"countries": ", ".join(country_name(c) for c in held.countries)})
    try:
        if held.state not in ("draft", "review"):
            raise Unfit(
                Text("공개한 글은 내린 뒤에 고칠 수 있습니다.", "Withdraw a published post before changing it.")
            )
        if given is None or not given.filename or not alt:
            raise Unfit(Text("그림 파일과 그림 설명을 함께 넣어 주세요.", "Give a picture and what it shows."))
        made = news.add_image(held, cast(BinaryIO, given.stream), given.filename, alt)
    except Unfit as problem:
        return _post_page(held, page, unfit=problem.sentence), 422
    tell(
        f"본문에 ![{made.alt}](/news/images/{made.id}) 라고 적으면 그림이 들어갑니다.",
        f"Write ![{made.alt}](/news/images/{made.id}) to show it.",
    )
    return see_other("editor.post", number=held.id)
