"""Deadlines to the second: an instant of Seoul from a day and an hour as typed, and as it is told. Knows no case."""

from datetime import datetime

from portal.core import clock
from portal.core.reading import or_none
from portal.core.reading_days import day_or_none, time_of_day
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import shown_time

UNTIL = (
    Field(key="until_day", label=Text("새 기한", "New deadline"), type="date", required=True),
    Field(key="until_hour", label=Text("시각", "Hour"), required=True, longest=8, example=Text("18:00", "18:00")),
)


def instant(day: str, hour: str) -> datetime | None:
    """An instant of Seoul from a day and an hour as typed ('18:00' or '18:00:30'); None where they make none."""
    on, at = day_or_none(day), or_none(time_of_day, hour)
    return datetime.combine(on, at, clock.SEOUL) if on is not None and at is not None else None


def exact(at: datetime) -> Text:
    """An instant to the second, in both languages."""
    seconds = f":{clock.seoul(at):%S}"
    return Text(shown_time(at, "ko") + seconds, shown_time(at, "en") + seconds)
