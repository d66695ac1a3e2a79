"""No form asks for more than its column holds, and whatever comes by another way is refused in words:
nothing is cut, nothing breaks.
"""

import importlib
import pkgutil
from types import FunctionType, ModuleType

import pytest
from sqlalchemy import String

import experts
import filings
import funds
import portal
from filings.columns.register import COLUMNS
from portal.core.db import Base
from portal.core.people import Organisation
from portal.core.schema import Field
from portal.core.workflow import Refused
from portal.shell.accounts import questions
from portal.shell.admin import aliases, holidays, people, person, rule_sets

WORDS = ("line", "text", "email")
ROOFS = ("module", "sheets")  # they collect: what they name is declared in a room

ELSEWHERE = {
    ("experts.workforce", "reason", 1000, "WorkforceNeed"): "of a move; that of a row is bounded by rows.LONGEST",
    ("filings.change", "reason", 500, "ChangeFiling"): "of a move; the column is a code",
    ("filings.change", "reason", 2000, "ChangeFiling"): "of a move; the column is a code",
    ("filings.desk", "reason", 2000, "ChangeFiling"): "of a move; the column is a code",
    ("filings.filing", "reason", 2000, "ChangeFiling"): "of a move; the column is a code",
    ("filings.filing", "reason", 500, "ChangeFiling"): "of a move; the column is a code",
    ("funds.finance.register", "note", 1000, "CapitalCall"): "of the fund",
    ("funds.finance.register", "note", 1000, "Close"): "of the fund",
    ("funds.finance.register", "note", 1000, "Investment"): "of the fund",
    ("funds.finance.register", "source", 1000, "ExchangeRate"): "of the fund",
    ("funds.finance.register", "source", 1000, "Statement"): "of the fund",
    ("funds.finance.register", "source", 1000, "SurveyedPlans"): "of the fund",
    ("funds.grants.money", "source", 500, "GrantLine"): "of the rule; the column is a code",
    ("funds.grants.money", "source", 500, "Spending"): "of the rule; the column is a code",
    ("funds.pilots", "title", 300, "Milestone"): "of the pilot",
    ("funds.selection.misuse", "code", 20, "Award"): "looked up, never kept",
    ("funds.selection.misuse", "number", 60, "Application"): "looked up, never kept",
    ("funds.selection.misuse", "number", 60, "Award"): "looked up, never kept",
    ("funds.selection.misuse", "number", 60, "Call"): "looked up, never kept",
    ("funds.selection.misuse", "number", 60, "MisuseReport"): "looked up, never kept",
    ("portal.markets.g2g", "began", 200, "Cooperation"): "kept as a year, month or day",
    ("portal.markets.g2g", "ended", 200, "Cooperation"): "kept as a year, month or day",
}
"""Fields of a room that bear the name of a column which they are not written to."""


def pair(module, key, name, column):
    found = next(f for f in declared_in(module) if f.key == key)
    return pytest.param(found.longest, name, column, id=f"{key}-{name}.{column}")


def declared_in(module):
    found, seen = [], set()

    def walk(value):
        if id(value) in seen or isinstance(value, ModuleType | FunctionType | type):
            return
        seen.add(id(value))
        if isinstance(value, Field):
            found.append(value)
        elif isinstance(value, tuple | list):
            for one in value:
                walk(one)
        elif isinstance(value, dict):
            for one in value.values():
                walk(one)
        elif hasattr(type(value), "__dataclass_fields__"):
            for key in type(value).__dataclass_fields__:
                walk(getattr(value, key))

    for value in list(vars(module).values()):
        walk(value)
    return found


def bounded():
    """(module, model, column, length) of every column of a bounded text."""
    return [
        (mapper.class_.__module__, mapper.class_.__name__, held.key, held.columns[0].type.length)
        for mapper in Base.registry.mappers
        for held in mapper.column_attrs
        if isinstance(held.columns[0].type, String) and held.columns[0].type.length
    ]


def length_of(model, column):
    return next(length for _, name, key, length in bounded() if (name, key) == (model, column))


def pairs():
    """(room, field, model, length) of fields and the columns of their name in the same room,
    or in one that it stands in.
    """
    columns = bounded()
    for package in (portal, filings, experts, funds):
        for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if one.name.rpartition(".")[2] in ROOFS:
                continue
            room = one.name.rpartition(".")[0]
            for asked in declared_in(importlib.import_module(one.name)):
                for module, model, key, length in columns:
                    theirs = module.rpartition(".")[0]
                    if asked.type in WORDS and asked.key == key and f"{room}.".startswith(f"{theirs}."):
                        yield room, asked, model, length


def test_no_field_takes_more_than_the_column_of_its_name(app):
    found = list(pairs())
    longer = {(room, asked.key, asked.longest, model) for room, asked, model, length in found if asked.longest > length}
    assert longer == set(ELSEWHERE)
    assert len({(room, asked.key, model) for room, asked, model, _ in found}) > 140


@pytest.mark.parametrize(
    ("longest", "model", "column"),
    [
        pair(questions, "name", "User", "name"),
        pair(questions, "unit", "User", "unit"),
        pair(questions, "email", "User", "email"),
        pair(questions, "email", "SignUp", "email"),
        pair(questions, "email", "Invitation", "email"),
        pair(questions, "organisation_name", "Organisation", "name"),
        pair(questions, "organisation_name_en", "Organisation", "name_en"),
        pair(questions, "address", "Organisation", "address"),
        pair(questions, "representative", "Organisation", "representative"),
        pair(people, "email", "Invitation", "email"),
        pair(person, "reason", "RightsChange", "reason"),
        pair(holidays, "name", "HolidayChange", "name"),
        pair(holidays, "source", "HolidayChange", "source"),
        pair(rule_sets, "source", "RuleSet", "source"),
        pair(aliases, "name", "OrganisationAlias", "name"),
        pair(aliases, "other", "OrganisationAlias", "other"),
        pair(aliases, "source", "OrganisationAlias", "source"),
    ],
)
def test_fields_of_other_names_are_held_against_their_columns(app, longest, model, column):
    assert longest <= length_of(model, column)


@pytest.mark.parametrize(
    ("column", "stored"),
    [("기관명", "organisation_name"), ("도시", "city"), ("현지기관명", "foreign_name"), ("비고", "note")],
)
def test_a_cell_of_the_register_is_no_longer_than_its_columns(app, column, stored):
    longest = next(one.longest for one in COLUMNS if one.label.ko == column)
    assert 0 < longest <= min(length_of("Content", stored), length_of("StagedRow", stored))


def test_a_text_longer_than_its_column_is_refused_in_words_on_both_databases(session):
    with pytest.raises(Refused) as problem:
        Organisation(name="가상 " * 70 + "병원")
    said = problem.value.reasons[0]
    assert said.ko.startswith("‘가상 가상")
    assert said.ko.endswith("…’: 200자 이내로 적어 주세요. 지금은 212자입니다.")
    assert said.en.endswith("…”: use at most 200 characters; there are 212 now.")
    held = Organisation(name="가" * 200, business_number="1234567891")
    with pytest.raises(Refused):
        held.representative = "가" * 101
    assert (held.name, held.representative) == ("가" * 200, None)
