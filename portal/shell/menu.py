"""The main menu: the declared entries in their groups, and which of them the reader is at.

An entry is current on its own page and on every page under its addresses; where several are, the longest address wins.
Pages of the person's own account belong to no entry.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import g, request, url_for

from portal.core.declared import collected
from portal.core.module import MENU_GROUPS, MenuEntry
from portal.core.people import Actor

FIRST = 50  # an entry by itself with a lower order stands before the groups


def menu_of(actor: Actor) -> list[dict[str, Any]]:
    """The main menu as the actor sees it: links {label, url, current} and groups {label, current, entries: [links]},
    in order.

    `current` is "page" on the very page of the link, "true" below it, else "".
    """
    entries = sorted((e for e in collected("menu") if e.concerns(actor)), key=lambda e: e.order)
    here = _here(actor)
    at = _nearest(entries, here)
    links = {e: {"label": e.label, "url": url_for(e.endpoint), "current": ""} for e in entries}
    if at is not None:
        links[at]["current"] = "page" if links[at]["url"] == here else "true"
    return [
        *(links[e] for e in entries if not e.group and e.order < FIRST),
        *_groups(entries, links),
        *(links[e] for e in entries if not e.group and e.order >= FIRST),
    ]


def _groups(entries: Sequence[MenuEntry], links: dict[MenuEntry, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A group of one entry is that entry."""
    for key, label in MENU_GROUPS.items():
        inside = [links[e] for e in entries if e.group == key]
        if len(inside) == 1:
            yield inside[0]
        elif inside:
            yield {"label": label, "current": any(link["current"] for link in inside), "entries": inside}


def _here(actor: Actor) -> str:
    """The address whose place in the menu this page has:
    a generic page of a case stands where the case's own page does.
    """
    case = g.get("case")
    if case is not None and request.blueprint == "home":
        return url_for(case.declared.endpoint_for(case, actor), case_id=case.id)
    return request.path


def _nearest(entries: Sequence[MenuEntry], here: str) -> MenuEntry | None:
    """The entry with the longest address that leads to `here`, of equals the later one; None where none does."""
    found = [(len(root), e) for e in entries for root in (url_for(e.endpoint), *e.under) if _leads(root, here)]
    return max(found, key=lambda pair: (pair[0], pair[1].order))[1] if found else None


def _leads(root: str, here: str) -> bool:
    root = root.rstrip("/")
    return here == root or here.startswith(f"{root}/")
