"""What is shown of a filing on any page: answers by section and papers, as rows for the pieces of `ui.html`."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from portal.core import clock
from portal.core.fields import show
from portal.core.files import Paper
from portal.core.schema import Answers, Field, Schema, is_blank
from portal.core.text import Text
from portal.core.web import say, shown_day
from portal.core.writing.pages import paper_row

Link = Callable[[Field], str | None]


def answer_sections(
    schema: Schema,
    answers: Answers,
    language: str,
    *,
    link: Link | None = None,
    problems: Mapping[str, Text] | None = None,
    changed: Iterable[str] = (),
    papers: Iterable[Paper] = (),
    blanks: bool = False,
) -> list[dict[str, Any]]:
    """Sections with rows for `ui.summary_list`: what is asked of these answers.

    `blanks` shows what was left empty too.
    """
    by_slot: dict[str, list[str]] = {}
    for paper in papers:
        by_slot.setdefault(paper.slot, []).append(paper.name)
    found = []
    for section in schema.asked_sections(answers):
        rows = []
        for field in schema.asked_in(section, answers):
            shown = (
                ", ".join(by_slot.get(field.key, ()))
                if field.is_paper
                else words_of(field, answers.get(field.key), language)
            )
            problem = (problems or {}).get(field.key)
            if shown or problem or blanks:
                rows.append(
                    {
                        "question": field.label,
                        "answer": shown,
                        "change_url": link(field) if link else None,
                        "changed": field.key in set(changed),
                        "problem": problem,
                        "id": f"answer-{field.key}" if link else None,
                    }
                )
        if rows:
            found.append({"key": section.key, "title": section.title, "rows": rows})
    return found


def words_of(field: Field, value: Any, language: str) -> str:
    """An answer in words, a day as days are shown on pages; '' for none."""
    if is_blank(value):
        return ""
    return shown_day(date.fromisoformat(value), language) if field.type == "date" else show(field, value, language)


def paper_rows(papers: Iterable[Paper], schema: Schema | None = None) -> list[dict[str, Any]]:
    """Rows for `ui.file_list`: name, download, size, which question (with a schema), day, the start of its SHA-256."""
    rows = []
    for paper in papers:
        label = say(schema[paper.slot].label) if schema and paper.slot in schema else ""
        day = shown_day(clock.seoul(paper.at).date())
        rows.append(
            paper_row(paper, " · ".join(part for part in (label, day, f"SHA-256 {paper.sha256[:12]}") if part))
            | {
                "slot": paper.slot,
                "id": paper.id,
                "filed": paper.filed_at is not None,
            }
        )
    return rows
