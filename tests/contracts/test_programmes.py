"""Every programme file says all that a programme needs, money included: what is missing is named in a sentence.

That each runs from its call to its settlement, with every mail: tests/stories/test_every_programme.py.
"""

import importlib
import re
from datetime import date
from pathlib import Path

import pytest

from funds.selection import programmes
from funds.selection.programmes import PROGRAMMES
from funds.selection.programmes.declaration import ITEMS, LOTS, PARTNER_ROLES, SOURCES, Budget, Money, Programme
from funds.selection.rubrics.problems import problems_of
from portal.core.schema import Section
from portal.core.text import Text

FOLDER = Path(programmes.__file__).parent
FILES = sorted(p.stem for p in FOLDER.glob("*.py") if p.stem not in ("__init__", "declaration", "shorthands"))
HANGUL = re.compile("[가-힣]")


def declared_in(name: str) -> list[Programme]:
    module = importlib.import_module(f"funds.selection.programmes.{name}")
    return [value for value in vars(module).values() if isinstance(value, Programme)]


def missing(found: Programme) -> list[str]:
    """What the programme does not say, or says so that it cannot be."""
    said = []
    if PROGRAMMES.get(found.key) is not found:
        said.append("it is not in PROGRAMMES, under its key")
    said += series_missing(found)
    said += [f"rubric: {problem.ko}" for problem in problems_of(found.rubric, "예시")]
    if not found.eligibility:
        said.append("nothing is checked before it is scored")
    if not found.sections or not any(f.is_paper for s in found.sections for f in s.fields):
        said.append("it asks nothing, or no paper")
    if found.money and found.budget is None and not found.begins_pilot:
        said.append("it gives money and has no budget to settle it by")
    if (found.budget or found.begins_pilot) and not found.money:
        said.append("it has a budget and no tracks")
    said += money_missing(found)
    if found.award.months < 1 or found.award.opinion_days < 1:
        said.append("the award has no period, or no days for an opinion")
    if min(found.objection.days, found.objection.decide, found.objection.hear) < 1:
        said.append("the objection has a period of no days")
    if found.objection.decider not in ("ministry", "other_officer"):
        said.append("nobody decides an objection")
    if found.supplement.times and found.supplement.most_days < 1:
        said.append("a supplement has a period of no days")
    for duty in found.award.duties:
        date(2027, *duty.until)
    shares = [share for share, _ in found.award.shares]
    if shares and sum(shares) != 100:
        said.append(f"the instalments make up {sum(shares)} %, not 100")
    said += [f"unknown partner: {r}" for r in (*found.partner_roles, *found.partners_needed) if r not in PARTNER_ROLES]
    said += [f"unknown lot: {lot}" for lot in found.lots if lot not in LOTS]
    said += [f"not in both languages: {t.ko!r}" for t in words_of(found) if not HANGUL.search(t.ko) or not t.en]
    return said


def series_missing(found: Programme) -> list[str]:
    taken = {s for p in PROGRAMMES.values() if p.key != found.key for s in (p.series, p.award.series)}
    said = [f"the series {s} is another's too" for s in (found.series, found.award.series) if s in taken]
    if found.series == found.award.series:
        said.append("its applications and its awards have one series")
    return said


def money_missing(found: Programme) -> list[str]:
    said = []
    for money in found.money:
        if not money.source or not money.tracks:
            said.append(f"{money.year}: no source, or no track")
        if not 0 <= money.own_share <= 100 or any(t.ceiling <= 0 for t in money.tracks):
            said.append(f"{money.year}: a share or a ceiling that cannot be")
    if found.budget:
        said += [f"unknown item: {i}" for i in found.budget.items if i not in ITEMS]
        said += [f"unknown source: {s}" for s in found.budget.sources if s not in SOURCES]
        if not {"state", "own_cash"} <= set(found.budget.sources):
            said.append("a grant without the state's money or own cash")
        if found.budget and not found.award.shares:
            said.append("a grant that is paid in no instalment")
    return said


def words_of(found: Programme) -> list[Text]:
    held = [found.title, found.lead, found.award.title, found.award.sign, *found.award.conditions]
    held += [c.label for c in found.eligibility] + [d.label for d in found.award.duties]
    held += [t.title for m in found.money for t in m.tracks]
    for section in found.sections:
        held += [section.title, *(f.label for f in section.fields)]
    return held


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_a_programme_and_says_all_that_it_needs(name):
    held = declared_in(name)
    assert len(held) == 1, f"{name}.py declares {len(held)} programmes"
    assert missing(held[0]) == [], f"{name}.py"


def test_every_programme_has_its_file():
    assert sorted(p.key for name in FILES for p in declared_in(name)) == sorted(PROGRAMMES)


def changed(**given):
    return Programme(**{**PROGRAMMES["project"].__dict__, **given})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "not in PROGRAMMES"),
        ({"series": "KM"}, "the series KM is another's too"),
        ({"series": "AGR"}, "have one series"),
        ({"rubric": PROGRAMMES["project"].rubric | {"criteria": []}}, "rubric:"),
        ({"eligibility": ()}, "nothing is checked"),
        ({"sections": (Section(key="a", title=Text("가", "A"), fields=()),)}, "no paper"),
        ({"budget": None}, "no budget to settle it by"),
        ({"money": ()}, "a budget and no tracks"),
        ({"money": (Money(2026, 30, (), ""),)}, "2026: no source, or no track"),
        ({"budget": Budget(("sweets",))}, "unknown item: sweets"),
        ({"budget": Budget(sources=("local",))}, "without the state's money"),
        ({"partner_roles": ("bank",)}, "unknown partner: bank"),
        ({"lots": ("winner",)}, "unknown lot: winner"),
        ({"title": Text("영어 없음", "")}, "not in both languages"),
    ],
)
def test_what_is_missing_is_named(given, said):
    assert any(said in one for one in missing(changed(**given))), missing(changed(**given))
