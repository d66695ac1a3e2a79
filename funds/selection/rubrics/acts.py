"""What is done with rubrics: drafted, published for comment, put in force from a day;
a programme without one starts with its sample.

A version in force is never written again; a running call keeps the version it was published under.
"""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from funds.selection.programmes import PROGRAMMES
from funds.selection.rubrics.models import Rubric, RubricComment
from funds.selection.rubrics.problems import problems_of
from funds.selection.rubrics.queries import rubrics_of
from portal.core import clock, dated
from portal.core.db import db, lock_row
from portal.core.people import Actor
from portal.core.text import Text
from portal.core.workflow import Refused, within

COMMENT_DAYS = 20


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
    if fault := dated.misdated(day, earliest=clock.today()):
        raise Refused(fault)
    rubric.state, rubric.effective_from, rubric.in_force_at = "in_force", day, clock.now()


def comment(rubric: Rubric, actor: Actor, text: str) -> None:
    if rubric.state != "commented" or rubric.comment_until is None or clock.today() > rubric.comment_until:
        raise Refused(Text("의견을 받는 기간이 아닙니다.", "Comments are not open."))
    if not text.strip():
        raise Refused(fields={"text": Text("의견을 적어 주세요.", "Write your comment.")})
    assert actor.user_id is not None
    db.session.add(RubricComment(rubric_id=rubric.id, user_id=actor.user_id, text=within(text, 2000, "text")))
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
