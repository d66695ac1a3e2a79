"""The questions of a 변경신고 (시행령 제3조제5항, 시행규칙 제3조제2항): why, since when, and the filing itself to be edited.

The filing's own sections follow with its answers in them, and only the proof of the change is a statutory
paper: nothing is asked twice.
"""

from dataclasses import replace

from filings.filing import questions
from portal.core import clock
from portal.core.schema import Answers, Field, Schema, Section, When
from portal.core.text import Text

RULE_3_2 = Text("시행규칙 제3조제2항", "Rule Art. 3(2)")

CHANGE_REASONS = {
    "institution": Text("기관 사정", "Circumstances of the institution"),
    "local_rules": Text("현지 규제", "Rules of the host country"),
    "contract_over": Text("계약 종료", "The contract ended"),
    "other": Text("기타", "Other"),
}
WHAT = {
    "no": Text("신고한 내용이 바뀌었습니다", "What was filed has changed"),
    "yes": Text("해외진출을 끝냈습니다(종료)", "The expansion has ended"),
}
CHANGED, ENDED = When("ends", ("no",)), When("ends", ("yes",))

WHY = Section(
    key="change",
    title=Text("변경 사유", "Why it changes"),
    fields=(
        Field(key="ends", label=Text("무엇을 알립니까?", "What do you tell us?"), type="choice", choices=WHAT, required=True),
        Field(key="reason", label=Text("사유", "Reason"), type="choice", choices=CHANGE_REASONS, required=True),
        Field(key="changed_on", label=Text("바뀐 날", "Day of the change"), type="date", required=True, past=True, show_if=CHANGED),
        Field(key="ended_on", label=Text("종료한 날", "Day it ended"), type="date", required=True, past=True, show_if=ENDED),
        Field(key="explanation", label=Text("자세한 설명", "Explanation"), type="text", longest=2000),
        Field(key="change_proof", label=Text("변경 사실을 증명하는 서류", "Paper that proves the change"), type="paper", law=RULE_3_2, show_if=CHANGED),
        Field(key="ending_papers", label=Text("종료를 보여 주는 자료", "Papers that show the end"), type="paper", show_if=ENDED),
    ),
)  # fmt: skip


def _edited(section: Section) -> Section:
    """A section of the filing as it stands in a change: its papers are held already, so none of them is asked for."""
    fields = tuple(replace(f, law=None, required=False) if f.is_paper else f for f in section.fields)
    return replace(section, fields=fields, show_if=CHANGED, lead=section.lead if section.key == "trigger" else None)


def _status_is_told_apart(answers: Answers) -> dict[str, Text]:
    if answers.get("ends") == "no" and answers.get("status") == "ended":
        return {
            "status": Text(
                "종료는 ‘변경 사유’에서 ‘해외진출을 끝냈습니다’를 골라 알려 주세요.",
                "To tell the end, choose “The expansion has ended” under “Why it changes”.",
            )
        }
    return {}


def _day_in_the_past(answers: Answers) -> dict[str, Text]:
    today = clock.today().isoformat()
    future = Text("아직 오지 않은 날입니다. 날짜를 확인해 주세요.", "This day is in the future. Check the date.")
    return {k: future for k in ("changed_on", "ended_on") if answers.get(k) and answers[k] > today}


CHANGE_SCHEMA = Schema(
    key="change",
    version=1,
    sections=(WHY, *(_edited(section) for section in questions.SCHEMA.sections)),
    checks=(*questions.SCHEMA.checks, _status_is_told_apart, _day_in_the_past),
)
OF_THE_CHANGE = frozenset(f.key for f in WHY.fields)
