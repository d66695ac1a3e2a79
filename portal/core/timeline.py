"""The file of a case as people read it: each event in the words of its move, who did it, when, and what matters of it.

A reading of events only: it writes nothing and decides nothing. What officials wrote for themselves (a move that tells
the filer nothing) stays with officials.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.core import clock, redating
from portal.core.cases import Case, Event
from portal.core.db import db
from portal.core.declared import all_declared, all_kinds, declared_for
from portal.core.module import FactWords
from portal.core.people import Actor, User
from portal.core.text import Text
from portal.core.web import shown_day, shown_time
from portal.core.workflow import Move

KERNEL_EVENTS: dict[str, tuple[Text, str]] = {
    "started": (Text("작성을 시작했습니다.", "The draft was started."), ""),
    "imported": (Text("신고 목록에서 가져왔습니다.", "Imported from the register."), ""),
    "corrected": (Text("가져온 내용을 바로잡았습니다.", "The imported record was corrected."), ""),
    "redated": (redating.TOLD, "warning"),
}
"""Events that no move leaves, by the last part of their name: words and tone;
a domain declares its own as `Module.told`.
"""

SYSTEM_NAME = Text("시스템", "The portal")
_Said = Callable[[Case, Mapping[str, Any], Any], Text | None]


def entries(case: Case, actor: Actor) -> list[dict[str, Any]]:
    """The case's events for `ui.timeline`, newest first: dicts of id, name, title, by, at, at_iso, text, tone.

    `title`, `by` and `text` are Text, `at` is in the language of the page; two SQL statements however many events.
    """
    wanted = (
        select(Event)
        .where(Event.case_id == case.id)
        .order_by(Event.id.desc())
        .options(joinedload(Event.actor), joinedload(Event.acting_for))
    )
    return [_entry(case, event, actor) for event in db.session.scalars(wanted)]


def event_words(case: Case, name: str) -> Text | None:
    """What the event is called: by its move, by another kind's move (a change of this case), or as a kernel event."""
    workflows = [case.declared.workflow, *(kind.workflow for kind in all_kinds())]
    told = next((words for w in workflows if (words := w.event_words(name)) is not None), None)
    kernel = _kernel(name)
    return told or (kernel[0] if kernel else None)


def _kernel(name: str) -> tuple[Text, str] | None:
    last = name.rpartition(".")[2]
    found: tuple[Text, str] | None = KERNEL_EVENTS.get(last) or declared_for("told", last)
    return found


def name_of(event: Event) -> Text:
    """Who did it: an officer with unit, a member by name, a deputy with whom they stood in for."""
    if event.actor is None:
        return SYSTEM_NAME
    who = _shown_person(event.actor)
    if event.acting_for is None:
        return Text(who, who)
    absent = event.acting_for.name
    return Text(f"{who} ({absent} 대행)", f"{who} (for {absent})")


def facts_of(case: Case, event: Event, actor: Actor) -> list[Text]:
    """The facts of an event that matter to this reader, one sentence or line each."""
    facts = event.facts or {}
    mine = actor.is_official or actor.is_system or _meant_for_filer(case, event)
    found = []
    for key, (for_all, said) in (FACTS | all_declared("fact_words") | dict(case.declared.fact_words)).items():
        value = facts.get(key)
        if value not in (None, "", [], {}) and (mine or for_all) and (line := said(case, facts, value)) is not None:
            found.append(line)
    return found


def _entry(case: Case, event: Event, actor: Actor) -> dict[str, Any]:
    move = _move_of(case, event)
    local = clock.seoul(event.at)
    lines = facts_of(case, event, actor)
    if event.on != local.date():
        lines.insert(0, Text("법에 따른 날: {day}", "Legal day: {day}").format(day=both(event.on)))
    return {
        "id": event.id,
        "name": event.name,
        "title": event_words(case, event.name) or Text(event.name, event.name),
        "by": name_of(event),
        "at": shown_time(event.at),
        "at_iso": local.isoformat(timespec="minutes"),
        "text": joined(lines, "\n") if lines else None,
        "tone": _tone(case, event, move),
    }


def _move_of(case: Case, event: Event) -> Move[Any] | None:
    return next((m for m in case.declared.workflow.moves if m.event == event.name), None)


def _meant_for_filer(case: Case, event: Event) -> bool:
    """What the filers did themselves, or what was told them by mail; a note among officers is neither."""
    if event.actor is not None and not event.actor.is_official:
        return True
    move = _move_of(case, event)
    return move is None or "members" in move.tells


def _tone(case: Case, event: Event, move: Move[Any] | None) -> str:
    if move is None:
        kernel = _kernel(event.name)
        return kernel[1] if kernel else ""
    if move.to is None:
        return ""
    tone = case.declared.workflow.state(move.to).tone
    return tone if tone in ("success", "warning", "danger") else ""


def _shown_person(user: User) -> str:
    return f"{user.unit} {user.name}".strip() if user.is_official else user.name


def both(day: date) -> Text:
    """A day in words of both languages."""
    return Text(shown_day(day, "ko"), shown_day(day, "en"))


def joined(parts: Sequence[Text], between: str) -> Text:
    """Several wordings as one, in each language."""
    return Text(between.join(p.ko for p in parts), between.join(p.en or p.ko for p in parts))


def _line(ko: str, en: str) -> _Said:
    def said(_case: Case, _facts: Mapping[str, Any], value: Any) -> Text:
        return Text(ko, en).format(v=value)

    return said


def _day_line(ko: str, en: str) -> _Said:
    def said(_case: Case, _facts: Mapping[str, Any], value: Any) -> Text:
        return Text(ko, en).format(v=both(date.fromisoformat(str(value))))

    return said


def _label(case: Case, key: str) -> Text:
    schema = case.declared.schema
    return schema[key].label if key in schema else Text(key, key)


def _items(case: Case, _facts: Mapping[str, Any], value: Any) -> Text | None:
    if not isinstance(value, Mapping):
        return None
    said = [Text(str(v), str(v)) for v in value.values()]
    lines = [Text("· {k}: {v}", "· {k}: {v}").format(k=_label(case, k), v=v) for k, v in zip(value, said, strict=True)]
    return joined(lines, "\n")


def _changed(case: Case, _facts: Mapping[str, Any], value: Any) -> Text:
    return Text("바뀐 항목: {v}", "Changed: {v}").format(v=joined([_label(case, k) for k in value], ", "))


def _dates(_case: Case, facts: Mapping[str, Any], value: Any) -> Text | None:
    if "after" not in facts:  # what a due day was: other facts of this name are no days
        return None
    return Text("기한: {b} → {a}", "Due: {b} → {a}").format(b=_shown_day(value), a=_shown_day(facts.get("after")))


def _due_before(_case: Case, _facts: Mapping[str, Any], value: Any) -> Text:
    return Text("이전 처리 기한: {b}", "Due before: {b}").format(b=_shown_day(value))


def _shown_day(text: Any) -> Text:
    return both(date.fromisoformat(text)) if text and text != "None" else Text("정해지지 않음", "not set")


def _redated_for(_case: Case, facts: Mapping[str, Any], value: Any) -> Text | None:
    return Text("바뀐 날: {d} {v}", "Changed: {d} {v}").format(d=_shown_day(value), v=facts.get("name", ""))


def _late(_case: Case, facts: Mapping[str, Any], value: Any) -> Text | None:
    if not facts.get("obliged"):
        return None
    return Text("신고 기한이 {n}일 지나 접수되었습니다.", "Received {n} days after the filing period.").format(n=value)


FACTS: dict[str, FactWords] = {
    "number": (True, _line("접수번호 {v}", "Receipt number {v}")),
    "certificate": (True, _line("신고확인증번호 {v}", "Certificate {v}")),
    "late_days": (True, _late),
    "to_name": (True, _line("새 담당자: {v}", "Now with: {v}")),
    "days_taken": (False, _line("처리에 든 근무일 {v}일", "Working days taken: {v}")),
    "items": (True, _items),
    "answer_by": (True, _day_line("답할 날: {v}까지", "To be answered by {v}")),
    "extends": (True, _line("근무일 {v}일 연장", "Extended by {v} working days")),
    "due_before": (True, _due_before),
    "before": (True, _dates),
    "day": (True, _redated_for),
    "changed": (True, _changed),
    "reason": (False, _line("{v}", "{v}")),
    "remedy": (False, _line("구제 방법: {v}", "Remedy: {v}")),
    "because": (True, _line("{v}", "{v}")),
    "source": (True, _line("근거: {v}", "Source: {v}")),
}
"""How the facts that every domain knows are told; a domain declares its own as `Module.fact_words`, a kind as
`Kind.fact_words`, which stand before those of the same name here.
"""
