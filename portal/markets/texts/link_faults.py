"""Whether the links of a text lead where everybody may go: pages that exist, countries that are known,
things that are public.

Of pages that other domains keep, the search index says what is public. Nothing outside the portal is asked.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import select
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from portal.core import clock, countries
from portal.core.db import db
from portal.core.search import SearchEntry
from portal.core.text import Text, shortened
from portal.core.web import access_of
from portal.markets.markdown import OWN_IMAGES
from portal.markets.plan.terms import TASKS
from portal.markets.series.terms import SERIES
from portal.markets.statistics import tables
from portal.markets.terms import SECTIONS
from portal.markets.texts import files, links
from portal.markets.texts.models import GuideEdition, Post, PostImage


class Fault(NamedTuple):
    """A link that does not lead where it should; an `old` one still leads there by another address."""

    line: int
    url: str
    sentence: Text
    old: bool = False


Owner = Post | GuideEdition | None
_NO_PAGE = Text("없는 페이지입니다.", "There is no such page.")
_NO_COUNTRY = Text("없는 국가 코드입니다.", "No country has this code.")
_NOT_PUBLIC = Text("공개되지 않은 내용입니다.", "It is not public.")


def faults(markdown: str, owner: Owner = None) -> list[Fault]:
    """Every link of the text that is wrong or old.

    `owner`: the text it is, whose own files may stand in it before they are public.
    """
    judged = (
        (link, (_picture(link.url) if link.picture else None) or _judged(link.url, owner))
        for link in links.links(markdown)
    )
    return [
        Fault(link.line, shortened(link.url, 200), sentence, old)
        for link, (sentence, old) in judged
        if sentence is not None
    ]


def said(found: list[Fault]) -> Text:
    """The wrong links in one sentence for a field."""
    parts = [f"{f.line}번째 줄 {f.url}: {f.sentence.ko}" for f in found[:10]]
    english = [f"line {f.line} {f.url}: {f.sentence.en}" for f in found[:10]]
    return Text("링크를 고쳐 주세요. " + " ".join(parts), "Mend the links: " + " ".join(english))


def gaps(owner: Post | GuideEdition) -> dict[str, Text]:
    """What of its links keeps a text from review and publication, by field."""
    found = {key: [f for f in faults(getattr(owner, key), owner) if not f.old] for key in ("ko", "en")}
    return {key: said(wrong) for key, wrong in found.items() if wrong}


def _picture(url: str) -> "Judged | None":
    """Pictures of other sites are never shown."""
    if OWN_IMAGES.match(url):
        return None
    return Text("포털에 올린 그림만 보입니다.", "Only pictures kept by the portal are shown."), False


def _judged(url: str, owner: Owner) -> tuple[Text | None, bool]:
    if not links.is_inside(url):
        return links.form_fault(url), False
    path = re.split(r"[?#]", url)[0]
    try:
        endpoint, args = current_app.url_map.bind("portal.invalid").match(path, method="GET")
    except RequestRedirect as moved:
        return _moved(re.sub(r"^https?://[^/]+", "", moved.new_url)), True
    except HTTPException:
        return _NO_PAGE, False
    allowed = access_of(current_app, endpoint)
    if allowed is None or not allowed.everybody:
        return Text("누구나 볼 수 있는 페이지가 아닙니다.", "Not everybody may see this page."), False
    judge, given = _JUDGES.get(endpoint), dict(args)
    return judge(given, owner) if judge else (_indexed(endpoint, given), False)


def _moved(path: str) -> Text:
    return Text(f"옛 주소입니다. 지금 주소: {path}", f"An old address. It is now {path}")


Judged = tuple[Text | None, bool]


def _country(args: dict[str, Any], _owner: Owner) -> Judged:
    code = countries.find(args["iso2"])
    if code is None:
        return _NO_COUNTRY, False
    return (None, False) if code == args["iso2"] else (_moved(f"/countries/{code}"), True)


def _history(args: dict[str, Any], owner: Owner) -> Judged:
    sentence, old = _country(args, owner)
    if sentence is None and args["section"] not in SECTIONS:
        return _NO_PAGE, False
    if sentence is None and not _exists(
        select(GuideEdition.id).filter_by(country=args["iso2"], section=args["section"], state="published")
    ):
        return _NOT_PUBLIC, False
    return sentence, old


def _post(args: dict[str, Any], _owner: Owner) -> Judged:
    public = _exists(select(Post.id).filter_by(id=args["number"], state="published"))
    return (None if public else _NOT_PUBLIC), False


def _image(args: dict[str, Any], owner: Owner) -> Judged:
    held = db.session.get(PostImage, args["number"]) if args["number"] < 2**31 else None
    if held is None:
        return _NO_PAGE, False
    own = isinstance(owner, Post) and held.post_id == owner.id
    return (None, False) if own else _post({"number": held.post_id}, owner)


def _file(args: dict[str, Any], owner: Owner) -> Judged:
    held = files.find(args["number"], official=True)
    if held is None:
        return _NO_PAGE, False
    own = owner is not None and held.until is None and files.owner_of(held) is owner
    return (None if own or files.is_public(held) else _NOT_PUBLIC), False


def _table(args: dict[str, Any], _owner: Owner) -> Judged:
    key = args["key"].partition(".")[0]
    known = 2009 <= args["year"] <= clock.today().year and tables.table_of(key) is not None
    return (None if known else _NO_PAGE), False


def _year(args: dict[str, Any], _owner: Owner) -> Judged:
    return (None if 2009 <= args["year"] <= clock.today().year else _NO_PAGE), False


def _series(args: dict[str, Any], _owner: Owner) -> Judged:
    return (None if args["name"].partition(".")[0] in SERIES else _NO_PAGE), False


def _task(args: dict[str, Any], _owner: Owner) -> Judged:
    return (None if args["code"] in TASKS else _NO_PAGE), False


def _static(args: dict[str, Any], _owner: Owner) -> Judged:
    root = Path(current_app.static_folder or "").resolve()
    place = (root / args["filename"]).resolve()
    return (None if place.is_relative_to(root) and place.is_file() else _NO_PAGE), False


_JUDGES: dict[str, Callable[[dict[str, Any], Owner], Judged]] = {
    "countries.country": _country,
    "countries.history": _history,
    "duties.country": _country,
    "news.post": _post,
    "news.image": _image,
    "texts.file": _file,
    "statistics.table": _table,
    "statistics.year": _year,
    "published.series": _series,
    "plan.task": _task,
    "static": _static,
}


def _exists(statement: Any) -> bool:
    return db.session.scalar(statement.limit(1)) is not None


def _indexed(endpoint: str, args: dict[str, Any]) -> Text | None:
    """A page of one thing among many, known by its number, is public if the index has it.

    Nothing is said of other pages, nor where the index knows none of the kind.
    """
    if not args or not all(isinstance(value, int) for value in args.values()):
        return None
    known = list(db.session.scalars(select(SearchEntry.args).where(SearchEntry.endpoint == endpoint)))
    if not known or any({k: v for k, v in held.items() if k in args} == args for held in known):
        return None
    return _NOT_PUBLIC
