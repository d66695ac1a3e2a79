"""The month of a pilot as answers: one set of questions for the page and for the workbook,
and what must hold between them.
"""

from typing import Any

from funds.pilots.course.queries import months_of
from funds.pilots.models import Milestone, Pilot
from portal.core import clock
from portal.core.asking import Asking
from portal.core.schema import Field
from portal.core.text import Text


def open_steps(pilot: Pilot) -> list[Milestone]:
    """The milestones of this year that are not done yet."""
    return [m for m in pilot.milestones if m.year_no == pilot.year_no and m.done_on is None]


def fields_of(pilot: Pilot) -> list[Field]:
    """What a month asks: months without a report, progress, spending, words,
    and per milestone and indicator its own.
    """
    told = {r.month for r in pilot.reports}
    months = {m: Text(m, m) for m in months_of(pilot) if m not in told and m <= f"{clock.today():%Y-%m}"}
    found = [
        Field(key="month", label=Text("보고하는 달", "Month"), type="choice", choices=months, required=True),
        Field(
            key="progress",
            label=Text("진도(누적)", "Progress so far"),
            type="integer",
            required=True,
            most=100,
            unit=Text("%", "%"),
        ),
        Field(
            key="spent",
            label=Text("집행액(올해 누적)", "Spent so far this year"),
            type="money",
            required=True,
            unit=Text("원", "KRW"),
        ),
        Field(key="done", label=Text("한 일", "Done"), type="text", required=True, longest=4000),
        Field(key="next_steps", label=Text("다음 달 계획", "Next"), type="text", longest=4000),
    ]
    for step in open_steps(pilot):
        label = Text("‘{t}’을(를) 마친 날", "“{t}” done on").format(t=step.title)
        found.append(Field(key=f"m{step.id}", label=label, type="date", past=True))
    for one in pilot.indicators:
        unit = Text(one.unit, one.unit) if one.unit else None
        found.append(Field(key=f"i{one.id}", label=Text(one.label, one.label), type="decimal", unit=unit))
        label = Text("‘{t}’을(를) 잰 날", "“{t}” read on").format(t=one.label)
        found.append(Field(key=f"d{one.id}", label=label, type="date", past=True))
    return found


def check(pilot: Pilot, asking: Asking) -> None:
    """What the shape of an answer cannot tell."""
    last = max((r for r in pilot.reports if r.year_no == pilot.year_no), key=lambda r: r.month, default=None)
    if last and asking["spent"] is not None and asking["spent"] < last.spent:
        words = Text("지난 보고({m})의 누적 집행액 {s}원보다 적습니다.", "Less than the KRW {s} reported for {m}.")
        asking.fault("spent", words.format(m=last.month, s=f"{last.spent:,}"))
    for step in open_steps(pilot):
        day = asking[f"m{step.id}"]
        if day and pilot.begins_on and day < pilot.begins_on.isoformat():
            asking.fault(f"m{step.id}", Text("사업 시작일보다 앞섭니다.", "Before the pilot began."))
    for one in pilot.indicators:
        value, day = asking[f"i{one.id}"], asking[f"d{one.id}"]
        if (value is None) != (day is None):
            asking.fault(
                f"d{one.id}" if day is None else f"i{one.id}",
                Text("값과 잰 날을 함께 적어 주세요.", "Give both the value and its day."),
            )
        elif day and pilot.begins_on and day < pilot.begins_on.isoformat():
            words = Text("사업 시작일({d})보다 앞선 값입니다.", "A reading from before the start ({d}).")
            asking.fault(f"d{one.id}", words.format(d=pilot.begins_on))
        elif day and any(r.on.isoformat() == day for r in one.readings):
            asking.fault(f"d{one.id}", Text("이날의 값이 이미 있습니다.", "There is a reading of this day already."))


def given_of(pilot: Pilot, asking: Asking, *, by_file: bool = False) -> dict[str, Any]:
    """The answers as the move `report` takes them."""
    return {
        "month": asking["month"],
        "progress": asking["progress"],
        "spent": asking["spent"],
        "done": asking.text("done"),
        "next_steps": asking.text("next_steps"),
        "done_on": {str(s.id): asking[f"m{s.id}"] for s in open_steps(pilot) if asking[f"m{s.id}"]},
        "readings": {
            str(i.id): [asking[f"i{i.id}"], asking[f"d{i.id}"]]
            for i in pilot.indicators
            if asking[f"i{i.id}"] is not None
        },
        "by_file": by_file,
    }
