"""사전통지 and opinion (행정절차법 제21조): nothing is taken from a holder before they were told and could answer."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from funds.selection.models import Award
from funds.selection.programmes import PROGRAMMES
from portal.core import clock
from portal.core.cases import Case
from portal.core.fire import Firing
from portal.core.text import Text


def long_enough(case: Award, given: Mapping[str, Any]) -> Text | None:
    least = PROGRAMMES[case.programme].award.opinion_days
    if int(given.get("days") or 0) < least:
        return Text(
            "의견제출 기간은 {n}일 이상이어야 합니다. (행정절차법 제21조)",
            "The opinion period is at least {n} days (Administrative Procedures Act, Art. 21).",
        ).format(n=least)
    return None


def open_notice(case: Award, firing: Firing) -> None:
    """사전통지: what is intended, why, and until when an opinion may be given."""
    case.opinion_by = firing.on + timedelta(days=int(firing.given["days"]))
    case.opinion = ""
    firing.facts |= {"opinion_by": case.opinion_by.isoformat(), "intended": firing.given["intended"]}


def opinion_heard(case: Award, _given: Mapping[str, Any]) -> Text | None:
    """Nothing is decided before the opinion came or its period is over."""
    if not case.opinion and case.opinion_by is not None and clock.today() <= case.opinion_by:
        return Text(
            "의견제출 기간({d}까지)이 끝나거나 의견이 온 뒤에 결정할 수 있습니다.",
            "Wait for the opinion, or until {d} has passed.",
        ).format(d=case.opinion_by)
    return None


def keep_opinion(case: Award, firing: Firing) -> None:
    case.opinion = str(firing.given["opinion"])


def end_notice(case: Award, _firing: Firing) -> None:
    case.opinion_by = None


def day_ahead(case: Case, given: Mapping[str, Any]) -> Text | None:  # noqa: ARG001
    """A correction is demanded by a day that has not passed."""
    if str(given.get("by") or "") < clock.today().isoformat():
        return Text("기한이 이미 지났습니다.", "The day has passed already.")
    return None


def keep_demand(case: Award, firing: Firing) -> None:  # noqa: ARG001
    """The holder reads the demand and its day in the course of the award."""
    firing.facts |= {"because": firing.given["demand"], "answer_by": firing.given["by"]}
