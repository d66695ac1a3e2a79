"""Markdown as it may stand on a public page: no scripts, no foreign pictures, headings below the page's own.

Pure but for nh3.
What officers write is stored as written; it is made safe each time it is shown.
"""

import difflib
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from markupsafe import Markup

OWN_IMAGES = re.compile(r"^/(news/images|texts/files)/[0-9]+$")
_TAGS = {
    "p", "br", "h2", "h3", "h4", "h5", "strong", "em", "s", "ul", "ol", "li", "blockquote", "code", "pre", "hr", "a", "img",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt"}, "ol": {"start"}}
_LINK = re.compile(r"\[[^\]]*\]\(\s*<?([^)\s>]+)")


@lru_cache(maxsize=1)
def _markdown() -> Any:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def parsed(markdown: str) -> list[Any]:
    """The tokens of a text, as markdown-it gives them."""
    tokens: list[Any] = _markdown().parse(markdown)
    return tokens


@lru_cache(maxsize=512)
def shown(markdown: str, top: int = 3) -> Markup:
    """The text as safe HTML: its headings ('#' and '##' alike) begin at h`top`, pictures are our own,
    tables may be scrolled.
    """
    import nh3

    tokens = parsed(markdown)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(max(int(token.tag[1]) - 2, 0) + top, 5)}"
    html = _markdown().renderer.render(tokens, _markdown().options, {})
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_kept,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
    framed = clean.replace("<table>", '<div class="table-wrap" tabindex="0"><table class="data-table">')
    return Markup(framed.replace("</table>", "</table></div>"))  # noqa: S704  (cleaned above)


def _kept(tag: str, attribute: str, value: str) -> str | None:
    if tag == "img" and attribute == "src":
        return value if OWN_IMAGES.match(value) else None
    return value


def own_links(markdown: str) -> list[str]:
    """The links into the portal itself ('/countries/VN'), without what follows ? or #."""
    return [re.split(r"[?#]", url)[0] for url in _LINK.findall(markdown) if url.startswith("/") and url[1:2] != "/"]


def dead_links(markdown: str, url_map: Any) -> list[str]:
    """Links into the portal that lead to no page."""
    from werkzeug.exceptions import HTTPException
    from werkzeug.routing import RequestRedirect

    found, adapter = [], url_map.bind("portal.invalid")
    for path in own_links(markdown):
        try:
            adapter.match(path, method="GET")
        except RequestRedirect:
            continue
        except HTTPException:
            found.append(path)
    return found


class Line(NamedTuple):
    """A line of a comparison: 'same', 'gone' or 'new'."""

    how: str
    text: str


def compared(before: str, after: str) -> list[Line]:
    """The lines of two texts side by side in one list; long stretches that are the same are shortened.

    None of equal texts.
    """
    names = {"  ": "same", "- ": "gone", "+ ": "new"}
    lines = [
        Line(names[d[:2]], d[2:]) for d in difflib.ndiff(before.splitlines(), after.splitlines()) if d[:2] in names
    ]
    return list(_shortened(lines)) if any(line.how != "same" for line in lines) else []


def _shortened(lines: Iterable[Line], around: int = 2) -> Iterator[Line]:
    held = list(lines)
    near = {j for i, line in enumerate(held) if line.how != "same" for j in range(i - around, i + around + 1)}
    skipping = False
    for i, line in enumerate(held):
        if i in near:
            skipping = False
            yield line
        elif not skipping:
            skipping = True
            yield Line("same", "…")
