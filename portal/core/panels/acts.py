"""The one machine of sealed panels: drawn by a logged seed, invited, pledged before any file opens, scoring under seal.

Who stands in follows from the logged seed alone. Until the last one has handed in nobody but the member learns anything
of a sheet: no score, no count, no time. The case is locked before the seat, always. Must not know pages.
"""

import re
import secrets
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from portal.core import clock, joining, mail, reading, records
from portal.core.cases import Case, Event
from portal.core.db import db, lock_row
from portal.core.fire import fire
from portal.core.panels.draw import commitment, draw
from portal.core.panels.panel import FEWEST, panel_of
from portal.core.panels.pool import Reviewer, reviewer_of, user_of
from portal.core.panels.queries import all_in, fresh_pool, is_whole, seats_of, stand_in
from portal.core.people import SYSTEM, Actor, User, actor_of
from portal.core.roles import grant
from portal.core.text import Text
from portal.core.workflow import Refused, within


def _note(case: Case, what: str, actor: Actor, **facts: Any) -> None:
    name = panel_of(case).event(case, what)
    if name:
        records.record(case, name, actor, state_to=case.state, facts=facts)


def _named(reviewer_id: int) -> str:
    held = db.session.get(Reviewer, reviewer_id)
    return f"{reviewer_id} {held.name} ({held.employer})" if held else str(reviewer_id)


# ---- how a panel comes about ---------------------------------------------------------------------------------------------------------


def _to_be_drawn(case: Case) -> Any:
    lock_row(case)
    panel = panel_of(case)
    if case.state not in panel.drawn_in(case):
        raise Refused(Text("평가가 시작되기 전에만 할 수 있습니다.", "Possible only before scoring has begun."))
    return panel


def commit_draw(case: Case, chosen: Collection[int] | None, wanted: int, actor: Actor) -> None:
    """List who may be drawn, of those `chosen` (reviewer ids; None: all), and log the hash of a fresh seed.

    The seed stays unknown to everybody until the draw.
    """
    held = _to_be_drawn(case).drawn(case)
    own = reviewer_of(actor)
    if own is not None and own.id in (chosen or ()):
        raise Refused(Text("추첨하는 사람은 후보가 될 수 없습니다.", "Whoever draws is no candidate."))
    pool = sorted(r.id for r in fresh_pool(case) if r is not own and (chosen is None or r.id in chosen))
    if held.draw_hash:
        raise Refused(Text("이미 추첨을 예고했습니다.", "The draw was announced already."))
    if wanted < FEWEST:
        raise Refused(
            fields={
                "wanted": Text("위원은 {n}명 이상이어야 합니다.", "At least {n} members are needed.").format(n=FEWEST)
            }
        )
    if len(pool) < wanted:
        raise Refused(
            Text(
                "후보가 {n}명뿐이라 {w}명을 뽑을 수 없습니다. 후보 명단에 사람을 더해 주세요.",
                "Only {n} candidates for {w} seats. Add people to the pool.",
            ).format(n=len(pool), w=wanted)
        )
    held.draw_seed = secrets.token_hex(32)
    held.draw_hash, held.draw_pool, held.wanted = commitment(held.draw_seed), pool, wanted
    _note(case, "draw_committed", actor, hash=held.draw_hash, pool=[_named(i) for i in pool], wanted=wanted)


def carry_out_draw(case: Case, actor: Actor) -> list[Any]:
    """Reveal the seed and invite the first of the drawn order; seed and pool give the same order to anybody."""
    held = _to_be_drawn(case).drawn(case)
    if not held.draw_hash:
        raise Refused(Text("먼저 후보 명단과 해시를 남겨 주세요.", "Log the pool and the hash first."))
    if held.draw_order:
        raise Refused(Text("이미 추첨했습니다.", "It was drawn already."))
    assert commitment(held.draw_seed) == held.draw_hash
    held.draw_order = draw(held.draw_seed, held.draw_pool)
    order = [_named(i) for i in held.draw_order]
    _note(case, "drawn", actor, seed=held.draw_seed, hash=held.draw_hash, order=order)
    return [_seat(case, reviewer_id) for reviewer_id in held.draw_order[: held.wanted]]


def _seat(case: Case, reviewer_id: int) -> Any:
    panel = panel_of(case)
    label = f"{panel.letter}{len(seats_of(case, sitting=False)) + 1}"
    made = panel.seats(**{panel.names_case: case.id}, reviewer_id=reviewer_id, label=label)
    db.session.add(made)
    db.session.flush()
    db.session.refresh(made)
    panel.seated(made)
    invite(made)
    return made


def invite(seat: Any) -> None:
    """Ask the member by mail; whoever has no account gets a one-time invitation in the name of the officer."""
    case = seat.case
    panel = panel_of(case)
    user, officer = user_of(seat.reviewer), db.session.get(User, panel.inviter(case) or 0)
    name = panel.event(case, "invited")
    given: dict[str, Any] = {"seat": seat, "case": case, "call": case, "reviewer": seat.reviewer}
    if user is not None:
        if officer is not None:
            grant(user, "panel", actor_of(officer))
        mail.tell_person(user, name, **given)
    elif officer is not None:
        _, token = joining.invite(seat.reviewer.email, actor_of(officer), portal_role="panel")
        mail.tell_address(seat.reviewer.email, name, token=token, **given)


def _fill(case: Case, actor: Actor) -> None:
    following = stand_in(case)
    if following is not None:
        made = _seat(case, following.id)
        _note(case, "filled", actor, member=made.label, name=following.name)


# ---- the member's own work -----------------------------------------------------------------------------------------------------------


def _held(seat: Any, states: str) -> Any:
    """The panel of a seat, case and seat locked, while the case is in one of its states."""
    case = seat.case
    lock_row(case)
    lock_row(seat)
    panel = panel_of(case)
    if case.state not in getattr(panel, states)(case):
        raise Refused(Text("지금은 평가하는 중이 아닙니다.", "Nothing is being scored now."))
    return panel


def answer(seat: Any, actor: Actor, *, accepts: bool, reason: str = "") -> None:
    """A member takes the seat, or refuses with a reason: then the next of the drawn order is asked."""
    _held(seat, "seated_in")
    if seat.state != "invited":
        raise Refused(Text("이미 답한 초청입니다.", "This invitation was answered already."))
    if accepts and _has_acted_on(seat.case, actor):
        raise Refused(
            Text(
                "이 건을 처리한 적이 있어 위원이 될 수 없습니다. 거절해 주세요.",
                "You have handled this matter, so you cannot judge it. Please refuse the seat.",
            )
        )
    if not accepts and not reason.strip():
        raise Refused(fields={"reason": Text("거절하는 까닭을 적어 주세요.", "Say why you refuse.")})
    if not accepts:
        leave(seat, "refused", actor, reason)
        return
    seat.state, seat.answered_at, seat.reason = "accepted", clock.now(), within(reason, 1000, "reason")
    _note(seat.case, "accepted", actor, member=seat.label, because_of=seat.reason)


def _has_acted_on(case: Case, actor: Actor) -> bool:
    """Whether the invited person has taken a step on the case before: nobody decides twice in one matter."""
    taken = select(Event.id).where(Event.case_id == case.id, Event.actor_id == actor.user_id)
    return db.session.scalar(taken.limit(1)) is not None


def leave(seat: Any, state: str, actor: Actor, reason: str, key: str = "reason") -> None:
    """End a seat: nothing stays open to its member, what they scored counts no more, the next of the order is asked."""
    case = seat.case
    seat.state, seat.answered_at, seat.reason = state, seat.answered_at or clock.now(), within(reason, 1000, key)
    panel_of(case).left(seat)
    _note(case, state, actor, member=seat.label, because_of=seat.reason)
    _fill(case, actor)
    open_if_all_in(case)


def declare(seat: Any, actor: Actor, conflicts: Mapping[int, str], *, secrecy: bool, integrity: bool) -> None:
    """Both pledges and the conflicts (subject id → reason), told before any file opens."""
    panel = _held(seat, "seated_in")
    if seat.state != "accepted":
        raise Refused(Text("먼저 위촉에 답해 주세요.", "Answer the invitation first."))
    if seat.declared_at is not None:
        raise Refused(
            Text(
                "이미 신고했습니다. 새로 알게 된 이해관계는 담당자에게 알려 주세요.",
                "You declared already: tell the officer what you learned since.",
            )
        )
    if any(not reason.strip() for reason in conflicts.values()):
        key = "reason" if panel.one_subject else ""
        raise Refused(fields={key: Text("이해관계의 내용을 적어 주세요.", "Say what the conflict is.")})
    if panel.one_subject and conflicts:
        leave(seat, "conflicted", actor, next(iter(conflicts.values())))
        return
    if not (secrecy and integrity):
        raise Refused(Text("비밀유지와 청렴 서약에 모두 표시해 주세요.", "Confirm both pledges."))
    seen = panel.barred(seat.case, seat.reviewer)
    if seen is not None:  # since the draw: an account, a membership or another name of the organisation
        raise Refused(Text("{why}. 이해관계를 신고해 주세요.", "{why}. Declare the conflict instead.").format(why=seen))
    seat.declared_at = clock.now()
    _note(seat.case, "pledged", actor, member=seat.label, **panel.pledged(seat, conflicts))


def replace(seat: Any, actor: Actor, reason: str) -> None:
    """An officer takes a member off, with the reason."""
    _held(seat, "seated_in")
    if not seat.sits:
        raise Refused(Text("이미 자리를 떠난 위원입니다.", "This member has left already."))
    key = f"reason-{seat.id}"
    if not reason.strip():
        raise Refused(fields={key: Text("바꾸는 까닭을 적어 주세요.", "Say why.")})
    leave(seat, "replaced", actor, reason, key)


PLAIN = re.compile(r"[0-9]{1,4}(?:[.,][0-9]{1,4})?")


def right_score(typed: str, most: Decimal) -> str | None:
    """The score as plain text, or None where it is no number of one decimal within 0 … most."""
    typed = reading.plain(typed)
    if not PLAIN.fullmatch(typed):
        return None
    number = Decimal(typed.replace(",", "."))
    if not 0 <= number <= most or number != round(number, 1):
        return None
    return format(round(number, 1).normalize(), "f")


def save_sheet(
    seat: Any, subject: Any, typed: Mapping[str, str], remark: str, comments: Mapping[str, str] | None = None
) -> dict[str, Text]:
    """Keep what is right of a sheet; gives a sentence by criterion for what is not. A blank score is not given."""
    panel = _held(seat, "judging_in")
    if not seat.judges:
        raise Refused(Text("지금은 점수를 적을 수 없습니다.", "Scores cannot be given now."))
    if subject.id not in {s.id for s in panel.subjects(seat)}:
        raise Refused(Text("평가하지 않는 신청입니다.", "This application is not yours to judge."))
    if panel.handed_in_at(seat) is not None:
        raise Refused(Text("이미 제출해 고칠 수 없습니다.", "You handed in already: nothing can be changed."))
    sheet = panel.sheet(seat, subject) or panel.new_sheet(seat, subject)
    kept, wrong = dict(sheet.scores or {}), {}
    for criterion in panel.criteria(seat.case):
        text = str(typed.get(criterion["id"], "")).strip()
        right = right_score(text, Decimal(criterion["max"])) if text else ""
        if right is None:
            wrong[criterion["id"]] = Text(
                "0점에서 {m}점까지, 소수 한 자리로 적어 주세요.", "Give 0 to {m} points, with one decimal at most."
            ).format(m=criterion["max"])
        elif right:
            kept[criterion["id"]] = right
        else:
            kept.pop(criterion["id"], None)
    sheet.scores, sheet.remark = kept, within(remark, 4000, "remark")
    if comments is not None:
        said = {k: within(str(v), 2000, f"comment-{k}") for k, v in comments.items() if str(v).strip()}
        sheet.comments, sheet.saved_at = said, clock.now()
    db.session.flush()
    return wrong


def hand_in(seat: Any) -> None:
    """Close a member's sheets; with the last one of the panel the seal comes off."""
    panel = _held(seat, "judging_in")
    if not seat.judges:
        raise Refused(Text("지금은 제출할 수 없습니다.", "It is not possible now."))
    if panel.handed_in_at(seat) is not None:
        raise Refused(Text("이미 제출했습니다.", "You handed in already."))
    missing = [s for s in panel.subjects(seat) if not is_whole(seat.case, panel.sheet(seat, s))]
    if missing:
        raise Refused(_missing(panel, seat, missing))
    panel.take_in(seat)
    db.session.flush()
    open_if_all_in(seat.case)


def _missing(panel: Any, seat: Any, subjects: Sequence[Any]) -> Text:
    """What is not scored in full: of one subject the criteria, else the subjects by number."""
    if not panel.one_subject:
        numbers = ", ".join(str(s.number or "") for s in subjects)
        return Text("점수를 다 적지 않은 신청이 있습니다: {n}", "Not scored in full: {n}").format(n=numbers)
    sheet = panel.sheet(seat, subjects[0])
    left = [c["label"] for c in panel.criteria(seat.case) if not sheet or not sheet.scores.get(c["id"])]
    return Text("점수를 적지 않은 항목: {n}", "Not scored yet: {n}").format(n=", ".join(left))


def open_if_all_in(case: Case) -> None:
    """SYSTEM opens the sheets when nobody is missing, also when the one who was missing left without a stand-in."""
    panel = panel_of(case)
    if case.state in panel.judging_in(case) and all_in(case):
        fire(case, panel.opens, SYSTEM)
