"""The official letters of a filing's file: each is a reading of one event, so that it says today what was decided then.

A letter names the officer who acted, with unit and phone (민원처리법 시행령 제31조); one against the filer has its reason and
remedy (민원처리법 제27조제3항). Writes nothing.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from filings.models import Filing
from portal.core import papers, periods, redating
from portal.core.cases import Case, Event
from portal.core.demo import is_demo
from portal.core.text import Text
from portal.core.web import shown_day

ISSUER = Text("한국보건산업진흥원장", "President of the Korea Health Industry Development Institute")
HOUSE = Text("한국보건산업진흥원", "Korea Health Industry Development Institute")
SPECIMEN = Text("견본", "SAMPLE")

DECREE_3_4 = Text(
    "의료 해외진출 및 외국인환자 유치 지원에 관한 법률 시행령 제3조제4항", "Enforcement Decree of the Act, Art. 3(4)"
)
ACT_4_3 = Text("의료 해외진출 및 외국인환자 유치 지원에 관한 법률 제4조제3항", "Act Art. 4(3)")
ACT_4_4 = Text("의료 해외진출 및 외국인환자 유치 지원에 관한 법률 제4조제4항", "Act Art. 4(4)")
MWD_21 = Text("민원 처리에 관한 법률 시행령 제21조", "Enforcement Decree of the Civil Petitions Treatment Act, Art. 21")
MWD_24 = Text("민원 처리에 관한 법률 시행령 제24조", "Enforcement Decree of the Civil Petitions Treatment Act, Art. 24")
MWD_24_3 = Text(
    "민원 처리에 관한 법률 시행령 제24조제3항", "Enforcement Decree of the Civil Petitions Treatment Act, Art. 24(3)"
)
MWD_25 = Text("민원 처리에 관한 법률 시행령 제25조", "Enforcement Decree of the Civil Petitions Treatment Act, Art. 25")
MW_27_3 = Text("민원 처리에 관한 법률 제27조제3항", "Civil Petitions Treatment Act, Art. 27(3)")
MW_35 = Text("민원 처리에 관한 법률 제35조", "Civil Petitions Treatment Act, Art. 35")


@dataclass(frozen=True)
class Letter:
    """What a letter is called and says; `of_filings` stands in the legal basis of filings alone,
    not of their changes.
    """

    title: Text
    body: tuple[Text, ...]
    basis: tuple[Text, ...] = ()
    of_filings: tuple[Text, ...] = ()


LETTERS = {
    "supplement_asked": Letter(
        Text("의료 해외진출 {noun}서 보완 요구", "Request for a supplement"),
        (
            Text(
                "제출하신 {noun}서에 보완이 필요하여 아래와 같이 알려 드립니다. {answer_by}까지 포털에서 보완해 주시기 바랍니다.",
                "Your filing needs the supplement below. Please answer in the portal by {answer_by}.",
            ),
            Text(
                "보완을 요구한 날부터 보완한 내용이 도착한 날까지는 처리 기간에 넣지 않습니다.",
                "The time from this request until your answer arrives does not count towards the processing period.",
            ),
        ),
        (MWD_24,),
        (DECREE_3_4,),
    ),
    "supplement_demanded": Letter(
        Text("의료 해외진출 {noun}서 보완 재요구", "Further demand for a supplement"),
        (
            Text(
                "앞서 요구한 보완 기간이 지나 한 번 더 요구합니다. {answer_by}까지 보완해 주시기 바랍니다.",
                "The period of our earlier request has passed. Please answer by {answer_by}.",
            ),
            Text(
                "이 기간에도 보완하지 않으면 {noun}서를 돌려드립니다(반려).",
                "Without an answer by then the filing will be returned.",
            ),
        ),
        (MWD_24_3, MWD_25),
    ),
    "extended": Letter(
        Text("의료 해외진출 {noun} 처리 기간 연장 통지", "Extension of the processing period"),
        (
            Text(
                "{noun} 처리에 시간이 더 필요하여 처리 기간을 한 차례 연장합니다. {due}까지 결과를 알려 드리겠습니다.",
                "The processing period is extended once. You will hear from us by {due}.",
            ),
        ),
        (MWD_21,),
        (ACT_4_4,),
    ),
    "refused": Letter(
        Text("의료 해외진출 {noun} 수리 거부 통지", "Notice of refusal"),
        (
            Text(
                "제출하신 {noun}를 아래 사유로 수리하지 않기로 하였음을 알려 드립니다.",
                "We have decided not to accept your filing, for the reason below.",
            ),
        ),
        (MW_27_3, MW_35),
        (ACT_4_3,),
    ),
    "returned": Letter(
        Text("의료 해외진출 {noun}서 반려 통지", "Notice of return"),
        (
            Text(
                "요구한 보완이 기간 안에 이루어지지 않아 제출하신 {noun}서를 돌려드립니다.",
                "The supplement was not answered in time, so your filing is returned.",
            ),
        ),
        (MWD_25, MW_27_3, MW_35),
    ),
    "revoked": Letter(
        Text("의료 해외진출 신고확인증 효력 상실 통지", "Notice that a certificate was revoked"),
        (
            Text(
                "발급한 신고확인증 {certificate}의 효력을 아래 사유로 없앴음을 알려 드립니다.",
                "Certificate {certificate} was revoked for the reason below.",
            ),
        ),
        (MW_27_3, MW_35),
    ),
}
"""By the last part of the event's name: change.refused and filing.refused have the same letter."""


def letter_of(event: Event) -> Letter | None:
    return LETTERS.get(event.name.rpartition(".")[2])


def title_of(case: Case, event: Event) -> Text:
    letter = LETTERS[event.name.rpartition(".")[2]]
    return letter.title.format(noun=_noun(case))


def letters_of(case: Case) -> list[Event]:
    """The events of a case that have a letter, oldest first."""
    return [event for event in periods.events_of(case) if letter_of(event)]


def paper(case: Case, event: Event, language: str) -> bytes:
    """The letter of an event (one of `letters_of`) as a PDF."""
    letter = letter_of(event)
    if letter is None:
        raise LookupError(f"no letter tells of {event.name}")
    filled = _filled(case, event)
    basis = (*(letter.of_filings if isinstance(case, Filing) else ()), *letter.basis)
    facts = event.facts or {}
    data: dict[str, Any] = {
        "lang": language,
        "issuer": ISSUER.in_(language),
        "house": HOUSE.in_(language),
        "number": f"{case.number or getattr(case, 'certificate_no', '')}-{letters_of(case).index(event) + 1}",
        "dated": event.on.isoformat(),
        "recipient": Text("{name} 대표자 귀하", "The representative of {name}")
        .format(name=_recipient(case))
        .in_(language),
        "title": title_of(case, event).in_(language),
        "body": [sentence.format(**filled).in_(language) for sentence in letter.body],
        "facts": [[label.in_(language), value.in_(language)] for label, value in _facts(case, event, filled)],
        "items_title": Text("보완할 사항", "What to supplement").in_(language),
        "items": [[_label(case, key).in_(language), str(why)] for key, why in (facts.get("items") or {}).items()],
        "basis": [article.in_(language) for article in basis],
        "remedy": str(facts.get("remedy") or "").splitlines(),
        "officer": _officer(event),
        "mark": SPECIMEN.in_(language) if is_demo() else "",
    }
    return papers.pdf("letter", data)


def _noun(case: Case) -> Text:
    return Text("신고", "filing") if isinstance(case, Filing) else Text("변경신고", "change filing")


def _filled(case: Case, event: Event) -> dict[str, Any]:
    facts = event.facts or {}
    answer_by = facts.get("answer_by")
    return {
        "noun": _noun(case),
        "answer_by": _day(date.fromisoformat(answer_by)) if answer_by else "",
        "due": _day(due_after(case, event)),
        "certificate": getattr(case, "certificate_no", None) or "",
    }


def due_after(case: Case, event: Event) -> date | None:
    """The end of the processing period as this event left it:
    a later change of the calendar is another notice's matter.
    """
    events = periods.events_of(case)
    later = next((e for e in events if e.id > event.id and e.name == redating.EVENT), None)
    if later is not None:
        return date.fromisoformat(later.facts["before"])
    period = periods.period_of(case, [e for e in events if e.id <= event.id])
    return period.due_on if period else None


def _facts(case: Case, event: Event, filled: dict[str, Any]) -> list[tuple[Text, Text]]:
    facts = event.facts or {}
    rows = [
        (Text("접수번호", "Receipt number"), _plain(case.number)),
        (Text("접수일", "Received on"), _day(case.received_on)),
        (Text("신고 건", "Filing"), case.titled),
    ]
    if facts.get("answer_by"):
        rows.append((Text("보완할 날", "Answer by"), filled["answer_by"]))
    if facts.get("extends"):
        rows.append((Text("새 처리 예정일", "New due day"), filled["due"]))
    why = Text("안내", "Message") if facts.get("items") else Text("사유", "Reason")
    rows.append((why, _plain(facts.get("reason"))))
    return [(label, value) for label, value in rows if value.ko and value.ko != "–"]


def _officer(event: Event) -> dict[str, str] | None:
    if event.actor is None:
        return None
    absent = f" ({event.acting_for.name} 대행)" if event.acting_for else ""
    return {"unit": event.actor.unit, "name": event.actor.name + absent, "phone": event.actor.phone}


def _recipient(case: Case) -> Text:
    held = case.organisation
    name = Text(held.name, f"{held.name_en} ({held.name})" if held.name_en else held.name) if held else _plain("")
    return Text("{name} 대표자 귀하", "The representative of {name}").format(name=name)


def _label(case: Case, key: str) -> Text:
    schema = case.declared.schema
    return schema[key].label if key in schema else Text(key, key)


def _day(day: date | None) -> Text:
    return Text(shown_day(day, "ko"), shown_day(day, "en"))


def _plain(value: object) -> Text:
    return Text(str(value or ""), str(value or ""))
