"""What the moves of documents and chapters need and do: opening with an outline, assigning, handing in, assembling."""

from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy import func, select

from portal.core import clock
from portal.core.cases import Case
from portal.core.db import db
from portal.core.declared import kind_of
from portal.core.fire import fire, open_case
from portal.core.people import Actor, User
from portal.core.records import receipt_number
from portal.core.text import Text
from portal.markets.documents.chapters.models import PolicyChapter, PolicyDocument
from portal.markets.documents.chapters.terms import TYPES, Part
from portal.markets.documents.editions import assembly
from portal.markets.documents.evidence import evaluation, snapshots, tokens
from portal.markets.markdown import dead_links

Given = Any


# ---- the document -------------------------------------------------------------------------------------------------------


def open_document(case: Case, firing: Any) -> None:
    """Effect: number, lead, due day, and the usual chapters of its type."""
    assert isinstance(case, PolicyDocument)
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
    made = open_case(
        kind_of("policy_chapter"),
        actor,
        organisation_id=None,
        title=f"{document.title} · {part.title.ko}"[:300],
        parent_id=document.id,
        number=f"{document.number}-{(count or 0) + 1:02d}",
        place=place,
        heading_ko=part.title.ko,
        heading_en=part.title.en,
        part=part.part,
    )
    assert isinstance(made, PolicyChapter)
    return made


def arrange(case: Case, firing: Any) -> None:
    """Effect: the outline as given: rows of {id (0: a new chapter), ko, en, part, place}."""
    assert isinstance(case, PolicyDocument)
    held = {c.id: c for c in assembly.chapters_of(case)}

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
        chapter.title = f"{case.title} · {row['ko']}"[:300]
    firing.facts["rows"] = [[f"{n}. {row['ko']}", f"{n}. {row['en'] or row['ko']}"] for n, row in enumerate(rows, 1)]


def change_lead(case: Case, firing: Any) -> None:
    person = db.session.get_one(User, int(firing.given["lead"]))
    case.handler_id, firing.facts["to_name"] = person.id, f"{person.unit} {person.name}".strip()


def change_due(case: Case, firing: Any) -> None:
    before, case.due_on = case.due_on, date.fromisoformat(firing.given["due_on"])
    firing.facts |= {"before": before.isoformat() if before else None, "after": firing.given["due_on"]}


def give_up(case: Case, firing: Any) -> None:
    """Effect: every open chapter goes with the document."""
    assert isinstance(case, PolicyDocument)
    for chapter in assembly.chapters_of(case):
        fire(chapter, "drop", firing.actor, given={"reason": firing.given["reason"]})


def no_edition_yet(case: Case, _given: Given) -> Text | None:
    if assembly.editions_of(case.id):
        return Text(
            "확정하거나 제출한 판이 있는 문서는 그만둘 수 없습니다.", "A document with an edition cannot be given up."
        )
    return None


def all_agreed(case: Case, _given: Given) -> Text | None:
    assert isinstance(case, PolicyDocument)
    chapters = assembly.chapters_of(case)
    waiting = [c.heading_ko for c in chapters if c.state != "agreed"]
    if not chapters:
        return Text("장이 하나도 없습니다.", "There is no chapter.")
    if waiting:
        english = [c.heading_en or c.heading_ko for c in chapters if c.state != "agreed"]
        return Text(f"아직 확정하지 않은 장: {', '.join(waiting)}", f"Chapters not agreed yet: {', '.join(english)}")
    return None


def all_evaluated(case: Case, _given: Given) -> Text | None:
    assert isinstance(case, PolicyDocument)
    waiting = evaluation.open_tasks(case.id) if assembly.type_of(case).evaluates else []
    if waiting:
        codes = ", ".join(waiting[:8]) + (" …" if len(waiting) > 8 else "")
        return Text(
            f"전년도 평가가 남은 과제 {len(waiting)}개: {codes}", f"{len(waiting)} tasks are not evaluated yet: {codes}"
        )
    return None


def all_frozen(case: Case, _given: Given) -> Text | None:
    """Every figure that stands in a text is in the snapshot: a later one may have dropped it."""
    assert isinstance(case, PolicyDocument)
    frozen = snapshots.newest(case.id)
    gaps = [gap for c in assembly.chapters_of(case) for gap in _gaps(c, frozen)]
    needs = any(c.part == "indicators" for c in assembly.chapters_of(case))
    if gaps:
        return Text(f"고정한 수치에 없는 표시: {', '.join(gaps)}", f"Not in the frozen figures: {', '.join(gaps)}")
    if needs and frozen is None:
        return Text("먼저 수치를 고정해 주세요.", "Freeze the figures first.")
    return None


def _gaps(chapter: PolicyChapter, frozen: Any) -> list[str]:
    held = tokens.newest(chapter.id)
    return tokens.unknown(f"{held.ko}\n{held.en}", frozen) if held else []


def ends_in(act: str) -> Any:
    """A plan is decided, a report submitted."""
    said = {
        "decide": Text(
            "연차보고서는 확정하지 않고 국회에 제출합니다.", "A report is not decided but submitted to the Assembly."
        ),
        "submit": Text("계획은 국회에 제출하지 않고 확정합니다.", "A plan is not submitted but decided."),
    }

    def need(case: Case, _given: Given) -> Text | None:
        assert isinstance(case, PolicyDocument)
        return None if assembly.type_of(case).ends == act else said[act]

    return need


def not_in_future(_case: Case, given: Given) -> Text | None:
    if given.get("done_on") and date.fromisoformat(str(given["done_on"])) > clock.today():
        return Text("아직 오지 않은 날입니다.", "That day has not come yet.")
    return None


# ---- a chapter ----------------------------------------------------------------------------------------------------------


def in_writing(case: Case, _given: Given) -> Text | None:
    """Chapters move only while their document is being written."""
    document = db.session.get(PolicyDocument, case.parent_id)
    if document is None or document.state not in ("new", "writing"):
        return Text("문서가 작성 중일 때만 할 수 있습니다.", "Only while the document is being written.")
    return None


def before_the_whole(case: Case, given: Given) -> Text | None:
    document = db.session.get(PolicyDocument, case.parent_id)
    if (
        document is not None
        and document.due_on
        and given.get("due_on")
        and given["due_on"] > document.due_on.isoformat()
    ):
        day = document.due_on.isoformat()
        return Text(
            f"장의 기한은 문서의 기한({day})보다 늦을 수 없습니다.", f"A chapter is due by {day}, as the document is."
        )
    return None


def assign(case: Case, firing: Any) -> None:
    """Effect: the owner (a person, else a unit) and the due day."""
    assert isinstance(case, PolicyChapter)
    owner = firing.given.get("owner")
    case.handler_id, case.unit = (int(owner), "") if owner else (None, str(firing.given.get("unit") or "").strip())
    case.due_on = date.fromisoformat(firing.given["due_on"])
    person = db.session.get(User, case.handler_id) if case.handler_id else None
    firing.facts["to_name"] = f"{person.unit} {person.name}".strip() if person else case.unit


def give_time(case: Case, firing: Any) -> None:
    """Effect: a new due day, where one was given."""
    if firing.given.get("due_on"):
        change_due(case, firing)


def written(case: Case, _given: Given) -> Text | None:
    """A chapter that is handed in says something, names only frozen figures, and links to pages that are there."""
    assert isinstance(case, PolicyChapter)
    held = tokens.newest(case.id)
    if held is None or not held.ko.strip():
        return Text("한국어 본문을 적고 저장해 주세요.", "Write and save the Korean text.")
    gaps = tokens.unknown(f"{held.ko}\n{held.en}", snapshots.newest(assembly.document_of(case).id))
    if gaps:
        return Text(f"고정한 수치에 없는 표시: {', '.join(gaps)}", f"Not in the frozen figures: {', '.join(gaps)}")
    dead = dead_links(f"{held.ko}\n{held.en}", current_app.url_map)
    if dead:
        return Text(f"없는 페이지로 가는 링크: {', '.join(dead)}", f"Links to no page: {', '.join(dead)}")
    return None


def note_version(case: Case, firing: Any) -> None:
    """Effect: the event keeps which version of the text it speaks of."""
    held = tokens.newest(case.id)
    firing.facts["text_version"] = held.no if held else 0
