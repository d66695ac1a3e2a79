"""What the moves of the consultation centre do: receipt, answer, hand-over to an expert, publishing.

Says nothing to the public itself.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from experts.acts import answers_of, decide, file_answers
from experts.centre.models import Inquiry, PublicAnswer
from experts.centre.queries import published, source_of
from experts.models import Consultation
from experts.terms import TOPIC_PERIOD
from portal.core import clock, periods, records
from portal.core.cases import Case
from portal.core.db import db
from portal.core.declared import kind_of
from portal.core.fire import Firing, fire, open_case
from portal.core.people import SYSTEM, Actor
from portal.core.text import Text
from portal.core.workflow import Refused


def receive(case: Inquiry, firing: Firing) -> None:
    answers = file_answers(case, firing)
    case.topic, case.country = answers.get("topic") or "difficulty", answers.get("country") or ""
    case.channel, case.asker = answers.get("channel") or "portal", answers.get("asker") or ""
    case.titled = str(answers.get("title") or "")
    case.received_on = firing.on
    case.number = records.receipt_number("Q", firing.on)
    firing.facts |= {"number": case.number}


def due_on(case: Inquiry) -> date | None:
    """By the topic: 14 working days for Korean law, 7 for procedure (민원처리법 시행령 제14조), others by our own measure."""
    if case.received_on is None:
        return None
    days = periods.rules_on(case.received_on).days(TOPIC_PERIOD.get(case.topic, "inquiry_days"))
    return clock.processing_period(case.received_on, days, periods.calendar()).due_on


def answer(case: Inquiry, firing: Firing) -> None:
    case.answer, case.standing = str(firing.given["answer"]), str(firing.given["standing"])
    case.answered_on = case.decided_on = firing.on
    case.handler_id = case.handler_id or firing.actor.user_id
    firing.facts |= {"answer": None}


def ask_more(case: Inquiry, firing: Firing) -> None:
    """A further question starts a service time of its own."""
    case.received_on, case.decided_on = firing.on, None


def only_ministry_interprets(_case: Case, given: Mapping[str, Any]) -> Text | None:
    """유권해석 names its source: the ministry's reply."""
    if given.get("standing") == "interpretation" and not str(given.get("source") or "").strip():
        return Text(
            "유권해석은 복지부 회신 문서번호를 근거로 적어 주세요.",
            "An interpretation names the ministry's reply it rests on.",
        )
    return None


def has_organisation(case: Inquiry, _given: Mapping[str, Any]) -> Text | None:
    if case.organisation_id is None:
        return Text(
            "기관에 속하지 않은 분의 질의는 자문으로 넘길 수 없습니다. 기관으로 가입하도록 안내해 주세요.",
            "The asker belongs to no organisation; only organisations are served. Ask them to sign up with one.",
        )
    return None


def refer(case: Inquiry, firing: Firing) -> None:
    """One move: the question becomes a consultation that is already received, with the words as they were asked."""
    asked = answers_of(case)
    made: Consultation = open_case(
        kind_of("consultation"), SYSTEM, organisation_id=case.organisation_id, title=case.titled, parent_id=case.id
    )
    made.created_by_id, made.handler_id = case.created_by_id, case.handler_id or firing.actor.user_id
    records.start_draft(
        made,
        {
            "depth": "general",
            "title": case.title,
            "text": asked.get("text") or case.title,
            "fields": list(firing.given["fields"]),
            "countries": [case.country] if case.country else [],
            "stage": "study",
            "consent": "yes",
        },
    )
    fire(made, "refer", SYSTEM)
    case.decided_on = firing.on
    firing.facts |= {"referred_to": made.number}


def publish(case: Inquiry, firing: Firing) -> None:
    """As it stands on the form: an officer takes names out. Publishing again replaces what is shown."""
    held, source = published(case), source_of(case)
    if held is None:
        held = PublicAnswer(inquiry_id=case.id)
        db.session.add(held)
    given = firing.given
    held.topic, held.country, held.standing = case.topic, case.country, case.standing
    held.source = source
    held.question, held.answer = str(given["question"]), str(given["public_answer"])
    held.question_en, held.answer_en = str(given.get("question_en") or ""), str(given.get("answer_en") or "")
    held.published_on, held.withdrawn_on = firing.on, None
    firing.facts |= {"public_answer": None, "answer_en": None}


def is_published(case: Inquiry, _given: Mapping[str, Any]) -> Text | None:
    held = published(case)
    if held is None or held.withdrawn_on is not None:
        return Text("공개된 답변이 없습니다.", "Nothing is published.")
    return None


def withdraw_answer(case: Inquiry, firing: Firing) -> None:
    held = published(case)
    if held is None:
        raise Refused(Text("공개된 답변이 없습니다.", "Nothing is published."))
    held.withdrawn_on = firing.on


def close(case: Case, firing: Firing) -> None:
    decide(case, firing)


def ask(actor: Actor, answers: dict[str, Any], organisation_id: int | None) -> Inquiry:
    """A received inquiry with these answers."""
    title = str(answers["title"])
    case: Inquiry = open_case(kind_of("inquiry"), actor, organisation_id=organisation_id, title=title)
    records.start_draft(case, {k: v for k, v in answers.items() if v is not None})
    fire(case, "submit", actor)
    return case
