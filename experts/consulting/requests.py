"""A consultation is asked for: what the request must say, its receipt, who of the officers has it."""

from collections.abc import Mapping
from typing import Any

from experts import terms
from experts.models import Consultation
from experts.pool.acts import answers_of, file_answers
from portal.core import records
from portal.core.cases import Case
from portal.core.db import db
from portal.core.fire import Firing
from portal.core.people import Organisation, User
from portal.core.schema import Answers
from portal.core.text import Text
from portal.core.workflow import Refused


def where_or_what(answers: Answers) -> dict[str, Text]:
    """A request needs words; a place may be missing, then country experience is not weighed."""
    text = str(answers.get("text") or "").strip()
    if text and len(text) < 20:
        return {
            "text": Text("무엇을 알고 싶은지 20자 이상 적어 주세요.", "Say what you need in at least 20 characters.")
        }
    return {}


def wishes_differ(answers: Answers) -> dict[str, Text]:
    wished = [answers.get(f"preferred{n}") for n in (1, 2, 3)]
    for n, one in enumerate(wished):
        if one and one in wished[:n]:
            return {f"preferred{n + 1}": Text("같은 전문위원을 두 번 골랐습니다.", "The same expert was chosen twice.")}
    return {}


def receive(case: Consultation, firing: Firing) -> None:
    """접수: number and day; the typed columns for lists and the yearly table."""
    take_over(case, file_answers(case, firing))
    case.received_on = firing.on
    case.number = records.receipt_number("G", firing.on)
    firing.facts |= {"number": case.number}


def refile(case: Consultation, firing: Firing) -> None:
    take_over(case, file_answers(case, firing))


def take_over(case: Consultation, answers: Answers) -> None:
    """What lists and statistics read of the answers."""
    case.depth = answers.get("depth") or "general"
    case.countries, case.fields = list(answers.get("countries") or ()), list(answers.get("fields") or ())
    case.region = terms.consulting_region(case.countries)
    case.subject = str(answers.get("title") or "")[:300]
    case.title = case.parties.ko


def reopen(case: Consultation, _firing: Firing) -> None:
    records.start_draft(case, answers_of(case))


def take(case: Case, firing: Firing) -> None:
    case.handler_id = firing.actor.user_id


def hand_over(case: Case, firing: Firing) -> None:
    receiver = db.session.get(User, int(firing.given["to"]))
    if receiver is None or not receiver.active or "officer" not in receiver.roles:
        raise Refused(fields={"to": Text("받을 담당자를 골라 주세요.", "Choose the officer who takes over.")})
    firing.facts |= {"to": receiver.id, "to_name": receiver.name}
    case.handler_id = receiver.id


def verified(case: Case, _given: Mapping[str, Any]) -> Text | None:
    """Only organisations whose business number was checked are served."""
    owner = db.session.get(Organisation, case.organisation_id) if case.organisation_id else None
    if owner is None or not owner.verified:
        return Text(
            "기관 확인이 끝나지 않았습니다. 기관 정보를 먼저 확인해 주세요.",
            "The organisation is not verified yet. Check it first.",
        )
    return None


def handler_if_none(case: Case, firing: Firing) -> None:
    case.handler_id = case.handler_id or firing.actor.user_id
