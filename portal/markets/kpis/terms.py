"""The indicators of the plan to 2027: what each counts, in which versions, from which baseline to which target.

Declarations only.
"""

from dataclasses import dataclass

from portal.core.text import Text
from portal.markets.terms import PLAN_SOURCE


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
        KpiVersion(2023, Text("전자비자를 대리 신청할 수 있는 지정 기관 수", "Institutions that may apply for electronic visas"), PLAN_SOURCE, {2023: 27}, baseline=(2023, 27)),
    ), yearly=False),
    Kpi("quota", Text("일반 유치기관 비자 쿼터", "Visa quota of other institutions"), Text("명", ""), 10, 2027, (
        KpiVersion(2022, Text("동시에 초청할 수 있는 환자 수", "Patients that may be invited at once"), PLAN_SOURCE, {2022: 5}, baseline=(2022, 5)),
    ), yearly=False),
)  # fmt: skip
