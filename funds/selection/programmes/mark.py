"""K-헬스케어 마크: each year excellent expanded institutions get a mark with validity, certificate and plaque.

Source: 관계부처 합동 의료 해외진출 전략(2023. 6.): 신고 실적과 인력·수익 증빙을 심사해 현판을 주고 사업 가점을 준다; the criteria
and points were left to a committee and never published, so the rubric below is an example.
"""

from funds.selection.programmes.declaration import AwardTerms, DutyKind, Programme
from funds.selection.programmes.shorthands import (
    COMMON_CHECKS,
    FILED_CHECK,
    bonus,
    count,
    country,
    criterion,
    paper,
    rubric,
    sales_of_two_years,
    story,
)
from portal.core.schema import Field, Section
from portal.core.text import Text

SECTIONS = (
    Section(
        key="record",
        title=Text("해외진출 실적", "Record abroad"),
        lead=Text(
            "신고가 수리된 해외진출의 최근 실적을 적습니다. 수리된 신고는 포털이 불러옵니다.",
            "Recent results of the filed expansions. Accepted filings are taken from the portal.",
        ),
        fields=(
            country("대표 진출국", "Main country"),
            story("summary", "실적 요약", "Summary"),
            count("staff_sent", "파견·현지 인력", "Staff sent or employed abroad", Text("명", "people")),
            *sales_of_two_years("해외 매출", "Sales abroad"),
            Field(key="profit", label=Text("최근 연도 해외 영업이익", "Operating profit abroad, latest year"), type="money", least=-(10**13)),
            Field(key="patients", label=Text("현지 진료 환자", "Patients treated abroad"), type="integer", unit=Text("명", "people")),
            story("contribution", "국내 의료·산업 기여", "Contribution at home"),
        ),
    ),
    Section(
        key="papers",
        title=Text("증빙 서류", "Evidence"),
        fields=(
            paper("staff_paper", "인력 증빙", "Evidence of staff", hint=Text("재직·파견 명령 등", "Employment or dispatch records")),
            paper("sales_paper", "매출·수익 증빙", "Evidence of sales and profit", hint=Text("현지 재무제표, 수수료 입금 내역 등", "Statements abroad, receipts of fees")),
            paper("patients_paper", "진료 실적 증빙", "Evidence of patients", required=False),
        ),
    ),
)  # fmt: skip

RUBRIC = rubric(
    [
        criterion("years", "운영 기간", "Years operated", "10", automatic="years_operated", steps=[["1", "4"], ["3", "7"], ["5", "10"]]),
        criterion("staff", "전문인력", "Staff", "15", automatic="staff_sent", steps=[["1", "5"], ["5", "10"], ["20", "15"]]),
        criterion("growth", "매출 성장", "Sales growth", "15", automatic="sales_growth", steps=[["0", "6"], ["5", "10"], ["20", "15"]]),
        criterion("quality", "의료의 질과 안전", "Quality and safety", "25", "10"),
        criterion("business", "사업성과 지속 가능성", "Business and sustainability", "20", "8"),
        criterion("contribution", "국내 기여", "Contribution at home", "15"),
    ],
    [bonus("package", "동반진출", "Joint expansion", "2", "동반진출 협약서")],
    tie_break=["quality", "business"],
)  # fmt: skip

MARK = Programme(
    key="mark",
    title=Text("K-헬스케어 마크", "K-Healthcare mark"),
    lead=Text(
        "해외진출이 우수한 기관을 해마다 심사해 마크와 현판을 드립니다.",
        "Every year institutions that do well abroad are awarded a mark and a plaque.",
    ),
    series="KM",
    sections=SECTIONS,
    rubric=RUBRIC,
    eligibility=(FILED_CHECK, *COMMON_CHECKS),
    needs_filing=True,
    is_mark=True,
    brand=Text("KAHF(외국인환자 유치의료기관 평가·인증)와 상표 통합을 검토하는 마크입니다.", "A merger of this brand with KAHF is under review."),
    award=AwardTerms(
        title=Text("K-헬스케어 인증", "K-Healthcare mark"),
        series="K-MARK",
        months=24,
        sign=Text("사용 조건에 서명", "Sign the conditions of use"),
        conditions=(
            Text("마크는 인증받은 기관과 인증받은 해외진출에만 쓴다.", "The mark is used only for the institution and the expansion it was given to."),
            Text("유효기간이 끝나거나 정지·취소되면 곧바로 쓰기를 멈추고 현판을 내린다.", "When it ends, is suspended or revoked, use stops at once and the plaque comes down."),
            Text("실적이 크게 바뀌면 30일 안에 알린다.", "Material changes are told within 30 days."),
        ),
        benefits=(
            Text("현판과 인증서", "Plaque and certificate"),
            Text("해외진출 지원사업 심사 가점", "Bonus points in the support programmes"),
        ),
        duties=(DutyKind("survey", Text("실태조사 응답", "Answer the yearly survey")),),
    ),
)  # fmt: skip
