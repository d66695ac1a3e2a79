"""What each number of a result was made of, as a line that a reader can check with a pocket calculator.

Decides nothing.
"""

from collections.abc import Iterable
from decimal import Decimal

from funds.selection.scoring.result import Marks
from funds.selection.scoring.terms import Points, Rubric, Sheet, plain
from portal.core.text import Text


def workings(rubric: Rubric, sheet: Sheet, marks: Marks) -> dict[str, Text]:
    """One line for each number of an application: `member_totals.<member>`, `criterion_means.<criterion>`, `dropped`,
    `mean`, `bonus`, `penalty`, `final`, `passed`."""
    given = sheet.scores[marks.id]
    members = tuple(marks.member_totals)
    lines = {
        f"member_totals.{member}": _same(
            f"{_added(given[member][c.id] for c in rubric.criteria)} = {plain(marks.member_totals[member])}"
        )
        for member in members
    }
    for criterion in rubric.criteria:
        scores = _added(given[member][criterion.id] for member in members)
        shown = plain(marks.criterion_means[criterion.id], rubric.decimals)
        lines[f"criterion_means.{criterion.id}"] = _rounding(f"({scores}) ÷ {len(members)}", shown, rubric.decimals)
    kept = _added(marks.member_totals[member] for member in marks.kept)
    mean = plain(marks.mean, rubric.decimals)
    lines["dropped"] = _dropped(rubric, marks)
    lines["mean"] = _rounding(f"({kept}) ÷ {len(marks.kept)}", mean, rubric.decimals)
    lines["bonus"] = Text("{points}, 상한 {cap}점 → {bonus}", "{points}, capped at {cap} → {bonus}").format(
        points=_listed(marks.bonuses), cap=plain(rubric.bonus_cap), bonus=plain(marks.bonus)
    )
    lines["penalty"] = Text("{points} → {penalty}", "{points} → {penalty}").format(
        points=_listed(marks.penalties), penalty=plain(marks.penalty)
    )
    final = plain(marks.final, rubric.decimals)
    lines["final"] = _same(f"{mean} + {plain(marks.bonus)} − {plain(marks.penalty)} = {final}")
    lines["passed"] = _passed(rubric, marks, final)
    return lines


def _same(wording: str) -> Text:
    return Text(wording, wording)


def _added(values: Iterable[Decimal]) -> str:
    return " + ".join(plain(value) for value in values)


def _rounding(division: str, shown: str, decimals: int) -> Text:
    return Text(
        "{division} = {shown} (소수 {decimals}자리, 반올림)", "{division} = {shown} ({decimals} decimals, half up)"
    ).format(division=division, shown=shown, decimals=decimals)


def _listed(points: tuple[Points, ...]) -> Text:
    if not points:
        return Text("없음", "none")
    return _same(" + ".join(f"{each.label} {plain(each.points)}" for each in points))


def _dropped(rubric: Rubric, marks: Marks) -> Text:
    if not marks.dropped:
        return Text(
            "반영 위원이 {count}명으로 {least}명 미만이라 제외하지 않음",
            "{count} counted members, fewer than {least}: nothing dropped",
        ).format(count=len(marks.member_totals), least=rubric.drop_extremes_from)
    lowest, highest = marks.dropped
    return Text(
        "최저 {low}({low_total}), 최고 {high}({high_total}) 제외",
        "lowest {low} ({low_total}) and highest {high} ({high_total}) dropped",
    ).format(
        low=lowest,
        low_total=plain(marks.member_totals[lowest]),
        high=highest,
        high_total=plain(marks.member_totals[highest]),
    )


def _passed(rubric: Rubric, marks: Marks, final: str) -> Text:
    reached = marks.final >= rubric.pass_mark
    mark = plain(rubric.pass_mark)
    line = Text("{final} ≥ {mark}", "{final} ≥ {mark}") if reached else Text("{final} < {mark}", "{final} < {mark}")
    failed = ", ".join(c.label for c in rubric.criteria if c.id in marks.failed_criteria)
    if failed:
        line = Text(f"{line.ko}, 과락: {{failed}}", f"{line.en}, below the minimum in: {{failed}}")
    return line.format(final=final, mark=mark, failed=failed)
