"""Whether the figures of a workbook agree with one another: nothing twice, parts no more than their whole,
shares of it. Pure.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from portal.core.text import Text
from portal.markets.series.terms import DIMENSIONS, Series

OTHERS = "기타"
_GATHERED = ("수도권", "비수도권")  # gather provinces that may stand beside them
_NEAR = Decimal("0.1")  # of a share: published values are rounded


class Problem(NamedTuple):
    """What is wrong in one cell ('B7'); '' for the sheet itself."""

    cell: str
    sentence: Text


Row = dict[str, Any]


def unlike(one: Series, rows: Sequence[Row], held: Iterable[Row], sum_label: str) -> list[Problem]:
    """What does not agree.

    Wholes stand in the workbook, else in what is `held`; a span without one is the sum of its years.
    """
    wholes = {row["period"]: row["value"] for row in held if row["dimension"] == "total"}
    wholes |= {row["period"]: row["value"] for row in rows if row["dimension"] == "total"}
    found = _twice(rows)
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row["period"], row["dimension"]), []).append(row)
    for (period, dimension), group in groups.items():
        whole = _whole(period, wholes)
        found += _sum_row(group, sum_label)
        if DIMENSIONS[dimension].parts:
            apart = [r for r in group if r["label"] != sum_label and not r["label"].startswith(_GATHERED)]
            found += _parts(period, apart, whole)
    return found + _made_up(one, groups)


def _twice(rows: Iterable[Row]) -> list[Problem]:
    seen: dict[tuple[str, str, str], int] = {}
    found = []
    for row in rows:
        key = (row["period"], row["dimension"], row["label"])
        if key in seen:
            said = Text("{line}번째 줄과 같은 항목입니다.", "The same item stands in row {line}.")
            found.append(Problem(f"C{row['line']}", said.format(line=seen[key])))
        seen.setdefault(key, row["line"])
    return found


def _whole(period: str, wholes: dict[str, int | None]) -> int | None:
    if period in wholes or "–" not in period:
        return wholes.get(period)
    first, last = (int(year) for year in period.split("–"))
    yearly = [wholes.get(str(year)) for year in range(first, last + 1)]
    return sum(v or 0 for v in yearly) if all(v is not None for v in yearly) else None


def _sum_row(group: Sequence[Row], sum_label: str) -> list[Problem]:
    sums = [r for r in group if r["label"] == sum_label and r["value"] is not None]
    added = sum(r["value"] or 0 for r in group if r["label"] != sum_label)
    said = Text(
        "같은 연도·구분의 값을 더하면 {added}인데 합계는 {whole}입니다.",
        "The values add up to {added}, the sum says {whole}.",
    )
    return [
        Problem(f"D{r['line']}", said.format(added=f"{added:,}", whole=f"{r['value']:,}"))
        for r in sums
        if r["value"] != added
    ]


def _parts(period: str, group: Sequence[Row], whole: int | None) -> list[Problem]:
    if not group:
        return []
    found, added, last = [], sum(r["value"] or 0 for r in group), group[-1]["line"]
    if whole is not None and added > whole:
        said = Text(
            "{period}년 항목을 더한 값 {added}이(가) 전체 {whole}보다 큽니다.",
            "Parts of {period} add up to {added}, more than the whole of {whole}.",
        )
        found.append(Problem(f"D{last}", said.format(period=period, added=f"{added:,}", whole=f"{whole:,}")))
    complete = any(r["label"] == OTHERS for r in group) and all(r["value"] is not None for r in group)
    if whole is not None and complete and added < whole:
        said = Text(
            "‘기타’까지 있는데 {period}년 항목을 더한 값 {added}이(가) 전체 {whole}보다 작습니다.",
            "With “others” the parts of {period} add up to {added}, less than the whole of {whole}.",
        )
        found.append(Problem(f"D{last}", said.format(period=period, added=f"{added:,}", whole=f"{whole:,}")))
    shares = sum((r["share"] or Decimal(0) for r in group), Decimal(0))
    if shares > Decimal("100.5"):
        said = Text("{period}년 비율을 더하면 {shares}%입니다.", "Shares of {period} add up to {shares}%.")
        found.append(Problem(f"E{last}", said.format(period=period, shares=shares)))
    return found + [p for r in group if (p := _share(r, whole))]


def _share(row: Row, whole: int | None) -> Problem | None:
    """The share of a part that is not what its value says."""
    if not whole or row["value"] is None or row["share"] is None:
        return None
    right = round(Decimal(row["value"]) * 100 / whole, 1)
    if abs(right - row["share"]) <= _NEAR:
        return None
    said = Text(
        "값 {value}은(는) 전체의 {right}%인데 비율은 {share}%입니다.",
        "{value} is {right}% of the whole, the share says {share}%.",
    )
    return Problem(f"E{row['line']}", said.format(value=f"{row['value']:,}", right=right, share=row["share"]))


def _made_up(one: Series, groups: dict[tuple[str, str], list[Row]]) -> list[Problem]:
    """Wholes that are not the sum of the dimensions that make them up."""
    found = []
    for (period, dimension), group in groups.items():
        made = [groups.get((period, key), [{"value": None}])[0]["value"] for key in one.sums]
        whole = group[0]["value"]
        if dimension != "total" or not made or None in made or whole is None or sum(made) == whole:
            continue
        names = " + ".join(DIMENSIONS[key].sheet for key in one.sums)
        said = Text("{names}은(는) {added}인데 전체는 {whole}입니다.", "{names} are {added}, the whole says {whole}.")
        found.append(
            Problem(f"D{group[0]['line']}", said.format(names=names, added=f"{sum(made):,}", whole=f"{whole:,}"))
        )
    return found
