"""ICT 기반 의료시스템 해외진출 시범사업: a hospital with an ICT firm tries a system abroad for a year, the best for a second (1+1).

Source: 관계부처 합동 「보건의료 서비스 분야 수출 활성화 방안」(2023. 6.); sums by hmj2k 46695 and the call of 2021 (m.yakup.com 254802).
The exact rule of the second year is not published: it is data of the pilots
(`funds/pilots/standard/pilot-rules.json`), the rubric below an example.
"""

from decimal import Decimal

from funds.selection.programmes.declaration import Money, Programme, Track
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
from funds.terms import FIELDS
from portal.core.schema import Field, Section
from portal.core.text import Text

SECTIONS = (
    Section(
        key="plan",
        title=Text("시범사업 계획", "The pilot"),
        fields=(
            line("product", "내보낼 시스템·서비스", "System or service"),
            Field(key="field", label=Text("핵심 분야", "Core field"), type="choice", choices=FIELDS, required=True),
            country("대상국", "Country"),
            line("site", "현지 기관", "Institution abroad"),
            story("summary", "사업 내용과 성과 지표", "Content and indicators", 3000),
            story("demand", "현지 수요와 ICT 정책", "Demand and ICT policy there"),
        ),
    ),
    papers(
        paper("plan_paper", "사업 계획서", "Plan"),
        paper("site_paper", "현지 기관 확약서", "Commitment of the institution abroad", required=False),
    ),
)  # fmt: skip

ICT_PILOT = Programme(
    key="ict_pilot",
    title=Text("ICT 기반 의료시스템 해외진출 시범사업", "Pilots of ICT medical systems abroad"),
    lead=Text(
        "의료기관과 ICT 기업이 함께 현지에서 시스템을 시험하고, 평가가 우수하면 한 해 더 지원합니다(1+1).",
        "A hospital and an ICT firm try a system abroad together; the best are supported for a second year (1+1).",
    ),
    series="IP",
    sections=SECTIONS,
    rubric=rubric(
        [
            criterion("demand", "현지 수요와 정책 적합성", "Demand and policy fit", "30", "12"),
            criterion("system", "시스템의 우수성", "System", "30", "12"),
            criterion("plan", "사업 계획과 확산 가능성", "Plan and roll-out", "40", "16"),
        ],
        [seen("filed", "해외진출 신고 기관", "Has a filed expansion", "filing")],
        tie_break=["demand"],
    ),
    eligibility=COMMON_CHECKS,
    partner_roles=("hospital", "ict", "foreign", "other"),
    money=(
        Money(2021, 30, (Track("pilot", Text("시범사업", "Pilot"), 50_000_000),), "2021년 공모: 5천만원 이내, 자부담 30% 이상 (m.yakup.com 254802)"),
        Money(2025, 30, (Track("pilot", Text("시범사업", "Pilot"), 300_000_000),), "과제당 2-3억원 (hmj2k 46695). 자부담 30%는 2021년 공모를 따른 예시"),
    ),
    second_year_from=Decimal(0),  # the pilot's own versioned rule decides (funds.piloting)
    begins_pilot=True,
    award=agreement(
        "시범사업 협약", "Pilot agreement", "ICT",
        (
            Text("달마다 포털에 진행 상황을 보고하고 중간·최종 평가를 받는다.", "Progress is reported every month; there is a mid and a final evaluation."),
            Text("끝난 뒤 3년 동안 계약과 수출 성과를 알린다.", "Contracts and exports are told for three years after the end."),
        ),
    ),
)  # fmt: skip
