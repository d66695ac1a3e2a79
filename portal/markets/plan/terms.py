"""The plan of June 2023 as data: 2 strategies, 8 groups, 26 tasks with ministry and schedule; and its indicators to 2027.

Source: 보건의료 서비스 분야 수출 활성화 방안 (관계부처 합동, June 2023). Declarations only; how a task stands is told by its reports.
"""

from dataclasses import dataclass
from typing import NamedTuple

from portal.core.text import Text

SOURCE = Text(
    "보건의료 서비스 분야 수출 활성화 방안(관계부처 합동, 2023. 6.)",
    "Plan to promote exports of health services (joint ministries, June 2023)",
)
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


@dataclass(frozen=True)
class KpiVersion:
    """One way of counting an indicator, which holds from the year `since` on.

    `values` are fixed points by year; `computed` names a reading of the portal's own data; `baseline` is (year, value).
    """

    since: int
    definition: Text
    source: Text
    values: dict[int, int]
    computed: str = ""
    baseline: tuple[int, int] | None = None


@dataclass(frozen=True)
class Kpi:
    """An indicator with its target; versions are shown apart and never joined."""

    key: str
    title: Text
    unit: Text
    target: int
    target_year: int
    versions: tuple[KpiVersion, ...]
    yearly: bool = True  # counted over a whole year, not as of a day


_ISSUED = Text("신고확인증을 발급한 연간 건수(발표값)", "Certificates issued in the year, as published")
_ANNOUNCED = Text("보건복지부·한국보건산업진흥원 발표", "Announced by the Ministry and KHIDI")
_OWN = Text("이 포털의 자료에서 계산", "Computed from this portal's data")

KPIS = (
    Kpi("filings", Text("의료기관 해외진출 신고", "Filings of overseas expansion"), Text("건", ""), 70, 2027, (
        KpiVersion(2016, _ISSUED, _ANNOUNCED, {2016: 10, 2017: 14, 2018: 20, 2019: 22, 2020: 25, 2021: 34, 2022: 37, 2023: 42, 2024: 45}, baseline=(2022, 37)),
        KpiVersion(2025, Text("이 포털 대장에서 수리일이 그 해인 신고(지금 효력이 있는 내용, 재분류 반영)", "Filings of the register by year of acceptance, as they stand now"), _OWN, {}, "filings"),
    )),
    Kpi("patients", Text("외국인환자", "Foreign patients"), Text("명", ""), 700_000, 2027, (
        KpiVersion(2009, Text("연간 외국인환자 수(발표·수입한 값)", "Foreign patients of the year, as published and imported"), _ANNOUNCED, {}, "patients", (2022, 250_000)),
    )),
    Kpi("experts", Text("GHKOL 전문위원", "GHKOL experts"), Text("명", ""), 100, 2024, (
        KpiVersion(2016, Text("위촉된 전문위원 수(발표값)", "Experts appointed, as published"), _ANNOUNCED, {2016: 47, 2017: 41, 2023: 82, 2024: 108}, baseline=(2023, 82)),
        KpiVersion(2025, Text("이 포털에 위촉 중인 전문위원 수(그날)", "Experts in office in this portal on the day"), _OWN, {}, "experts"),
    ), yearly=False),
    Kpi("institutions", Text("법무부 우수 유치기관", "Designated attracting institutions"), Text("개", ""), 50, 2027, (
        KpiVersion(2023, Text("전자비자를 대리 신청할 수 있는 지정 기관 수", "Institutions that may apply for electronic visas"), SOURCE, {2023: 27}, baseline=(2023, 27)),
    ), yearly=False),
    Kpi("quota", Text("일반 유치기관 비자 쿼터", "Visa quota of other institutions"), Text("명", ""), 10, 2027, (
        KpiVersion(2022, Text("동시에 초청할 수 있는 환자 수", "Patients that may be invited at once"), SOURCE, {2022: 5}, baseline=(2022, 5)),
    ), yearly=False),
)  # fmt: skip
