"""Columns: what their moves do, and Markdown as safe HTML. What a reader may send along (scripts, styles, frames) never passes."""

from functools import cache
from typing import Any

from markupsafe import Markup

from experts.models import Insight
from experts.pool.acts import answers_of, decide, file_answers
from portal.core import records
from portal.core.db import db
from portal.core.fire import Firing

TAGS = {"p", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "br", "hr", "table", "thead", "tbody", "tr", "th", "td", "code"}  # fmt: skip
_LOWER = {"h1": "h3", "h2": "h3", "h3": "h4", "h5": "h4", "h6": "h4"}


def submit(case: Insight, firing: Firing) -> None:
    answers = file_answers(case, firing)
    case.title, case.title_en = str(answers["title"]), str(answers["title_en"])
    case.countries = list(answers.get("countries") or ())
    case.received_on = firing.on


def reopen(case: Insight, _firing: Firing) -> None:
    records.start_draft(case, answers_of(case))


def publish(case: Insight, firing: Firing) -> None:
    case.published_on = case.decided_on = firing.on
    case.handler_id = case.handler_id or firing.actor.user_id
    db.session.flush()


def take_down(case: Insight, firing: Firing) -> None:
    case.published_on = None
    decide(case, firing)


def html(text: str) -> Markup:
    """Markdown (CommonMark with tables, no HTML of its own) as HTML of few tags; headings begin below those of the page."""
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
