"""Market news at the officers' desk: written with a preview and pictures, reviewed, published, withdrawn."""

from typing import Any, BinaryIO, cast

from flask import abort, render_template, request
from werkzeug.datastructures import MultiDict

from portal.core import countries
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.db import db
from portal.core.schema import Field
from portal.core.sniff import Unfit
from portal.core.text import Text
from portal.core.web import access, current_actor, keep, see_other, tell
from portal.core.workflow import Refused
from portal.markets import markdown
from portal.markets.signposts import country_name
from portal.markets.texts import files, link_faults, news
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
from portal.markets.texts.models import Post
from portal.markets.texts.terms import STATES, TOPICS

POST = (
    Field(key="title_ko", label=Text("제목(한국어)", "Title (Korean)"), required=True),
    Field(key="title_en", label=Text("제목(영어)", "Title (English)")),
    KO,
    EN,
    SOURCES,
    Field(key="countries", label=Text("국가", "Countries"), hint=Text("쉼표로 나누어 적습니다. 예: 베트남, 몽골", "Parted by commas, e.g. Vietnam, Mongolia")),
    Field(key="topics", label=Text("주제", "Topics"), type="choices", choices=TOPICS),
)  # fmt: skip
PICTURE = (
    Field(key="image", label=Text("그림 파일(JPG, PNG, 3MB까지)", "Picture (JPG, PNG, up to 3 MB)"), type="paper"),
    Field(key="alt", label=Text("그림이 보여 주는 것(설명)", "What it shows"), required=True),
)


@bp.get("/posts")
@access("officer", "ministry")
def posts() -> str:
    live = list(db.session.scalars(news.published().limit(200)))
    return render_template("markets/texts/posts_desk.html", drafts=news.drafts(), live=live, states=STATES)


@bp.get("/posts/new")
@access("officer", "ministry")
def new_post() -> str:
    return _post_page(None, Asking(POST))


@bp.get("/posts/<int:number>")
@access("officer", "ministry")
def post(number: int) -> str:
    held = _post(number)
    return _post_page(held, Asking(POST, _answers(held)))


def _post(number: int) -> Post:
    held = db.session.get(Post, number) if number < 2**31 else None
    if held is None:
        abort(404)
    return held


def _answers(held: Post) -> dict[str, Any]:
    answers = {k: getattr(held, k) for k in ("title_ko", "title_en", "ko", "en", "sources", "topics")}
    return answers | {"countries": ", ".join(country_name(c) for c in held.countries)}


def _post_page(held: Post | None, asking: Asking, shown: dict[str, Any] | None = None, **forms: Asking) -> str:
    """The page of a post; `forms`: those of `picture` and `attaching` that hold an error."""
    return render_template(
        "markets/texts/post_desk.html",
        post=held,
        asking=asking,
        preview=shown,
        faults=[(k, f) for k in ("ko", "en") for f in link_faults.faults(getattr(held, k), held)] if held else [],
        files=files.standing(held) if held else [],
        picture=forms.get("picture") or Asking(PICTURE, prefix="picture-"),
        attaching=forms.get("attaching") or asked_file(),
        states=STATES,
        shown=markdown.shown,
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
        return _post_page(held, asking, preview(asking)), 200 if asking.good else 422
    given = {k: asking.text(k) for k in ("title_ko", "title_en", "ko", "en", "sources")}
    with attempt(asking):
        written = news.write(held, given | {"countries": codes, "topics": asking["topics"] or []}, current_actor())
        held = written
        if act == "send":
            keep()  # the text stays, though sending may be refused
            news.send(written)
    if not asking.good:
        return _post_page(held, asking), 422
    if act == "send":
        tell("검토를 요청했습니다. 다른 담당자가 공개합니다.", "Sent for review: another officer publishes it.")
    else:
        saved(written)
    return see_other("editor.post", number=written.id)


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


def _post_moved(held: Post, act: str) -> Any:
    move, told = _MOVES[act]
    asking = Asking(POST, _answers(held))
    with attempt(asking):
        same_version(held)
        move(held)
    if not asking.good:
        return _post_page(held, asking), 422
    tell(told)
    return see_other("editor.post", number=held.id)


@bp.post("/posts/<int:number>/images")
@access("officer", "ministry")
def add_image(number: int) -> Any:
    """Keep a picture that is one by its content; what lies about its type is refused at its field."""
    held, asking = _post(number), Asking(PICTURE, given=request.form, prefix="picture-")
    given = request.files.get("image")
    if held.state not in ("draft", "review"):
        asking.fault(
            "image", Text("공개한 글은 내린 뒤에 고칠 수 있습니다.", "Withdraw a published post before changing it.")
        )
    elif given is None or not given.filename:
        asking.fault("image", Text("그림 파일을 골라 주세요.", "Choose a picture."))
    if asking.good:
        assert given is not None
        with attempt(asking):
            try:
                made = news.add_image(held, cast(BinaryIO, given.stream), given.filename or "", asking.text("alt"))
            except Unfit as problem:
                raise Refused(fields={"image": problem.sentence}) from problem
        if asking.good:
            tell(
                f"본문에 ![{made.alt}](/news/images/{made.id}) 라고 적으면 그림이 들어갑니다.",
                f"Write ![{made.alt}](/news/images/{made.id}) to show it.",
            )
            return see_other("editor.post", number=held.id)
    return _post_page(held, Asking(POST, _answers(held)), picture=asking), 422


@bp.post("/posts/<int:number>/files")
@access("officer", "ministry")
def attach_to_post(number: int) -> Any:
    """Keep a file with the post."""
    held = _post(number)
    wrong = attached(held)
    if wrong is not None:
        return _post_page(held, Asking(POST, _answers(held)), attaching=wrong), 422
    return see_other("editor.post", number=held.id)
