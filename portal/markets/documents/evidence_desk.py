"""Freezing the figures of a document: first both values side by side, then the act;
and the evaluation of the former year's tasks.
"""

from datetime import date
from typing import Any

from flask import abort, render_template, request

from portal.core import clock
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.db import lock_row
from portal.core.fire import fire
from portal.core.reading import sent_number
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, see_other, tell
from portal.markets.documents.chapters import manuscript, queries
from portal.markets.documents.chapters.blueprint import bp
from portal.markets.documents.chapters.models import PolicyDocument
from portal.markets.documents.chapters.rights import LEAD
from portal.markets.documents.evidence import evaluation, figures, snapshots, tokens
from portal.markets.documents.evidence.evaluation import RESULTS
from portal.markets.documents.kind import policy_document
from portal.markets.plan.terms import MINISTRIES, PLAN, STATES, TASKS

FREEZE = tuple(next(m.asks for m in policy_document.workflow.moves if m.name == "freeze" and m.asks))
RESULT = (
    Field(key="result", label=Text("결과", "Result"), type="choice", required=True, choices={k: words for k, (words, _) in RESULTS.items()}),
    Field(key="sentence", label=Text("평가", "Evaluation"), type="text", required=True, longest=1000,
          hint=Text("무엇을 이루었고 무엇이 남았는지 적습니다.", "What was reached and what is left.")),
)  # fmt: skip


@bp.get("/<int:case_id>/figures")
@access("officer", "ministry")
def frozen_figures(case_id: int) -> str:
    document = case_or_404(PolicyDocument, case_id)
    return _figures_page(document, Asking(FREEZE, {"as_of": clock.today().isoformat()}))


def _figures_page(
    document: PolicyDocument, asking: Asking, pairs: list[snapshots.Pair] | None = None, version: int | None = None
) -> str:
    held = snapshots.newest(document.id)
    return render_template(
        "markets/documents/figures.html",
        document=document,
        title_words=document.titled,
        frozen=held,
        history=snapshots.history(document.id),
        asking=asking,
        pairs=pairs,
        used=_used(document) if pairs is not None else {},
        version=document.version if version is None else version,
        may_freeze=LEAD.holds(current_actor(), document) and document.state == "writing",
    )


def _used(document: PolicyDocument) -> dict[str, list[str]]:
    """Which chapters name a figure."""
    found: dict[str, list[str]] = {}
    for n, chapter in enumerate(queries.chapters_of(document), 1):
        held = manuscript.newest(chapter.id)
        for _, key in tokens.named(f"{held.ko}\n{held.en}") if held else []:
            found.setdefault(key, []).append(str(n))
    return found


@bp.post("/<int:case_id>/figures")
@access("officer", "ministry")
def freeze_figures(case_id: int) -> Any:
    """`act=compare` shows what would be frozen beside what is; `act=freeze` does it."""
    document = case_or_404(PolicyDocument, case_id)
    asking = Asking(FREEZE, given=request.form)
    if asking["as_of"]:
        problem = snapshots.unfit(date.fromisoformat(asking["as_of"]))
        if problem is not None:
            asking.fault("as_of", problem)
    if not asking.good:
        return _figures_page(document, asking), 422
    if request.form.get("act") != "freeze":
        found, _ = figures.taken(date.fromisoformat(asking["as_of"]))
        return _figures_page(document, asking, snapshots.compared(snapshots.newest(document.id), found))
    given = request.form.get("version", "")
    version = sent_number(given)
    with attempt(asking):
        fire(document, "freeze", current_actor(), given=asking.answers, version=version)
    if not asking.good:
        return _figures_page(document, asking), 422
    tell("수치를 고정했습니다.", "The figures were frozen.")
    return see_other("documents.frozen_figures", case_id=document.id)


# ---- the evaluation of the former year ------------------------------------------------------------------------------------


def _evaluating(case_id: int) -> PolicyDocument:
    document = case_or_404(PolicyDocument, case_id)
    if not queries.type_of(document).evaluates:
        abort(404)
    return document


@bp.get("/<int:case_id>/evaluation")
@access("officer", "ministry")
def evaluated(case_id: int) -> str:
    """All tasks of the plan with their results."""
    document = _evaluating(case_id)
    return render_template(
        "markets/documents/evaluation.html",
        document=document,
        title_words=document.titled,
        year=evaluation.evaluated_year(document),
        plan=PLAN,
        held=evaluation.evaluations(document.id),
        evidence=evaluation.evidence(document),
        results=RESULTS,
        may_write=queries.may_evaluate(document, current_actor()),
    )


@bp.get("/<int:case_id>/evaluation/<task>")
@access("officer", "ministry")
def evaluate_task(case_id: int, task: str) -> str:
    document = _evaluating(case_id)
    if task not in TASKS:
        abort(404)
    held = evaluation.evaluations(document.id).get(task)
    return _task_page(
        document, task, Asking(RESULT, {"result": held.result, "sentence": held.sentence} if held else {})
    )


def _task_page(document: PolicyDocument, code: str, asking: Asking) -> str:
    return render_template(
        "markets/documents/task.html",
        document=document,
        title_words=document.titled,
        task=TASKS[code],
        year=evaluation.evaluated_year(document),
        held=evaluation.evaluations(document.id).get(code),
        evidence=evaluation.evidence(document).get(code, []),
        ministries=MINISTRIES,
        states=STATES,
        results=RESULTS,
        asking=asking,
        may_write=bool(asking.errors) or queries.may_evaluate(document, current_actor()),
    )


@bp.post("/<int:case_id>/evaluation/<task>")
@access("officer", "ministry")
def save_task(case_id: int, task: str) -> Any:
    document = _evaluating(case_id)
    if task not in TASKS:
        abort(404)
    lock_row(document)
    asking = Asking(RESULT, given=request.form)
    if not queries.may_evaluate(document, current_actor()):
        said = Text("지금 이 문서를 평가할 수 있는 사람이 아닙니다.", "You may not evaluate in this document now.")
        asking.fault("", said)
    if not asking.good:
        return _task_page(document, task, asking), 422
    evaluation.evaluate(document, task, asking.text("result"), asking.text("sentence"), current_actor())
    waiting = evaluation.open_tasks(document.id)
    tell("평가를 저장했습니다.", "The evaluation was saved.")
    if waiting and request.form.get("act") == "next":
        return see_other("documents.evaluate_task", case_id=document.id, task=waiting[0])
    return see_other("documents.evaluated", case_id=document.id)
