"""의료 해외진출 신고 (법 제4조): one filing per expansion, accepted with a certificate,
or by law when the period lapses in silence.
"""

from filings.filing import acts
from filings.filing.amended import take_change
from filings.filing.procedure import (
    ACCEPTED,
    CLOSED_STATES,
    LADDER,
    OPEN_STATES,
    REASON,
    REMEDY,
    procedure_moves,
)
from filings.filing.questions import SCHEMA
from filings.models import Filing
from portal.core.module import Kind, Term
from portal.core.permissions import MEMBERS, OFFICER, OFFICIALS, SYSTEM_ONLY
from portal.core.schema import Field, asked
from portal.core.text import Text
from portal.core.workflow import Move, State, Workflow

STATES = (
    *OPEN_STATES,
    ACCEPTED,
    State(key="deemed", label=Text("수리간주", "Deemed accepted"), tone="success", open=False),
    *CLOSED_STATES,
    State(key="revoked", label=Text("효력 상실", "Revoked"), tone="danger", open=False),
)

MOVES = (
    *procedure_moves(
        "filing", Text("신고", "filing"),
        complete=acts.complete, filed=(acts.name_case,), received=(acts.receive,), mended=(acts.judge_again,),
        acceptable=(acts.licence_seen,), accepted=(acts.accept,),
        accepted_words=Text("수리하고 신고확인증을 발급했습니다.", "Accepted; the certificate was issued."),
    ),
    Move(
        name="check_licence", label=Text("개설허가 확인", "Licence checked"), source=("received", "supplement"), to=None, by=(OFFICER,),
        event="filing.licence_checked", told=Text("개설허가·신고 사항을 행정정보 공동이용으로 확인했습니다.", "The licence was checked through shared information."),
        asks=asked("check_licence", Field(key="reason", label=Text("확인한 내용", "What was seen"), type="text", required=True, longest=500)),
        needs=(acts.consented,), effects=(acts.check_licence,),
    ),
    Move(
        name="deem", label=Text("수리간주", "Deemed acceptance"), source=("received",), to="deemed", by=(SYSTEM_ONLY,),
        event="filing.deemed", told=Text("처리 기간이 지나 법에 따라 수리한 것으로 봅니다. 신고확인증을 발급했습니다.", "The period lapsed: accepted by law. The certificate was issued."),
        effects=(acts.deem,), when=acts.deemed_day, tells=("members", "handler"), button=False,
    ),
    Move(
        name="change", label=Text("변경 반영", "Take a change"), source=("accepted", "deemed"), to=None, by=(SYSTEM_ONLY,),
        event="filing.changed", told=Text("변경신고가 수리되어 신고 내용이 바뀌었습니다.", "A change filing was accepted: the content changed."),
        effects=(take_change,), button=False,
    ),
    Move(
        name="revoke", label=Text("신고확인증 효력 상실", "Revoke the certificate"), source=("accepted", "deemed"), to="revoked", by=(OFFICER,),
        event="filing.revoked", told=Text("신고확인증의 효력을 없앴습니다.", "The certificate was revoked."),
        asks=asked("revoke", REASON, REMEDY), effects=(acts.revoke,), tells=("members",), tone="danger",
    ),
)  # fmt: skip

filing = Kind(
    key="filing",
    title=Text("해외진출 신고", "Overseas-expansion filing"),
    model=Filing,
    schema=SCHEMA,
    workflow=Workflow(start="draft", states=STATES, moves=MOVES),
    seen_by=(MEMBERS, OFFICIALS),
    term=Term(
        rule="decide_days",
        deems=True,
        law=Text("법 제4조제3항·제4항, 민원처리법 제19조제2항", "Act Art. 4(3)-(4), MW Art. 19(2)"),
    ),
    series="F",
    endpoint="filings.page",
    desk="filings_desk.page",
    reminders=LADDER,
)
