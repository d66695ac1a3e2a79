"""From opened sheets to a decision: the chair's close, further rounds, the proposal, the ministry's decision.

People decide what the arithmetic leaves open (a tie at the line, the budget); whatever parts
from it carries its reason.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from funds.selection.lots.acts import commit_lot, lot_of, reveal_lot
from funds.selection.models import Application, Call
from funds.selection.panel.attendance import keep_attendance
from funds.selection.panel.result import Computed, compute, is_last_round, seats_now
from funds.selection.panel.sealed import judged
from funds.selection.programmes import PROGRAMMES
from funds.selection.queries import open_applications
from funds.selection.scoring.budget import BudgetLine, budget_line
from funds.selection.scoring.files import digest
from funds.unusable import Unusable
from portal.core.fire import Firing, fire
from portal.core.people import SYSTEM
from portal.core.text import Text
from portal.core.workflow import Refused

# ---- the chair closes ------------------------------------------------------------------------------------------------------------


def computable(case: Call, _given: Mapping[str, Any]) -> Text | None:
    try:
        compute(case)
    except Unusable as problem:
        raise Refused(*problem.problems) from problem
    return None


def freeze(case: Call, firing: Firing) -> None:
    """Keep rubric, scores and result as they are, with their hashes, the minutes and who was there."""
    done = compute(case)
    result = done.result.as_json()
    case.minutes = str(firing.given["minutes"])
    meeting = keep_attendance(case, firing.given)
    case.result = {
        "round": case.round_no,
        "rubric": done.rubric_data,
        "scores": done.scores_data,
        "result": result,
        "meeting": meeting,
        "sha256": {
            "rubric.json": digest(done.rubric_data),
            "scores.json": digest(done.scores_data),
            "result.json": digest(result),
        },
    }
    firing.facts |= {"sha256": case.result["sha256"], "minutes": None} | meeting


# ---- rounds ----------------------------------------------------------------------------------------------------------------------


def more_rounds(case: Call, _given: Mapping[str, Any]) -> Text | None:
    if is_last_round(case):
        return Text("마지막 평가 단계입니다. 선정안을 올려 주세요.", "This was the last round: propose the selection.")
    return None


def advance(case: Call, firing: Firing) -> None:
    """Who passed goes into the next round; of equals at the line, whom the officer names with the reason."""
    assert case.result is not None
    selected = {m["id"] for m in case.result["result"]["applications"] if m["selected"]}
    tied = set(case.result["result"]["tie_at_line"])
    named = {n.strip() for n in str(firing.given.get("tied") or "").split(",") if n.strip()}
    if not named <= tied:
        raise Refused(
            fields={"tied": Text("선정선의 동점 신청 가운데서만 적어 주세요.", "Name only those tied at the line.")}
        )
    if len(selected | named) > seats_now(case):
        raise Refused(fields={"tied": Text("다음 단계에 오를 수 있는 수를 넘습니다.", "More than may advance.")})
    ahead = selected | named
    if not ahead:
        raise Refused(Text("다음 단계에 오를 신청이 없습니다.", "Nobody advances."))
    for application in judged(case):
        if application.number not in ahead:
            application.out_in_round = case.round_no
    case.earlier_results = [*case.earlier_results, case.result]
    case.result, case.round_no = None, case.round_no + 1
    commit_lot(case, "reserve", firing.actor)
    firing.facts |= {"advance": sorted(ahead), "round": case.round_no}


# ---- proposal --------------------------------------------------------------------------------------------------------------------


def is_money(call: Call) -> bool:
    return bool(PROGRAMMES[call.programme].money)


def line_of(call: Call, done: Computed) -> BudgetLine | None:
    """The budget line by rank over the sums asked; None for awards without money."""
    if not is_money(call) or call.budget is None:
        return None
    asked = {a.number: Decimal(a.asked or 0) for a in judged(call) if a.number}
    return budget_line(done.result, asked, Decimal(call.budget))


def sound_proposal(case: Call, given: Mapping[str, Any]) -> Text | None:
    """Only those who passed, no more than the places, within the budget and each applicant's own sum."""
    if not is_last_round(case):
        return Text("다음 평가 단계가 남아 있습니다.", "Another round is to come.")
    chosen = {int(i) for i in given.get("chosen") or []}
    amounts = {int(k): int(v) for k, v in (given.get("amounts") or {}).items()}
    by_id = {a.id: a for a in judged(case)}
    assert case.result is not None
    passed = {m["id"] for m in case.result["result"]["applications"] if m["passed"]}
    problems: list[Text] = []
    for one in sorted(chosen):
        application = by_id.get(one)
        if application is None or application.number not in passed:
            number = application.number if application else one
            problems.append(
                Text(
                    "{n}: 기준 점수를 넘지 못해 선정할 수 없습니다.", "{n} did not pass and cannot be selected."
                ).format(n=number)
            )
        elif is_money(case):
            most = application.asked or 0
            if not 0 < amounts.get(one, 0) <= most:
                problems.append(
                    Text(
                        "{n}: 지원액은 신청액 {m}원을 넘을 수 없고 0원보다 커야 합니다.",
                        "{n}: the sum is more than 0 and at most KRW {m}.",
                    ).format(n=application.number, m=f"{most:,}")
                )
    if len(chosen) > case.seats:
        problems.append(
            Text("선정할 수 있는 수 {s}개를 넘었습니다.", "More than the {s} places of the call.").format(s=case.seats)
        )
    total = sum(amounts.get(i, 0) for i in chosen)
    if is_money(case) and case.budget is not None and total > case.budget:
        problems.append(
            Text(
                "지원액 합계 {t}원이 예산 {b}원을 넘습니다.", "The sum of KRW {t} is over the budget of KRW {b}."
            ).format(t=f"{total:,}", b=f"{case.budget:,}")
        )
    if problems:
        raise Refused(*problems)
    return None


def propose(case: Call, firing: Firing) -> None:
    """Keep the proposal: outcome, place in reserve and sum of each, and whether it parts from the arithmetic."""
    assert case.result is not None
    chosen = {int(i) for i in firing.given.get("chosen") or []}
    amounts = {int(k): int(v) for k, v in (firing.given.get("amounts") or {}).items()}
    marks = {m["id"]: m for m in case.result["result"]["applications"]}
    computed = {i for i, m in marks.items() if m["selected"]}
    outcomes: dict[str, dict[str, Any]] = {}
    waiting: list[Application] = []
    for application in judged(case):
        if application.id in chosen:
            outcomes[str(application.id)] = {"what": "select", "awarded": amounts.get(application.id)}
        elif marks[application.number or ""]["passed"]:
            waiting.append(application)
        else:
            outcomes[str(application.id)] = {"what": "reject"}
    for place, application in _in_reserve(case, waiting, marks, firing):
        outcomes[str(application.id)] = {"what": "put_in_reserve", "reserve_no": place}
    numbers = {a.number for a in judged(case) if a.id in chosen}
    case.proposal = {"outcomes": outcomes, "reason": str(firing.given["reason"]), "deviates": numbers != computed}
    firing.facts |= {"chosen": sorted(n for n in numbers if n), "amounts": None, "deviates": numbers != computed}


def _in_reserve(
    case: Call, waiting: list[Application], marks: Mapping[str, Any], firing: Firing
) -> list[tuple[int, Application]]:
    """Places by rank; equals by the lot whose hash was logged before scoring, or where the rules know no lot,
    side by side.
    """

    def rank(application: Application) -> int:
        return int(marks[application.number or ""]["rank"])

    if len({rank(a) for a in waiting}) == len(waiting):
        drawn: list[int] = []
    elif lot_of(case, "reserve") is not None:
        drawn = reveal_lot(case, "reserve", waiting, firing.actor)
    else:
        return [(1 + sum(rank(b) < rank(a) for b in waiting), a) for a in sorted(waiting, key=rank)]
    placed = sorted(waiting, key=lambda a: (rank(a), drawn.index(a.id) if a.id in drawn else 0))
    return list(enumerate(placed, 1))


# ---- decision --------------------------------------------------------------------------------------------------------------------


def decide(case: Call, firing: Firing) -> None:
    """The ministry's decision reaches every applicant by letter; awards are offered."""
    assert case.proposal is not None
    case.proposal = case.proposal | {"decision": str(firing.given["reason"])}
    case.decided_on = firing.on
    for application in judged(case):
        fire(application, case.proposal["outcomes"][str(application.id)]["what"], SYSTEM)
    for application in left_behind(case):
        fire(application, "reject", SYSTEM)


def left_behind(call: Call) -> list[Application]:
    """Applications that an earlier round left behind."""
    return [a for a in open_applications(call) if a.out_in_round is not None and a.state == "eligible"]


def drop_proposal(case: Call, _firing: Firing) -> None:
    case.proposal = None
