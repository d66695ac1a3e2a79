"""What the moves of a document need and do: opened with an outline, arranged,
put together when all is agreed, evaluated and frozen.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select

from portal.core import clock
from portal.core.db import db
from portal.core.fire import Firing, fire, open_case
from portal.core.people import Actor, User
from portal.core.records import receipt_number
from portal.core.text import Text
from portal.core.titles import joined
from portal.markets.documents.chapters import manuscript
from portal.markets.documents.chapters.kind import policy_chapter
from portal.markets.documents.chapters.models import PolicyChapter, PolicyDocument
from portal.markets.documents.chapters.queries import chapters_of, type_of
from portal.markets.documents.chapters.terms import TYPES, Part
from portal.markets.documents.editions.queries import editions_of
from portal.markets.documents.evidence import evaluation, snapshots, tokens
from portal.markets.documents.evidence.models import FrozenFigures


def open_document(case: PolicyDocument, firing: Firing) -> None:
    """Effect: number, lead, due day, and the usual chapters of its type."""
    case.number = receipt_number("PD", firing.on)
    case.handler_id = int(firing.given["lead"])
    case.due_on = date.fromisoformat(firing.given["due_on"])
    for place, part in enumerate(TYPES[case.type].outline, 1):
        add_chapter(case, part, place, firing.actor)


def add_chapter(document: PolicyDocument, part: Part, place: int, actor: Actor) -> PolicyChapter:
    """A chapter without an owner; it waits to be assigned."""
    count = db.session.scalar(
        select(func.count()).select_from(PolicyChapter).where(PolicyChapter.parent_id == document.id)
    )
    return open_case(
        policy_chapter,
        actor,
        organisation_id=None,
        title=joined(document.titled, part.title),
        parent_id=document.id,
        number=f"{document.number}-{(count or 0) + 1:02d}",
        place=place,
        heading_ko=part.title.ko,
        heading_en=part.title.en,
        part=part.part,
    )


def arrange(case: PolicyDocument, firing: Firing) -> None:
    """Effect: the outline as given: rows of {id (0: a new chapter), ko, en, part, place}."""
    held = {c.id: c for c in chapters_of(case)}

    def order(row: dict[str, Any]) -> tuple[int, int]:
        """Of two with the same place, what moves up stands before, what moves down behind."""
        old = held[row["id"]].place if row["id"] in held else row["place"] + 1
        return row["place"], (row["place"] > old) - (row["place"] < old)

    rows = sorted(firing.given["rows"], key=order)
    for place, row in enumerate(rows, 1):
        chapter = held.get(row["id"])
        if chapter is None:
            add_chapter(case, Part(Text(row["ko"], row["en"]), row["part"]), place, firing.actor)
            continue
        chapter.place, chapter.heading_ko, chapter.heading_en = place, row["ko"], row["en"]
        chapter.titled = joined(case.titled, Text(row["ko"], row["en"]))
    firing.facts["rows"] = [[f"{n}. {row['ko']}", f"{n}. {row['en'] or row['ko']}"] for n, row in enumerate(rows, 1)]


def change_lead(case: PolicyDocument, firing: Firing) -> None:
    person = db.session.get_one(User, int(firing.given["lead"]))
    case.handler_id, firing.facts["to_name"] = person.id, f"{person.unit} {person.name}".strip()


def give_up(case: PolicyDocument, firing: Firing) -> None:
    """Effect: every open chapter goes with the document."""
    for chapter in chapters_of(case):
        fire(chapter, "drop", firing.actor, given={"reason": firing.given["reason"]})


def no_edition_yet(case: PolicyDocument, _given: Mapping[str, Any]) -> Text | None:
    if editions_of(case.id):
        return Text(
            "확정하거나 제출한 판이 있는 문서는 그만둘 수 없습니다.", "A document with an edition cannot be given up."
        )
    return None


def all_agreed(case: PolicyDocument, _given: Mapping[str, Any]) -> Text | None:
    chapters = chapters_of(case)
    waiting = [c.heading_ko for c in chapters if c.state != "agreed"]
    if not chapters:
        return Text("장이 하나도 없습니다.", "There is no chapter.")
    if waiting:
        english = [c.heading_en or c.heading_ko for c in chapters if c.state != "agreed"]
        return Text(f"아직 확정하지 않은 장: {', '.join(waiting)}", f"Chapters not agreed yet: {', '.join(english)}")
    return None


def all_evaluated(case: PolicyDocument, _given: Mapping[str, Any]) -> Text | None:
    waiting = evaluation.open_tasks(case.id) if type_of(case).evaluates else []
    if waiting:
        codes = ", ".join(waiting[:8]) + (" …" if len(waiting) > 8 else "")
        return Text(
            f"전년도 평가가 남은 과제 {len(waiting)}개: {codes}", f"{len(waiting)} tasks are not evaluated yet: {codes}"
        )
    return None


def all_frozen(case: PolicyDocument, _given: Mapping[str, Any]) -> Text | None:
    """Every figure that stands in a text is in the snapshot: a later one may have dropped it."""
    frozen = snapshots.newest(case.id)
    gaps = [gap for c in chapters_of(case) for gap in _gaps(c, frozen)]
    needs = any(c.part == "indicators" for c in chapters_of(case))
    if gaps:
        return Text(f"고정한 수치에 없는 표시: {', '.join(gaps)}", f"Not in the frozen figures: {', '.join(gaps)}")
    if needs and frozen is None:
        return Text("먼저 수치를 고정해 주세요.", "Freeze the figures first.")
    return None


def _gaps(chapter: PolicyChapter, frozen: FrozenFigures | None) -> list[str]:
    held = manuscript.newest(chapter.id)
    return tokens.unknown(f"{held.ko}\n{held.en}", frozen) if held else []


def ends_in(act: str) -> Callable[[PolicyDocument, Mapping[str, Any]], Text | None]:
    """A plan is decided, a report submitted."""
    said = {
        "decide": Text(
            "연차보고서는 확정하지 않고 국회에 제출합니다.", "A report is not decided but submitted to the Assembly."
        ),
        "submit": Text("계획은 국회에 제출하지 않고 확정합니다.", "A plan is not submitted but decided."),
    }

    def need(case: PolicyDocument, _given: Mapping[str, Any]) -> Text | None:
        return None if type_of(case).ends == act else said[act]

    return need


def not_in_future(_case: PolicyDocument, given: Mapping[str, Any]) -> Text | None:
    if given.get("done_on") and date.fromisoformat(str(given["done_on"])) > clock.today():
        return Text("아직 오지 않은 날입니다.", "That day has not come yet.")
    return None
