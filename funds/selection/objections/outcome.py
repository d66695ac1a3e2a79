"""What an upheld objection does: selected, reserve rank, eligibility looked at again, or nothing; and who loses by it.

People decide, within what the numbers, the places and the budget allow. A place that somebody has signed for is not
taken away; who has not signed is told and heard first (`funds.selection.objections.hearings`).
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from funds.selection.models import Application, Award, Call
from funds.selection.objections.hearings import hearings_of, is_over, open_hearing
from funds.selection.objections.models import Objection
from funds.selection.programmes import PROGRAMMES
from funds.selection.queries import award_of, round_result
from funds.selection.reviews.queries import review_of
from funds.selection.scoring.rescored import side_by_side
from portal.core.db import db
from portal.core.fire import Firing, fire
from portal.core.people import SYSTEM
from portal.core.text import Text
from portal.core.workflow import Refused

EFFECTS = {
    "select": Text("선정", "Selected"),
    "reserve": Text("예비 순위", "Reserve list"),
    "recheck": Text("자격을 다시 확인(부적격 결정 취소)", "Eligibility is checked again"),
    "none": Text("선정 결과는 그대로", "The selection stays as it is"),
}


# ---- the numbers that hold -------------------------------------------------------------------------------------------------------------


def numbers_of(case: Objection) -> dict[str, dict[str, Any]]:
    """Number → marks: of the scoring again where there was one, else as first decided."""
    held, first = review_of(case), round_result(case.application)
    source = held.result if held is not None and held.result is not None else first
    return {m["id"]: m for m in source["result"]["applications"]} if source else {}


def rankings(case: Objection) -> list[dict[str, Any]]:
    """Old and new ranking of all applications side by side; empty before there is a new one."""
    held, first = review_of(case), round_result(case.application)
    if held is None or held.result is None or first is None:
        return []
    return side_by_side(first["result"], held.result["result"])


def own_numbers(case: Objection) -> dict[str, Any] | None:
    """The applicant's own: each named criterion's mean before and after, both finals; nobody else's,
    and no reviewer's.
    """
    held, first = review_of(case), round_result(case.application)
    if held is None or held.result is None or first is None:
        return None
    number = case.application.number
    old = next(m for m in first["result"]["applications"] if m["id"] == number)
    new = next(m for m in held.result["result"]["applications"] if m["id"] == number)
    return {
        "criteria": [(c, old["criterion_means"][c["id"]], new["criterion_means"][c["id"]]) for c in held.criteria],
        "old": old,
        "new": new,
    }


# ---- places ----------------------------------------------------------------------------------------------------------------------------


def places_left(call: Call) -> int:
    wanted = select(Award.id).where(Award.call_id == call.id, Award.state.not_in(("declined", "revoked", "recalled")))
    return call.seats - len(list(db.session.scalars(wanted)))


def would_lose(case: Objection) -> Application | None:
    """Who gives way if this one is selected and no place is free: the lowest-ranked below it that has not signed."""
    call, marks = case.application.call, numbers_of(case)
    own = marks.get(case.application.number or "")
    if own is None or places_left(call) > 0:
        return None
    wanted = select(Application).where(Application.call_id == call.id, Application.state == "selected")
    behind = [
        a
        for a in db.session.scalars(wanted)
        if (award := award_of(a.id)) is not None
        and award.state == "offered"
        and marks.get(a.number or "", {"rank": 0})["rank"] > own["rank"]
    ]
    return max(behind, key=lambda a: (marks[a.number or ""]["rank"], a.id), default=None)


def someone_to_hear(case: Objection, given: Mapping[str, Any]) -> Text | None:
    loser = would_lose(case)
    if loser is None:
        return Text(
            "이 결정으로 자리를 잃을, 아직 서명하지 않은 기관이 없습니다.",
            "Nobody who has not signed would lose by it.",
        )
    if any(h.application_id == loser.id for h in hearings_of(case)):
        return Text("이미 알리고 의견을 듣고 있습니다.", "They were told already and are being heard.")
    least = int(case.rules.get("hear") or 10)
    if int(given.get("days") or 0) < least:
        return Text("의견을 들을 기간은 {n}일 이상이어야 합니다.", "At least {n} days for the opinion.").format(n=least)
    return None


def hear(case: Objection, firing: Firing) -> None:
    loser = would_lose(case)
    assert loser is not None
    made = open_hearing(case, loser, firing)
    fire(loser, "hear_first", SYSTEM)
    firing.facts |= {"opinion_by": made.opinion_by.isoformat(), "heard": loser.number}


# ---- upholding --------------------------------------------------------------------------------------------------------------------------


def sound_effect(case: Objection, given: Mapping[str, Any]) -> Text | None:
    """Whether the effect is possible: state, numbers, places, budget, and that whoever loses by it was heard."""
    effect, application = given.get("outcome"), case.application
    if effect == "none":
        return None
    if effect == "recheck" or application.state == "ineligible":
        return _recheck_problem(application, str(effect))
    if application.state not in ("rejected", "reserve"):
        return Text("그 사이에 신청의 결과가 바뀌었습니다.", "The outcome of the application has changed since.")
    if application.out_in_round is not None:
        return Text(
            "앞 단계에서 멈춘 신청은 남은 단계의 평가를 받지 않아 이 결정으로 선정하거나 예비로 정할 수 없습니다.",
            "It was left behind in an earlier round and cannot be selected or put in reserve by this decision.",
        )
    marks = numbers_of(case).get(application.number or "")
    if marks is None or not marks["passed"]:
        return Text(
            "기준 점수를 넘지 못해 선정하거나 예비로 정할 수 없습니다. 다투는 항목을 먼저 다시 평가해 주세요.",
            "It did not pass: it cannot be selected or put in reserve. Have the criteria scored again first.",
        )
    if effect == "select":
        return _place_problem(case) or _money_problem(case, given)
    return None


def _recheck_problem(application: Application, effect: str) -> Text | None:
    if application.state != "ineligible":
        return Text("부적격 결정에만 고를 수 있습니다.", "Only against a finding of ineligibility.")
    if effect != "recheck":
        return Text(
            "부적격 결정에는 ‘자격을 다시 확인’하는 것만 고를 수 있습니다.",
            "Against ineligibility only a new check of eligibility is possible.",
        )
    if application.call.state != "review":
        return Text(
            "이미 평가가 시작되어 이 공모에서 자격을 다시 확인할 수 없습니다. ‘선정 결과는 그대로’를 고르고 까닭을 적어 주세요.",
            "Scoring has begun: choose “the selection stays” and say why.",
        )
    return None


def _place_problem(case: Objection) -> Text | None:
    if places_left(case.application.call) > 0:
        return None
    loser = would_lose(case)
    if loser is None:
        return Text(
            "빈자리가 없고, 순위가 뒤이면서 아직 서명하지 않은 기관도 없습니다. 서명한 협약·인증은 이 결정으로 바뀌지 않습니다. 예비 순위로 정할 수 있습니다.",
            "No place is free, and nobody ranked behind is still unsigned. What is signed stays. It can be put on the reserve list.",
        )
    hearing = next((h for h in hearings_of(case) if h.application_id == loser.id), None)
    if hearing is None:
        return Text(
            "{n}이(가) 자리를 잃게 됩니다. 먼저 알리고 의견을 들어 주세요(‘의견 듣기’).",
            "{n} would lose its place: tell and hear it first (“Hear who would lose”).",
        ).format(n=loser.number)
    if not is_over(hearing):
        return Text(
            "{n}의 의견을 {d}까지 기다립니다. 의견이 오면 바로 결정할 수 있습니다.",
            "The opinion of {n} is awaited until {d}; once it came you can decide.",
        ).format(n=loser.number, d=hearing.opinion_by)
    return None


def _money_problem(case: Objection, given: Mapping[str, Any]) -> Text | None:
    application, call = case.application, case.application.call
    if not PROGRAMMES[call.programme].money:
        return None
    amount, most = int(given.get("amount") or 0), application.asked or 0
    if not 0 < amount <= most:
        raise Refused(
            fields={
                "amount": Text("지원액을 신청액 {m}원 안에서 적어 주세요.", "Give the sum, at most KRW {m}.").format(
                    m=f"{most:,}"
                )
            }
        )
    loser = would_lose(case)
    wanted = select(Application).where(Application.call_id == call.id, Application.state == "selected")
    held = [a for a in db.session.scalars(wanted) if loser is None or a.id != loser.id]
    live = [a for a in held if (award := award_of(a.id)) is None or award.state not in ("declined", "revoked")]
    left = (call.budget or 0) - sum(a.awarded or 0 for a in live)
    if amount > left:
        raise Refused(
            fields={
                "amount": Text("남은 예산이 {l}원입니다.", "KRW {l} of the budget is left.").format(
                    l=f"{max(left, 0):,}"
                )
            }
        )
    return None


def uphold(case: Objection, firing: Firing) -> None:
    """Carry the effect out: the objector's place, who gives way,
    and the reserve list in the order of the numbers that hold.
    """
    case.decided_on = firing.on
    effect, application = firing.given["outcome"], case.application
    if effect == "recheck":
        fire(application, "reinstate", SYSTEM)
    if effect not in ("select", "reserve"):
        return
    loser = would_lose(case) if effect == "select" else None
    order = _reserve_order(case, adds=[application] if effect == "reserve" else [loser] if loser else [])
    if loser is not None:
        fire(loser, "displace", SYSTEM, given={"reserve_no": order.index(loser) + 1})
        firing.facts |= {"displaced": loser.number}
    if effect == "select":
        application.awarded = int(firing.given["amount"]) if firing.given.get("amount") else None
        fire(application, "correct", SYSTEM)
    for place, waiting in enumerate(order, 1):
        if waiting.reserve_no != place or waiting.state != "reserve":
            fire(waiting, "place_in_reserve", SYSTEM, given={"reserve_no": place})


def _reserve_order(case: Objection, adds: list[Application]) -> list[Application]:
    """The reserve list as it will be: by the rank that holds, then as it stood."""
    marks = numbers_of(case)
    wanted = select(Application).where(Application.call_id == case.application.call_id, Application.state == "reserve")
    waiting = [a for a in db.session.scalars(wanted) if a.id != case.application_id]
    last = len(marks) + 1
    return sorted(
        [*waiting, *adds],
        key=lambda a: (marks.get(a.number or "", {"rank": last})["rank"], a.reserve_no or 0, a.id),
    )
