"""The dated rule sets: who must file, and how long each period is, from which day on.

What was once in force is never edited.
"""

from typing import Any

from flask import render_template, request

from portal.core import dated
from portal.core.dated_page import DatedPage, Said
from portal.core.db import db
from portal.core.people import FOUNDERS
from portal.core.periods import RuleSet, all_periods
from portal.core.redating import Why
from portal.core.schema import Answers, Field
from portal.core.text import LANGUAGES, Text
from portal.core.web import access, current_actor, note_access
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
                key=one.key,
                label=one.label,
                type="integer",
                required=True,
                least=one.least,
                most=one.most,
                hint=one.explained,
                unit=one.unit,
            )
            for one in all_periods().values()
        ),
        *BESIDE,
    )


def _last() -> Answers:
    held: Answers = {key: one.shipped for key, one in all_periods().items()}
    for last in dated.written(RuleSet)[-1:]:
        held |= {**last.periods, "filers": last.filers, "deems": "yes" if last.deems else "no"}
    return held


RULE_SETS = DatedPage(
    model=RuleSet,
    versions=lambda: dated.written(RuleSet),
    title=Text("처리 기준", "Rule sets"),
    lead=Text("사건은 접수한 날에 시행 중인 기준으로 판단합니다. 시행된 기준은 고치지 않고 새 기준을 더합니다.", "A case is judged by the set in force on the day of its receipt. A set in force is never edited; a new one is added."),
    above=((Text("관리", "Administration"), "admin.index"),),
    says=(
        Said(Text("신고 의무자", "Who must file"), lambda r: Text(*(", ".join(FOUNDERS[f].in_(n) if f in FOUNDERS else f for f in r.filers) for n in LANGUAGES))),
        Said(Text("수리간주", "Deemed acceptance"), lambda r: Text("기간이 지나면 다음 날 수리한 것으로 봅니다.", "Silence accepts on the day after the period.") if r.deems else Text("없음", "None")),
    ),
    apart=True,
    template="shell/admin/rule_sets.html",
    also=lambda: {"periods": all_periods()},
    endpoint="admin.rule_sets", withdrawing="admin.rule_set_withdraw",
    writers=("ministry", "admin"),
    fields=_asked, begins_with=_last,
    may_begin=lambda _asked, day: dated.misdated(day, dated.written(RuleSet)),
    noted="rule-set",
)  # fmt: skip


@bp.get("/rule-sets")
@access("ministry", "admin")
def rule_sets() -> str:
    return RULE_SETS.page()


@bp.get("/rule-sets/new")
@access("ministry", "admin")
def rule_set_new() -> str:
    """The form begins with the values of the last set."""
    return render_template("shell/admin/rule_set_new.html", asked=RULE_SETS.begun())


@bp.post("/rule-sets/new")
@access("ministry", "admin")
def rule_set_add() -> Any:
    """A new set, once it was shown which open cases it moves."""
    asked, day = RULE_SETS.asked()
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


@bp.post("/rule-sets/<int:version_id>/withdraw")
@access("ministry", "admin")
def rule_set_withdraw(version_id: int) -> Any:
    return RULE_SETS.withdraw(version_id)
