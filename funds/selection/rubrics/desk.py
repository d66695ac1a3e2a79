"""The rubric editor: rows as they stand with some blank ones, kept as typed; what is wrong is said in sentences."""

from datetime import date
from typing import Any

from flask import abort, render_template, request

from funds.selection.blueprints import desk
from funds.selection.programmes import PROGRAMMES
from funds.selection.programmes.declaration import SAMPLE
from funds.selection.rubrics import acts
from funds.selection.rubrics.measures import MEASURES
from funds.selection.rubrics.models import Rubric
from funds.selection.rubrics.problems import problems_of
from funds.selection.rubrics.queries import STATES, rubrics_of
from portal.core import clock
from portal.core.attempts import attempt
from portal.core.db import db
from portal.core.reading import or_none, whole
from portal.core.reading_days import day_or_none
from portal.core.text import Text
from portal.core.web import access, current_actor, see_other, tell
from portal.core.workflow import Refused

BLANK = 2


@desk.get("/rubrics")
@access("officer", "ministry")
def rubric_list() -> str:
    return render_template(
        "funds/selection/rubrics/desk.html",
        programmes=PROGRAMMES,
        found={key: rubrics_of(key) for key in PROGRAMMES},
        states=STATES,
        sample=SAMPLE,
        ministry=current_actor().has("ministry"),
    )


@desk.post("/rubrics/new/<programme>")
@access("ministry")
def new_rubric(programme: str) -> Any:
    if programme not in PROGRAMMES:
        abort(404)
    made = acts.new_version(programme, current_actor())
    return see_other("funds_desk.rubric", rubric_id=made.id)


def _rubric_or_404(rubric_id: int) -> Rubric:
    found = db.session.get(Rubric, rubric_id) if rubric_id < 2**31 else None
    if found is None:
        abort(404)
    return found


@desk.get("/rubrics/<int:rubric_id>")
@access("officer", "ministry")
def rubric(rubric_id: int) -> str:
    found = _rubric_or_404(rubric_id)
    return _page(found, found.body, found.sample, [])


def _page(found: Rubric, body: dict[str, Any], sample: bool, errors: list[tuple[str, str]]) -> str:  # noqa: FBT001
    return render_template(
        "funds/selection/rubrics/edit.html",
        rubric=found,
        programme=PROGRAMMES[found.programme],
        body=body,
        sample=sample,
        sample_words=SAMPLE,
        state=STATES[found.state],
        measures=MEASURES,
        writing=(found.state == "draft" or body is not found.body) and current_actor().has("ministry"),
        ministry=current_actor().has("ministry"),
        blank=BLANK,
        errors=errors,
        problems=problems_of(body, found.version) if found.state == "draft" and not errors else [],
        today_=clock.today(),
    )


@desk.post("/rubrics/<int:rubric_id>")
@access("ministry")
def save_rubric(rubric_id: int) -> Any:
    """Keeps the draft whatever it holds; the page then says what keeps it from being published."""
    found = _rubric_or_404(rubric_id)
    body, sample = read_body(request.form), request.form.get("sample") == "yes"
    with attempt() as tried:
        acts.change(found, body, sample=sample)
    if tried.refused:
        return _page(found, body, sample, tried.errors), 422
    tell("저장했습니다.", "Saved.")
    return see_other("funds_desk.rubric", rubric_id=found.id)


@desk.post("/rubrics/<int:rubric_id>/<any(publish, enforce):act>")
@access("ministry")
def rubric_act(rubric_id: int, act: str) -> Any:
    found = _rubric_or_404(rubric_id)
    with attempt() as tried:
        if act == "publish":
            acts.publish_for_comment(found)
        else:
            acts.put_in_force(found, _day(request.form.get("day", "")))
    if tried.refused:
        return _page(found, found.body, found.sample, tried.errors), 422
    if act == "publish":
        tell("공개했습니다. 의견을 받습니다.", "Published for comment.")
    else:
        tell("시행일을 정했습니다.", "The day from which it is in force is set.")
    return see_other("funds_desk.rubric", rubric_id=found.id)


def _day(text: str) -> date:
    found = day_or_none(text)
    if found is None:
        raise Refused(Text("시행일을 2026-11-23처럼 적어 주세요.", "Write the day like 2026-11-23."))
    return found


def read_body(form: Any) -> dict[str, Any]:
    """The rubric's body from the editor's fields.

    Rows without an id are blank ones and left out; nothing is judged here.
    """

    def text(name: str) -> str:
        return str(form.get(name, "")).strip()

    def rows(prefix: str) -> list[int]:
        return [n for n in range(60) if text(f"{prefix}-{n}-id")]

    criteria = []
    for n in rows("criterion"):
        one: dict[str, Any] = {key: text(f"criterion-{n}-{key}") for key in ("id", "label", "label_en", "max")}
        if text(f"criterion-{n}-min"):
            one["min"] = text(f"criterion-{n}-min")
        if text(f"criterion-{n}-automatic"):
            one |= {
                "automatic": text(f"criterion-{n}-automatic"),
                "steps": _pairs(text(f"criterion-{n}-steps")),
                "levels": [],
            }
        else:
            one["levels"] = _levels(text(f"criterion-{n}-levels"))
        criteria.append(one)
    points: dict[str, list[dict[str, str]]] = {}
    for prefix in ("bonus", "penalty"):
        points[prefix] = []
        for n in rows(prefix):
            held = {key: text(f"{prefix}-{n}-{key}") for key in ("id", "label", "label_en", "points", "evidence")}
            if text(f"{prefix}-{n}-by"):
                held["by"] = text(f"{prefix}-{n}-by")
            points[prefix].append(held)
    return {
        "pass_mark": text("pass_mark"),
        "drop_extremes_from": or_none(whole, text("drop_extremes_from")) or 0,
        "decimals": 2,
        "bonus_cap": text("bonus_cap"),
        "criteria": criteria,
        "bonuses": points["bonus"],
        "penalties": points["penalty"],
        "tie_break": [word.strip() for word in text("tie_break").split(",") if word.strip()],
    }


def _pairs(text: str) -> list[list[str]]:
    return [
        [part.strip() for part in line.split(":", 1)] for line in text.replace(",", "\n").splitlines() if ":" in line
    ]


def _levels(text: str) -> list[list[str]]:
    """Lines '18: 한국어 / English'."""
    found = []
    for line in text.splitlines():
        points, colon, words = line.partition(":")
        if colon and words.strip():
            ko, _, en = words.partition(" / ")
            found.append([points.strip(), ko.strip(), en.strip()])
    return found
