"""Scores as they are given: one as typed, and the whole sheet of scores.json held against a rubric. Knows no ranks."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from funds.selection.scoring.arithmetic import too_few
from funds.selection.scoring.json_input import name, names, number, record, refuse_repeated, rows, say, shown
from funds.selection.scoring.terms import Application, Criterion, Points, Rubric, Sheet, plain
from portal.core.text import Text

KEYS = ("applications", "members", "conflicts", "scores")
Scores = dict[str, dict[str, dict[str, Decimal]]]


class _Panel(NamedTuple):
    """Who scores what; `complete` says whether all ids could be read: only then can a missing one be called missing."""

    applications: tuple[Application, ...]
    members: tuple[str, ...]
    conflicts: frozenset[tuple[str, str]]
    complete: bool


def read_sheet(data: Any, rubric: Rubric, problems: list[Text], *, rubric_is_whole: bool) -> Sheet:
    """The sheet as far as it can be read; what is wrong is added to `problems`.

    Criteria and points are judged only where `rubric_is_whole`: under a half-read rubric every id would seem unknown.
    """
    found = record(data, "scores", problems, KEYS)
    given = found or {}
    applications = _read_applications(given.get("applications", []), rubric, problems, judged=rubric_is_whole)
    members = names(given.get("members", []), "scores.members", problems)
    readable = all(
        isinstance(given.get(key), list) and len(given[key]) == len(ids)
        for key, ids in (("applications", applications), ("members", members))
    )
    conflicts = _read_conflicts(given.get("conflicts", []), applications, members, problems, judged=readable)
    panel = _Panel(applications, members, conflicts, readable)
    criteria = rubric.criteria if rubric_is_whole else ()
    scores = _read_scores(given["scores"], panel, criteria, problems) if "scores" in given else {}
    sheet = Sheet(applications, members, conflicts, scores)
    if panel.complete:
        problems.extend(few for a in applications if (few := too_few(sheet, a.id)))
    return sheet


def _read_applications(value: Any, rubric: Rubric, problems: list[Text], *, judged: bool) -> tuple[Application, ...]:
    applications = []
    for place, row in enumerate(rows(value, "scores.applications", problems) or [], 1):
        where = f"scores.applications[{place}]"
        given = record(row, where, problems, ("id", "bonuses", "penalties"))
        if given is None:
            continue
        id_ = name(given["id"], f"{where}.id", problems) if "id" in given else None
        bonuses = _read_granted(given.get("bonuses", []), f"{where}.bonuses", rubric.bonuses, problems, judged=judged)
        penalties = _read_granted(
            given.get("penalties", []), f"{where}.penalties", rubric.penalties, problems, judged=judged
        )
        if id_ is not None:
            applications.append(Application(id_, bonuses, penalties))
    refuse_repeated([a.id for a in applications], "scores.applications", problems)
    return tuple(applications)


def _read_granted(
    value: Any, where: str, declared: Sequence[Points], problems: list[Text], *, judged: bool
) -> tuple[str, ...]:
    ids = names(value, where, problems)
    known = {points.id for points in declared}
    for id_ in dict.fromkeys(ids):
        if judged and id_ not in known:
            say(
                problems,
                "{where}: 심사기준표에 없는 {id}이(가) 있습니다.",
                "{where}: {id} is not declared in the rubric.",
                where=where,
                id=id_,
            )
    return ids


def _read_conflicts(
    value: Any, applications: tuple[Application, ...], members: tuple[str, ...], problems: list[Text], *, judged: bool
) -> frozenset[tuple[str, str]]:
    pairs = []
    for place, row in enumerate(rows(value, "scores.conflicts", problems) or [], 1):
        where = f"scores.conflicts[{place}]"
        given = record(row, where, problems, ("application", "member"))
        if given is None or not {"application", "member"} <= given.keys():
            continue
        application = name(given["application"], f"{where}.application", problems)
        member = name(given["member"], f"{where}.member", problems)
        if judged and application is not None and application not in {a.id for a in applications}:
            _unknown_application(application, where, problems)
        if judged and member is not None and member not in members:
            _unknown_member(member, where, problems)
        if application is not None and member is not None:
            pairs.append((application, member))
    return frozenset(pairs)


def _unknown_application(id_: str, where: str, problems: list[Text]) -> None:
    say(
        problems,
        "{where}: 신청 목록에 없는 신청 {id}이(가) 있습니다.",
        "{where}: {id} is not one of the applications.",
        where=where,
        id=shown(id_),
    )


def _unknown_member(id_: str, where: str, problems: list[Text]) -> None:
    say(
        problems,
        "{where}: 위원 목록에 없는 위원 {id}이(가) 있습니다.",
        "{where}: {id} is not one of the members.",
        where=where,
        id=shown(id_),
    )


def _read_scores(value: Any, panel: _Panel, criteria: tuple[Criterion, ...], problems: list[Text]) -> Scores:
    given = _mapping(value, "scores.scores", problems)
    if given is None:
        return {}
    known = {a.id for a in panel.applications}
    for id_ in given:
        if panel.complete and id_ not in known:
            _unknown_application(id_, "scores.scores", problems)
    scores: Scores = {}
    for application in dict.fromkeys(a.id for a in panel.applications):
        if application in given:
            scores[application] = _read_application(given[application], application, panel, criteria, problems)
        elif panel.complete:
            say(
                problems,
                "{application} 신청에 대한 점수가 하나도 없습니다.",
                "Application {application} has no scores at all.",
                application=application,
            )
    return scores


def _read_application(
    value: Any, application: str, panel: _Panel, criteria: tuple[Criterion, ...], problems: list[Text]
) -> dict[str, dict[str, Decimal]]:
    where = f"scores.scores.{application}"
    given = _mapping(value, where, problems)
    if given is None:
        return {}
    for member in given:
        if panel.complete and member not in panel.members:
            _unknown_member(member, where, problems)
    scores = {}
    for member in dict.fromkeys(panel.members):
        if (application, member) in panel.conflicts:
            if given.get(member):
                say(
                    problems,
                    "{application} 신청에 이해충돌이 있는 {member} 위원의 점수가 들어 있습니다.",
                    "Member {member} has a conflict with application {application} and must not score it.",
                    application=application,
                    member=member,
                )
        elif member in given:
            scores[member] = _read_member(given[member], application, member, criteria, problems)
        elif panel.complete:
            say(
                problems,
                "{application} 신청에 대한 {member} 위원의 점수가 없습니다.",
                "Member {member} has not scored application {application}.",
                application=application,
                member=member,
            )
    return scores


def _read_member(
    value: Any, application: str, member: str, criteria: tuple[Criterion, ...], problems: list[Text]
) -> dict[str, Decimal]:
    given = _mapping(value, f"scores.scores.{application}.{member}", problems)
    if given is None or not criteria:
        return {}
    scores = {}
    place = {"application": application, "member": member}
    for criterion in criteria:
        if criterion.id not in given:
            say(
                problems,
                "{application} 신청에 대한 {member} 위원의 {criterion} 점수가 없습니다.",
                "Member {member} has no score for application {application}, criterion {criterion}.",
                criterion=criterion.id,
                **place,
            )
        elif (found := _score(given[criterion.id], criterion)) is not None:
            scores[criterion.id] = found
        else:
            say(
                problems,
                "{application} 신청에 대한 {member} 위원의 {criterion} 점수는 0 이상 {most} 이하, 소수 한 자리까지의 "
                "숫자여야 하는데 {value}입니다.",
                "Member {member}'s score for application {application}, criterion {criterion} must be a number from 0 "
                "to {most} with at most one decimal, but it is {value}.",
                criterion=criterion.id,
                most=plain(criterion.max),
                value=shown(given[criterion.id]),
                **place,
            )
    known = {criterion.id for criterion in criteria}
    for id_ in given:
        if id_ not in known:
            say(
                problems,
                "{application} 신청에 대한 {member} 위원의 점수에 심사 항목이 아닌 {id}이(가) 있습니다.",
                "Member {member}'s scores for application {application} hold {id}, which is not a criterion.",
                id=shown(id_),
                **place,
            )
    return scores


def _score(value: Any, criterion: Criterion) -> Decimal | None:
    """A score with at most one decimal in 0 … max, None for anything else."""
    found = number(value)
    if found is None or found > criterion.max or found.as_tuple().exponent not in (0, -1):
        return None
    return found


def _mapping(value: Any, where: str, problems: list[Text]) -> dict[str, Any] | None:
    """`value` as an object with keys of its own choosing."""
    return record(value, where, problems, (), tuple(value) if isinstance(value, dict) else ())
