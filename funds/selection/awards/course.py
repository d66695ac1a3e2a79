"""An award in force: its end and renewal, evaluations, the second year, the end of an agreement."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from funds.selection.awards.signature import add_duties, add_instalments, months_after
from funds.selection.models import Award, Evaluation
from funds.selection.programmes import PROGRAMMES
from portal.core import clock
from portal.core.cases import Case
from portal.core.db import db
from portal.core.fire import Firing
from portal.core.text import Text


def expiry(case: Award) -> date | None:
    """SYSTEM ends an award on the day after its last day."""
    return case.valid_to + timedelta(days=1) if case.valid_to else None


def due_on(case: Award) -> date | None:
    """The worklist's day: of the opinion while a notice runs, else the last day of validity."""
    return case.opinion_by if case.state == "notice" else case.valid_to


def renewable(case: Award, _given: Mapping[str, Any]) -> Text | None:
    terms = PROGRAMMES[case.programme].award
    if not terms.renewable:
        return Text("갱신하지 않는 사업입니다.", "This award is not renewed.")
    if case.valid_to is not None and clock.today() < case.valid_to - timedelta(days=terms.renew_within_days):
        return Text("만료 {n}일 전부터 갱신할 수 있습니다.", "It can be renewed from {n} days before its end.").format(
            n=terms.renew_within_days
        )
    if terms.yearly_evaluation and not any(e.kind == "yearly" for e in case.evaluations):
        return Text("성과평가를 먼저 해 주세요.", "Evaluate the year first.")
    return None


def renew(case: Award, firing: Firing) -> None:
    assert case.valid_to is not None
    programme = PROGRAMMES[case.programme]
    before = case.valid_to
    case.valid_to = months_after(before + timedelta(days=1), programme.award.months)
    add_duties(case, programme, before + timedelta(days=1))
    firing.facts |= {"valid_before": before.isoformat(), "valid_to": case.valid_to.isoformat()}


# ---- evaluation and the second year -----------------------------------------------------------------------------------------------


def evaluated(case: Award, kind: str = "final") -> Evaluation | None:
    return next((e for e in reversed(case.evaluations) if e.kind == kind), None)


def points_in_range(case: Case, given: Mapping[str, Any]) -> Text | None:  # noqa: ARG001
    points = Decimal(str(given.get("points") or "-1"))
    if not 0 <= points <= 100 or points != round(points, 1):
        return Text("0점에서 100점까지, 소수 한 자리로 적어 주세요.", "Give 0 to 100 points, one decimal.")
    return None


def takes_final(case: Award, _given: Mapping[str, Any]) -> Text | None:
    if not PROGRAMMES[case.programme].award.final_evaluation:
        return Text("최종평가가 없는 사업입니다.", "This award has no final evaluation.")
    return None


def takes_yearly(case: Award, _given: Mapping[str, Any]) -> Text | None:
    if not PROGRAMMES[case.programme].award.yearly_evaluation:
        return Text("해마다 성과평가를 하지 않는 사업입니다.", "This award has no yearly evaluation.")
    return None


def keep_evaluation(case: Award, firing: Firing) -> None:
    kind = "yearly" if firing.move.name == "evaluate_year" else "final"
    db.session.add(
        Evaluation(
            award_id=case.id,
            kind=kind,
            year=firing.on.year,
            points=format(Decimal(str(firing.given["points"])), "f"),
            text=str(firing.given["reason"]),
            on=firing.on,
            by_id=firing.actor.user_id,
        )
    )
    db.session.flush()
    db.session.refresh(case, ["evaluations"])


def good_enough(case: Award, _given: Mapping[str, Any]) -> Text | None:
    """2차년도: only programmes that know it, once, from the declared points of the final evaluation on."""
    least = PROGRAMMES[case.programme].second_year_from
    if least is None:
        return Text("2차년도 지원이 없는 사업입니다.", "This programme has no second year.")
    if case.second_year:
        return Text("2차년도 지원을 이미 결정했습니다.", "The second year was decided already.")
    final = evaluated(case)
    if final is None:
        return Text("최종평가를 먼저 해 주세요.", "The final evaluation comes first.")
    if Decimal(final.points) < least:
        return Text(
            "최종평가가 {p}점이라 2차년도({l}점 이상)를 지원할 수 없습니다.",
            "Rated {p}: a second year needs {l} points or more.",
        ).format(p=final.points, l=least)
    return None


def within_ceiling(case: Award, given: Mapping[str, Any]) -> Text | None:
    track = PROGRAMMES[case.programme].track(clock.today().year, case.application.track) or PROGRAMMES[
        case.programme
    ].track(case.call.year, case.application.track)
    if track is not None and int(given.get("amount") or 0) > track.ceiling:
        return Text("이 트랙의 지원 한도 {n}원을 넘습니다.", "More than KRW {n}, the ceiling of this track.").format(
            n=f"{track.ceiling:,}"
        )
    return None


def begin_second_year(case: Award, firing: Firing) -> None:
    assert case.valid_to is not None
    programme = PROGRAMMES[case.programme]
    before = case.valid_to
    case.second_year = True
    case.valid_to = months_after(before + timedelta(days=1), programme.award.months)
    add_instalments(case, int(firing.given["amount"]))
    add_duties(case, programme, before + timedelta(days=1))
    firing.facts |= {"valid_before": before.isoformat(), "valid_to": case.valid_to.isoformat()}


def all_paid(case: Award, _given: Mapping[str, Any]) -> Text | None:
    if any(p.paid_on is None for p in case.payments):
        return Text("지급하지 않은 지원금이 있습니다.", "Some instalments are not paid yet.")
    if PROGRAMMES[case.programme].award.final_evaluation and evaluated(case) is None:
        return Text("최종평가를 먼저 해 주세요.", "The final evaluation comes first.")
    return None
