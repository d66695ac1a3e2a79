"""The plan of June 2023 as data: 2 strategies, 8 groups, 26 tasks with ministry and schedule.

Source: 보건의료 서비스 분야 수출 활성화 방안 (관계부처 합동, June 2023). Declarations only; how a task stands is told by its reports.
"""

from typing import NamedTuple

from portal.core.text import Text

MINISTRIES = {
    "mohw": Text("보건복지부", "Ministry of Health and Welfare"),
    "moj": Text("법무부", "Ministry of Justice"),
    "mcst": Text("문화체육관광부", "Ministry of Culture, Sports and Tourism"),
    "motie": Text("산업통상자원부", "Ministry of Trade, Industry and Energy"),
}
STATES = {
    "planned": (Text("예정", "Planned"), "gray"),
    "going": (Text("진행 중", "Under way"), "information"),
    "done": (Text("완료", "Done"), "success"),
    "late": (Text("지연", "Late"), "danger"),
    "stopped": (Text("중단·변경", "Stopped or changed"), "warning"),
}


class Task(NamedTuple):
    """A task: code (strategy-group-number), what is to be done, owners, when it begins ('~' goes on)."""

    code: str
    title: Text
    owners: tuple[str, ...]
    schedule: str


class Group(NamedTuple):
    code: str
    title: Text
    tasks: tuple[Task, ...]


class Strategy(NamedTuple):
    code: str
    title: Text
    groups: tuple[Group, ...]


def _group(code: str, title: Text, *tasks: tuple[str, str, str, str]) -> Group:
    """Tasks as (Korean, English, owners parted by blanks, schedule)."""
    made = [
        Task(f"{code}-{n}", Text(ko, en), tuple(who.split()), when) for n, (ko, en, who, when) in enumerate(tasks, 1)
    ]
    return Group(code, title, tuple(made))


PLAN = (
    Strategy("1", Text("외국인환자 유치를 통한 의료서비스 수출 활성화", "Exports by attracting foreign patients"), (
        _group("1-1", Text("출입국절차 개선", "Easier entry"),
            ("우수 유치기관 확대", "More designated attracting institutions", "moj", "2023 하반기~"),
            ("일반 유치기관 비자 쿼터 상향", "Larger visa quota of other institutions", "moj", "2023 하반기~"),
            ("동반자(간병인·보호자) 제한 완화", "Fewer limits for companions", "moj", "2023 하반기~"),
            ("신속발급 지원", "Faster visas", "moj", "2023 하반기~")),
        _group("1-2", Text("지역·진료과목 편중 완화", "Less concentration by region and department"),
            ("지자체 특화 의료·관광", "Regional medical tourism", "mohw mcst", "2023 하반기~"),
            ("고부가가치 환자 타게팅 모델 발굴", "Models for high-value patients", "mohw", "2023 하반기"),
            ("국가별 맞춤형 전략 수립", "Strategies by country", "mohw", "2023 하반기"),
            ("유치 진료분야 다양화", "More fields of treatment", "mohw", "2023 하반기~")),
        _group("1-3", Text("유치산업 경쟁력 강화", "A stronger attracting industry"),
            ("평가·인증제 활성화", "Evaluation and accreditation", "mohw", "2023 하반기~"),
            ("전담 간병인 및 전문 의료통역사 양성", "Training of caregivers and interpreters", "mohw", "2024~"),
            ("원스톱 지원 강화", "One-stop support", "mohw mcst", "2023 하반기~"),
            ("ICT 기반 사전상담·사후관리 확대", "Consultation and follow-up by ICT", "mohw", "2023 하반기~")),
        _group("1-4", Text("한국 의료 글로벌 인지도 제고", "Wider recognition of Korean medicine"),
            ("K-Culture 활용 홍보 확대", "Promotion with K-culture", "mohw mcst", "2023 하반기~"),
            ("나눔의료·글로벌 의료연수 확대 등 위상 강화", "Medical sharing and training", "mohw", "2023 하반기~")),
    )),
    Strategy("2", Text("우수한 K-의료서비스의 해외진출 확대", "Wider expansion of Korean health services abroad"), (
        _group("2-1", Text("의료서비스 수출 활성화 생태계 조성", "An ecosystem for exports"),
            ("신고제 개선", "A better filing system", "mohw", "2023 하반기~"),
            ("K-헬스케어 마크 부여 등 우수기관 인센티브", "Incentives such as the K-Healthcare mark", "mohw", "2024~"),
            ("보건계정 모태펀드를 활용한 투자 확대", "More investment by the fund of funds", "mohw", "2023 하반기~")),
        _group("2-2", Text("의료기관 해외진출 활성화를 위한 수요 맞춤형 지원 확대", "Support fitted to demand"),
            ("진출지원 플랫폼 운영", "A platform for expansion", "mohw", "2024~"),
            ("수요 맞춤형 인력양성·지원", "Training fitted to demand", "mohw", "2023 하반기~"),
            ("동반진출 확대", "Expansion together with industry", "mohw", "2023 하반기~")),
        _group("2-3", Text("ICT 기반 K-의료서비스 수출 촉진", "Exports based on ICT"),
            ("ICT 의료시스템 수출", "Export of medical ICT systems", "mohw", "2023 하반기~"),
            ("디지털헬스케어 실증지원", "Validation of digital health abroad", "mohw", "2023 하반기~"),
            ("디지털헬스케어 우수기업 인증제도 도입", "Certification of digital-health companies", "motie", "2024~")),
        _group("2-4", Text("보건의료 서비스 분야 국제 교류·협력 강화", "International exchange and cooperation"),
            ("정부 간 협력 강화", "Cooperation between governments", "mohw", "2023 하반기~"),
            ("거점공관 협력사업 추진", "Projects of missions abroad", "mohw", "2023 하반기~"),
            ("유관기관 협력 확대", "Cooperation with related agencies", "mohw", "2023 하반기~")),
    )),
)  # fmt: skip

TASKS = {task.code: task for strategy in PLAN for group in strategy.groups for task in group.tasks}
