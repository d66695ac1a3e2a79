"""The demonstration of this domain: a hundred fictional experts, consultations in every state, questions and columns.

Every step goes the way that a page would go (drafts, moves, threads); days are counted back from the day of the load.
"""

from datetime import datetime, time, timedelta
from io import BytesIO
from typing import Any

from experts import matching
from experts.centre.acts import ask
from experts.choice import profiles, proposals
from experts.consulting import offers
from experts.consulting.models import Meeting, WorkedTime
from experts.demo import courses, payments, workforce
from experts.demo.people import make_pool
from experts.demo.requests import ANSWERS, INSIGHTS, QUESTIONS, REQUESTS, Request
from experts.models import Consultation, Expert
from experts.papers import rights
from experts.pool import queries
from experts.times import SEOUL, instant_of
from portal.core import clock, files, papers, records, threads
from portal.core.cases import AccessLog, Case
from portal.core.db import db
from portal.core.declared import kind_of
from portal.core.demo import Cast, Scene
from portal.core.fire import fire, open_case
from portal.core.people import Actor, actor_of
from portal.core.text import Text

PLEDGE = {"no_conflict": "yes", "pledge": "yes"}
YES_OUTCOME = {"outcome": "filed", "outcome_words": "자문에서 알려 준 순서대로 신고했습니다."}


TALK = {
    "ko": (
        "맡게 되어 반갑습니다. 지금까지 준비한 서류 목록을 먼저 보내 주시겠습니까?",
        "고맙습니다. 정관 초안과 임대차 계약서가 있습니다. 이번 주에 정리해 올리겠습니다.",
    ),
    "en": (
        "I am glad to help. Could you first send me a list of the papers you have?",
        "Thank you. We have last year's returns and the lease; we will upload them this week.",
    ),
}


def demo(cast: Cast) -> None:
    """Make the pool, then play requests, questions and columns side by side."""
    with clock.at(_when(cast, 130)):
        make_pool(cast)
        db.session.commit()
    scenes = [(r.title, _request(cast, r, n)) for n, r in enumerate(REQUESTS)]
    scenes += [(q[2], _question(cast, q)) for q in QUESTIONS]
    scenes += [(i[0], _column(cast, n)) for n, i in enumerate(INSIGHTS)]
    cast.play([*scenes, *workforce.scenes(cast), *courses.scenes(cast)])
    payments.play(cast)
    db.session.commit()


def _when(cast: Cast, days: int, hour: int = 10) -> datetime:
    """That many days before the load, yesterday at the latest, at an hour of Seoul."""
    return instant_of(cast.today - timedelta(days=max(days, 1)), time(hour), SEOUL)


def _request(cast: Cast, r: Request, n: int) -> Scene:
    yield _when(cast, r.days, 9 + n % 3)
    member = cast.actor(f"{r.by}-manager")
    case: Consultation = open_case(
        kind_of("consultation"), member, organisation_id=cast.organisations[r.by].id, subject=r.title
    )
    records.start_draft(case, _answers(r))
    if r.ends == "draft":
        return
    if r.depth == "indepth":
        plan = papers.pdf(
            "letter",
            {
                "lang": "ko",
                "issuer": "가상한빛병원",
                "recipient": "한국보건산업진흥원",
                "title": f"{r.title} 사업계획서",
            },
        )
        files.attach(case, "business_plan", BytesIO(plan), "사업계획서.pdf", member)
    db.session.flush()
    case.confirmed = list(matching.wish(profiles.request_of(case)).shares) or None
    fire(case, "submit", member)
    if r.ends == "received":
        return
    yield _when(cast, r.days - 1, 11)
    officer = cast.actor("officer")
    fire(case, "take", officer)
    early = {
        "supplement": ("ask", "도면을 볼 수 있게 평면도와 병상 수를 적어 주세요."),
        "refused": ("refuse", "국내 사업은 지원 대상이 아닙니다."),
        "withdrawn": ("", ""),
    }.get(r.ends)
    if early and early[0]:
        fire(case, early[0], officer, given={"reason": early[1]})
        return
    fire(case, "accept", officer)
    if early:
        yield _when(cast, r.days - 4)
        fire(case, "withdraw", cast.actor(f"{r.by}-manager"), given={"reason": "진출 계획이 바뀌었습니다."})
        return
    if r.ends == "unmet":
        yield _when(cast, r.days - 6)
        fire(case, "unmet", officer, given={"reason": "이 주제를 수행한 전문위원이 없습니다."})
        return
    if r.ends != "matching":
        yield from _consult(cast, r, case)


def _answers(r: Request) -> dict[str, Any]:
    return {
        "depth": r.depth,
        "title": r.title,
        "text": r.text,
        "stage": "study",
        "fields": list(r.fields),
        "countries": list(r.countries),
        "languages": list(r.languages),
        "counterparties": r.counterparties,
        "consent": "yes",
    }


def _consult(cast: Cast, r: Request, case: Consultation) -> Scene:
    """From the shortlist to the state that the request reaches; the first in-depth one is passed on once."""
    yield _when(cast, max(1, r.days - 2), 14)
    if r.depth == "indepth":
        first = _choose(cast, case)
        yield _when(cast, r.days - 3)
        fire(case, "decline", _actor(first), given={"because_own": "같은 기간에 현지 출장이 있습니다."})
    chosen = _choose(cast, case)
    if r.ends == "offered":
        return
    yield _when(cast, r.days - 4)
    fire(case, "accept_offer", _actor(chosen), given=PLEDGE)
    yield _when(cast, r.days - 5, 16)
    _work(cast, r, case, chosen)
    if r.ends == "running":
        return
    yield _when(cast, r.days - 15 if r.days > 40 else 3)
    fire(
        case,
        "report",
        _actor(chosen),
        given={
            "report": f"{r.title}: 검토한 결과와 다음 단계를 정리했습니다.\n\n1. 먼저 확인할 것\n2. 준비할 서류\n3. 예상 일정"
        },
    )
    if r.ends == "closed":
        yield _when(cast, r.days - 20)
        member = cast.actor(f"{r.by}-manager")
        fire(
            case,
            "close",
            member,
            given={
                "rating": "5" if r.by == "hospital" else "4",
                "rating_words": "준비할 것을 빠짐없이 알려 주셨습니다.",
            },
        )
        if r.by == "company":
            yield _when(cast, r.days - 50)
            fire(case, "outcome", cast.actor("company-manager"), given=YES_OUTCOME)


def _actor(expert: Expert) -> Actor:
    return actor_of(expert.user)


def _choose(cast: Cast, case: Consultation) -> Expert:
    """The officer asks the first of the shortlist."""
    officer = cast.actor("officer")
    shown = proposals.propose(case, matching.DEFAULT)
    chosen = shown.proposals[0].expert
    why = "나라와 주제의 수행 경력이 가장 뚜렷합니다."
    rank = proposals.keep(case, shown, chosen, why, officer)
    fire(case, "assign", officer, given={"expert": chosen.id, "rank": rank, "why": why, "fallback": []})
    return chosen


def _work(cast: Cast, r: Request, case: Consultation, expert: Expert) -> None:
    member, who = cast.actor(f"{r.by}-manager"), _actor(expert)
    thread = threads.thread_of(case, offers.MAIN)
    assert thread is not None
    for speaker, words in zip((who, member), TALK[who.language], strict=True):
        threads.post(thread, speaker, words)
    starts = instant_of(clock.today() + timedelta(days=2), time(17), SEOUL)
    meeting = Meeting(
        case_id=case.id,
        starts_at=starts,
        minutes=60,
        place="https://meet.example.org/ghkol",
        proposed_by_id=who.user_id,
    )
    meeting.booked_at, meeting.booked_by_id = clock.now(), member.user_id
    what = "Papers read, first talk" if who.language == "en" else "서류 검토와 첫 면담"
    worked = WorkedTime(case_id=case.id, expert_id=expert.id, on=clock.today(), minutes=150, what=what)
    if r.ends != "running":
        worked.confirmed_at, worked.confirmed_by_id = clock.now(), member.user_id
    db.session.add_all([meeting, worked])
    if r.depth == "indepth":
        _look_only(case, member, who)
        fire(
            case,
            "plan",
            who,
            given={
                "plan": "1단계 현지 제도와 시장 조사(3주)\n2단계 파트너 후보 면담(4주)\n3단계 재무 모델과 결과 보고(3주)"
            },
        )
        fire(case, "progress", who, given={"because": "1단계 조사를 시작했습니다."})


def _look_only(case: Consultation, owner: Actor, expert: Actor) -> None:
    """The plan of an in-depth case is to be looked at only; the expert opened it once."""
    plan = files.papers_of(case.id)[0]
    rights.restrict(plan, owner, only_view=True)
    where = f"/consultations/{case.id}/papers/{plan.id}/look"
    subject = rights.subject_of(case, plan)
    db.session.add(AccessLog(user_id=expert.user_id, act=rights.OPENED, subject=subject, path=where))


def _question(cast: Cast, q: tuple[str, str, str, str, str, int]) -> Scene:
    topic, country, title, text, ends, days = q
    yield _when(cast, days, 13)
    asker = cast.actor("hospital-editor")
    answers: dict[str, Any] = {
        "topic": topic,
        "country": country or None,
        "title": title,
        "text": text,
        "channel": "portal",
    }
    case = ask(asker, answers, cast.organisations["hospital"].id)
    if ends == "received":
        return
    yield _when(cast, days - 3, 15)
    officer = cast.actor("officer2")
    fire(case, "take", officer)
    if ends == "referred":
        fire(case, "refer", officer, given={"fields": ["legal"]})
        return
    _answer(case, officer, title, ends)


def _answer(case: Case, officer: Actor, title: str, ends: str) -> None:
    said, question_en, answer_en = ANSWERS[title]
    interpreted = ends == "interpreted"
    given = {"answer": said, "standing": "interpretation" if interpreted else "guidance"}
    fire(case, "answer", officer, given=given | ({"source": "가상 회신 제1호"} if interpreted else {}))
    if ends in ("published", "interpreted"):
        shown = {"question": title, "public_answer": said, "question_en": question_en, "answer_en": answer_en}
        fire(case, "publish", officer, given=shown)


def _column(cast: Cast, n: int) -> Scene:
    title, title_en, body, body_en, about, ends = INSIGHTS[n]
    yield _when(cast, 12 - 9 * n)
    writer = queries.expert_of_user(cast.user("expert" if n == 0 else "expert-en").id)
    assert writer is not None
    case = open_case(
        kind_of("insight"), _actor(writer), organisation_id=None, title=Text(title, title_en), expert_id=writer.id
    )
    records.start_draft(
        case, {"title": title, "title_en": title_en, "body": body, "body_en": body_en, "countries": about}
    )
    fire(case, "submit", _actor(writer))
    if ends == "published":
        yield _when(cast, 8)
        fire(case, "publish", cast.actor("officer"))
