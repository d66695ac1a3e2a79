"""Policy documents in a chosen state, for tests: opened, written, agreed and decided by their own moves."""

from typing import Any, NamedTuple

from portal.core import clock
from portal.core.fire import fire, open_case
from portal.core.people import Actor
from portal.markets.documents.chapters import manuscript
from portal.markets.documents.chapters.models import PolicyChapter, PolicyDocument
from portal.markets.documents.chapters.queries import chapters_of, titled, type_of
from portal.markets.documents.evidence import evaluation
from portal.markets.documents.kind import policy_document
from portal.markets.plan.terms import TASKS
from tests import factories as make

DUE = "2027-02-26"
REASON = {"reason": "가상 사유"}


class Desk(NamedTuple):
    """Who works on a document: its lead, the writer of its chapters, and their accounts."""

    document: PolicyDocument
    lead: Actor
    writer: Actor
    chapters: list[PolicyChapter]


def opened(of: str = "report", year: int = 2026, lead: Actor | None = None) -> tuple[PolicyDocument, Actor]:
    """A document with its usual chapters, none of them assigned."""
    actor = lead or make.acting(make.user("ministry"))
    title = titled(of, year)
    made = open_case(
        policy_document, actor, organisation_id=None, title=title.ko, title_en=title.en, type=of, year=year
    )
    assert isinstance(made, PolicyDocument)
    fire(made, "open", actor, given={"lead": str(actor.user_id), "due_on": DUE})
    return made, actor


def started(of: str = "report", year: int = 2026, chapters: int = 2) -> Desk:
    """A document of so many chapters, each given to the writer; the others are left out."""
    document, lead = opened(of, year)
    writer = make.officer()
    held = chapters_of(document)
    for chapter in held[chapters:]:
        fire(chapter, "drop", lead, given=REASON)
    for chapter in held[:chapters]:
        fire(chapter, "assign", lead, given={"owner": str(writer.user_id), "due_on": "2026-12-18"})
    return Desk(document, lead, writer, chapters_of(document))


def freeze(desk: Desk, day: str = "") -> None:
    fire(desk.document, "freeze", desk.lead, given={"as_of": day or clock.today().isoformat(), **REASON})


def written(desk: Desk, ko: str = "## 가상\n\n가상 본문입니다.", en: str = "") -> None:
    """Every chapter written and handed in."""
    for chapter in desk.chapters:
        manuscript.save(chapter, ko, en, desk.writer)
        fire(chapter, "hand_in", desk.writer)


def agreed(desk: Desk, **text: str) -> None:
    written(desk, **text)
    for chapter in desk.chapters:
        fire(chapter, "agree", desk.lead)


def evaluated(desk: Desk) -> None:
    for code in TASKS:
        evaluation.evaluate(desk.document, code, "partly", "가상 평가입니다.", desk.lead)


def done(desk: Desk, number: str = "가상-2026-1", **text: str) -> None:
    """Agreed, assembled, and decided or submitted today."""
    agreed(desk, **text)
    fire(desk.document, "assemble", desk.lead)
    fire(desk.document, act_of(desk.document), desk.lead, given=ending(number))


def act_of(document: PolicyDocument) -> str:
    return type_of(document).ends


def ending(number: str = "가상-2026-1") -> dict[str, Any]:
    return {"done_on": clock.today().isoformat(), "document_number": number, **REASON}
