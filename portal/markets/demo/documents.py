"""The documents' part of the demonstration: last year's report in two editions,
a plan at work with chapters in every state, an older plan.

Every text says that it is a sample; every figure is the portal's own, frozen on a day.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from portal.core import clock
from portal.core.demo import Cast
from portal.core.fire import fire, open_case
from portal.core.people import Actor
from portal.markets.documents import due
from portal.markets.documents.chapters import manuscript
from portal.markets.documents.chapters.models import PolicyChapter, PolicyDocument
from portal.markets.documents.chapters.queries import chapters_of, titled
from portal.markets.documents.evidence import evaluation
from portal.markets.documents.kind import policy_document

SAMPLE = ("*시연용 예시 글입니다. 실제 문서가 아닙니다.*", "*A sample for the demonstration, not an actual document.*")
REPORT = (
    ("## 그해의 계획\n\n계획의 과제는 {{figure:tasks.total}}입니다.\n\n- 신고와 통계를 한 포털에서 다룹니다.\n- 과제마다 관리카드를 둡니다.",
     "## The plan of the year\n\nThe plan has {{figure:tasks.total}} tasks.\n\n- Filings and statistics in one portal.\n- A status card a task."),
    ("## 추진 상황\n\n누적 진출신고는 {{figure:filings.total}}, 진출 국가는 {{figure:countries.total}}입니다.",
     "## How it went\n\nFilings so far: {{figure:filings.total}}; countries: {{figure:countries.total}}."),
    ("## 국내 현황\n\n신고 기관의 종별 현황입니다.\n\n{{table:by_class}}", "## At home\n\nFilings by class of institution.\n\n{{table:by_class}}"),
    ("## 국외 현황\n\n유형별 현황입니다.\n\n{{table:by_type}}", "## Abroad\n\nFilings by type.\n\n{{table:by_type}}"),
    ("성과지표는 정의가 바뀐 해에 나누어 적습니다.", "Indicators are told apart where their definition changed."),
)  # fmt: skip
FIVE_YEARS = (
    ("## 배경\n\n해외진출과 외국인환자 유치를 함께 지원합니다.", ""),
    ("## 돌아보기\n\n지난 계획의 자료는 이 포털에 없습니다.", ""),
    ("## 목표\n\n2027년 목표는 신고 {{figure:target.filings}}, 외국인환자 {{figure:target.patients}}입니다.", ""),
    ("## 과제\n\n2개 전략, 8개 분야, {{figure:tasks.total}} 과제입니다.", ""),
    ("## 재원\n\n예시이므로 금액을 적지 않습니다.", ""),
)  # fmt: skip
EVALUATED = (
    ("2-2-1", "achieved", "포털에서 신고·국가 정보·상담·통계를 함께 보여 줍니다(시연)."),
    ("2-1-1", "partly", "온라인 신고는 열었고, 신고 대상 확대는 법 개정을 기다립니다(시연)."),
    ("2-4-2", "not", "그해 관리카드에 적은 내용이 없습니다(시연)."),
)


def demo(cast: Cast) -> None:
    """Three documents; nothing where the people of the demonstration are missing."""
    try:
        lead, writer, other = (cast.actor(at) for at in ("ministry", "officer", "officer2"))
    except LookupError:
        return
    _five_years(lead, writer)
    _report(lead, writer, cast.today)
    _plan(lead, writer, other, cast.today)


def _opened(of: str, year: int, lead: Actor) -> PolicyDocument:
    title = titled(of, year)
    made = open_case(policy_document, lead, organisation_id=None, title=title, type=of, year=year)
    day = due.rule_on(of, clock.today()).due_on(year)
    fire(made, "open", lead, given={"lead": str(lead.user_id), "due_on": day.isoformat()})
    return made


def _assign(chapter: PolicyChapter, lead: Actor, owner: Actor, day: date) -> None:
    fire(chapter, "assign", lead, given={"owner": str(owner.user_id), "due_on": day.isoformat()})


def _hand_in(chapter: PolicyChapter, writer: Actor, ko: str, en: str) -> None:
    manuscript.save(chapter, f"{ko}\n\n{SAMPLE[0]}", f"{en}\n\n{SAMPLE[1]}" if en else "", writer)
    fire(chapter, "hand_in", writer)


def _freeze(document: PolicyDocument, lead: Actor, day: date, reason: str) -> None:
    fire(document, "freeze", lead, given={"as_of": day.isoformat(), "reason": reason})


def _finish(document: PolicyDocument, lead: Actor, act: str, number: str, reason: str) -> None:
    fire(document, "assemble", lead)
    fire(document, act, lead, given={"done_on": clock.today().isoformat(), "document_number": number, "reason": reason})


def _whole(
    document: PolicyDocument, lead: Actor, writer: Actor, said: tuple[tuple[str, str], ...], at: Callable[[int], date]
) -> None:
    """Every chapter assigned, written, handed in and agreed, from day `at(0)` on."""
    with clock.at(at(0)):
        for chapter in chapters_of(document):
            _assign(chapter, lead, writer, at(30))
    for chapter, (ko, en) in zip(chapters_of(document), said, strict=True):
        with clock.at(at(20)):
            _hand_in(chapter, writer, ko, en)
        with clock.at(at(22)):
            fire(chapter, "agree", lead)


def _five_years(lead: Actor, writer: Actor) -> None:
    begun = date(2022, 9, 1)
    with clock.at(begun):
        document = _opened("five_year", 2023, lead)
        _freeze(document, lead, date(2022, 8, 31), "시연용 예시: 계획 수립")
    _whole(document, lead, writer, FIVE_YEARS, lambda n: begun + timedelta(days=n))
    with clock.at(date(2022, 12, 20)):
        _finish(document, lead, "decide", "가상-2022-5", "시연용 예시 확정")
        fire(document, "publish", lead, given={"reason": "시연용 예시 공개"})


def _report(lead: Actor, writer: Actor, today: date) -> None:
    year = today.year - 1
    begun = date(year, 6, 2)
    with clock.at(begun):
        document = _opened("report", year, lead)
    with clock.at(date(year, 7, 1)):
        _freeze(document, lead, date(year, 6, 30), "상반기 말 기준")
    _whole(document, lead, writer, REPORT, lambda n: date(year, 7, 1) + timedelta(days=n))
    with clock.at(date(year, 8, 20)):
        _finish(document, lead, "submit", f"가상-{year}-81", "정기국회 전 제출(시연)")
    with clock.at(date(year, 10, 13)):
        fire(document, "revise", lead, given={"due_on": f"{year}-10-31", "reason": "국외 현황의 설명을 보탬(시연)"})
        chapter = chapters_of(document)[3]
        fire(
            chapter,
            "send_back",
            lead,
            given={"due_on": f"{year}-10-20", "reason": "표를 읽는 방법을 한 문장 더해 주세요."},
        )
    with clock.at(date(year, 10, 16)):
        ko, en = REPORT[3]
        _hand_in(chapter, writer, f"{ko}\n\n비율은 전체 신고건수 대비입니다.", f"{en}\n\nShares are of all filings.")
    with clock.at(date(year, 10, 20)):
        fire(chapter, "agree", lead)
        _finish(document, lead, "submit", f"가상-{year}-97", "고친 판 제출(시연)")
        fire(document, "publish", lead, given={"reason": "제출을 마쳐 공개(시연)"})


def _plan(lead: Actor, writer: Actor, other: Actor, today: date) -> None:
    """Next year's plan at work: one chapter agreed, one handed in, one sent back, two being written (one late),
    one without an owner.
    """
    begun = today - timedelta(days=40)
    with clock.at(begun):
        document = _opened("implementation", today.year + 1, lead)
        _freeze(document, lead, begun, "작성을 시작한 날의 값")
    background, former, indicators, patients, abroad, _schedule = chapters_of(document)
    days: dict[Any, tuple[Actor, date]] = {
        background: (writer, begun + timedelta(days=20)),
        former: (writer, today + timedelta(days=20)),
        indicators: (other, today + timedelta(days=6)),
        patients: (other, today + timedelta(days=9)),
        abroad: (writer, today - timedelta(days=5)),
    }
    with clock.at(begun + timedelta(days=1)):
        for chapter, (owner, day) in days.items():
            _assign(chapter, lead, owner, day)
        given = {"id": 0, "place": 7, "ko": "부록: 용어", "en": "Annex: terms", "part": "text"}
        kept = [{"id": c.id, "place": c.place, "ko": c.heading_ko, "en": c.heading_en} for c in chapters_of(document)]
        fire(document, "arrange", lead, given={"rows": [*kept, given]})
        fire(chapters_of(document)[-1], "drop", lead, given={"reason": "본문에 풀어 쓰기로 함(시연)"})
    with clock.at(begun + timedelta(days=15)):
        _hand_in(
            background,
            writer,
            "## 배경\n\n누적 진출신고는 {{figure:filings.total}}입니다.",
            "## Background\n\nFilings so far: {{figure:filings.total}}.",
        )
        _hand_in(patients, other, "## 유치 과제\n\n예시입니다.", "")
    with clock.at(begun + timedelta(days=18)):
        fire(background, "agree", lead)
        fire(patients, "send_back", lead, given={"reason": "과제마다 일정을 적어 주세요."})
        manuscript.save(abroad, f"## 해외진출 과제\n\n작성하고 있습니다.\n\n{SAMPLE[0]}", "", writer)
    with clock.at(today - timedelta(days=2)):
        _hand_in(
            indicators,
            other,
            "지표마다 정의와 기준값을 함께 적었습니다.",
            "Each indicator with its definition and baseline.",
        )
    for code, result, sentence in EVALUATED:
        evaluation.evaluate(document, code, result, sentence, writer)
