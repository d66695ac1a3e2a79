"""Check your answers and submit: a filing, a change, or the answer to a supplement.

A second click lands on the same page calmly.
"""

from typing import Any

from flask import g, render_template, request, url_for

from filings.cases import queries, shown
from filings.change.queries import difference_rows, parent_of
from filings.models import ChangeFiling
from filings.owner.drafts import Editing, answers_before, editing_of, gaps_of, section_of
from filings.owner.pages import bp, editor_or_403, may_edit, own_case, period_of
from portal.core.attempts import attempt
from portal.core.cases import Case
from portal.core.fire import fire
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, current_actor, say, see_other, tell
from portal.core.writing.drafts import same
from portal.core.writing.pages import changed_since

NOT_DECLARED = Text("사실과 같다는 확인에 표시해 주세요.", "Confirm that what you state is true.")


@bp.get("/<int:case_id>/check")
@access("member")
def check(case_id: int) -> Any:
    case = own_case(case_id)
    editing = editing_of(case)
    if editing is None:
        return see_other("filings.page", case_id=case.id)
    return _page(editing)


@bp.post("/<int:case_id>/submit")
@access("member")
def submit(case_id: int) -> Any:
    case = own_case(case_id)
    editor_or_403(case)
    editing = editing_of(case, lock=True)
    if editing is None:
        return _done(case)
    changed = changed_since(editing)
    if changed is not None:
        return _page(editing, [changed]), 409
    if not request.form.get("declared"):
        return _page(editing, undeclared=True), 422
    with attempt() as tried:
        fire(case, "submit" if case.state == "draft" else "answer", current_actor())
    if tried.problem is not None:
        editing = editing_of(case)
        if editing is None:
            return _done(case)
        return _page(editing, tried.problem.reasons), 422
    return _done(case, said=True)


def _done(case: Case, *, said: bool = False) -> Any:
    """Where a submission leads, the first time and every other."""
    if said and case.number:
        tell(Text("제출했습니다. 접수번호는 {n}입니다.", "Submitted. The receipt number is {n}.").format(n=case.number))
    return see_other("filings.page", case_id=case.id)


def _page(editing: Editing, reasons: list[Text] | None = None, *, undeclared: bool = False) -> str:
    case, answers = editing.case, editing.answers
    problems = gaps_of(case, answers)
    place, before = section_of(editing.schema), answers_before(editing)

    def link(field: Field) -> str | None:
        here = place(field.key)
        return (
            url_for("filings.section", case_id=case.id, key=here, _anchor=field.key)
            if here and may_edit(case)
            else None
        )

    changed = [f.key for f in editing.schema if before and not same(before.get(f.key), answers.get(f.key))]
    held = queries.papers_held(case)
    errors = [(f"answer-{k}" if _shown(editing, k) else "", said) for k, said in problems.items()]
    return render_template(
        "filings/owner/check.html",
        case=case,
        editing=editing,
        sections=shown.answer_sections(
            case.declared.schema,
            answers,
            g.language,
            link=link,
            problems=problems,
            changed=changed,
            papers=held,
            blanks=True,
        ),
        papers=shown.paper_rows([p for p in held if p.case_id == case.id], case.declared.schema),
        errors=[("", r) for r in reasons or []] + errors + ([("declared", NOT_DECLARED)] if undeclared else []),
        undeclared=say(NOT_DECLARED) if undeclared else "",
        ready=not problems,
        period=period_of(case, answers),
        may_edit=may_edit(case),
        asked=queries.open_supplement(case, before) if editing.supplementing else None,
        differences=difference_rows(case, g.language) if isinstance(case, ChangeFiling) else [],
        parent=parent_of(case) if isinstance(case, ChangeFiling) else None,
    )


def _shown(editing: Editing, key: str) -> bool:
    """Whether the answer stands on the check page."""
    return any(f.key == key for f in editing.case.declared.schema.asked(editing.answers))
