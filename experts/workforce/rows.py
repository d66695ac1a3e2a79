"""The rows of a return: what somebody typed, what it means, and what is wrong with each cell.

Pure: knows no request, no database. A row as typed is a dict of texts by COLUMNS (and `carried`, if it came over from
the year before); nothing typed is ever dropped.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from portal.core import countries
from portal.core.reading import or_none, whole
from portal.core.text import Text

MOST_ROWS = 300
MOST_PERSONS = 10_000
LONGEST = {"languages": 200, "licences": 200, "reason": 500}

COLUMNS = {
    "country": Text("국가", "Country"),
    "occupation": Text("직종", "Occupation"),
    "this_year": Text("올해 필요 인원", "Needed this year"),
    "next_year": Text("내년 필요 인원", "Needed next year"),
    "month": Text("필요 시기", "Needed from"),
    "languages": Text("언어 요건", "Languages"),
    "licences": Text("면허·자격 요건", "Licences"),
    "reason": Text("필요 사유", "Reason"),
}
Typed = Mapping[str, Any]
Occupations = Sequence[Sequence[str]]


class Need(NamedTuple):
    """A row that is right."""

    country: str
    occupation: str
    this_year: int
    next_year: int
    month: str
    languages: str
    licences: str
    reason: str


class Read(NamedTuple):
    """What the rows mean: the right ones by key, and sentences by (key of the row, column)."""

    needs: dict[str, Need]
    errors: dict[tuple[str, str], Text]


def is_empty(row: Typed | None) -> bool:
    return not row or not any(str(row.get(c) or "").strip() for c in COLUMNS)


def read(rows: Mapping[str, Typed], occupations: Occupations, year: int) -> Read:
    """Every row that is not empty, checked; `rows` by key in their order."""
    needs: dict[str, Need] = {}
    errors: dict[tuple[str, str], Text] = {}
    seen: dict[tuple[str, str], int] = {}
    for n, (key, row) in enumerate([pair for pair in rows.items() if not is_empty(pair[1])], 1):
        need, wrong = _one(row, occupations, year)
        errors |= {(key, column): sentence for column, sentence in wrong.items()}
        place = (need.country, need.occupation)
        if all(place):
            if place in seen:
                errors[key, "occupation"] = Text(
                    "{n}행에 같은 국가와 직종이 있습니다. 한 행으로 합쳐 주세요.",
                    "Row {n} has the same country and occupation. Make them one row.",
                ).format(n=seen[place])
            seen.setdefault(place, n)
        if not any(k == key for k, _ in errors):
            needs[key] = need
    return Read(needs, errors)


def _one(row: Typed, occupations: Occupations, year: int) -> tuple[Need, dict[str, Text]]:
    text = {c: " ".join(str(row.get(c) or "").split()) for c in COLUMNS}
    wrong: dict[str, Text] = {}
    country = countries.find(text["country"]) or ""
    if not text["country"]:
        wrong["country"] = Text("국가를 골라 주세요.", "Choose a country.")
    elif not country:
        wrong["country"] = Text("‘{v}’은(는) 알 수 없는 국가입니다.", "“{v}” is no country.").format(
            v=text["country"][:40]
        )
    elif country == countries.KOREA:
        wrong["country"] = Text("국내 인력은 조사하지 않습니다.", "Staff in Korea is not surveyed.")
    occupation = occupation_of(text["occupation"], occupations)
    if not text["occupation"]:
        wrong["occupation"] = Text("직종을 골라 주세요.", "Choose an occupation.")
    elif not occupation:
        wrong["occupation"] = Text(
            "‘{v}’은(는) 이번 조사의 직종이 아닙니다.", "“{v}” is no occupation of this survey."
        ).format(v=text["occupation"][:40])
    persons = {}
    for column in ("this_year", "next_year"):
        number = _persons(text[column])
        persons[column] = number or 0
        if number is None:
            wrong[column] = Text(
                "0에서 {most}까지의 숫자만 적어 주세요.", "Enter a whole number from 0 to {most}."
            ).format(most=f"{MOST_PERSONS:,}")
    if not wrong.keys() & persons.keys() and not any(persons.values()):
        wrong["this_year"] = Text(
            "올해나 내년에 필요한 인원을 적어 주세요.", "Enter how many are needed this or next year."
        )
    month = _month(text["month"], year)
    if month is None:
        wrong["month"] = Text(
            "{first}부터 {last} 사이의 달을 2027-03처럼 적어 주세요.",
            "Enter a month such as 2027-03, from {first} to {last}.",
        ).format(first=f"{year}-01", last=f"{year + 2}-12")
    for column, longest in LONGEST.items():
        if len(text[column]) > longest:
            wrong[column] = Text("{n}자까지 적을 수 있습니다.", "At most {n} characters.").format(n=longest)
    need = Need(
        country, occupation, persons["this_year"], persons["next_year"], month or "", *(text[c] for c in LONGEST)
    )
    return need, wrong


def occupation_of(text: str, occupations: Occupations) -> str:
    """The occupation that is meant by its Korean or English name; '' for none."""
    wanted = text.casefold().replace(" ", "")
    known = {name.casefold().replace(" ", ""): ko for ko, en in occupations for name in (en, ko)}
    return known.get(wanted, "")


def _persons(text: str) -> int | None:
    if not text:
        return 0
    number = or_none(whole, text, units=("명",))
    return number if number is not None and 0 <= number <= MOST_PERSONS else None


def _month(text: str, year: int) -> str | None:
    """'' for none given, None where it is no month of the three years from the survey's."""
    if not text:
        return ""
    found = re.fullmatch(r"(\d{4})\s*[-./년]\s*(\d{1,2})\s*월?", text) or re.fullmatch(r"(\d{4})-(\d{2})-\d{2}", text)
    if found is None:
        return None
    at_year, at_month = int(found[1]), int(found[2])
    return f"{at_year}-{at_month:02d}" if year <= at_year <= year + 2 and 1 <= at_month <= 12 else None


def carried(need: Typed) -> dict[str, Any]:
    """A row of the year before as the new year's form begins with it: what was needed next year is needed this year."""
    return {
        "country": need["country"],
        "occupation": need["occupation"],
        "this_year": str(need["next_year"] or ""),
        "next_year": "",
        "month": "",
        **{c: need[c] for c in LONGEST},
        "carried": True,
    }


def occupations_of(text: str) -> tuple[list[list[str]], list[Text]]:
    """Lines 'Korean | English' as the list of a survey, and what is wrong with them."""
    found: list[list[str]] = []
    problems: list[Text] = []
    for n, line in enumerate([part.strip() for part in text.splitlines() if part.strip()], 1):
        names = [part.strip() for part in line.split("|")]
        if len(names) != 2 or not all(names) or max(map(len, names)) > 100:
            problems.append(
                Text("{n}번째 줄을 ‘한국어 | English’로 적어 주세요.", "Write line {n} as “Korean | English”.").format(
                    n=n
                )
            )
        elif names[0] in [ko for ko, _ in found]:
            problems.append(Text("‘{v}’이(가) 두 번 있습니다.", "Line {n} stands twice.").format(v=names[0], n=n))
        else:
            found.append(names)
    if not found and not problems:
        problems.append(Text("직종을 한 줄에 하나씩 적어 주세요.", "Write one occupation a line."))
    return found, problems
