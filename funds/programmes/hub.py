"""거점협력센터: by country or region the best institutions are named public hubs, two a year, 1.5-2억원 each.

Source: 관계부처 합동 의료 해외진출 전략(2023. 6.): tasks are seminars for Korean institutions, finding local projects, patient attraction;
named after a performance evaluation. The rubric below is an example.
"""

from funds.programme import (
    COMMON_CHECKS,
    FILED_CHECK,
    AwardTerms,
    DutyKind,
    Money,
    Programme,
    Track,
    criterion,
    rubric,
)
from portal.core.schema import Field, Section
from portal.core.text import Text

SECTIONS = (
    Section(
        key="plan",
        title=Text("거점 운영 계획", "Plan of the hub"),
        fields=(
            Field(key="country", label=Text("거점 국가", "Country of the hub"), type="country", required=True),
            Field(key="region", label=Text("맡을 권역", "Region covered"), required=True),
            Field(key="summary", label=Text("현지 운영 성과", "Performance abroad"), type="text", required=True, longest=3000),
            Field(key="seminars", label=Text("세미나 계획", "Seminars planned"), type="integer", required=True, unit=Text("회", "a year")),
            Field(key="projects", label=Text("현지 사업 발굴 계획", "Projects to be found"), type="integer", required=True, unit=Text("건", "a year")),
            Field(key="referrals", label=Text("환자 유치 연계 계획", "Patients to be referred"), type="integer", required=True, unit=Text("명", "a year")),
            Field(key="space", label=Text("공간·인력", "Rooms and staff"), type="text", required=True, longest=2000),
        ),
    ),
    Section(
        key="papers",
        title=Text("서류", "Papers"),
        fields=(
            Field(key="plan_paper", label=Text("운영 계획서", "Plan"), type="paper", required=True),
            Field(key="record_paper", label=Text("운영 성과 증빙", "Evidence of performance"), type="paper", required=True),
        ),
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
        [{"id": "mark", "label": "K-헬스케어 마크 보유", "label_en": "Holds the mark", "points": "2", "evidence": "포털이 확인", "by": "award:mark"}],
        tie_break=["performance"],
    ),
    eligibility=(FILED_CHECK, *COMMON_CHECKS),
    needs_filing=True,
    seats_a_year=2,
    money=(
        Money(2024, 0, (Track("hub", Text("거점협력센터", "Hub"), 200_000_000),), "관계부처 합동 전략(2023. 6.): 개소당 1.5-2억원, 연 2개소"),
    ),
    award=AwardTerms(
        title=Text("거점협력센터 지정", "Hub designation"),
        series="HUB",
        months=12,
        sign=Text("지정 협약에 서명", "Sign the agreement"),
        conditions=(
            Text("세미나, 현지 사업 발굴, 환자 유치 연계 과제를 수행하고 실적을 보고한다.", "The tasks (seminars, projects found, patients referred) are done and reported."),
            Text("해마다 성과평가를 받는다.", "Performance is evaluated every year."),
        ),
        shares=((70, Text("협약 체결", "On signing")), (30, Text("성과평가 뒤", "After the yearly evaluation"))),
        duties=(
            DutyKind("seminar", Text("국내 기관 세미나", "Seminars for Korean institutions"), 4),
            DutyKind("project", Text("현지 사업 발굴", "Projects found"), 2),
            DutyKind("referral", Text("환자 유치 연계", "Patients referred"), 20),
        ),
        yearly_evaluation=True,
    ),
)  # fmt: skip
