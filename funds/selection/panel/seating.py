"""What a committee has beside the one machine of sealed panels: its chair, and what keeps scoring from starting."""

from funds.selection.models import Call
from funds.selection.panel import conflicts
from funds.selection.panel.models import Seat
from funds.selection.queries import open_applications
from portal.core import records
from portal.core.panels.panel import FEWEST
from portal.core.panels.queries import seats_of
from portal.core.people import Actor
from portal.core.text import Text
from portal.core.workflow import Refused


def appoint_chair(seat: Seat, actor: Actor) -> None:
    if not seat.sits:
        raise Refused(Text("자리에 있는 위원만 위원장이 될 수 있습니다.", "Only a sitting member can chair."))
    for other in seats_of(seat.call):
        other.chair = other.id == seat.id
    records.record(seat.call, "call.chair_appointed", actor, state_to=seat.call.state, facts={"member": seat.label})


def ready_problems(call: Call) -> list[Text]:
    """What keeps scoring from starting, as far as the committee goes."""
    seats = seats_of(call)
    found: list[Text] = []
    if len(seats) < max(call.members_wanted, FEWEST):
        found.append(
            Text("위원이 {n}명입니다. {w}명이 있어야 합니다.", "{n} members sit; {w} are wanted.").format(
                n=len(seats), w=call.members_wanted
            )
        )
    waiting = [s.label for s in seats if s.state != "accepted" or s.declared_at is None]
    if waiting:
        found.append(
            Text(
                "아직 위촉·서약·이해충돌 신고를 마치지 않은 위원: {m}",
                "Members who have not accepted, pledged and declared: {m}",
            ).format(m=", ".join(waiting))
        )
    if sum(s.chair for s in seats) != 1:
        found.append(Text("위원장을 정해 주세요.", "Appoint the chair."))
    if any(c.upheld is None for c in conflicts.open_challenges(call)):
        found.append(Text("결정하지 않은 기피 신청이 있습니다.", "A challenge is not decided yet."))
    for application in open_applications(call):
        if application.state == "eligible":
            counted = sum(application.id not in {c.application_id for c in s.conflicts} for s in seats)
            if counted < FEWEST:
                found.append(
                    Text(
                        "{a} 신청을 평가할 수 있는 위원이 {n}명뿐입니다. {f}명 이상이어야 합니다.",
                        "Only {n} members can judge {a}; at least {f} are needed.",
                    ).format(a=application.number, n=counted, f=FEWEST)
                )
    return found
