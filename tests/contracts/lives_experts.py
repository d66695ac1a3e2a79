"""How the experts' cases are brought into their states, for the golden tables."""

from datetime import timedelta
from io import BytesIO

from experts.centre.kind import inquiry
from experts.insights.kind import insight
from experts.pool.kind import application
from portal.core import clock, files, records
from portal.core.cases import Case
from portal.core.db import db
from portal.core.fire import fire, open_case
from portal.core.people import SYSTEM, User
from tests import expert_forms as forms
from tests import factories as make
from tests.contracts.lives import Life, members_and_officials

REASON = {"reason": "가상 사유"}
GIVEN = {
    "accept_offer": forms.YES,
    "declare": {"conflict_with": "가상병원", "keep": "no"},
    "decline": {"because_own": "가상 사유"},
    "leave": {"because_own": "가상 사유"},
    "plan": {"plan": "가상 계획"},
    "progress": {"because": "가상 진행"},
    "report": {"report": "가상 보고"},
    "close": {"rating": "4"},
    "outcome": {"outcome": "going"},
    "appoint": {"term_from": "2026-12-01", "term_to": "2027-06-30", "max_load": 3},
    "renew": {"term_to": "2029-12-31"},
    "refer": {"fields": ["legal"]},
    "ask_more": {"because": "더 알고 싶습니다."},
    "publish": {"question": "가상 질문", "public_answer": "가상 답변"},
}


def given(case, name):
    if name == "hand_over":
        return {"to": str(make.user("officer").id)}
    if name == "assign":
        return {"expert": forms.expert().id, "why": "가상 사유"}
    if name == "answer" and case.kind == "inquiry":
        return {"answer": "가상 답변", "standing": "guidance"}
    return GIVEN.get(name, REASON)


# ---- consultations ------------------------------------------------------------------------------------------------------


def consultation_in(state: str) -> Case:
    """In-depth, with a plan where the work has begun; who is next in rank takes office only later."""
    making = {"offered": forms.asked, "running": forms.running, "reported": forms.reported, "closed": forms.closed}
    if state in making:
        one = forms.expert()
        case, _ = making[state](one, depth="indepth")
        if state == "running":
            fire(case, "plan", forms.acting(one), given=GIVEN["plan"])
        return case
    if state in ("matching", "unmet"):
        case, actor = forms.waiting(depth="indepth")
        case.fallback = [forms.expert(term_from=clock.today() + timedelta(days=100)).id]
    else:
        case, actor = forms.draft(depth="indepth")
        if state not in ("draft", "discarded"):
            fire(case, "submit", actor)
    last = {"discarded": "discard", "unmet": "unmet", "refused": "refuse", "withdrawn": "withdraw", "supplement": "ask"}
    if state in last:
        fire(case, last[state], actor if state in ("discarded", "withdrawn") else make.officer(), given=REASON)
    return case


def consultation_cast(case):
    held = case.expert or forms.expert()
    return members_and_officials(case) | {"expert": forms.acting(held), "other": forms.acting(forms.expert())}


# ---- cases of persons ---------------------------------------------------------------------------------------------------


def person_cast(case):
    author = db.session.get(User, case.created_by_id)
    officials = {role: make.acting(make.user(role)) for role in ("officer", "ministry")}
    return {"author": make.acting(author), "stranger": make.acting(make.user()), **officials, "system": SYSTEM}


def application_in(state: str) -> Case:
    author = make.acting(make.user(language="en"))
    case = open_case(application, author, organisation_id=None, title="가상 신청")
    held = {
        "name_en": "Fictional",
        "phone": "02-000-0000",
        "zone": "Asia/Seoul",
        "fields": ["legal"],
        "languages": ["ko"],
        "years": 9,
        "career": forms.LICENCE_CAREER,
        "affiliation": "가상컨설팅",
        "consent": "yes",
    }
    records.start_draft(case, held)
    files.attach(case, "evidence", BytesIO(forms.PDF), "career.pdf", author)
    path = {
        "draft": (),
        "received": ("submit",),
        "supplement": ("submit", "ask"),
        "appointed": ("submit", "appoint"),
        "ended": ("submit", "appoint", "end"),
        "refused": ("submit", "refuse"),
        "withdrawn": ("withdraw",),
    }[state]
    return walked(case, author, path)


def inquiry_in(state: str) -> Case:
    """With an organisation behind it; one that was answered is published, too."""
    own = make.organisation()
    author = make.acting(make.member(own, language="en"))
    case = open_case(inquiry, author, organisation_id=own.id, title="가상 질문")
    records.start_draft(case, {"topic": "foreign", "country": "KZ", "title": "가상 질문", "text": forms.LICENCE_TEXT})
    path = {
        "draft": (),
        "received": ("submit",),
        "answered": ("submit", "answer", "publish"),
        "referred": ("submit", "answer", "publish", "refer"),
        "withdrawn": ("withdraw",),
    }[state]
    return walked(case, author, path)


def insight_in(state: str) -> Case:
    writer = forms.expert(language="en")
    author = forms.acting(writer)
    case = open_case(insight, author, organisation_id=None, expert_id=writer.id)
    records.start_draft(case, {"title": "가상 글", "body": "본문", "title_en": "A column", "body_en": "Text"})
    path = {
        "draft": (),
        "review": ("submit",),
        "returned": ("submit", "return_"),
        "published": ("submit", "publish"),
        "withdrawn": ("withdraw",),
    }[state]
    return walked(case, author, path)


def walked(case, author, path):
    for name in path:
        fire(case, name, author if name in ("submit", "withdraw") else make.officer(), given=given(case, name))
    return case


LIVES = (
    Life(kind="consultation", bring=consultation_in, given=given, cast=consultation_cast),
    Life(kind="expert_application", bring=application_in, given=given, cast=person_cast),
    Life(kind="inquiry", bring=inquiry_in, given=given, cast=person_cast),
    Life(kind="insight", bring=insight_in, given=given, cast=person_cast),
)
