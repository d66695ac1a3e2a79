"""Which row of ours is which row of the file: by evidence number, else by day, sum and payee.

Pure; the order of rows never matters.
Every row of either side stands in exactly one outcome.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from funds.grants.reconciling.workbook import Told
from portal.core.organisation_names import bare_name

AGREES, DIFFERS, HERE, THERE = "agrees", "differs", "here", "there"


class Ours(NamedTuple):
    """A spending row of the settlement."""

    id: int
    spent_on: date
    amount: int
    payee: str
    evidence_no: str = ""


class Outcome(NamedTuple):
    """`differing` are the columns in which a matched pair differs."""

    verdict: str
    ours: Ours | None
    told: Told | None
    differing: tuple[str, ...] = ()


def match(ours: Sequence[Ours], told: Sequence[Told]) -> list[Outcome]:
    """Pairs first by evidence number, then by all of day, sum and payee, then by two of them; the rest stands alone."""
    left = sorted(ours, key=lambda o: (o.spent_on, o.amount, payee_key(o.payee), number_key(o.evidence_no), o.id))
    right = sorted(told, key=lambda t: (t.spent_on, t.amount, payee_key(t.payee), number_key(t.evidence_no), t.line))
    left, right, pairs = _alike(left, right)
    for key in _KEYS:
        left, right = _paired(left, right, key, pairs)
    found = [_compared(o, t) for o, t in pairs]
    found += [Outcome(HERE, o, None) for o in left] + [Outcome(THERE, None, t) for t in right]
    return sorted(found, key=_place)


def _place(one: Outcome) -> tuple[Any, ...]:
    row = one.ours or one.told
    assert row is not None
    order = (DIFFERS, HERE, THERE, AGREES).index(one.verdict)
    return order, row.spent_on, row.amount, row.payee, one.ours.id if one.ours else 0, one.told.line if one.told else 0


def payee_key(name: str) -> str:
    """A payee's name without legal form, blanks and signs; the name as it stands where nothing else is left."""
    return bare_name(name) or name.strip()


def number_key(number: str) -> str:
    return re.sub(r"[\s-]+", "", number).casefold()


def _by_number(row: Ours | Told) -> Any:
    return number_key(row.evidence_no) or None


_KEYS: tuple[Callable[[Any], Any], ...] = (
    lambda r: (_by_number(r), r.amount) if _by_number(r) else None,
    _by_number,
    lambda r: (r.spent_on, r.amount, payee_key(r.payee)),
    lambda r: (r.amount, payee_key(r.payee)),
    lambda r: (r.spent_on, payee_key(r.payee)),
)


def _alike(left: list[Ours], right: list[Told]) -> tuple[list[Ours], list[Told], list[tuple[Ours, Told]]]:
    """The exact step: rows alike in evidence number, day, sum and payee, the first with the first of as many as there
    are. What is left of either side, and the pairs.
    """
    import pandas as pd

    def frame(rows: Sequence[Any]) -> Any:
        keyed = [(_by_number(r), r.spent_on, r.amount, payee_key(r.payee)) for r in rows]
        made = pd.DataFrame(keyed, columns=["number", "day", "sum", "payee"], dtype=object)
        made["nth"] = made.groupby(["number", "day", "sum", "payee"], dropna=False).cumcount()
        made["at"] = range(len(rows))
        return made[made["number"].notna()]

    on = ["number", "day", "sum", "payee", "nth"]
    both = frame(left).merge(frame(right), on=on, how="outer", suffixes=("_ours", "_told"), indicator=True)
    held = both[both["_merge"] == "both"].sort_values("at_ours")
    pairs = [(left[int(o)], right[int(t)]) for o, t in zip(held["at_ours"], held["at_told"], strict=True)]
    ours, told = {o.id for o, _ in pairs}, {t.line for _, t in pairs}
    return [o for o in left if o.id not in ours], [t for t in right if t.line not in told], pairs


def _paired(
    left: list[Ours], right: list[Told], key: Callable[[Any], Any], pairs: list[tuple[Ours, Told]]
) -> tuple[list[Ours], list[Told]]:
    """Pair what has the same key, in order; two evidence numbers that both stand and differ never pair."""
    waiting: dict[Any, list[Told]] = {}
    for one in right:
        if (held := key(one)) is not None:
            waiting.setdefault(held, []).append(one)
    alone: list[Ours] = []
    taken: set[int] = set()
    for row in left:
        candidates = waiting.get(key(row), []) if key(row) is not None else []
        found = next((t for t in candidates if t.line not in taken and _may_pair(row, t)), None)
        if found is None:
            alone.append(row)
        else:
            taken.add(found.line)
            pairs.append((row, found))
    return alone, [t for t in right if t.line not in taken]


def _may_pair(ours: Ours, told: Told) -> bool:
    mine, other = number_key(ours.evidence_no), number_key(told.evidence_no)
    return not (mine and other and mine != other)


def _compared(ours: Ours, told: Told) -> Outcome:
    differing = []
    if ours.spent_on != told.spent_on:
        differing.append("spent_on")
    if ours.amount != told.amount:
        differing.append("amount")
    if payee_key(ours.payee) != payee_key(told.payee):
        differing.append("payee")
    return Outcome(DIFFERS if differing else AGREES, ours, told, tuple(differing))


def counted(outcomes: Iterable[Outcome]) -> dict[str, tuple[int, int]]:
    """By verdict: how many rows, and their sum in won (ours, or the file's where there is none of ours)."""
    found = dict.fromkeys((AGREES, DIFFERS, HERE, THERE), (0, 0))
    for one in outcomes:
        row = one.ours or one.told
        assert row is not None
        count, total = found[one.verdict]
        found[one.verdict] = (count + 1, total + row.amount)
    return found
