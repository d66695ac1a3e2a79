"""The contract of rubric.json and scores.json: from JSON to a rubric and a score sheet,
or all problems at once as `Unusable`.

The two files are judged together: a flaw in the rubric does not hide a flaw in the scores. Where a piece is unreadable,
what depends on it is left unjudged, so that one slip does not become twenty sentences. The format is the contract of
`flask awards score` (docs of the command); nothing that it does not name is accepted.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from funds.selection.scoring.json_input import (
    amount,
    name,
    names,
    number,
    read_json,
    record,
    refuse_repeated,
    rows,
    say,
    whole,
)
from funds.selection.scoring.sheets import read_sheet
from funds.selection.scoring.terms import Criterion, Points, Rubric, Sheet, plain
from funds.unusable import Unusable
from portal.core.text import Text

KEYS = (
    "version",
    "pass_mark",
    "drop_extremes_from",
    "decimals",
    "bonus_cap",
    "seats",
    "criteria",
    "bonuses",
    "penalties",
    "tie_break",
)
SUM_OF_MAXIMA = Decimal(100)
MOST_DECIMALS = 6
MOST = 1_000_000


class _Draft(NamedTuple):
    """A rubric as far as it could be read; `whole` says whether the ids of all its criteria and points could be."""

    rubric: Rubric
    whole: bool


def parse_rubric(data: Any) -> Rubric:
    """The rubric in `data` (the parsed rubric.json). Raises `Unusable` with every problem."""
    problems: list[Text] = []
    draft = _read_rubric(data, problems)
    if problems:
        raise Unusable(problems)
    return draft.rubric


def parse_scores(data: Any, rubric: Rubric) -> Sheet:
    """The sheet in `data` (the parsed scores.json), complete under `rubric`. Raises `Unusable` with every problem."""
    problems: list[Text] = []
    sheet = read_sheet(data, rubric, problems, rubric_is_whole=True)
    if problems:
        raise Unusable(problems)
    return sheet


def parse(rubric_data: Any, scores_data: Any) -> tuple[Rubric, Sheet]:
    """Both at once. Raises `Unusable` with every problem of both."""
    problems: list[Text] = []
    draft = _read_rubric(rubric_data, problems)
    sheet = read_sheet(scores_data, draft.rubric, problems, rubric_is_whole=draft.whole)
    if problems:
        raise Unusable(problems)
    return draft.rubric, sheet


def read(rubric_source: bytes, scores_source: bytes) -> tuple[Rubric, Sheet]:
    """Both from the bytes of their files. Raises `Unusable` with every problem of both."""
    problems: list[Text] = []
    rubric_data = read_json(rubric_source, "rubric", problems)
    scores_data = read_json(scores_source, "scores", problems)
    if problems:
        raise Unusable([*problems, *_further_problems(rubric_data, scores_data)])
    return parse(rubric_data, scores_data)


def _further_problems(rubric_data: Any, scores_data: Any) -> list[Text]:
    """What else is wrong where a file was no sound JSON: each file that could be read is still judged."""
    found: list[Text] = []
    draft = _read_rubric(rubric_data, [] if rubric_data is None else found)
    if scores_data is not None:
        read_sheet(scores_data, draft.rubric, found, rubric_is_whole=draft.whole)
    return found


def _read_rubric(data: Any, problems: list[Text]) -> _Draft:
    found = record(data, "rubric", problems, KEYS)
    given = found or {}

    def field(key: str, reader: Any, *limits: int) -> Any:
        return reader(given[key], f"rubric.{key}", problems, *limits) if key in given else None

    version = field("version", name)
    pass_mark = field("pass_mark", amount)
    drop_extremes_from = field("drop_extremes_from", whole, 1, MOST)
    decimals = field("decimals", whole, 0, MOST_DECIMALS)
    bonus_cap = field("bonus_cap", amount)
    seats = field("seats", whole, 0, MOST)
    criteria = _read_criteria(field("criteria", rows), problems)
    bonuses = _read_points(field("bonuses", rows), "rubric.bonuses", problems)
    penalties = _read_points(field("penalties", rows), "rubric.penalties", problems)
    complete = all(
        isinstance(given.get(key), list) and len(given[key]) == len(declared)
        for key, declared in (("criteria", criteria), ("bonuses", bonuses), ("penalties", penalties))
    )
    _check_maxima(given.get("criteria"), criteria, problems)
    tie_break = names(given["tie_break"], "rubric.tie_break", problems) if "tie_break" in given else ()
    if complete:
        _check_tie_break(tie_break, criteria, problems)
    rubric = Rubric(
        version=version or "",
        pass_mark=pass_mark or Decimal(0),
        drop_extremes_from=drop_extremes_from or 1,
        decimals=decimals or 0,
        bonus_cap=bonus_cap or Decimal(0),
        seats=seats or 0,
        criteria=criteria,
        bonuses=bonuses,
        penalties=penalties,
        tie_break=tie_break,
    )
    return _Draft(rubric, complete)


def _read_criteria(found: list[Any] | None, problems: list[Text]) -> tuple[Criterion, ...]:
    criteria = []
    for place, row in enumerate(found or [], 1):
        where = f"rubric.criteria[{place}]"
        given = record(row, where, problems, ("id", "max"), ("label", "min"))
        if given is None:
            continue
        id_, label = _id_and_label(given, where, problems)
        most = amount(given["max"], f"{where}.max", problems) if "max" in given else None
        least = amount(given["min"], f"{where}.min", problems) if "min" in given else None
        if most is not None and most == 0:
            say(problems, "{w}.max: 0보다 커야 합니다.", "{w}.max: it must be more than 0.", w=where)
        if most is not None and least is not None and least > most:
            say(
                problems,
                "{w}.min: 과락 기준 {least}이(가) 배점 {most}보다 큽니다.",
                "{w}.min: the minimum {least} is above the maximum {most}.",
                w=where,
                least=plain(least),
                most=plain(most),
            )
        if id_ is not None:
            criteria.append(Criterion(id_, label, SUM_OF_MAXIMA if most is None else most, least))
    refuse_repeated([c.id for c in criteria], "rubric.criteria", problems)
    return tuple(criteria)


def _read_points(found: list[Any] | None, where: str, problems: list[Text]) -> tuple[Points, ...]:
    declared = []
    for place, row in enumerate(found or [], 1):
        here = f"{where}[{place}]"
        given = record(row, here, problems, ("id", "points"), ("label",))
        if given is None:
            continue
        id_, label = _id_and_label(given, here, problems)
        points = amount(given["points"], f"{here}.points", problems) if "points" in given else None
        if id_ is not None:
            declared.append(Points(id_, label, points or Decimal(0)))
    refuse_repeated([p.id for p in declared], where, problems)
    return tuple(declared)


def _id_and_label(given: dict[str, Any], where: str, problems: list[Text]) -> tuple[str | None, str]:
    id_ = name(given["id"], f"{where}.id", problems) if "id" in given else None
    label = name(given["label"], f"{where}.label", problems) if "label" in given else None
    return id_, label or id_ or ""


def _check_tie_break(ids: tuple[str, ...], criteria: tuple[Criterion, ...], problems: list[Text]) -> None:
    known = {c.id for c in criteria}
    for id_ in dict.fromkeys(ids):
        if id_ not in known:
            say(
                problems,
                "rubric.tie_break: 심사 항목에 없는 {id}이(가) 있습니다.",
                "rubric.tie_break: {id} is not a criterion.",
                id=id_,
            )


def _check_maxima(written: Any, criteria: tuple[Criterion, ...], problems: list[Text]) -> None:
    """Only where every maximum could be read: the sum of some of them says nothing."""
    if not isinstance(written, list) or len(written) != len(criteria):
        return
    if any(number(row.get("max")) is None for row in written):
        return
    total = sum((c.max for c in criteria), Decimal(0))
    if total != SUM_OF_MAXIMA:
        say(
            problems,
            "rubric.criteria: 배점의 합은 100이어야 하는데 {total}입니다.",
            "rubric.criteria: the maxima must sum to 100, but they sum to {total}.",
            total=plain(total),
        )


def contract_body(body: Mapping[str, Any], version: str, seats: int) -> dict[str, Any]:
    """A rubric's body in the shape of rubric.json."""
    plain = {k: body[k] for k in ("pass_mark", "drop_extremes_from", "decimals", "bonus_cap", "tie_break")}
    return {
        "version": version,
        **plain,
        "seats": seats,
        "criteria": [{k: c[k] for k in ("id", "label", "max", "min") if c.get(k)} for c in body["criteria"]],
        "bonuses": [{k: b[k] for k in ("id", "label", "points")} for b in body["bonuses"]],
        "penalties": [{k: p[k] for k in ("id", "label", "points")} for p in body["penalties"]],
    }
