"""From an outcome to an award and through its life: offer, signature, notice and opinion, suspension, renewal, second year.

Needs return the unmet condition as a sentence; effects write the domain's columns.
"""

import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from funds.models import Application, Award, Duty, Evaluation, Payment
from funds.programme import Programme
from funds.programmes import PROGRAMMES
from portal.core import clock, records
from portal.core.cases import Case
from portal.core.db import db
from portal.core.fire import Firing, fire, open_case
from portal.core.module import kind_of
from portal.core.people import SYSTEM
from portal.core.text import Text

# ---- the outcome of an application ---------------------------------------------------------------------------------------------


def keep_outcome(case: Application, firing: Firing) -> None:
    """What the decision on the call says of this application: own numbers, place in reserve, sum."""
    case.decided_on = firing.on
    decided = (case.call.proposal or {}).get("outcomes", {}).get(str(case.id), {})
    marks = next(
        (m for m in (case.call.result or {}).get("result", {}).get("applications", []) if m["id"] == case.number), None
    )
    case.marks = marks
    case.reserve_no = decided.get("reserve_no")
    case.awarded = decided.get("awarded")
    firing.facts |= {
        "final": marks["final"] if marks else None,
        "rank": marks["rank"] if marks else None,
        "reserve_no": case.reserve_no,
        "awarded": case.awarded,
        "reason": (case.call.proposal or {}).get("decision", ""),
    }


def offer(case: Application, firing: Firing) -> None:
    """The award is offered to the selected applicant, who signs it."""
    if case.awarded is None and case.asked is not None:
        case.awarded = case.asked
    kind = kind_of("award")
    title = f"{PROGRAMMES[case.programme].award.title.ko} · {case.organisation.name if case.organisation else ''}"
    made = open_case(
        kind,
        SYSTEM,
        organisation_id=case.organisation_id,
        title=title,
        call_id=case.call_id,
        application_id=case.id,
        programme=case.programme,
        holder=case.organisation.name if case.organisation else "",
        country=case.country,
        amount=case.awarded,
        own_share=case.own_share,
        code=secrets.token_hex(8),
    )
    fire(made, "offer", SYSTEM)
    firing.facts |= {"award": made.id}


def award_of(application_id: int) -> Award | None:
    return db.session.scalar(select(Award).where(Award.application_id == application_id).order_by(Award.id.desc()))


def next_in_line(case: Case, _given: Mapping[str, Any]) -> Text | None:
    """Only the first of the reserve list, and only when a place fell free."""
    assert isinstance(case, Application)
    before = select(Application.id).where(
        Application.call_id == case.call_id, Application.state == "reserve", Application.reserve_no < case.reserve_no
    )
    if db.session.scalar(before):
        return Text("예비 순위가 더 앞선 신청이 있습니다.", "Another one stands before it on the reserve list.")
    held = select(Award.id).where(
        Award.call_id == case.call_id, Award.state.not_in(("declined", "revoked", "recalled"))
    )
    if len(list(db.session.scalars(held))) >= case.call.seats:
        return Text("빈자리가 없습니다. 선정된 기관이 포기한 뒤에 할 수 있습니다.", "No place is free yet.")
    return None


# ---- signing -------------------------------------------------------------------------------------------------------------------


def months_after(day: date, months: int) -> date:
    """The last day of a term of `months` that begins on `day` (민법 제160조): the day before the same day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last) - timedelta(days=1 if last == day.day else 0)
        except ValueError:
            continue
    raise AssertionError(day)


def give(case: Award, firing: Firing) -> None:
    """Signed: number, validity, instalments and duties of the first year."""
    terms = PROGRAMMES[case.programme].award
    case.signed_at, case.signed_by_id = clock.now(), firing.actor.user_id
    case.number = f"{terms.series}-{firing.on.year}-{records.next_number(f'{terms.series}-{firing.on.year}'):04d}"
    case.valid_from, case.valid_to = firing.on, months_after(firing.on, terms.months)
    case.received_on = case.decided_on = firing.on
    _instalments(case, case.amount)
    _duties(case, PROGRAMMES[case.programme], firing.on)
    firing.facts |= {"award_number": case.number, "valid_to": case.valid_to.isoformat()}


def _instalments(case: Award, amount: int | None) -> None:
    terms = PROGRAMMES[case.programme].award
    if not amount or not terms.shares:
        return
    first = len(case.payments)
    left = amount
    for n, (share, condition) in enumerate(terms.shares, 1):
        sum_ = left if n == len(terms.shares) else amount * share // 100
        left -= sum_
        db.session.add(Payment(award_id=case.id, no=first + n, amount=sum_, condition=condition.ko))


def _duties(case: Award, programme: Programme, on: date) -> None:
    for kind in programme.award.duties:
        due = date(on.year, *kind.until)
        due = due if due > on else date(on.year + 1, *kind.until)
        db.session.add(Duty(award_id=case.id, year=due.year, kind=kind.key, wanted=kind.wanted, due_on=due))


# ---- in force ------------------------------------------------------------------------------------------------------------------


def expiry(case: Award) -> date | None:
    """SYSTEM ends an award on the day after its last day."""
    return case.valid_to + timedelta(days=1) if case.valid_to else None


def due_on(case: Award) -> date | None:
    """The worklist's day: of the opinion while a notice runs, else the last day of validity."""
    return case.opinion_by if case.state == "notice" else case.valid_to


def long_enough(case: Case, given: Mapping[str, Any]) -> Text | None:
    assert isinstance(case, Award)
    least = PROGRAMMES[case.programme].award.opinion_days
    if int(given.get("days") or 0) < least:
        return Text(
            "의견제출 기간은 {n}일 이상이어야 합니다. (행정절차법 제21조)",
            "The opinion period is at least {n} days (Administrative Procedures Act, Art. 21).",
        ).format(n=least)
    return None


def open_notice(case: Award, firing: Firing) -> None:
    """사전통지: what is intended, why, and until when an opinion may be given."""
    case.opinion_by = firing.on + timedelta(days=int(firing.given["days"]))
    case.opinion = ""
    firing.facts |= {"opinion_by": case.opinion_by.isoformat(), "intended": firing.given["intended"]}


def opinion_heard(case: Case, _given: Mapping[str, Any]) -> Text | None:
    """Nothing is decided before the opinion came or its period is over."""
    assert isinstance(case, Award)
    if not case.opinion and case.opinion_by is not None and clock.today() <= case.opinion_by:
        return Text(
            "의견제출 기간({d}까지)이 끝나거나 의견이 온 뒤에 결정할 수 있습니다.",
            "Wait for the opinion, or until {d} has passed.",
        ).format(d=case.opinion_by)
    return None


def keep_opinion(case: Award, firing: Firing) -> None:
    case.opinion = str(firing.given["opinion"])


def end_notice(case: Award, _firing: Firing) -> None:
    case.opinion_by = None


def renewable(case: Case, _given: Mapping[str, Any]) -> Text | None:
    assert isinstance(case, Award)
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
    _duties(case, programme, before + timedelta(days=1))
    firing.facts |= {"valid_before": before.isoformat(), "valid_to": case.valid_to.isoformat()}


# ---- evaluation and the second year -----------------------------------------------------------------------------------------------


def evaluated(case: Award, kind: str = "final") -> Evaluation | None:
    return next((e for e in reversed(case.evaluations) if e.kind == kind), None)


def points_in_range(case: Case, given: Mapping[str, Any]) -> Text | None:  # noqa: ARG001
    points = Decimal(str(given.get("points") or "-1"))
    if not 0 <= points <= 100 or points != round(points, 1):
        return Text("0점에서 100점까지, 소수 한 자리로 적어 주세요.", "Give 0 to 100 points, one decimal.")
    return None


def takes_final(case: Case, _given: Mapping[str, Any]) -> Text | None:
    assert isinstance(case, Award)
    if not PROGRAMMES[case.programme].award.final_evaluation:
        return Text("최종평가가 없는 사업입니다.", "This award has no final evaluation.")
    return None


def takes_yearly(case: Case, _given: Mapping[str, Any]) -> Text | None:
    assert isinstance(case, Award)
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


def good_enough(case: Case, _given: Mapping[str, Any]) -> Text | None:
    """2차년도: only programmes that know it, once, from the declared points of the final evaluation on."""
    assert isinstance(case, Award)
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


def within_ceiling(case: Case, given: Mapping[str, Any]) -> Text | None:
    assert isinstance(case, Award)
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
    _instalments(case, int(firing.given["amount"]))
    _duties(case, programme, before + timedelta(days=1))
    firing.facts |= {"valid_before": before.isoformat(), "valid_to": case.valid_to.isoformat()}


def all_paid(case: Case, _given: Mapping[str, Any]) -> Text | None:
    assert isinstance(case, Award)
    if any(p.paid_on is None for p in case.payments):
        return Text("지급하지 않은 지원금이 있습니다.", "Some instalments are not paid yet.")
    if PROGRAMMES[case.programme].award.final_evaluation and evaluated(case) is None:
        return Text("최종평가를 먼저 해 주세요.", "The final evaluation comes first.")
    return None


# ---- facts for others ------------------------------------------------------------------------------------------------------------


def awards_in_force(organisation_id: int) -> list[str]:
    """The programmes whose award the organisation holds today: what bonus points of other programmes look at."""
    today = clock.today()
    wanted = select(Award.programme).where(
        Award.organisation_id == organisation_id,
        Award.state.in_(("in_force", "notice")),
        Award.valid_from <= today,
        Award.valid_to >= today,
    )
    return sorted(set(db.session.scalars(wanted)))
