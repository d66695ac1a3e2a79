"""The dated rule sets: who must file, and how long each period is, from which day on. What was once in force is never edited."""

from datetime import date
from typing import Any

from flask import abort, render_template, request
from sqlalchemy import select

from portal.core import clock
from portal.core.asking import Asking
from portal.core.db import db
from portal.core.people import FOUNDERS, User
from portal.core.periods import PERIODS, RuleSet
from portal.core.redating import Why
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, current_actor, note_access, see_other, tell
from portal.shell.admin.blueprint import bp
from portal.shell.admin.redated import preview_or_make

EXPLAINED = {
    "file_days": Text(
        "법 제4조제1항·시행령 제3조: 사유가 생긴 다음 날부터 셉니다.",
        "Act Art. 4(1), Decree Art. 3: counted from the day after the event.",
    ),
    "decide_days": Text(
        "법 제4조제3항·민원처리법 제19조: 접수한 날부터 근무일로 셉니다.",
        "Act Art. 4(3), MW Art. 19: working days, the day of receipt counted.",
    ),
    "extension_days": Text("민원처리법 시행령 제21조: 한 번 연장할 수 있습니다.", "MWD Art. 21: extended once."),
    "supplement_days": Text(
        "시행령 제3조제4항: 보완을 요구할 때 줄 수 있는 최대 기간입니다.",
        "Decree Art. 3(4): the longest a supplement may take.",
    ),
    "demand_days": Text(
        "민원처리법 시행령 제24조제3항: 한 번 더 요구할 때의 최대 기간입니다.",
        "MWD Art. 24(3): the longest for one further demand.",
    ),
    "change_days": Text(
        "변경신고를 처리하는 기간입니다. 수리간주는 없습니다.",
        "The service time of a change filing; silence accepts nothing.",
    ),
    "law_answer_days": Text(
        "민원처리법 시행령 제14조: 법령 질의는 14일입니다.", "MWD Art. 14: 14 days for questions on law."
    ),
    "procedure_answer_days": Text(
        "민원처리법 시행령 제14조: 제도·절차 질의는 7일입니다.", "MWD Art. 14: 7 days for questions on procedure."
    ),
    "inquiry_days": Text(
        "운영 기준입니다: 현지 제도와 애로사항.", "Our own service time: foreign systems, difficulties."
    ),
    "match_days": Text("운영 기준입니다: 신청부터 배정까지.", "Our own: from the application to an expert."),
    "offer_days": Text(
        "운영 기준입니다: 지나면 다음 순위로 넘어갑니다.", "Our own: after it the next expert is asked."
    ),
    "consult_days": Text("운영 기준입니다: 수락부터 보고서까지.", "Our own: from acceptance to the report."),
    "indepth_days": Text("운영 기준입니다: 수락부터 결과 보고까지.", "Our own: from acceptance to the result report."),
    "survey_days": Text(
        "운영 기준입니다: 지나면 조사 없이 종료합니다.", "Our own: after it the case closes without a survey."
    ),
    "review_days": Text(
        "운영 기준입니다: 위촉 신청 접수부터 결정까지.", "Our own: from an expert's application to the decision."
    ),
    "hours_days": Text(
        "운영 기준입니다: 지나면 담당자가 확인할 수 있습니다.",
        "Our own: after it an officer may confirm in the client's place.",
    ),
    "pay_days": Text("운영 기준입니다: 시간 확인부터 지급까지.", "Our own: from confirmed hours to payment."),
}
ASKED = (
    Field(key="effective_from", label=Text("시행일", "In force from"), type="date", required=True),
    *(
        Field(key=key, label=label, type="integer", required=True, least=1, most=365, hint=EXPLAINED[key], unit=Text("일", "days"))
        for key, label in PERIODS.items()
    ),
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


@bp.get("/rule-sets")
@access("ministry", "admin")
def rule_sets() -> str:
    rows = list(db.session.scalars(select(RuleSet).order_by(RuleSet.effective_from.desc())))
    named = db.session.execute(select(User.id, User.name).where(User.id.in_([r.by_id for r in rows if r.by_id])))
    names = {row.id: row.name for row in named}
    now = next((r.id for r in rows if r.effective_from <= clock.today()), None)
    return render_template(
        "shell/admin/rule_sets.html", rows=rows, names=names, now_in_force=now, periods=PERIODS, explained=EXPLAINED
    )


@bp.get("/rule-sets/new")
@access("ministry", "admin")
def rule_set_new() -> str:
    """The form begins with the values of the last set."""
    last = db.session.scalar(select(RuleSet).order_by(RuleSet.effective_from.desc()).limit(1))
    held: dict[str, Any] = (
        {**last.periods, "filers": last.filers, "deems": "yes" if last.deems else "no"} if last else {}
    )
    return render_template("shell/admin/rule_set_new.html", asked=Asking(ASKED, held))


@bp.post("/rule-sets/new")
@access("ministry", "admin")
def rule_set_add() -> Any:
    asked = Asking(ASKED, given=request.form)
    day = date.fromisoformat(asked.text("effective_from")) if asked["effective_from"] else None
    if day and db.session.scalar(select(RuleSet.id).where(RuleSet.effective_from == day)):
        asked.fault(
            "effective_from",
            Text("이 날부터 시행하는 기준이 이미 있습니다.", "There is a set in force from this day already."),
        )
    if day is None or not asked.good:
        return render_template("shell/admin/rule_set_new.html", asked=asked), 422

    def change() -> None:
        db.session.add(
            RuleSet(
                effective_from=day,
                periods={key: int(asked[key]) for key in PERIODS},
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
    if held.effective_from <= clock.today():
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
