"""The documents as officials see them: the list, opening one, its page, its outline."""

from typing import Any

from flask import render_template, request

from portal.core import clock, timeline
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.fire import fire, open_case, possible_moves
from portal.core.reading import sent_number
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, see_other, tell
from portal.core.workflow import Move, Refused
from portal.markets.documents import due, queries
from portal.markets.documents.chapters import manuscript
from portal.markets.documents.chapters.blueprint import bp
from portal.markets.documents.chapters.kind import ASSIGNED
from portal.markets.documents.chapters.models import PolicyChapter, PolicyDocument
from portal.markets.documents.chapters.queries import chapters_of, left, my_turn, state_of, titled, type_of
from portal.markets.documents.chapters.rights import DESK, LEAD
from portal.markets.documents.chapters.terms import PARTS, TYPES
from portal.markets.documents.due import SURE
from portal.markets.documents.editions.queries import editions_of, public_editions
from portal.markets.documents.evidence import evaluation, snapshots
from portal.markets.documents.kind import LEAD_FIELD, policy_document

ENDINGS = {t.ends for t in TYPES.values()}
_TYPES = {key: t.title for key, t in TYPES.items()}


def _years() -> dict[str, Text]:
    """The years of which a document may be opened: ten back, ten ahead."""
    year = clock.today().year
    return {str(y): Text(f"{y}년", str(y)) for y in range(year + 10, year - 11, -1)}


OPENED = (
    Field(key="type", label=Text("문서", "Document"), type="choice", required=True, choices=_TYPES),
    Field(key="year", label=Text("연도", "Year"), type="choice", required=True, choices=_years, hint=Text("종합계획은 첫해를 고릅니다.", "Of a five-year plan the first year.")),
    LEAD_FIELD,
    Field(key="due_on", label=Text("기한", "Due day"), type="date",
          hint=Text("비우면 기한 기준에 따라 정합니다. 추정한 기준은 법령을 확인해 고쳐 주세요.", "Left empty it follows the rule; an inferred rule is to be checked against the law.")),
)  # fmt: skip


@bp.get("")
@access("everybody")
def index() -> str:
    """Public editions for everybody; for officials the documents at work and what waits for them."""
    actor = current_actor()
    held = queries.documents() if actor.has(*DESK) else []
    return render_template(
        "markets/documents/index.html",
        editions=public_editions(),
        documents=held,
        progress=queries.progress([d.id for d in held]),
        mine=my_turn(actor),
        left=left,
        state=state_of,
        types=TYPES,
        official=actor.has(*DESK),
        may_open=actor.has("ministry"),
    )


# ---- opening ------------------------------------------------------------------------------------------------------------


@bp.get("/new")
@access("ministry")
def new() -> str:
    actor = current_actor()
    start = {"year": str(clock.today().year + 1), "lead": str(actor.user_id)}
    return _new_page(Asking(OPENED, start))


def _new_page(asking: Asking) -> str:
    rules = [(t, r := due.rule_on(key, clock.today()), SURE[r.sure]) for key, t in TYPES.items()]
    return render_template("markets/documents/new.html", asking=asking, rules=rules)


@bp.post("/new")
@access("ministry")
def open_new() -> Any:
    """Open a document with its outline; one of the same type and year must not be at work or done."""
    asking = Asking(OPENED, given=request.form)
    of, year = asking.text("type"), int(asking["year"] or 0)
    if of and year:
        other = queries.same(of, year)
        if other is not None:
            asking.fault(
                "year",
                Text("그해의 문서가 이미 있습니다: {n}", "There is one of that year: {n}").format(n=other.number),
            )
        elif not asking["due_on"]:
            asking.answers["due_on"] = due.rule_on(of, clock.today()).due_on(year).isoformat()
    if asking.good:
        title = titled(of, year)
        with attempt(asking):
            made = open_case(
                policy_document,
                current_actor(),
                organisation_id=None,
                title=title,
                type=of,
                year=year,
            )
            fire(made, "open", current_actor(), given=asking.answers)
    if not asking.good:
        return _new_page(asking), 422
    tell("문서를 열었습니다. 장마다 담당자와 기한을 정해 주세요.", "Opened. Give each chapter an owner and a due day.")
    return see_other("documents.page", case_id=made.id)


# ---- a document ---------------------------------------------------------------------------------------------------------


@bp.get("/<int:case_id>")
@access("officer", "ministry")
def page(case_id: int) -> str:
    document = case_or_404(PolicyDocument, case_id)
    actor = current_actor()
    chapters = chapters_of(document)
    return render_template(
        "markets/documents/page.html",
        document=document,
        type=type_of(document),
        state=state_of(document),
        chapters=chapters,
        versions=manuscript.versions([c.id for c in chapters]),
        words=state_of,
        left=left,
        frozen=snapshots.newest(document.id),
        open_tasks=evaluation.open_tasks(document.id) if type_of(document).evaluates else [],
        editions=editions_of(document.id),
        moves=[m for m in possible_moves(document, actor) if _sensible(document, m)],
        leads=LEAD.holds(actor, document) and document.state == "writing",
        entries=timeline.entries(document, actor),
    )


def _sensible(document: PolicyDocument, move: Move[Any]) -> bool:
    """Whether its button is shown: of the two ends the type's own; what a later edition alone makes possible,
    only then.
    """
    if move.name in ENDINGS:
        return move.name == type_of(document).ends
    return move.name not in ("publish", "unpublish", "cancel") or all(need(document, {}) is None for need in move.needs)


# ---- the outline --------------------------------------------------------------------------------------------------------


def _outline_fields(chapters: list[PolicyChapter]) -> tuple[Field, ...]:
    """Place and headings of each chapter; owner and due day of those that have none yet; one row for a new chapter."""
    place, ko, en = (
        Text("순서", "Place"),
        Text("제목(한국어)", "Heading (Korean)"),
        Text("제목(영어)", "Heading (English)"),
    )
    fields = []
    for c in chapters:
        fields += [
            Field(key=f"place_{c.id}", label=place, type="integer", required=True, least=1, most=99),
            Field(key=f"ko_{c.id}", label=ko, required=True, longest=200),
            Field(key=f"en_{c.id}", label=en, longest=200),
        ]
        if c.state == "planned":
            fields += [
                Field(key=f"{f.key}_{c.id}", label=f.label, type=f.type, choices=f.choices, longest=f.longest)
                for f in ASSIGNED
            ]
    return (
        *fields,
        Field(key="place_new", label=place, type="integer", least=1, most=99),
        Field(key="ko_new", label=ko, longest=200),
        Field(key="en_new", label=en, longest=200),
        Field(key="part_new", label=Text("포털이 더하는 표", "What the portal adds"), type="choice", choices=PARTS),
    )


@bp.get("/<int:case_id>/outline")
@access("officer", "ministry")
def outline(case_id: int) -> str:
    document = _led(case_id)
    chapters = chapters_of(document)
    start: dict[str, Any] = {"place_new": len(chapters) + 1, "part_new": "text"}
    for n, c in enumerate(chapters, 1):
        start |= {f"place_{c.id}": n, f"ko_{c.id}": c.heading_ko, f"en_{c.id}": c.heading_en}
    return _outline_page(document, chapters, Asking(_outline_fields(chapters), start))


def _outline_page(document: PolicyDocument, chapters: list[PolicyChapter], asking: Asking) -> str:
    return render_template(
        "markets/documents/outline.html",
        document=document,
        chapters=chapters,
        asking=asking,
        state=state_of,
        parts=PARTS,
    )


@bp.post("/<int:case_id>/outline")
@access("officer", "ministry")
def save_outline(case_id: int) -> Any:
    """Order, headings, a new chapter; and an owner with a due day for chapters that have none."""
    document = case_or_404(PolicyDocument, case_id)
    chapters = chapters_of(document)
    asking = Asking(_outline_fields(chapters), given=request.form)
    if (barred := _barred(document)) is not None:
        asking.fault("", barred)
    if (asking["place_new"] is None or asking.text("en_new")) and asking.text("en_new") and not asking.text("ko_new"):
        asking.fault(
            "ko_new", Text("새 장의 한국어 제목을 적어 주세요.", "Give the Korean heading of the new chapter.")
        )
    assigned = {c.id: given for c in chapters if (given := _assigned(asking, c, document))}
    if not asking.good:
        return _outline_page(document, chapters, asking), 422
    rows = [
        {"id": c.id, "place": asking[f"place_{c.id}"], "ko": asking.text(f"ko_{c.id}"), "en": asking.text(f"en_{c.id}")}
        for c in chapters
    ]
    if asking.text("ko_new"):
        place = asking["place_new"] or len(rows) + 1
        part = asking.text("part_new") or "text"
        # a new chapter stands before the one whose place it is given
        rows.insert(
            0, {"id": 0, "place": place, "ko": asking.text("ko_new"), "en": asking.text("en_new"), "part": part}
        )
    actor = current_actor()
    with attempt(asking):
        fire(document, "arrange", actor, given={"rows": rows}, version=_version())
        for chapter in chapters:
            if chapter.id in assigned:
                fire(chapter, "assign", actor, given=assigned[chapter.id])
    if not asking.good:
        return _outline_page(document, chapters, asking), 422
    tell("차례를 저장했습니다.", "The outline was saved.")
    return see_other("documents.page", case_id=document.id)


def _assigned(asking: Asking, chapter: PolicyChapter, document: PolicyDocument) -> dict[str, Any] | None:
    """Owner and due day given for a chapter without one; a half is said at its field."""
    if chapter.state != "planned":
        return None
    owner, unit = asking.text(f"owner_{chapter.id}"), asking.text(f"unit_{chapter.id}")
    day = asking.text(f"due_on_{chapter.id}")
    if not (owner or unit or day):
        return None
    if not (owner or unit):
        asking.fault(f"owner_{chapter.id}", Text("담당자나 담당 부서를 골라 주세요.", "Choose an owner or a unit."))
    if not day:
        asking.fault(f"due_on_{chapter.id}", Text("장의 기한을 적어 주세요.", "Give the due day of the chapter."))
    elif document.due_on and day > document.due_on.isoformat():
        asking.fault(
            f"due_on_{chapter.id}",
            Text("문서의 기한({d})보다 늦습니다.", "Later than the due day of the document ({d}).").format(
                d=document.due_on
            ),
        )
    return {"owner": owner, "unit": unit, "due_on": day}


def _version() -> int | None:
    return sent_number(request.form.get("version"))


def _led(case_id: int) -> PolicyDocument:
    """A document that the actor leads and that is being written."""
    document = case_or_404(PolicyDocument, case_id)
    if (barred := _barred(document)) is not None:
        raise Refused(barred)
    return document


def _barred(document: PolicyDocument) -> Text | None:
    if not LEAD.holds(current_actor(), document):
        return Text("문서의 총괄만 할 수 있습니다.", "Only the lead of the document may do this.")
    if document.state != "writing":
        return Text("문서가 작성 중일 때만 할 수 있습니다.", "Only while the document is being written.")
    return None
