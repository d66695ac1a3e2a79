"""A change of calendar or rules in two steps: first which open cases it moves, then, once confirmed,
the change itself.
"""

from collections.abc import Callable
from typing import Any

from flask import render_template, request
from sqlalchemy import select

from portal.core import carried, redating
from portal.core.asking import Asking
from portal.core.cases import Case, Event
from portal.core.db import alone, db
from portal.core.redating import Why
from portal.core.text import Text
from portal.core.web import current_actor, see_other, tell

SHOWN = 200


def preview_or_make(
    change: Callable[[], object], why: Why, asked: Asking | None, title: Text, back: str, **values: Any
) -> Any:
    """`change` writes the change and flushes.

    Without `confirm` in the form it is only supposed, and the cases are shown.
    """
    confirmed = request.form.get("confirm") == "yes"
    if confirmed:
        alone()
    redating.settle()
    if not confirmed:
        with redating.supposing():
            change()
            shifts = redating.shifts()
        kept = carried.typed_fields(request.form)
        return render_template(
            "shell/admin/redating.html",
            shifts=shifts[:SHOWN],
            count=len(shifts),
            kept=kept,
            why=why,
            title=title,
            back=back,
            asked=asked,
            **values,
        )
    change()
    moved = redating.redate(current_actor(), why)
    if moved:
        tell(
            Text(
                "저장했습니다. 사건 {n}건의 기한을 다시 계산하고 양쪽에 알렸습니다.",
                "Saved. {n} cases got a new due day; both sides were told.",
            ).format(n=len(moved))
        )
    else:
        tell("저장했습니다. 기한이 바뀐 사건은 없습니다.", "Saved. No case got a new due day.")
    return see_other(back, **values)


def lately(limit: int = 50) -> list[tuple[Event, Case]]:
    """The cases re-dated last, with both days on the event."""
    wanted = select(Event, Case).join(Case, Case.id == Event.case_id).where(Event.name == redating.EVENT)
    return [(event, case) for event, case in db.session.execute(wanted.order_by(Event.id.desc()).limit(limit)).unique()]
