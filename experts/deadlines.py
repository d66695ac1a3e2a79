"""Deadlines to the second: an instant of Seoul from a day and an hour as typed, and as it is told. Knows no case."""

from datetime import date, datetime, time

from portal.core import clock
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import shown_time

UNTIL = (
    Field(key="until_day", label=Text("새 기한", "New deadline"), type="date", required=True),
    Field(key="until_hour", label=Text("시각", "Hour"), required=True, longest=8, example=Text("18:00", "18:00")),
)


def instant(day: str, hour: str) -> datetime | None:
    """An instant of Seoul from a day and an hour as typed ('18:00' or '18:00:30'); None where they make none."""
    try:
        parts = [int(part) for part in hour.strip().split(":")]
        if len(parts) not in (2, 3):
            return None
        hours, minutes, seconds = (*parts, 0)[:3]
        return datetime.combine(date.fromisoformat(day), time(hours, minutes, seconds), clock.SEOUL)
    except ValueError:
        return None


def exact(at: datetime) -> Text:
    """An instant to the second, in both languages."""
    seconds = f":{clock.seoul(at):%S}"
    return Text(shown_time(at, "ko") + seconds, shown_time(at, "en") + seconds)
