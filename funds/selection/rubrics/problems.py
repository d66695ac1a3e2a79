"""What is wrong with a rubric, in sentences that name places as the editor does. Pure."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from funds.selection.rubrics.measures import MEASURES
from funds.selection.scoring import parse_rubric
from funds.selection.scoring.contract import contract_body
from funds.unusable import Unusable
from portal.core.text import Text

PLACES = {
    "pass_mark": Text("통과 점수", "Pass mark"),
    "bonus_cap": Text("가점 상한", "Bonus cap"),
    "drop_extremes_from": Text("최고·최저를 빼는 위원 수", "Extremes dropped from"),
    "tie_break": Text("동점일 때 비교할 항목", "Tie-break"),
    "criteria": Text("평가 항목", "Criteria"),
    "bonuses": Text("가점", "Bonus"),
    "penalties": Text("감점", "Penalty"),
    "id": Text("식별 기호", "id"),
    "label": Text("이름", "label"),
    "max": Text("배점", "maximum"),
    "min": Text("최저 점수", "minimum"),
    "points": Text("점수", "points"),
}
"""Places of a rubric as the editor names them."""


def problems_of(body: Mapping[str, Any], version: str) -> list[Text]:
    """Every reason why this rubric cannot be used, as sentences; first among them maxima that do not sum to 100."""
    found: list[Text] = []
    try:
        parse_rubric(contract_body(body, version, 1))
    except Unusable as problem:
        found.extend(_placed(body, said) for said in problem.problems)
    for criterion in body["criteria"]:
        label = criterion.get("label") or criterion.get("id")
        if criterion.get("automatic"):
            found.extend(_steps_problems(criterion, str(label)))
        elif not criterion.get("levels"):
            found.append(
                Text("‘{c}’에 점수를 가르는 기준 문장을 적어 주세요.", "Describe the levels of “{c}”.").format(c=label)
            )
    for bonus in body["bonuses"]:
        if not bonus.get("evidence"):
            found.append(
                Text("가점 ‘{b}’의 증빙을 적어 주세요.", "Say what evidences the bonus “{b}”.").format(
                    b=bonus.get("label")
                )
            )
    return found


def _placed(body: Mapping[str, Any], said: Text) -> Text:
    """A sentence of the contract with its place as the editor names it: ‘전문인력’ 배점, not rubric.criteria[2].max."""
    path, colon, ko = said.ko.partition(":")
    found = re.fullmatch(r"rubric\.(\w+)(?:\[(\d+)\])?(?:\.(\w+))?", path)
    if not colon or found is None or found[1] not in PLACES:
        return said
    part, number, key = found.groups()
    row = body.get(part, [])[int(number) - 1] if number else {}
    what, last = PLACES[part], PLACES.get(key or "")
    return Text(
        " ".join(
            filter(
                None,
                (
                    f"{what.ko} {number}" if number else what.ko,
                    f"‘{row['label']}’" if row.get("label") else "",
                    last.ko if last else "",
                ),
            )
        )
        + ":"
        + ko,
        " ".join(
            filter(
                None,
                (
                    f"{what.en} {number}" if number else what.en,
                    f"“{row['label']}”" if row.get("label") else "",
                    last.en if last else "",
                ),
            )
        )
        + ":"
        + said.en.partition(":")[2],
    )


def _steps_problems(criterion: Mapping[str, Any], label: str) -> list[Text]:
    if criterion["automatic"] not in MEASURES:
        return [Text("‘{c}’의 자동 계산 항목을 알 수 없습니다.", "The measure of “{c}” is unknown.").format(c=label)]
    try:
        pairs = [(Decimal(a), Decimal(b)) for a, b in criterion.get("steps") or []]
        most = Decimal(str(criterion.get("max") or "0"))
    except (InvalidOperation, ValueError):
        pairs, most = [], Decimal(0)
    if not pairs or any(not 0 <= points <= most for _, points in pairs):
        return [
            Text(
                "‘{c}’의 단계를 ‘기준값:점수’로 적고 점수는 배점을 넘지 않게 해 주세요.",
                "Write the steps of “{c}” as threshold:points, none over its maximum.",
            ).format(c=label)
        ]
    return []
