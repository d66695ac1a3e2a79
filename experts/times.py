"""Instants in two zones, typed times as instants, and a meeting as an iCalendar file.

Pure but for the calendar of zones.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from experts.terms import ZONES
from portal.core.reading import or_none
from portal.core.reading_days import time_of_day
from portal.core.text import Text

SEOUL = "Asia/Seoul"
_DAYS_KO, _DAYS_EN = "월화수목금토일", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def zone_of(name: str) -> ZoneInfo:
    """The zone; Seoul where the name is none of ours or the machine does not know it."""
    try:
        return ZoneInfo(name if name in ZONES else SEOUL)
    except ZoneInfoNotFoundError:
        return ZoneInfo(SEOUL)


def both_zones(instant: datetime, zone: str) -> Text:
    """'2026. 11. 24. (화) 15:00 서울 · 07:00 베를린'; the other day is named where it differs."""
    here = instant.astimezone(ZoneInfo(SEOUL))
    ko = f"{_day_ko(here)} {here:%H:%M} {ZONES[SEOUL].ko}"
    en = f"{_day_en(here)} {here:%H:%M} {ZONES[SEOUL].en}"
    if zone == SEOUL or zone not in ZONES:
        return Text(ko, en)
    there = instant.astimezone(zone_of(zone))
    same = there.date() == here.date()
    return Text(
        f"{ko} · {'' if same else _day_ko(there) + ' '}{there:%H:%M} {ZONES[zone].ko}",
        f"{en} · {'' if same else _day_en(there) + ' '}{there:%H:%M} {ZONES[zone].en}",
    )


def deadline(day: date, zone: str) -> Text:
    """The end of a day in Seoul, until which something is in time: '2026. 11. 24. (화) 24:00 서울 · 16:00 베를린'."""
    if zone == SEOUL or zone not in ZONES:
        return Text(_day_ko(day), _day_en(day))
    there = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(SEOUL)).astimezone(zone_of(zone))
    same = there.date() == day
    return Text(
        f"{_day_ko(day)} 24:00 {ZONES[SEOUL].ko} · {'' if same else _day_ko(there) + ' '}{there:%H:%M} {ZONES[zone].ko}",
        f"{_day_en(day)} 24:00 {ZONES[SEOUL].en} · {'' if same else _day_en(there) + ' '}{there:%H:%M} {ZONES[zone].en}",
    )


def instant_of(day: date, clock_time: time, zone: str) -> datetime:
    """A day and a time as they stand on a clock in `zone`, in UTC."""
    return datetime.combine(day, clock_time, zone_of(zone)).astimezone(UTC)


def typed_time(text: str) -> time | None:
    """'9:30', '0930', '14시' or '오후 2시' as a time; None where it is none."""
    return or_none(time_of_day, text)


def ics(uid: str, starts_at: datetime, minutes: int, summary: str, place: str, now: datetime) -> bytes:
    """One meeting as an iCalendar file (RFC 5545): times in UTC, lines of at most 75 octets."""
    ends = starts_at + timedelta(minutes=minutes)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//overseas-expansion-portal//ghkol//KO",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{_stamp(now)}",
        f"DTSTART:{_stamp(starts_at)}",
        f"DTEND:{_stamp(ends)}",
        f"SUMMARY:{_escaped(summary)}",
        *([f"LOCATION:{_escaped(place)}"] if place else []),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) + b"\r\n" for line in lines)


def _stamp(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for sign in "\\;,":
        text = text.replace(sign, "\\" + sign)
    return text.replace("\r\n", "\\n").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    parts: list[bytes] = [b""]
    for letter in line:
        octets = letter.encode()
        if len(parts[-1]) + len(octets) > (75 if len(parts) == 1 else 74):
            parts.append(b"")
        parts[-1] += octets
    return b"\r\n ".join(parts)


def _day_ko(local: date) -> str:
    return f"{local.year}. {local.month}. {local.day}. ({_DAYS_KO[local.weekday()]})"


def _day_en(local: date) -> str:
    return f"{local.day} {local:%b} {local.year} ({_DAYS_EN[local.weekday()]})"
