"""The yearly evaluation (법 제18조): for each task of the plan a result and a sentence,
beside what its card told in that year.
"""

from datetime import date
from typing import Any, Protocol

from sqlalchemy import func, select

from portal.core import clock
from portal.core.db import db
from portal.core.people import Actor
from portal.core.text import Text
from portal.markets.documents.evidence.models import TaskEvaluation
from portal.markets.documents.evidence.tokens import cell
from portal.markets.plan.models import TaskReport
from portal.markets.plan.terms import STATES, TASKS

RESULTS = {
    "achieved": (Text("달성", "Achieved"), "success"),
    "partly": (Text("일부 달성", "Partly achieved"), "warning"),
    "not": (Text("미달성", "Not achieved"), "danger"),
}


class YearlyDocument(Protocol):
    """A document of a year: it looks back on the year before."""

    @property
    def id(self) -> int: ...

    @property
    def year(self) -> int: ...


def evaluated_year(document: YearlyDocument) -> int:
    """The year that the document looks back on."""
    return document.year - 1


def evidence(document: YearlyDocument) -> dict[str, list[dict[str, Any]]]:
    """What the cards told in the evaluated year: per task its reports, the newest first, as plain values."""
    year = evaluated_year(document)
    first, last = (clock.start_of(date(y, 1, 1)) for y in (year, year + 1))
    wanted = select(TaskReport).where(TaskReport.at >= first, TaskReport.at < last).order_by(TaskReport.id.desc())
    found: dict[str, list[dict[str, Any]]] = {}
    for report in db.session.scalars(wanted):
        found.setdefault(report.task, []).append(
            {
                "on": clock.seoul(report.at).date().isoformat(),
                "state": report.state,
                "text": report.text,
                "evidence": report.evidence,
            }
        )
    return found


def evaluations(document_id: int) -> dict[str, TaskEvaluation]:
    """The newest evaluation of each task that has one."""
    latest = select(func.max(TaskEvaluation.id)).where(TaskEvaluation.document_id == document_id)
    wanted = select(TaskEvaluation).where(TaskEvaluation.id.in_(latest.group_by(TaskEvaluation.task)))
    return {e.task: e for e in db.session.scalars(wanted)}


def open_tasks(document_id: int) -> list[str]:
    """The codes of tasks that nobody has evaluated yet."""
    held = evaluations(document_id)
    return [code for code in TASKS if code not in held]


def evaluate(document: YearlyDocument, task: str, result: str, sentence: str, actor: Actor) -> TaskEvaluation:
    """Keep the result of a task with the evidence as it stands now; an earlier one stays on file."""
    made = TaskEvaluation(
        document_id=document.id,
        task=task,
        result=result,
        sentence=sentence,
        evidence=evidence(document).get(task, []),
        by_id=actor.user_id,
    )
    db.session.add(made)
    db.session.flush()
    return made


_HEAD = {
    "ko": ("과제", "결과", "평가", "근거(과제별 관리카드)"),
    "en": ("Task", "Result", "Evaluation", "Evidence (status cards)"),
}
_NO_REPORT = Text("그해에 카드에 적은 내용 없음", "Nothing on the card in that year")
_OPEN = Text("아직 평가하지 않음", "Not evaluated yet")


def markdown(document: YearlyDocument, language: str) -> str:
    """All tasks as a Markdown table, and how many had which result."""
    held, live = evaluations(document.id), evidence(document)
    lines = ["| " + " | ".join(_HEAD[language]) + " |", "| --- | --- | --- | --- |"]
    for code, task in TASKS.items():
        one = held.get(code)
        told = _told(one.evidence if one else live.get(code, []), language)
        cells = [
            f"{code} {task.title.in_(language)}",
            (RESULTS[one.result][0] if one else _OPEN).in_(language),
            one.sentence if one else "–",
            told or _NO_REPORT.in_(language),
        ]
        lines.append("| " + " | ".join(cell(c) for c in cells) + " |")
    counts = {key: sum(e.result == key for e in held.values()) for key in RESULTS}
    said = [f"{words.in_(language)} {counts[key]}" for key, (words, _) in RESULTS.items()]
    title = Text("{year}년 과제 평가: {said}", "Evaluation of the tasks of {year}: {said}").format(
        year=evaluated_year(document), said=", ".join(said)
    )
    return "\n".join(["", f"**{title.in_(language)}**", "", *lines, ""])


def _told(reports: list[dict[str, Any]], language: str) -> str:
    said = [
        f"{r['on']} {STATES[r['state']][0].in_(language)}: {r['evidence']}" for r in reports if r["state"] in STATES
    ]
    return "; ".join(said[:3])
