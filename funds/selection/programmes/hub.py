"""거점협력센터: by country or region the best institutions are named public hubs, two a year, 1.5-2억원 each.

Source: 관계부처 합동 의료 해외진출 전략(2023. 6.): tasks are seminars for Korean institutions, finding local projects, patient
attraction; named after a performance evaluation. The rubric below is an example.
"""

from funds.selection.programmes.declaration import AwardTerms, Budget, DutyKind, Money, Programme, Track
from funds.selection.programmes.shorthands import (
    COMMON_CHECKS,
    FILED_CHECK,
    count,
    country,
    criterion,
    instalments,
    line,
    paper,
    papers,
    rubric,
    seen,
    story,
)
from portal.core.schema import Section
from portal.core.text import Text

SECTIONS = (
    Section(
        key="plan",
        title=Text("거점 운영 계획", "Plan of the hub"),
        fields=(
            country("거점 국가", "Country of the hub"),
            line("region", "맡을 권역", "Region covered"),
            story("summary", "현지 운영 성과", "Performance abroad", 3000),
            count("seminars", "세미나 계획", "Seminars planned", Text("회", "a year")),
            count("projects", "현지 사업 발굴 계획", "Projects to be found", Text("건", "a year")),
            count("referrals", "환자 유치 연계 계획", "Patients to be referred", Text("명", "a year")),
            story("space", "공간·인력", "Rooms and staff"),
        ),
    ),
    papers(
        paper("plan_paper", "운영 계획서", "Plan"),
        paper("record_paper", "운영 성과 증빙", "Evidence of performance"),
    ),
)  # fmt: skip

HUB = Programme(
    key="hub",
    title=Text("거점협력센터", "Regional hub"),
    lead=Text(
        "나라·권역마다 정착한 기관을 공공 거점협력센터로 지정해 후발 기관을 돕게 합니다.",
        "Settled institutions are named public hubs of a country or region and help those who follow.",
    ),
    series="HC",
    sections=SECTIONS,
    rubric=rubric(
        [
            criterion("performance", "현지 운영 성과", "Performance abroad", "35", "14"),
            criterion("years", "운영 기간", "Years operated", "10", automatic="years_operated", steps=[["1", "4"], ["3", "7"], ["5", "10"]]),
            criterion("tasks", "과제 계획", "Tasks planned", "35", "14"),
            criterion("public", "공공성과 협력 기반", "Public role and network", "20"),
        ],
        [seen("mark", "K-헬스케어 마크 보유", "Holds the mark", "award:mark")],
        tie_break=["performance"],
    ),
    eligibility=(FILED_CHECK, *COMMON_CHECKS),
    needs_filing=True,
    seats_a_year=2,
    money=(
        Money(2024, 0, (Track("hub", Text("거점협력센터", "Hub"), 200_000_000),), "관계부처 합동 전략(2023. 6.): 개소당 1.5-2억원, 연 2개소"),
    ),
    budget=Budget(("staff", "travel", "rent", "service", "meeting", "promotion", "overhead")),
    award=AwardTerms(
        title=Text("거점협력센터 지정", "Hub designation"),
        series="HUB",
        months=12,
        sign=Text("지정 협약에 서명", "Sign the agreement"),
        conditions=(
            Text("세미나, 현지 사업 발굴, 환자 유치 연계 과제를 수행하고 실적을 보고한다.", "The tasks (seminars, projects found, patients referred) are done and reported."),
            Text("해마다 성과평가를 받는다.", "Performance is evaluated every year."),
        ),
        shares=instalments(Text("성과평가 뒤", "After the yearly evaluation")),
        duties=(
            DutyKind("seminar", Text("국내 기관 세미나", "Seminars for Korean institutions"), 4),
            DutyKind("project", Text("현지 사업 발굴", "Projects found"), 2),
            DutyKind("referral", Text("환자 유치 연계", "Patients referred"), 20),
        ),
        yearly_evaluation=True,
    ),
)  # fmt: skip
