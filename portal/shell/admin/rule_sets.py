"""The dated rule sets: who must file, and how long each period is, from which day on. What was once in force is never edited."""

from datetime import date
from typing import Any

from flask import abort, render_template, request

from portal.core import clock, dated
from portal.core.asking import Asking
from portal.core.db import db
from portal.core.people import FOUNDERS
from portal.core.periods import RuleSet, all_periods
from portal.core.redating import Why
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, current_actor, note_access, see_other, tell
from portal.shell.admin.blueprint import bp
from portal.shell.admin.redated import preview_or_make

DAY = Field(key="effective_from", label=Text("시행일", "In force from"), type="date", required=True)
BESIDE = (
    Field(
        key="filers",
        label=Text("신고 의무자", "Who must file"),
        type="choices",
        required=True,
        choices=FOUNDERS,
        hint=Text("고르지 않은 기관의 신고는 자율 신고로 받습니다.", "Filings of others are voluntary."),
    ),
    Field(
        key="deems",
        label=Text("기간이 지나면 수리한 것으로 보나요?", "Does silence accept?"),
        type="yesno",
        required=True,
        hint=Text("법 제4조제4항의 수리간주입니다.", "Deemed acceptance, Act Art. 4(4)."),
    ),
    Field(
        key="source",
        label=Text("근거", "Source"),
        type="text",
        required=True,
        longest=500,
        example=Text("법률 제00000호(2027. 1. 1. 시행)", "Act No. 00000, in force 1 Jan 2027"),
    ),
)  # fmt: skip


def _asked() -> tuple[Field, ...]:
    """The day, every declared period, and what else a set says."""
    return (
        DAY,
        *(
            Field(
                key=one.key, label=one.label, type="integer", required=True, least=one.least, most=one.most, hint=one.explained, unit=one.unit
            )
            for one in all_periods().values()
        ),
        *BESIDE,
    )  # fmt: skip


@bp.get("/rule-sets")
@access("ministry", "admin")
def rule_sets() -> str:
    rows = dated.written(RuleSet)[::-1]
    now = dated.in_force(rows, clock.today())
    return render_template("shell/admin/rule_sets.html", rows=rows, now=now, periods=all_periods())


@bp.get("/rule-sets/new")
@access("ministry", "admin")
def rule_set_new() -> str:
    """The form begins with the values of the last set."""
    held: dict[str, Any] = {key: one.shipped for key, one in all_periods().items()}
    for last in dated.written(RuleSet)[-1:]:
        held |= {**last.periods, "filers": last.filers, "deems": "yes" if last.deems else "no"}
    return render_template("shell/admin/rule_set_new.html", asked=Asking(_asked(), held))


@bp.post("/rule-sets/new")
@access("ministry", "admin")
def rule_set_add() -> Any:
    asked = Asking(_asked(), given=request.form)
    day = date.fromisoformat(asked.text("effective_from")) if asked["effective_from"] else None
    if day and (fault := dated.misdated(day, dated.written(RuleSet))):
        asked.fault("effective_from", fault)
    if day is None or not asked.good:
        return render_template("shell/admin/rule_set_new.html", asked=asked), 422

    def change() -> None:
        db.session.add(
            RuleSet(
                effective_from=day,
                periods={key: int(asked[key]) for key in all_periods()},
                filers=list(asked["filers"]),
                deems=asked["deems"] == "yes",
                source=asked.text("source"),
                by_id=current_actor().user_id,
            )
        )
        db.session.flush()

    if request.form.get("confirm") == "yes":
        note_access("rule-set-added", day.isoformat())
    title = Text("처리 기준 더하기", "Add a rule set")
    return preview_or_make(change, Why(day, "처리 기준 변경"), asked, title, "admin.rule_sets")


@bp.post("/rule-sets/<int:rule_set_id>/withdraw")
@access("ministry", "admin")
def rule_set_withdraw(rule_set_id: int) -> Any:
    held = db.session.get(RuleSet, rule_set_id)
    if held is None:
        abort(404)
    if not dated.is_coming(held):
        tell(
            "시행된 기준은 지우거나 고칠 수 없습니다. 새 기준을 더해 주세요.",
            "A set in force is never changed or removed. Add a new one.",
            "error",
        )
        return see_other("admin.rule_sets")
    note_access("rule-set-withdrawn", held.effective_from.isoformat())
    db.session.delete(held)
    tell("아직 시행되지 않은 기준을 거두었습니다.", "The set was withdrawn before it came into force.")
    return see_other("admin.rule_sets")
