"""Markdown as plain blocks for printing: headings, paragraphs, lists, quotes, tables, code.

Pure: what was written, never markup. A block is {"is": name, …}; its words are runs: {"t": text} with "b", "i", "s",
"c" for strong, emphasis, struck, code, "u" for a link.
"""

from collections.abc import Sequence
from typing import Any

from portal.markets.markdown import parsed

Run = dict[str, Any]
Block = dict[str, Any]
_MARKS = {"strong": "b", "em": "i", "s": "s"}


def blocks(markdown: str) -> list[Block]:
    """The blocks of a text, in order. Pictures stand as their description."""
    tokens = parsed(markdown)
    found, _ = _several(tokens, 0, "")
    return found


def _several(tokens: Sequence[Any], at: int, until: str) -> tuple[list[Block], int]:
    """Blocks from `at` to the token of type `until`; and the place behind it."""
    found: list[Block] = []
    while at < len(tokens) and tokens[at].type != until:
        block, at = _one(tokens, at)
        if block is not None:
            found.append(block)
    return found, at + 1


def _one(tokens: Sequence[Any], at: int) -> tuple[Block | None, int]:
    token = tokens[at]
    if token.type == "heading_open":
        return {"is": "heading", "level": int(token.tag[1]), "runs": runs(tokens[at + 1])}, at + 3
    if token.type == "paragraph_open":
        return {"is": "par", "runs": runs(tokens[at + 1])}, at + 3
    if token.type in ("bullet_list_open", "ordered_list_open"):
        return _list(tokens, at)
    if token.type == "blockquote_open":
        inner, after = _several(tokens, at + 1, "blockquote_close")
        return {"is": "quote", "blocks": inner}, after
    if token.type == "table_open":
        return _table(tokens, at)
    if token.type in ("fence", "code_block"):
        return {"is": "code", "text": token.content.rstrip("\n")}, at + 1
    return ({"is": "rule"} if token.type == "hr" else None), at + 1


def _list(tokens: Sequence[Any], at: int) -> tuple[Block, int]:
    ordered = tokens[at].type == "ordered_list_open"
    start = int(tokens[at].attrGet("start") or 1) if ordered else 1
    close = tokens[at].type.replace("open", "close")
    items, at = [], at + 1
    while tokens[at].type != close:
        inner, at = _several(tokens, at + 1, "list_item_close")
        items.append(inner)
    return {"is": "list", "ordered": ordered, "start": start, "items": items}, at + 1


def _table(tokens: Sequence[Any], at: int) -> tuple[Block, int]:
    rows: list[list[list[Run]]] = []
    while tokens[at].type != "table_close":
        if tokens[at].type == "tr_open":
            rows.append([])
        elif tokens[at].type == "inline":
            rows[-1].append(runs(tokens[at]))
        at += 1
    return {"is": "table", "head": rows[0], "rows": rows[1:]}, at + 1


def runs(inline: Any) -> list[Run]:
    """The words of an inline token with their marks."""
    found: list[Run] = []
    marks: dict[str, Any] = {}
    for child in inline.children or []:
        name, _, way = child.type.rpartition("_")
        if name in _MARKS:
            marks = (
                marks | {_MARKS[name]: True} if way == "open" else {k: v for k, v in marks.items() if k != _MARKS[name]}
            )
        elif name == "link":
            marks = (
                marks | {"u": child.attrGet("href") or ""}
                if way == "open"
                else {k: v for k, v in marks.items() if k != "u"}
            )
        elif child.type in ("softbreak", "hardbreak"):
            found.append({"t": " "})
        elif child.content:
            found.append({"t": child.content, **marks, **({"c": True} if child.type == "code_inline" else {})})
    return found
