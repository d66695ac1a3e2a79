"""Figures and tables that a text names, and what it says once they are filled in. Reads no database.

A figure is named by `{{figure:filings.2026}}`, a whole table by `{{table:by_year}}` on a line of its own.
Officers pick them from a list. What a snapshot does not hold stays in the text as a gap that is seen, and keeps
the chapter from being handed in.
"""

import re
from collections.abc import Mapping
from typing import Any

from portal.core.text import Text
from portal.markets.documents.evidence.models import FrozenFigures

TOKEN = re.compile(r"\{\{\s*(figure|table):([A-Za-z0-9_.-]{1,60})\s*\}\}")
LOOSE = re.compile(r"\{\{[^{}\n]{0,80}\}\}")
"""Anything in double braces: what is no token at all is told, too."""


def named(markdown: str) -> list[tuple[str, str]]:
    """(what, key) of each figure and table that the text names, in order, each once."""
    return list(dict.fromkeys(TOKEN.findall(markdown)))


def unknown(markdown: str, frozen: FrozenFigures | None) -> list[str]:
    """The tokens that the snapshot does not hold, and whatever stands in double braces without being one."""
    held = (
        {("figure", f["key"]) for f in frozen.figures} | {("table", t["key"]) for t in frozen.tables}
        if frozen
        else set()
    )
    gaps = [f"{{{{{what}:{key}}}}}" for what, key in named(markdown) if (what, key) not in held]
    odd = [found for found in LOOSE.findall(markdown) if not TOKEN.fullmatch(found)]
    return list(dict.fromkeys(gaps + odd))


def filled(markdown: str, frozen: FrozenFigures | None, language: str) -> str:
    """The text with figures and tables put in; a gap says so in words."""
    figures = {f["key"]: f for f in frozen.figures} if frozen else {}
    tables = {t["key"]: t for t in frozen.tables} if frozen else {}

    def put(found: re.Match[str]) -> str:
        what, key = found.groups()
        if what == "figure" and key in figures:
            return figure_words(figures[key], language)
        if what == "table" and key in tables:
            return table_markdown(tables[key], language)
        gap = Text("〔고정하지 않은 수치: {key}〕", "[not frozen: {key}]").format(key=key)
        return f"**{gap.in_(language)}**"

    return TOKEN.sub(put, markdown)


def figure_words(figure: Mapping[str, Any], language: str) -> str:
    return f"{figure['value']}{_of(figure['unit'], language)}"


def table_markdown(table: Mapping[str, Any], language: str) -> str:
    """The table as Markdown with its title and source."""
    held = table[language]
    rows = [_row(held["headings"]), _row(["---"] + ["---:"] * (len(held["headings"]) - 1)), *map(_row, held["rows"])]
    source = Text("자료: {source}, 기준일 {day}", "Source: {source}, as of {day}").format(
        source=Text(*table["source"]), day=table["as_of"]
    )
    return "\n".join(["", f"**{_of(table['title'], language)}**", "", *rows, "", f"*{source.in_(language)}*", ""])


def cell(words: str) -> str:
    """Words as they may stand in a cell of a Markdown table."""
    return (
        " ".join(words.split())
        .replace("\\", "\\\\")
        .replace("|", "\\|")
        .replace("<", "\\<")
        .replace("*", "\\*")
        .replace("[", "\\[")
    )


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(c if set(c) <= set("-:") else cell(c) for c in cells) + " |"


def _of(pair: list[str], language: str) -> str:
    """The wording in the language; a counting word has no English."""
    return pair[1] if language == "en" else pair[0]


def notes(markdown: str, frozen: FrozenFigures | None) -> list[dict[str, Any]]:
    """The figures that a text names, each with label, value, table and as-of day: its source notes."""
    held = {f["key"]: f for f in frozen.figures} if frozen else {}
    return [held[key] for what, key in named(markdown) if what == "figure" and key in held]
