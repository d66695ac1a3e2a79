"""What the moves of a chapter need and do: an owner with a due day,
a text that is written and names only frozen figures.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import current_app

from portal.core.cases import Case
from portal.core.db import db
from portal.core.fire import Firing
from portal.core.people import User
from portal.core.text import Text
from portal.markets.documents.chapters import manuscript
from portal.markets.documents.chapters.models import PolicyChapter, PolicyDocument
from portal.markets.documents.chapters.queries import document_of
from portal.markets.documents.evidence import snapshots, tokens
from portal.markets.markdown import dead_links


def in_writing(case: PolicyChapter, _given: Mapping[str, Any]) -> Text | None:
    """Chapters move only while their document is being written."""
    document = db.session.get(PolicyDocument, case.parent_id)
    if document is None or document.state not in ("new", "writing"):
        return Text("문서가 작성 중일 때만 할 수 있습니다.", "Only while the document is being written.")
    return None


def before_the_whole(case: PolicyChapter, given: Mapping[str, Any]) -> Text | None:
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


def assign(case: PolicyChapter, firing: Firing) -> None:
    """Effect: the owner (a person, else a unit) and the due day."""
    owner = firing.given.get("owner")
    case.handler_id, case.unit = (int(owner), "") if owner else (None, str(firing.given.get("unit") or "").strip())
    case.due_on = date.fromisoformat(firing.given["due_on"])
    person = db.session.get(User, case.handler_id) if case.handler_id else None
    firing.facts["to_name"] = f"{person.unit} {person.name}".strip() if person else case.unit


def change_due(case: Case, firing: Firing) -> None:
    """Effect: a new due day, of a document or of a chapter."""
    before, case.due_on = case.due_on, date.fromisoformat(firing.given["due_on"])
    firing.facts |= {"before": before.isoformat() if before else None, "after": firing.given["due_on"]}


def give_time(case: PolicyChapter, firing: Firing) -> None:
    """Effect: a new due day, where one was given."""
    if firing.given.get("due_on"):
        change_due(case, firing)


def written(case: PolicyChapter, _given: Mapping[str, Any]) -> Text | None:
    """A chapter that is handed in says something, names only frozen figures, and links to pages that are there."""
    held = manuscript.newest(case.id)
    if held is None or not held.ko.strip():
        return Text("한국어 본문을 적고 저장해 주세요.", "Write and save the Korean text.")
    gaps = tokens.unknown(f"{held.ko}\n{held.en}", snapshots.newest(document_of(case).id))
    if gaps:
        return Text(f"고정한 수치에 없는 표시: {', '.join(gaps)}", f"Not in the frozen figures: {', '.join(gaps)}")
    dead = dead_links(f"{held.ko}\n{held.en}", current_app.url_map)
    if dead:
        return Text(f"없는 페이지로 가는 링크: {', '.join(dead)}", f"Links to no page: {', '.join(dead)}")
    return None


def note_version(case: PolicyChapter, firing: Firing) -> None:
    """Effect: the event keeps which version of the text it speaks of."""
    held = manuscript.newest(case.id)
    firing.facts["text_version"] = held.no if held else 0
