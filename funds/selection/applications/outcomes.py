"""What the outcome does to an application: its numbers, the award that is offered, the reserve list,
who gives way upon an objection.

Needs return the unmet condition as a sentence; effects write the application's columns.
"""

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from funds.selection.models import Application, Award
from funds.selection.programmes import PROGRAMMES
from funds.selection.queries import award_of
from portal.core.db import db
from portal.core.declared import kind_of
from portal.core.fire import Firing, fire, open_case
from portal.core.people import SYSTEM
from portal.core.text import Text
from portal.core.titles import joined


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
    holder = case.organisation.name if case.organisation else ""
    made = open_case(
        kind,
        SYSTEM,
        organisation_id=case.organisation_id,
        title=joined(PROGRAMMES[case.programme].award.title, holder),
        call_id=case.call_id,
        application_id=case.id,
        programme=case.programme,
        holder=holder,
        country=case.country,
        amount=case.awarded,
        own_share=case.own_share,
        code=secrets.token_hex(8),
    )
    fire(made, "offer", SYSTEM)
    firing.facts |= {"award": made.id}


def next_in_line(case: Application, _given: Mapping[str, Any]) -> Text | None:
    """Only the first of the reserve list, and only when a place fell free."""
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


def keep_place(case: Application, firing: Firing) -> None:
    firing.facts |= {"reserve_before": case.reserve_no}
    case.reserve_no = int(firing.given["reserve_no"])


def give_way(case: Application, firing: Firing) -> None:
    """Selected before, not signed: the offer is recalled, and the decision against it may be objected to anew."""
    award = award_of(case.id)
    assert award is not None
    fire(award, "recall", SYSTEM)
    case.decided_on = firing.on
    keep_place(case, firing)
