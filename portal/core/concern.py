"""The negative rule under every right of an official: nobody decides a matter of an organisation that concerns them.

Concerned is who belongs to the organisation; who did within two years; who has reported a private interest in it, until
the head has decided that they may go on (이해충돌방지법 제2조, 제5조, 제7조). `Actor.concerned` knows the ground. What a
person does in their own right, as a member of the organisation, stays theirs.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from portal.core.cases import Case
from portal.core.people import Actor
from portal.core.permissions import holds_any
from portal.core.text import Text
from portal.core.workflow import Refused

GROUNDS = {
    "member": Text(
        "본인이 속한 기관의 일이라 처리할 수 없습니다. 다른 담당자가 처리합니다.",
        "You belong to this organisation, so you decide nothing of it; a colleague does.",
    ),
    "former": Text(
        "2년 안에 속했던 기관의 일이라 처리할 수 없습니다. 계속 맡아야 하면 사적 이해관계를 신고해 결정을 받으세요.",
        "You belonged to this organisation within two years, so you decide nothing of it. If you must go on, report the "
        "interest and have it decided.",
    ),
    "interest": Text(
        "사적 이해관계를 신고한 기관의 일이라 처리할 수 없습니다. 기관장이 허용하면 처리할 수 있습니다.",
        "You reported a private interest in this organisation, so you decide nothing of it unless the head allows it.",
    ),
}


def in_the_way(actor: Actor, organisation_id: int | None) -> Text | None:
    """Why an official may not decide anything of the organisation, in words; None if nothing is in the way."""
    ground = actor.concerned.get(organisation_id) if organisation_id is not None else None
    return GROUNDS[ground] if ground else None


def of_a_move(case: Case, by: Iterable[Any], actor: Actor) -> Text | None:
    """The same for a move with the rights `by`: what the actor may do without any portal role is no official act."""
    said = in_the_way(actor, case.organisation_id)
    if said is None or holds_any(tuple(by), replace(actor, roles=frozenset()), case):
        return None
    return said


def refuse_concerned(actor: Actor, organisation_id: int | None) -> None:
    """Raises Refused where the act of an official on an organisation concerns themselves."""
    said = in_the_way(actor, organisation_id)
    if said is not None:
        raise Refused(said)
