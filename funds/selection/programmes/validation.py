"""디지털헬스케어 해외 실증지원: 1-1.5억원 a firm for a trial at an institution abroad, with an outcome report.

Source: 관계부처 합동 의료 해외진출 전략(2023. 6.). The rubric below is an example.
"""

from funds.selection.programmes.declaration import Budget, DutyKind, Money, Programme, Track
from funds.selection.programmes.shorthands import (
    COMMON_CHECKS,
    agreement,
    country,
    criterion,
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
        title=Text("실증 계획", "Trial"),
        fields=(
            line("product", "실증할 제품·서비스", "Product or service"),
            country("실증 국가", "Country"),
            line("site", "실증 기관(해외)", "Site abroad", Text("병원·의료기관 이름과 도시", "Name and city of the hospital")),
            story("summary", "실증 내용과 검증 지표", "Trial and measures", 3000),
            story("licence", "현지 인허가 계획", "Licensing plan"),
        ),
    ),
    papers(
        paper("plan_paper", "실증 계획서", "Trial plan"),
        paper("site_paper", "실증 기관 확약서", "Commitment of the site"),
    ),
)  # fmt: skip

VALIDATION = Programme(
    key="validation",
    title=Text("디지털헬스케어 해외 실증지원", "Digital-health trials abroad"),
    lead=Text(
        "디지털헬스케어 기업이 해외 의료기관에서 하는 실증을 지원합니다.",
        "Support for trials of digital-health firms at institutions abroad.",
    ),
    series="VD",
    sections=SECTIONS,
    rubric=rubric(
        [
            criterion("product", "제품의 우수성", "Product", "30", "12"),
            criterion("trial", "실증 계획", "Trial plan", "35", "14"),
            criterion("market", "시장성과 확산 계획", "Market and roll-out", "35"),
        ],
        [seen("certified", "우수기업 인증 보유", "Certified firm", "award:certified")],
        tie_break=["trial"],
    ),
    eligibility=COMMON_CHECKS,
    partner_roles=("foreign", "hospital", "ict", "other"),
    money=(
        Money(2024, 30, (Track("trial", Text("해외 실증", "Trial abroad"), 150_000_000),), "관계부처 합동 전략(2023. 6.): 기업당 1-1.5억원. 자부담 30%는 이웃 사업의 예를 따른 예시"),
    ),
    budget=Budget(("staff", "travel", "goods", "service", "licence", "overhead")),
    award=agreement(
        "실증지원 협약", "Trial agreement", "VAL",
        (Text("실증 결과 보고서를 내고 성과를 포털에 알린다.", "An outcome report is handed in."),),
        then=Text("결과 보고서 확인 뒤", "After the outcome report"),
        duties=(DutyKind("outcome", Text("실증 결과 보고서", "Outcome report"), 1, (12, 15)),),
    ),
)  # fmt: skip
