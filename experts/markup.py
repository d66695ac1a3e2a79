"""Markdown as safe HTML, and how it is written. What a reader may send along (scripts, styles, frames) never passes."""

from functools import cache
from typing import Any

from markupsafe import Markup

from portal.core.text import Text

TAGS = {"p", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "br", "hr", "table", "thead", "tbody", "tr", "th", "td", "code"}  # fmt: skip
_LOWER = {"h1": "h3", "h2": "h3", "h3": "h4", "h5": "h4", "h6": "h4"}
MARKUP = Text(
    "제목은 ##, 목록은 -, 강조는 **굵게**로 적습니다.", "Use ## for headings, - for lists, **bold** for emphasis."
)


def html(text: str) -> Markup:
    """Markdown (CommonMark with tables, no HTML of its own) as HTML of few tags;
    headings begin below those of the page.
    """
    import nh3

    made = _markdown().render(text)
    return Markup(nh3.clean(made, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"https", "http", "mailto"}))  # noqa: S704


@cache
def _markdown() -> Any:
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": False}).enable("table")

    def lowered(self: Any, tokens: Any, at: int, options: Any, _env: Any) -> str:
        token = tokens[at]
        token.tag = _LOWER.get(token.tag, token.tag)
        rendered: str = self.renderToken(tokens, at, options, _env)
        return rendered

    made.add_render_rule("heading_open", lowered)
    made.add_render_rule("heading_close", lowered)
    return made
