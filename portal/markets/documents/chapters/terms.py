"""What kinds of documents there are, their usual chapters, and what the portal adds to one. Declarations only."""

from typing import NamedTuple

from portal.core.text import Text


class Part(NamedTuple):
    """A chapter as it is proposed when a document is opened.

    `part` names what the portal itself puts below its text.
    """

    title: Text
    part: str = "text"


class Type(NamedTuple):
    """A type of document: `span` years it speaks of, `ends` in a decision or a submission,
    `title` with the year(s) filled in.
    """

    title: Text
    named: Text
    law: Text
    span: int
    ends: str
    outline: tuple[Part, ...]
    evaluates: bool = False


PARTS = {
    "text": Text("본문", "Text"),
    "evaluation": Text("전년도 과제 평가표", "Evaluation of the former year's tasks"),
    "indicators": Text("성과지표 표", "Table of indicators"),
}

TYPES = {
    "five_year": Type(
        Text("종합계획", "Five-year plan"),
        Text("{first}–{last}년 종합계획", "Five-year plan {first}–{last}"),
        Text("의료 해외진출법 제18조", "Act art. 18"),
        5,
        "decide",
        (
            Part(Text("추진 배경과 여건", "Background")),
            Part(Text("지난 계획의 성과와 한계", "What the former plan reached")),
            Part(Text("목표와 성과지표", "Aims and indicators"), "indicators"),
            Part(Text("추진 전략과 과제", "Strategies and tasks")),
            Part(Text("재원과 추진 체계", "Funds and organisation")),
        ),
    ),
    "implementation": Type(
        Text("시행계획", "Yearly implementation plan"),
        Text("{first}년 시행계획", "Implementation plan {first}"),
        Text("의료 해외진출법 제18조", "Act art. 18"),
        1,
        "decide",
        (
            Part(Text("추진 배경", "Background")),
            Part(Text("전년도 추진실적 평가", "Evaluation of the former year"), "evaluation"),
            Part(Text("성과지표 현황", "State of the indicators"), "indicators"),
            Part(Text("외국인환자 유치 과제", "Tasks: attracting patients")),
            Part(Text("의료 해외진출 과제", "Tasks: expansion abroad")),
            Part(Text("추진 일정", "Schedule")),
        ),
        evaluates=True,
    ),
    "report": Type(
        Text("국회 연차보고서", "Yearly report to the Assembly"),
        Text("{first}년 국회 연차보고서", "Report to the Assembly {first}"),
        Text("의료 해외진출법 제20조, 시행령 제10조", "Act art. 20, decree art. 10"),
        1,
        "submit",
        (
            Part(Text("연도별 계획", "Yearly plans")),
            Part(Text("시책의 추진 상황과 평가", "State and evaluation of the policies")),
            Part(Text("국내 현황", "The state at home")),
            Part(Text("국외 현황", "The state abroad")),
            Part(Text("성과지표", "Indicators"), "indicators"),
        ),
    ),
}
