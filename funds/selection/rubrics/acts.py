"""Rubrics as versioned data: draft, published for comment, in force from a day. What is wrong is said in sentences.

A version in force is never written again; a running call keeps the version it was published under.
"""

import re
from collections.abc import Mapping
from copy import deepcopy
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import select

from funds.selection.models import Rubric, RubricComment
from funds.selection.panel.sealed import contract_body
from funds.selection.programmes import PROGRAMMES
from funds.selection.rubrics.measures import MEASURES
from funds.selection.scoring import parse_rubric
from funds.unusable import Unusable
from portal.core import clock
from portal.core.db import db, lock_row
from portal.core.people import Actor
from portal.core.text import Text
from portal.core.workflow import Refused

COMMENT_DAYS = 20
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
STATES = {
    "draft": (Text("작성 중", "Draft"), "neutral"),
    "commented": (Text("의견 수렴 중", "Open for comment"), "info"),
    "in_force": (Text("시행", "In force"), "success"),
}


def rubrics_of(programme: str) -> list[Rubric]:
    """Every version, the latest first."""
    return list(db.session.scalars(select(Rubric).where(Rubric.programme == programme).order_by(Rubric.id.desc())))


def rubric_in_force(programme: str, day: date) -> Rubric | None:
    """The version that holds on `day`: the latest of those whose day has come."""
    wanted = (
        select(Rubric)
        .where(Rubric.programme == programme, Rubric.state == "in_force", Rubric.effective_from <= day)
        .order_by(Rubric.effective_from.desc(), Rubric.id.desc())
        .limit(1)
    )
    return db.session.scalar(wanted)


def new_version(programme: str, actor: Actor) -> Rubric:
    """A draft that starts from the latest version, or from the programme's sample."""
    known = rubrics_of(programme)
    year = clock.today().year
    number = 1 + sum(r.version.startswith(f"{year}-") for r in known)
    made = Rubric(
        programme=programme,
        version=f"{year}-{number}",
        sample=known[0].sample if known else True,
        body=deepcopy(known[0].body if known else dict(PROGRAMMES[programme].rubric)),
        by_id=actor.user_id,
    )
    db.session.add(made)
    db.session.flush()
    return made


def change(rubric: Rubric, body: Mapping[str, Any], *, sample: bool) -> None:
    """Write a draft. Refused once it was published for comment or is in force."""
    lock_row(rubric)
    if rubric.state != "draft":
        raise Refused(
            Text(
                "공개한 기준은 고칠 수 없습니다. 새 판을 만들어 주세요.",
                "A published version is not changed: make a new one.",
            )
        )
    rubric.body, rubric.sample = dict(body), sample


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
        " ".join(filter(None, (f"{what.ko} {number}" if number else what.ko, f"‘{row['label']}’" if row.get("label") else "", last.ko if last else "")))
        + ":" + ko,
        " ".join(filter(None, (f"{what.en} {number}" if number else what.en, f"“{row['label']}”" if row.get("label") else "", last.en if last else "")))
        + ":" + said.en.partition(":")[2],
    )  # fmt: skip


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


def publish_for_comment(rubric: Rubric) -> None:
    """A draft that can be used is shown to everybody, who may comment for some days."""
    lock_row(rubric)
    if rubric.state != "draft":
        raise Refused(Text("이미 공개했습니다.", "Published already."))
    found = problems_of(rubric.body, rubric.version)
    if found:
        raise Refused(*found)
    rubric.state, rubric.published_at = "commented", clock.now()
    rubric.comment_until = clock.today() + timedelta(days=COMMENT_DAYS)


def put_in_force(rubric: Rubric, day: date) -> None:
    """In force from `day` on, once the time for comments is over; calls that run keep their own version."""
    lock_row(rubric)
    if rubric.state != "commented" or rubric.comment_until is None:
        raise Refused(Text("먼저 공개해 의견을 받아 주세요.", "Publish it for comment first."))
    if clock.today() <= rubric.comment_until:
        raise Refused(
            Text(
                "의견 수렴이 {d}까지입니다. 그 뒤에 시행할 수 있습니다.",
                "Comments run until {d}: it can be in force after that.",
            ).format(d=rubric.comment_until)
        )
    if day < clock.today():
        raise Refused(Text("시행일은 오늘이나 그 뒤여야 합니다.", "The day must be today or later."))
    rubric.state, rubric.effective_from, rubric.in_force_at = "in_force", day, clock.now()


def comment(rubric: Rubric, actor: Actor, text: str) -> None:
    if rubric.state != "commented" or rubric.comment_until is None or clock.today() > rubric.comment_until:
        raise Refused(Text("의견을 받는 기간이 아닙니다.", "Comments are not open."))
    if not text.strip():
        raise Refused(fields={"text": Text("의견을 적어 주세요.", "Write your comment.")})
    assert actor.user_id is not None
    db.session.add(RubricComment(rubric_id=rubric.id, user_id=actor.user_id, text=text.strip()[:2000]))
    db.session.flush()


def ship_samples(day: date) -> int:
    """Put each programme's sample in force from `day` where it has no rubric yet; how many were made."""
    made = 0
    held = set(db.session.scalars(select(Rubric.programme).distinct()))
    for programme in PROGRAMMES.values():
        if programme.key not in held:
            db.session.add(
                Rubric(
                    programme=programme.key,
                    version=f"{day.year}-1",
                    state="in_force",
                    sample=True,
                    body=deepcopy(dict(programme.rubric)),
                    effective_from=day,
                    published_at=clock.now(),
                    in_force_at=clock.now(),
                    comment_until=day,
                )
            )
            made += 1
    db.session.flush()
    return made


def ship_missing() -> int:
    """Tick: a programme that nobody wrote a rubric for starts with its sample, marked 예시(비공식); also one added later."""
    return ship_samples(clock.today())
