"""What tests of the programmes are made of: calls, applications, committees and rounds in a chosen state,
by the domain's own moves.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from funds.selection.calls import acts
from funds.selection.forms.questions import schema_of
from funds.selection.models import Application, Award, Call
from funds.selection.panel import attendance, sealed, seating
from funds.selection.panel.models import Seat
from funds.selection.programmes import PROGRAMMES
from funds.selection.reviews.queries import running
from funds.selection.rubrics.acts import ship_samples
from portal.core import clock, files, records
from portal.core.db import db
from portal.core.declared import kind_of
from portal.core.fire import fire, fire_lapsed, open_case
from portal.core.panels import acts as machine
from portal.core.panels.pool import Reviewer, user_of
from portal.core.people import Actor
from tests import factories as make

START = date(2026, 3, 2)


def planned(programme: str = "mark", **given: Any) -> Call:
    """A call as an officer planned it, two weeks open from now, with the sample rubric in force."""
    ship_samples(date(2026, 1, 1))
    values: dict[str, Any] = {
        "title": "2026년 가상 공모",
        "programme": programme,
        "year": clock.today().year,
        "closes_at": acts.deadline((clock.today() + timedelta(days=14)).isoformat(), "18:00"),
        "seats": 2,
        "members_wanted": 7,
        "notice": "가상 공고문",
        "rounds": [{"key": "papers"}],
    }
    tracks = PROGRAMMES[programme].tracks_in(clock.today().year)
    if tracks:
        values |= {"budget": 400_000_000, "tracks": [t.key for t in tracks[:2]]}
    call = open_case(kind_of("call"), make.officer(), organisation_id=None, **(values | given))
    assert isinstance(call, Call)
    return call


def published(programme: str = "mark", **given: Any) -> Call:
    call = planned(programme, **given)
    fire(call, "publish", make.officer())
    return call


def answers(call: Call, **given: Any) -> dict[str, Any]:
    """Complete answers of an application under the call, papers apart."""
    base: dict[str, Any] = {
        "contact_name": "가상담당",
        "contact_phone": "02-000-0000",
        "contact_email": "c@example.org",
    }
    for field in schema_of(call):
        if field.must and not field.is_paper and field.key not in base:
            base[field.key] = _answer(field)
    if call.tracks:
        base |= {"track": call.tracks[0], "total": 200_000_000, "asked": 120_000_000, "own_share": 80_000_000}
    return base | given


KNOWN = {"staff_sent": 25, "sales": 30, "sales_before": 10}


def _answer(field: Any) -> Any:
    if field.key in KNOWN:
        return KNOWN[field.key]
    if field.type in ("integer", "money"):
        return 10
    if field.type == "country":
        return "VN"
    if field.type == "choice":
        return next(iter(field.offered))
    return "가상 내용"


def drafted(call: Call, by: Actor | None = None, **given: Any) -> tuple[Application, Actor]:
    by = by or make.acting(make.member(make.organisation()))
    owner = db.session.get(make.Organisation, by.organisation_id)
    assert owner is not None
    case = open_case(
        kind_of("application"),
        by,
        organisation_id=owner.id,
        title=owner.name,
        call_id=call.id,
        programme=call.programme,
    )
    assert isinstance(case, Application)
    records.start_draft(case, answers(call, **given))
    for field in schema_of(call):
        if field.is_paper and (field.must or given.get("bonuses")):
            db.session.add(
                files.Paper(
                    case_id=case.id,
                    slot=field.key,
                    name=f"{field.key}.pdf",
                    media_type="application/pdf",
                    size=10,
                    sha256="0" * 64,
                    by_id=by.user_id,
                )
            )
    db.session.flush()
    return case, by


def submitted(call: Call, by: Actor | None = None, **given: Any) -> tuple[Application, Actor]:
    case, actor = drafted(call, by, **given)
    fire(case, "submit", actor)
    return case, actor


CHECKED = {"met": True, "evidence": "가상 확인", "on": "2026-03-20"}


def found_eligible(case: Application, granted: list[str] | None = None) -> None:
    from funds.selection.programmes import PROGRAMMES

    checks = {c.key: CHECKED for c in PROGRAMMES[case.programme].eligibility}
    fire(case, "find_eligible", make.officer(), given={"eligibility": checks, "granted": granted or []})


def reviewers(count: int) -> list[Reviewer]:
    """People of the pool, each with an account."""
    found = []
    for _ in range(count):
        user = make.user("panel")
        found.append(Reviewer(email=user.email, name=user.name, employer=f"가상대학교{user.id}", field="병원경영"))
    db.session.add_all(found)
    db.session.flush()
    return found


def closed(call: Call) -> None:
    """Let the deadline pass by the clock that now holds."""
    assert call.closes_at is not None
    assert clock.now() > call.closes_at
    fire_lapsed(call)


def actor_of(seat: Seat) -> Actor:
    user = user_of(seat.reviewer)
    assert user is not None
    return make.acting(user)


def seated(call: Call, count: int = 7) -> list[Seat]:
    """A drawn committee that accepted, pledged and declared nothing; M1 chairs."""
    officer = make.officer()
    pool = reviewers(count + 2)
    machine.commit_draw(call, [r.id for r in pool], count, officer)
    seats = machine.carry_out_draw(call, officer)
    for seat in seats:
        machine.answer(seat, actor_of(seat), accepts=True)
        machine.declare(seat, actor_of(seat), {}, secrecy=True, integrity=True)
    seating.appoint_chair(seats[0], officer)
    return seats


def scored(seat: Seat, points: dict[int, dict[str, str]]) -> None:
    """The member scores every application of theirs: points by application id and criterion,
    else four fifths of the maximum.
    """
    for case in sealed.theirs(seat):
        given = {c["id"]: format(Decimal(c["max"]) * 4 / 5, ".1f") for c in sealed.criteria_judged(seat.call)}
        wrong = machine.save_sheet(seat, case, given | points.get(case.id, {}), "가상 종합 의견", {})
        assert not wrong
    attendance.attend(seat)
    machine.hand_in(seat)


def judged_call(
    programme: str = "mark", applications: int = 3, members: int = 5, **given: Any
) -> tuple[Call, list[Application], list[Seat]]:
    """A call under sealed scoring: eligible applications and a sitting committee. The clock must be set by `today`."""
    call = published(programme, **({"members_wanted": members} | given))
    cases = [submitted(call)[0] for _ in range(applications)]
    with clock.at(call.closes_at + timedelta(days=1)):  # type: ignore[operator]
        closed(call)
        for case in cases:
            found_eligible(case)
        seats = seated(call, members)
        fire(call, "start_scoring", make.officer())
    return call, cases, seats


def decided_call(
    programme: str = "mark", applications: int = 3, members: int = 5, **given: Any
) -> tuple[Call, list[Application]]:
    """A call that was scored, concluded, proposed as computed, and decided."""
    call, cases, seats = judged_call(programme, applications, members, **given)
    with clock.at(call.closes_at + timedelta(days=20)):  # type: ignore[operator]
        last = sealed.criteria_judged(call)[0]["id"]
        for seat in seats:
            scored(seat, {case.id: {last: str(20 - n)} for n, case in enumerate(cases)})
        fire(call, "conclude", actor_of(seats[0]), given={"minutes": "가상 의결"})
        assert call.result is not None
        winners = [
            c
            for c in cases
            if next(m for m in call.result["result"]["applications"] if m["id"] == c.number)["selected"]
        ]
        amounts = {str(c.id): c.asked for c in winners if c.asked}
        fire(
            call,
            "propose",
            make.officer(),
            given={"chosen": [str(c.id) for c in winners], "amounts": amounts, "reason": "계산 결과대로"},
        )
        fire(call, "decide", make.acting(make.user("ministry")), given={"reason": "제안대로 확정"})
    return call, cases


def overtaken(seats: int = 1, applications: int = 2) -> tuple[Call, Application, Application]:
    """A decided mark call in which the first by rank was put in reserve and the second selected: (call, first, second).

    So the first has something to object to, and the second, who has not signed, would lose by it.
    """
    call, cases, members = judged_call("mark", applications, 3, seats=seats)
    with clock.at(call.closes_at + timedelta(days=20)):  # type: ignore[operator]
        for seat in members:
            scored(seat, {case.id: {"quality": str(24 - n)} for n, case in enumerate(cases)})
        fire(call, "conclude", actor_of(members[0]), given={"minutes": "가상 의결"})
        chosen = [str(c.id) for c in cases[1 : 1 + seats]]
        fire(call, "propose", make.officer(), given={"chosen": chosen, "amounts": {}, "reason": "진출국 다양성"})
        fire(call, "decide", make.acting(make.user("ministry")), given={"reason": "제안대로 확정"})
    return call, cases[0], cases[1]


def rescored(objection: Any, points: str = "20", count: int = 3) -> None:
    """New reviewers are drawn, pledge, and score the named criteria of an admitted objection."""

    officer = make.officer()
    reviewers(count + 1)
    machine.commit_draw(objection, None, count, officer)
    for seat in machine.carry_out_draw(objection, officer):
        user = user_of(seat.reviewer)
        assert user is not None
        machine.answer(seat, make.acting(user), accepts=True)
        machine.declare(seat, make.acting(user), {}, secrecy=True, integrity=True)
        held = running(objection)
        assert not machine.save_sheet(seat, objection, {c["id"]: points for c in held.criteria}, "가상 재평가 의견")
        machine.hand_in(seat)


def owner_of(case: Any) -> Actor:
    return make.acting(make.member(case.organisation))


def signed(application: Application) -> Award:
    """The award of a selected application, signed by its owner."""
    from funds.selection.queries import award_of

    award = award_of(application.id)
    assert award is not None
    fire(award, "sign", owner_of(award))
    return award


def at_hour(day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=clock.SEOUL)
