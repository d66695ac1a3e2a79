"""Market news for everybody: lists by country and topic, a post, its pictures, Atom and RSS feeds,
one's own subscriptions; files of texts.

What is not public is not there, whatever address is guessed.
"""

from email.utils import format_datetime
from typing import Any

from flask import Blueprint, Response, abort, g, make_response, render_template, request

from portal.core import clock, contents, countries
from portal.core.db import db
from portal.core.reading import sent_number
from portal.core.search import plain
from portal.core.text import Text, shortened
from portal.core.web import access, current_actor, note_access, see_other, tell
from portal.markets import markdown
from portal.markets.signposts import country_name, unknown
from portal.markets.texts import files, link_book, news
from portal.markets.texts.models import Post
from portal.markets.texts.signature import signed
from portal.markets.texts.terms import TOPICS

bp = Blueprint("news", __name__, url_prefix="/news")
texts = Blueprint("texts", __name__, url_prefix="/texts")
PAGE = 20
FEED = 30


def in_language(post: Post) -> tuple[str, str, str]:
    """(language, title, text) of a post for the page: Korean where there is no English."""
    if g.language == "en" and post.title_en:
        return "en", post.title_en, post.en
    return "ko", post.title_ko, post.ko


def _asked() -> tuple[str, str]:
    code = request.args.get("country", "")
    topic = request.args.get("topic", "")
    return (countries.find(code) or "") if code else "", topic if topic in TOPICS else ""


@bp.get("")
@access("everybody")
def index() -> Any:
    given = request.args.get("country", "")
    country, topic = _asked()
    if given and not country:
        return unknown(given)
    page = max(1, min((sent_number(request.args.get("page")) or 1), 500))
    found = list(
        db.session.scalars(news.published(country=country, topic=topic).limit(PAGE + 1).offset((page - 1) * PAGE))
    )
    return render_template(
        "markets/texts/news.html",
        posts=found[:PAGE],
        more=len(found) > PAGE,
        page=page,
        country=country,
        topic=topic,
        topics=TOPICS,
        offered=countries.choices(g.language),
        country_name=country_name,
        told=in_language,
        begin=first_words,
    )


def first_words(text: str) -> str:
    """The first words of a text, without its marks."""
    return shortened(" ".join(plain(text).split()), 160)


@bp.get("/<int:number>")
@access("everybody")
def post(number: int) -> str:
    found = news.find(number)
    if found is None:
        abort(404)
    language, title, text = in_language(found)
    return render_template(
        "markets/texts/post.html",
        post=found,
        said_in=language,
        title=title,
        text=markdown.shown(text, 2),
        signed=signed,
        files=files.standing(found),
        outside=link_book.outside_in(text),
        looks=link_book.looks(link_book.outside_in(text)),
        topics=TOPICS,
        country_name=country_name,
    )


@bp.get("/images/<int:number>")
@access("everybody")
def image(number: int) -> Response:
    """A picture of a published post."""
    held = news.image(number, official=current_actor().is_official)
    if held is None:
        abort(404)
    return contents.sent(held.sha256, held.media_type, "", inline=True)


@bp.get("/feed.atom")
@access("everybody")
def atom() -> Response:
    return _feed("markets/texts/feed.atom.xml", "application/atom+xml")


@bp.get("/feed.rss")
@access("everybody")
def rss() -> Response:
    return _feed("markets/texts/feed.rss.xml", "application/rss+xml")


def _feed(template: str, mimetype: str) -> Response:
    country, topic = _asked()
    posts = list(db.session.scalars(news.published(country=country, topic=topic).limit(FEED)))
    updated = max((p.published_at for p in posts if p.published_at), default=clock.now())
    answer = make_response(
        render_template(
            template,
            posts=posts,
            updated=updated,
            told=in_language,
            shown=markdown.shown,
            country=country,
            country_name=country_name,
            rfc822=format_datetime,
        )
    )
    answer.mimetype = mimetype
    return answer


@bp.get("/subscriptions")
@access("signed-in")
def subscriptions() -> str:
    asked = countries.find(request.args.get("country", "")) or ""
    return render_template(
        "markets/texts/subscriptions.html",
        held=news.subscriptions(current_actor().user_id or 0),
        asked=asked,
        offered=countries.choices(g.language),
        country_name=country_name,
    )


@bp.post("/subscriptions")
@access("signed-in")
def subscribe() -> Response:
    """Add a country ('all' = every country) or take one away."""
    given = request.form.get("country", "")
    code = "" if given == "all" else countries.find(given)
    if code is None:
        tell(Text("국가를 골라 주세요.", "Choose a country."), category="danger")
        return see_other("news.subscriptions")
    user_id = current_actor().user_id or 0
    if request.form.get("act") == "remove":
        news.unsubscribe(user_id, code)
        tell("소식을 더 받지 않습니다.", "You no longer get this news.")
    else:
        news.subscribe(user_id, code)
        tell("새 소식이 있는 날 아침에 메일로 보내 드립니다.", "On days with news you get a mail in the morning.")
    return see_other("news.subscriptions")


# ---- files attached to texts -------------------------------------------------------------------------------------------


@texts.get("/files/<int:number>")
@access("everybody")
def file(number: int) -> Response:
    """Pictures are shown, everything else is downloaded under its own name."""
    held = files.find(number, official=current_actor().has("officer", "ministry"))
    if held is None:
        note_access("guess", f"text-file:{number}")
        abort(404)
    return contents.sent(held.sha256, held.media_type, held.name, inline=held.is_picture)
