"""Moves of an award that decide its grant and watch the work: 교부결정, 점검 and its measures.

The award's own stand in its kind.
"""

from funds.grants.money import acts
from funds.selection.models import Award
from portal.core.permissions import EDITORS, OFFICER
from portal.core.schema import Field, asked
from portal.core.text import Text
from portal.core.workflow import Move

GRANTING: tuple[Move[Award], ...] = (
    Move(
        name="grant", label=Text("교부결정", "Decide the grant"), source=("in_force",), to=None, by=(OFFICER,),
        event="award.granted", told=Text("보조금 교부를 결정했습니다.", "The grant was decided."),
        needs=(acts.grantable,), effects=(acts.decide_grant,), tells=("members",), button=False,
    ),
    Move(
        name="check", label=Text("점검 기록", "Record a check"), source=("in_force", "notice", "suspended", "finished"), to=None, by=(OFFICER,),
        event="award.checked", told=Text("보조사업을 점검했습니다.", "The work was checked."),
        asks=asked("check",
            Field(key="visited_on", label=Text("점검일", "Day of the visit"), type="date", required=True),
            Field(key="place", label=Text("장소", "Place")),
            Field(key="findings", label=Text("확인한 내용", "Findings"), type="text", required=True, longest=4000),
            Field(key="measures", label=Text("조치할 사항", "Measures"), type="text", longest=4000),
            Field(key="due_on", label=Text("조치 기한", "Measures by"), type="date")),
        needs=(acts.granted, acts.check_fits), effects=(acts.keep_check,), tells=("members",),
    ),
    Move(
        name="answer_check", label=Text("조치 결과 내기", "Report the measures"), source=("in_force", "notice", "suspended", "finished"), to=None, by=(EDITORS,),
        event="award.check_answered", told=Text("점검에서 요구된 조치의 결과를 냈습니다.", "The measures were reported."),
        needs=(acts.check_open,), effects=(acts.answer_check,), tells=("officers",), button=False,
    ),
    Move(
        name="confirm_check", label=Text("조치 확인", "Confirm the measures"), source=("in_force", "notice", "suspended", "finished"), to=None, by=(OFFICER,),
        event="award.check_confirmed", told=Text("조치가 끝난 것을 확인했습니다.", "The measures were seen done."),
        needs=(acts.check_open,), effects=(acts.confirm_check,), tells=("members",), button=False,
    ),
)  # fmt: skip
