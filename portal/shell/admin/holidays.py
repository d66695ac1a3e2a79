"""The year's calendar: the library's holidays, the days that officers add and strike,
and the confirmation of a year.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, render_template, request
from sqlalchemy import select

from portal.core import clock, periods, workdays
from portal.core.asking import Asking
from portal.core.db import db
from portal.core.people import User
from portal.core.periods import ConfirmedYear, HolidayChange
from portal.core.permissions import may_see
from portal.core.reading import sent_number
from portal.core.redating import Why
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, current_actor, note_access, see_other, tell
from portal.shell.admin.blueprint import bp
from portal.shell.admin.redated import lately, preview_or_make

SOURCE = Field(
    key="source",
    label=Text("출처", "Source"),
    required=True,
    longest=300,
    example=Text("관보 제00000호, 대통령공고 제000호", "Official gazette no. 00000"),
)
DAY = Field(key="day", label=Text("날짜", "Day"), type="date", required=True)
NAME = Field(
    key="name", label=Text("이름", "Name"), required=True, longest=100, example=Text("임시공휴일", "temporary holiday")
)
ADDED = (DAY, NAME, SOURCE)
STRUCK = (DAY, SOURCE)
CONFIRMED = (SOURCE,)
FIRST, LAST = 2016, 2060


@dataclass(frozen=True)
class Row:
    """One line of the year: a library day (`change` None), one struck out, or one added."""

    day: date
    name: Text
    change: HolidayChange | None
    by: str = ""

    @property
    def is_over(self) -> bool:
        return self.day < clock.today()


def rows_of(year: int) -> list[Row]:
    """The library's days and the changes of a year, by day."""
    changes = {
        c.day: c
        for c in db.session.scalars(
            select(HolidayChange).where(HolidayChange.day.between(date(year, 1, 1), date(year, 12, 31)))
        )
    }
    names = _names({c.by_id for c in changes.values()})
    plain = workdays.Calendar()
    library = {day: plain.holiday(day) or Text("", "") for day in workdays.library_days(year)}
    found = []
    for day in sorted(library.keys() | changes.keys()):
        change = changes.get(day)
        name = Text(change.name, change.name) if change and not change.struck else library.get(day, Text("", ""))
        found.append(Row(day, name, change, names.get(change.by_id, "") if change else ""))
    return found


def _names(ids: set[int | None]) -> dict[int | None, str]:
    held = db.session.execute(select(User.id, User.name).where(User.id.in_([i for i in ids if i])))
    return {row.id: row.name for row in held}


@bp.get("/holidays")
@access("officer", "admin")
def holidays() -> str:
    return _page()


def _page(confirm: Asking | None = None) -> str:
    year = min(max((sent_number(request.values.get("year")) or clock.today().year), FIRST), LAST)
    confirmed = db.session.get(ConfirmedYear, year)
    return render_template(
        "shell/admin/holidays.html",
        year=year,
        first=FIRST,
        last=LAST,
        rows=rows_of(year),
        confirmed=confirmed,
        confirmed_by=_names({confirmed.by_id}).get(confirmed.by_id, "") if confirmed else "",
        confirm=confirm or Asking(CONFIRMED, prefix="confirm-"),
        lately=lately(),
        may_see=lambda case: may_see(current_actor(), case),
    )


@bp.get("/holidays/<any(add, strike):act>")
@access("officer", "admin")
def holiday_change(act: str) -> str:
    given = {"day": request.args.get("day", "")}
    return _change_page(act, Asking(ADDED if act == "add" else STRUCK, given))


def _change_page(act: str, asked: Asking) -> str:
    return render_template("shell/admin/holiday_change.html", act=act, asked=asked)


@bp.post("/holidays/<any(add, strike):act>")
@access("officer", "admin")
def holiday_change_now(act: str) -> Any:
    asked = Asking(ADDED if act == "add" else STRUCK, given=request.form)
    day = date.fromisoformat(asked.text("day")) if asked["day"] else None
    wrong = _unfit(act, day) if day else None
    if wrong:
        asked.fault("day", wrong)
    if day is None or not asked.good:
        return _change_page(act, asked), 422
    library = workdays.Calendar().holiday(day)
    name = asked.text("name") or (library.ko if library else "")

    def change() -> None:
        db.session.add(
            HolidayChange(
                day=day, struck=act == "strike", name=name, source=asked.text("source"), by_id=current_actor().user_id
            )
        )
        db.session.flush()

    title = Text("공휴일 더하기", "Add a holiday") if act == "add" else Text("공휴일에서 빼기", "Strike out a holiday")
    if request.form.get("confirm") == "yes":
        note_access(f"holiday-{act}", day.isoformat())
    told = name if act == "add" else f"{name} 제외"
    return preview_or_make(change, Why(day, told), asked, title, "admin.holidays", year=day.year)


def _unfit(act: str, day: date) -> Text | None:
    """What keeps a day from being added or struck, in words."""
    if day < clock.today():
        return Text(
            "지난 날은 바꿀 수 없습니다. 이미 그 달력으로 처리한 사건이 있습니다.",
            "This day is over: cases were decided by the calendar as it was.",
        )
    if day.year > LAST:
        return Text("{year}년까지만 정할 수 있습니다.", "Days can be set until {year}.").format(year=LAST)
    held = db.session.scalar(select(HolidayChange).where(HolidayChange.day == day))
    if held is not None:
        return Text(
            "이미 {what} 날입니다. 바꾸려면 먼저 그 변경을 지워 주세요.",
            "This day was {what} already. Remove that change first.",
        ).format(what=Text("뺀", "struck") if held.struck else Text("더한", "added"))
    off = periods.calendar().why_not(day)
    if act == "add" and off is not None:
        return Text("이미 쉬는 날입니다: {name}", "It is a day off already: {name}").format(name=off)
    if act == "strike" and day not in workdays.library_days(day.year):
        return Text("공휴일이 아니어서 뺄 것이 없습니다.", "It is no public holiday: there is nothing to strike.")
    return None


@bp.post("/holidays/changes/<int:change_id>/remove")
@access("officer", "admin")
def holiday_remove(change_id: int) -> Any:
    held = db.session.get(HolidayChange, change_id)
    if held is None:
        abort(404)
    day, name = held.day, held.name
    if day < clock.today():
        tell("지난 날의 변경은 지울 수 없습니다.", "Changes of days that are over stay.", "error")
        return see_other("admin.holidays", year=day.year)

    def change() -> None:
        db.session.delete(db.session.get(HolidayChange, change_id))
        db.session.flush()

    if request.form.get("confirm") == "yes":
        note_access("holiday-remove", day.isoformat())
    title = Text("달력 변경 지우기", "Remove a change")
    return preview_or_make(change, Why(day, f"{name} 변경 취소"), None, title, "admin.holidays", year=day.year)


@bp.post("/holidays/confirm")
@access("officer", "admin")
def year_confirm() -> Any:
    """An officer has compared the year with the official calendar."""
    asked = Asking(CONFIRMED, given=request.form, prefix="confirm-")
    year = sent_number(request.form.get("year"))
    if year is None or not FIRST <= year <= LAST:
        abort(400)
    if not asked.good:
        return _page(asked), 422
    held = db.session.get(ConfirmedYear, year) or ConfirmedYear(year=year)
    held.source, held.by_id, held.at = asked.text("source"), current_actor().user_id, clock.now()
    db.session.add(held)
    note_access("year-confirmed", str(year))
    tell(Text("{year}년 공휴일을 확인했습니다.", "The holidays of {year} are confirmed.").format(year=year))
    return see_other("admin.holidays", year=year)
