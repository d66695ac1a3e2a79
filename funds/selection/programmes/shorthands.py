"""What programmes are declared with: the questions, papers, checks, criteria,
bonuses and agreements that stand in several of them.

Only shorthands of `funds.selection.programmes.declaration`: each gives plain declarations, and a programme
may write its own instead.
"""

from decimal import Decimal
from typing import Any

from funds.selection.programmes.declaration import AwardTerms, Check, DutyKind
from portal.core.schema import Field, Section
from portal.core.text import Text

# ---- questions -----------------------------------------------------------------------------------------------------------------


def line(key: str, ko: str, en: str, hint: Text | None = None) -> Field:
    """A required answer of one line."""
    return Field(key=key, label=Text(ko, en), required=True, hint=hint)


def story(key: str, ko: str, en: str, longest: int = 2000) -> Field:
    """A required answer in sentences."""
    return Field(key=key, label=Text(ko, en), type="text", required=True, longest=longest)


def country(ko: str = "진출국", en: str = "Country") -> Field:
    """The country that results and registers name."""
    return Field(key="country", label=Text(ko, en), type="country", required=True)


def count(key: str, ko: str, en: str, unit: Text) -> Field:
    """A required whole number."""
    return Field(key=key, label=Text(ko, en), type="integer", required=True, unit=unit)


def sales_of_two_years(ko: str, en: str) -> tuple[Field, Field]:
    """The sales that the automatic criterion `sales_growth` compares."""
    return (
        Field(key="sales", label=Text(f"최근 연도 {ko}", f"{en}, latest year"), type="money", required=True),
        Field(
            key="sales_before", label=Text(f"그 전 연도 {ko}", f"{en}, the year before"), type="money", required=True
        ),
    )


def paper(key: str, ko: str, en: str, *, required: bool = True, hint: Text | None = None) -> Field:
    return Field(key=key, label=Text(ko, en), type="paper", required=required, hint=hint)


def papers(*fields: Field) -> Section:
    """The section of papers."""
    return Section(key="papers", title=Text("서류", "Papers"), fields=fields)


# ---- what an officer looks up ----------------------------------------------------------------------------------------------------

COMMON_CHECKS = (
    Check("excluded", Text("수행배제·참여제한 대상이 아님", "Not excluded from public programmes")),
    Check("taxes", Text("국세·지방세 체납이 없음", "No taxes in arrears")),
    Check("duplicate", Text("같은 내용의 중복지원이 아님", "No second support for the same content")),
)
FILED_CHECK = Check("filed", Text("수리된 해외진출 신고가 있음", "Has an accepted overseas-expansion filing"))

# ---- scoring ---------------------------------------------------------------------------------------------------------------------


def rubric(
    criteria: list[dict[str, Any]],
    bonuses: list[dict[str, Any]],
    *,
    pass_mark: str = "70",  # noqa: S107 (points, no password)
    bonus_cap: str = "5",
    tie_break: list[str] | None = None,
) -> dict[str, Any]:
    """A sample rubric: the body of a `Rubric` row.

    Every number here is an example; no official points were ever published.
    """
    return {
        "pass_mark": pass_mark,
        "drop_extremes_from": 5,
        "decimals": 2,
        "bonus_cap": bonus_cap,
        "criteria": criteria,
        "bonuses": bonuses,
        "penalties": [
            {
                "id": "late",
                "label": "기한 후 보완",
                "label_en": "Supplement after its day",
                "points": "1",
                "evidence": "보완 접수 기록",
            }
        ],
        "tie_break": tie_break or [criteria[0]["id"]],
    }


def criterion(id_: str, ko: str, en: str, most: str, least: str = "", **more: Any) -> dict[str, Any]:
    """A judged criterion with three anchored levels, or an automatic one (`automatic`, `steps`)."""
    whole = Decimal(most)
    levels = [
        [
            f"{whole * Decimal('0.9'):.1f}",
            "탁월: 근거 자료로 뚜렷이 확인되고 다른 기관의 본이 됨",
            "Excellent: clearly evidenced, a model for others",
        ],
        [
            f"{whole * Decimal('0.7'):.1f}",
            "양호: 요건을 고루 갖추었고 자료가 충분함",
            "Good: all met, evidence sufficient",
        ],
        [
            f"{whole * Decimal('0.5'):.1f}",
            "미흡: 일부 요건이 약하거나 자료가 부족함",
            "Weak: partly met, evidence thin",
        ],
    ]
    made: dict[str, Any] = {"id": id_, "label": ko, "label_en": en, "max": most, "levels": levels}
    if least:
        made["min"] = least
    if more:
        made |= more
        made["levels"] = []
    return made


def bonus(id_: str, ko: str, en: str, points: str, evidence: str) -> dict[str, Any]:
    """A bonus that the applicant claims with evidence, confirmed by an officer."""
    return {"id": id_, "label": ko, "label_en": en, "points": points, "evidence": evidence}


def seen(id_: str, ko: str, en: str, by: str, points: str = "2", evidence: str = "포털이 확인") -> dict[str, Any]:
    """A bonus that the portal itself sees: `by` award:<programme>, filing or partners:<roles>."""
    return bonus(id_, ko, en, points, evidence) | {"by": by}


# ---- what is given ---------------------------------------------------------------------------------------------------------------


def instalments(then: Text) -> tuple[tuple[int, Text], ...]:
    """70 percent on signing, the rest later."""
    return ((70, Text("협약 체결", "On signing")), (30, then))


def agreement(
    ko: str,
    en: str,
    series: str,
    conditions: tuple[Text, ...],
    *,
    then: Text | None = None,
    duties: tuple[DutyKind, ...] = (),
) -> AwardTerms:
    """An agreement (협약) of a year, signed, finally evaluated and not renewed;
    `then` is when the second instalment falls due.
    """
    return AwardTerms(
        title=Text(ko, en),
        series=series,
        months=12,
        sign=Text("협약 체결", "Sign the agreement"),
        conditions=conditions,
        certificate=False,
        renewable=False,
        shares=instalments(then) if then is not None else (),
        duties=duties,
        final_evaluation=True,
    )
