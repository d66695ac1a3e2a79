"""디지털 헬스케어 우수기업 인증: a certificate with validity and benefits, bonus for export record.

Source: 관계부처 합동 의료 해외진출 전략(2023. 6., 산업통상자원부 소관, 2024년부터). The rubric and the validity below are examples.
"""

from funds.selection.programmes.declaration import AwardTerms, Programme
from funds.selection.programmes.shorthands import (
    COMMON_CHECKS,
    bonus,
    country,
    criterion,
    line,
    paper,
    papers,
    rubric,
    sales_of_two_years,
    story,
)
from portal.core.schema import Field, Section
from portal.core.text import Text

SECTIONS = (
    Section(
        key="firm",
        title=Text("기업 실적", "The firm"),
        fields=(
            country("대표 수출국", "Main export country"),
            line("product", "대표 제품·서비스", "Main product or service"),
            story("summary", "기술과 사업 요약", "Technology and business", 3000),
            Field(key="exports", label=Text("최근 연도 수출액", "Exports, latest year"), type="money"),
            *sales_of_two_years("매출", "Sales"),
        ),
    ),
    papers(
        paper("sales_paper", "재무제표", "Financial statements"),
        paper("export_paper", "수출 실적 증명", "Evidence of exports", required=False),
    ),
)  # fmt: skip

CERTIFIED = Programme(
    key="certified",
    title=Text("디지털 헬스케어 우수기업 인증", "Certified digital-health firm"),
    lead=Text("디지털 헬스케어 우수기업을 인증하고 지원을 잇습니다.", "Excellent digital-health firms are certified."),
    series="CD",
    sections=SECTIONS,
    rubric=rubric(
        [
            criterion("technology", "기술력", "Technology", "40", "16"),
            criterion("growth", "성장성", "Growth", "20", automatic="sales_growth", steps=[["0", "8"], ["10", "14"], ["30", "20"]]),
            criterion("business", "사업성", "Business", "40", "16"),
        ],
        [bonus("export", "수출 실적", "Export record", "3", "수출실적증명서")],
        tie_break=["technology"],
    ),
    eligibility=COMMON_CHECKS,
    award=AwardTerms(
        title=Text("우수기업 인증", "Certificate"),
        series="CERT",
        months=36,
        sign=Text("인증 조건에 서명", "Sign the conditions"),
        conditions=(Text("인증 표시는 인증받은 제품·서비스에만 쓴다.", "The sign is used only for the certified product or service."),),
        benefits=(Text("실증지원 심사 가점", "Bonus points in trial support"), Text("수출 행사 우선 참여", "Priority at export events")),
    ),
)  # fmt: skip
