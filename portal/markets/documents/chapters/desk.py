"""A chapter: written in Markdown with a preview, figures picked from the frozen list,
every saved version kept and compared.
"""

from typing import Any

from flask import g, render_template, request

from portal.core import timeline
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.db import lock_row
from portal.core.fire import fire, possible_moves
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, keep, see_other, tell
from portal.core.workflow import Refused
from portal.markets import markdown
from portal.markets.documents.chapters import manuscript, queries
from portal.markets.documents.chapters.blueprint import bp
from portal.markets.documents.chapters.models import PolicyChapter
from portal.markets.documents.chapters.rights import OWNER
from portal.markets.documents.chapters.terms import PARTS
from portal.markets.documents.evidence import snapshots, tokens
from portal.markets.documents.evidence.models import FrozenFigures
from portal.markets.texts.desk import EN, KO, STALE


def _pick(frozen: FrozenFigures | None) -> Field:
    """The frozen figures and tables to choose from, each with its value."""
    offered: dict[str, Text] = {}
    for f in frozen.figures if frozen else []:
        value = Text(f"{f['value']}{f['unit'][0]}", f"{f['value']}{f['unit'][1]}")
        offered[f"figure:{f['key']}"] = Text(f"{f['label'][0]}: {value.ko}", f"{f['label'][1]}: {value.en}")
    for t in frozen.tables if frozen else []:
        offered[f"table:{t['key']}"] = Text(f"표: {t['title'][0]}", f"Table: {t['title'][1]}")
    return Field(key="pick", label=Text("고정한 수치", "Frozen figures"), type="choice", choices=offered)


@bp.get("/chapters/<int:case_id>")
@access("officer", "ministry")
def chapter(case_id: int) -> str:
    found = case_or_404(PolicyChapter, case_id)
    held = manuscript.newest(found.id)
    return _page(found, Asking((KO, EN), {"ko": held.ko, "en": held.en} if held else {}))


def _page(found: PolicyChapter, asking: Asking, preview: dict[str, str] | None = None, added: str = "") -> str:
    actor, document = current_actor(), queries.document_of(found)
    frozen = snapshots.newest(document.id)
    held = manuscript.newest(found.id)
    key = "en" if g.language == "en" else "ko"
    written = f"{held.ko}\n{held.en}" if held else ""
    return render_template(
        "markets/documents/chapters/page.html",
        chapter=found,
        document=document,
        heading=queries.heading_of(found),
        document_title=document.titled,
        state=queries.state_of(found),
        left=queries.left,
        asking=asking,
        picking=Asking((_pick(frozen),)),
        frozen=frozen,
        version=held.no if held else 0,
        held=held,
        preview={k: markdown.shown(tokens.filled(v, frozen, k)) for k, v in (preview or {}).items() if v},
        shown=markdown.shown(manuscript.chapter_markdown(found, frozen, key)),
        part=markdown.shown(manuscript.part_markdown(found, frozen, key)),
        part_words=PARTS[found.part],
        notes=tokens.notes(written, frozen),
        gaps=tokens.unknown(written, frozen),
        added=added,
        may_write=queries.may_write(found, actor),
        may_hand_in=OWNER.holds(actor, found)
        and found.state in ("writing", "returned")
        and document.state == "writing",
        may_evaluate=found.part == "evaluation" and queries.may_evaluate(document, actor),
        moves=possible_moves(found, actor) if document.state == "writing" else [],
        entries=timeline.entries(found, actor),
    )


@bp.post("/chapters/<int:case_id>")
@access("officer", "ministry")
def save_chapter(case_id: int) -> Any:
    """Save a version, show how it would look, put a figure in, or save and hand in (`act`)."""
    found = case_or_404(PolicyChapter, case_id)
    lock_row(found)
    if not queries.may_write(found, current_actor()):
        raise Refused(
            Text(
                "이 장을 고칠 수 있는 사람이 아니거나, 지금은 고칠 수 없는 장입니다.",
                "You may not write this chapter, or not now.",
            )
        )
    act = request.form.get("act", "save")
    asking = Asking((KO, EN), given=request.form)
    held = manuscript.newest(found.id)
    if request.form.get("version", "") != str(held.no if held else 0):
        asking.fault("", STALE)
    if act == "insert":
        return _with_figure(found, asking)
    typed = {"ko": asking.text("ko"), "en": asking.text("en")}
    if act == "preview" or not asking.good:
        return _page(found, asking, typed), 200 if asking.good else 422
    manuscript.save(found, typed["ko"], typed["en"], current_actor())
    if act == "hand_in":
        keep()  # the text stays, though handing in may be refused
        with attempt(asking):
            fire(found, "hand_in", current_actor())
        if not asking.good:
            return _page(found, asking), 422
        tell("총괄에게 냈습니다.", "Handed in to the lead.")
    else:
        tell("저장했습니다.", "Saved.")
    return see_other("documents.chapter", case_id=found.id)


def _with_figure(found: PolicyChapter, asking: Asking) -> Any:
    """The form again with the chosen figure at the end of the text; nothing is saved yet."""
    offered = _pick(snapshots.newest(queries.document_of(found).id)).offered
    chosen = request.form.get("pick", "")
    if chosen not in offered:
        asking.fault("", Text("넣을 수치를 목록에서 골라 주세요.", "Choose a figure from the list."))
        return _page(found, asking), 422
    token, join = f"{{{{{chosen}}}}}", "\n\n" if chosen.startswith("table:") else " "
    typed = {key: asking.text(key) for key in ("ko", "en")}
    put = {key: (text.rstrip() + join + token).lstrip() if text or key == "ko" else text for key, text in typed.items()}
    return _page(found, Asking((KO, EN), put), put, added=token), 422 if asking.errors else 200


@bp.get("/chapters/<int:case_id>/versions")
@access("officer", "ministry")
def chapter_versions(case_id: int) -> str:
    """Every saved version with what it changed."""
    found = case_or_404(PolicyChapter, case_id)
    held = manuscript.history(found.id)
    key = "en" if g.language == "en" else "ko"
    rows = [
        (one, markdown.compared(getattr(before, key), getattr(one, key)) if before else None)
        for one, before in zip(held, [*held, None][1:], strict=True)
    ]
    return render_template(
        "markets/documents/chapters/versions.html", chapter=found, heading=queries.heading_of(found), rows=rows
    )
