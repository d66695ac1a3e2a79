"""변경신고 (시행령 제3조제5항): a change of an accepted filing, or its end. No filing limit, and silence accepts nothing."""

from filings.change import acts
from filings.change.questions import CHANGE_SCHEMA
from filings.filing.procedure import ACCEPTED, CLOSED_STATES, LADDER, OPEN_STATES, procedure_moves
from filings.models import ChangeFiling
from portal.core.module import Kind, Term
from portal.core.permissions import MEMBERS, OFFICIALS
from portal.core.text import Text
from portal.core.workflow import Workflow

change = Kind(
    key="change",
    title=Text("변경신고", "Change filing"),
    model=ChangeFiling,
    schema=CHANGE_SCHEMA,
    workflow=Workflow(
        start="draft",
        states=(*OPEN_STATES, ACCEPTED, *CLOSED_STATES),
        moves=procedure_moves(
            "change",
            Text("변경신고", "change filing"),
            complete=acts.complete,
            filed=(acts.keep_change,),
            received=(acts.receive,),
            mended=(),
            acceptable=(acts.parent_in_force,),
            accepted=(acts.accept,),
            accepted_words=Text(
                "변경신고를 수리해 신고 내용을 바꾸었습니다.", "The change was accepted and taken into the filing."
            ),
        ),
    ),
    seen_by=(MEMBERS, OFFICIALS),
    term=Term(
        rule="change_days",
        law=Text("시행령 제3조제5항 (처리 기간은 운영 기준)", "Decree Art. 3(5); the period is a service standard"),
    ),
    series="C",
    endpoint="filings.page",
    desk="filings_desk.page",
    reminders=LADDER,
)
