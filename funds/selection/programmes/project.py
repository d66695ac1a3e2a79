"""의료 해외진출 프로젝트 지원사업: agreement with payments, final evaluation, a second year from 90 points on.

Tracks, ceilings and own shares by year are those of the published calls (2020: 의학신문·병원신문 보도 146980; 2024:
healthinnews 2024-01-02; 2025: newspim·heraldk 2025-02). The items and points of the evaluation were not published:
the rubric below is an example.
"""

from decimal import Decimal

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
from portal.core.schema import Field, Section
from portal.core.text import Text

SECTIONS = (
    Section(
        key="plan",
        title=Text("사업 계획", "Plan"),
        fields=(
            line("project", "과제명", "Project"),
            country(),
            line("partner_abroad", "현지 협력기관", "Partner abroad"),
            story("summary", "사업 내용과 목표", "Content and goals", 3000),
            story("schedule", "추진 일정", "Schedule"),
            Field(key="years", label=Text("신청 기간", "Years applied for"), type="choice", required=True,
                choices={"1": Text("1년", "One year"), "2": Text("2년(최종평가 우수 시 2차년도)", "Two years (the second if rated excellent)")}),
        ),
    ),
    papers(
        paper("plan_paper", "사업 계획서", "Project plan"),
        paper("budget_paper", "예산 내역", "Budget"),
        paper("mou_paper", "현지 기관 협약·의향서", "Letter of the partner abroad", required=False),
    ),
)  # fmt: skip

PROJECT = Programme(
    key="project",
    title=Text("해외진출 프로젝트 지원", "Project support"),
    lead=Text(
        "해외진출 단계에 맞추어 사업비를 지원합니다. 최종평가 90점 이상이면 2차년도를 지원합니다.",
        "Support by stage of the expansion; a second year for those rated 90 points or more.",
    ),
    series="PJ",
    sections=SECTIONS,
    rubric=rubric(
        [
            criterion("need", "사업 필요성과 현지 수요", "Need and local demand", "20", "8"),
            criterion("plan", "계획의 구체성·실현 가능성", "Concrete and feasible plan", "30", "12"),
            criterion("capacity", "수행 역량", "Capacity", "30", "12"),
            criterion("effect", "기대 효과", "Effect", "20"),
        ],
        [
            seen("package", "동반진출(의료 관련 기업 참여)", "Joint expansion with a medical firm", "partners:drug,device,ict", "3", "참여 기관 확인"),
            seen("mark", "K-헬스케어 마크 보유", "Holds the mark", "award:mark"),
            seen("filed", "해외진출 신고 수리", "Accepted filing", "filing"),
        ],
        tie_break=["plan", "capacity"],
    ),
    eligibility=COMMON_CHECKS,
    partner_roles=("hospital", "drug", "device", "ict", "other"),
    money=(
        Money(
            2020,
            30,
            (
                Track("find", Text("발굴", "Finding"), 40_000_000),
                Track("start", Text("본격화", "Starting"), 100_000_000),
                Track("settle", Text("정착·안정화", "Settling"), 100_000_000),
                Track("large", Text("중대형(30병상 이상)", "Medium and large (30 beds or more)"), 300_000_000),
            ),
            "2020년 공고: 발굴 4천만, 본격화 1억, 정착·안정화 1억, 중대형 3억원 이내, 자부담 30% 이상",
        ),
        Money(
            2024,
            35,
            (
                Track("business", Text("사업화", "Business"), 500_000_000),
                Track("start", Text("본격화", "Starting"), 500_000_000),
                Track("settle", Text("안정화", "Settling"), 500_000_000),
                Track("large", Text("중대형", "Medium and large"), 500_000_000),
            ),
            "2024년 공고: 사업화·본격화·안정화·중대형, 3천만-5억원, 현금 자부담 35% 이상",
        ),
        Money(
            2025,
            35,
            (
                Track("expand", Text("트랙 1 진출", "Track 1: expansion"), 500_000_000),
                Track("hub", Text("트랙 2 거점", "Track 2: hub"), 500_000_000),
                Track("intern", Text("트랙 3 인턴십", "Track 3: internship"), 500_000_000),
            ),
            "2025년 공고: 진출·거점·인턴십, 5억원 이내, 현금 자부담 35% 이상",
        ),
    ),
    second_year_from=Decimal("90"),
    budget=Budget(cash_only_from=2024),
    award=agreement(
        "프로젝트 지원 협약", "Project agreement", "AGR",
        (
            Text("사업비를 협약한 용도로만 쓰고 증빙을 남긴다.", "The money is used as agreed, with evidence."),
            Text("중간·결과 보고서를 기한 안에 낸다.", "Interim and final reports come in time."),
        ),
        then=Text("최종평가 뒤", "After the final evaluation"),
        duties=(
            DutyKind("interim", Text("중간 보고서", "Interim report"), 1, (7, 31)),
            DutyKind("final", Text("결과 보고서", "Final report"), 1, (12, 15)),
        ),
    ),
)  # fmt: skip
