"""디지털헬스케어 해외 실증지원: 1-1.5억원 a firm for a trial at an institution abroad, with an outcome report.

Source: 관계부처 합동 의료 해외진출 전략(2023. 6.). The rubric below is an example.
"""

from funds.programme import COMMON_CHECKS, AwardTerms, DutyKind, Money, Programme, Track, criterion, rubric
from portal.core.schema import Field, Section
from portal.core.text import Text

SECTIONS = (
    Section(
        key="plan",
        title=Text("실증 계획", "Trial"),
        fields=(
            Field(key="product", label=Text("실증할 제품·서비스", "Product or service"), required=True),
            Field(key="country", label=Text("실증 국가", "Country"), type="country", required=True),
            Field(key="site", label=Text("실증 기관(해외)", "Site abroad"), required=True, hint=Text("병원·의료기관 이름과 도시", "Name and city of the hospital")),
            Field(key="summary", label=Text("실증 내용과 검증 지표", "Trial and measures"), type="text", required=True, longest=3000),
            Field(key="licence", label=Text("현지 인허가 계획", "Licensing plan"), type="text", required=True, longest=2000),
        ),
    ),
    Section(
        key="papers",
        title=Text("서류", "Papers"),
        fields=(
            Field(key="plan_paper", label=Text("실증 계획서", "Trial plan"), type="paper", required=True),
            Field(key="site_paper", label=Text("실증 기관 확약서", "Commitment of the site"), type="paper", required=True),
        ),
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
        [{"id": "certified", "label": "우수기업 인증 보유", "label_en": "Certified firm", "points": "2", "evidence": "포털이 확인", "by": "award:certified"}],
        tie_break=["trial"],
    ),
    eligibility=COMMON_CHECKS,
    partner_roles=("foreign", "hospital", "ict", "other"),
    money=(
        Money(2024, 30, (Track("trial", Text("해외 실증", "Trial abroad"), 150_000_000),), "관계부처 합동 전략(2023. 6.): 기업당 1-1.5억원. 자부담 30%는 이웃 사업의 예를 따른 예시"),
    ),
    award=AwardTerms(
        title=Text("실증지원 협약", "Trial agreement"),
        series="VAL",
        months=12,
        sign=Text("협약 체결", "Sign the agreement"),
        conditions=(Text("실증 결과 보고서를 내고 성과를 포털에 알린다.", "An outcome report is handed in."),),
        certificate=False,
        renewable=False,
        shares=((70, Text("협약 체결", "On signing")), (30, Text("결과 보고서 확인 뒤", "After the outcome report"))),
        duties=(DutyKind("outcome", Text("실증 결과 보고서", "Outcome report"), 1, (12, 15)),),
        final_evaluation=True,
    ),
)  # fmt: skip
