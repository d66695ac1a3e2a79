"""Who would lose by an objection that is upheld, and that they are told and heard first while nothing is signed (행정절차법
제21·22조).

What is signed is never taken away here: that has its own notice and opinion on the award.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from funds.selection.models import Application, Award
from funds.selection.objections.models import Hearing, Objection
from portal.core import clock
from portal.core.db import db
from portal.core.fire import Firing
from portal.core.text import Text

UNDECIDED = ("received", "rescoring", "rescored")


def hearings_of(objection: Objection) -> list[Hearing]:
    return list(db.session.scalars(select(Hearing).where(Hearing.objection_id == objection.id).order_by(Hearing.id)))


def hearing_of(application: Application) -> Hearing | None:
    """The hearing that the application is in now: its objection is not decided yet."""
    wanted = (
        select(Hearing)
        .join(Objection, Objection.id == Hearing.objection_id)
        .where(Hearing.application_id == application.id, Objection.state.in_(UNDECIDED))
    )
    return db.session.scalar(wanted.order_by(Hearing.id.desc()).limit(1))


def is_over(hearing: Hearing) -> bool:
    """Whether the opinion came, or its period has passed."""
    return hearing.given_at is not None or clock.today() > hearing.opinion_by


def open_hearing(objection: Objection, application: Application, firing: Firing) -> Hearing:
    """At least the declared days for the opinion, counted from the day after they are told."""
    made = Hearing(
        objection_id=objection.id,
        application_id=application.id,
        opinion_by=firing.on + timedelta(days=int(firing.given["days"])),
    )
    db.session.add(made)
    db.session.flush()
    return made


# ---- the side of whoever would lose --------------------------------------------------------------------------------------------


def is_heard(case: Application, _given: Mapping[str, Any]) -> Text | None:
    hearing = hearing_of(case)
    if hearing is None:
        return Text("의견을 들을 이의신청이 없습니다.", "There is no objection to give a view on.")
    if clock.today() > hearing.opinion_by:
        return Text("의견을 낼 수 있는 기간이 {d}에 끝났습니다.", "Views could be given until {d}.").format(
            d=hearing.opinion_by
        )
    return None


def tell_of_hearing(case: Application, firing: Firing) -> None:
    hearing = hearing_of(case)
    assert hearing is not None
    firing.facts |= {"opinion_by": hearing.opinion_by.isoformat()}


def keep_view(case: Application, firing: Firing) -> None:
    hearing = hearing_of(case)
    assert hearing is not None
    hearing.opinion, hearing.given_at = str(firing.given["opinion"]), clock.now()


def not_being_heard(case: Award, _given: Mapping[str, Any]) -> Text | None:
    """A signature waits while an objection could still take the award away."""
    hearing = hearing_of(case.application)
    if hearing is None:
        return None
    return Text(
        "다른 기관의 이의신청을 심사하고 있어 서명을 잠시 미룹니다. {d}까지 의견을 낼 수 있고, 결정하면 바로 알려 드립니다.",
        "Signing waits while another applicant's objection is examined. You may give your view until {d}; you will be told.",
    ).format(d=hearing.opinion_by)
