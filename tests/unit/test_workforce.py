"""The survey of needed staff without a page: rows as typed, the workbook out and in,
and cells that must stay closed.
"""

from io import BytesIO
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from experts.workforce import rows, workbook
from experts.workforce.suppression import LEAST, Cell, closed, determined, with_totals

OCCUPATIONS = [["의사", "Physician"], ["간호사", "Nurse"], ["약사", "Pharmacist"]]


def row(country="VN", occupation="간호사", this_year="1", next_year="2", **more):
    return {"country": country, "occupation": occupation, "this_year": this_year, "next_year": next_year} | more


def faults(*typed):
    read = rows.read({f"r{n}": one for n, one in enumerate(typed, 1)}, OCCUPATIONS, 2026)
    return {place: sentence.ko for place, sentence in read.errors.items()}


def test_a_row_may_name_country_and_occupation_in_either_language():
    read = rows.read({"r1": row("Viet Nam", "nurse", "1,200명", "", month="2027. 3")}, OCCUPATIONS, 2026)
    assert not read.errors
    assert read.needs["r1"][:5] == ("VN", "간호사", 1200, 0, "2027-03")


@pytest.mark.parametrize(
    ("typed", "column"),
    [
        (row(this_year="-1"), "this_year"),
        (row(this_year="1000000000"), "this_year"),
        (row(next_year="둘"), "next_year"),
        (row(this_year="1.5"), "this_year"),
        (row(this_year="0", next_year=""), "this_year"),
        (row("아틀란티스"), "country"),
        (row("대한민국"), "country"),
        (row(""), "country"),
        (row(occupation="우주비행사"), "occupation"),
        (row(month="2031-01"), "month"),
        (row(month="2027-13"), "month"),
        (row(reason="가" * 501), "reason"),
    ],
)
def test_a_wrong_cell_gets_its_sentence(typed, column):
    assert list(faults(typed)) == [("r1", column)]


def test_the_same_row_twice_is_told_with_the_row_it_repeats():
    assert "1행" in faults(row(), row("베트남"))["r2", "occupation"]


def test_empty_rows_are_passed_over_and_occupations_are_read_line_by_line():
    assert faults({}, row(), {"country": " "}) == {}
    assert rows.occupations_of("의사 | Physician\n\n간호사 | Nurse") == (
        [["의사", "Physician"], ["간호사", "Nurse"]],
        [],
    )
    for wrong in ("", "의사", "의사 | Physician\n의사 | Doctor", "의사 | "):
        assert rows.occupations_of(wrong)[1], wrong


# ---- the workbook ---------------------------------------------------------------------------------------------------------------


def test_the_file_that_goes_out_comes_in_with_nothing_lost():
    typed = {"r1": row(reason="=1+1"), "r2": row("아틀란티스", "간호사", "-3", "", month="언젠가", carried=True)}
    read = rows.read(typed, OCCUPATIONS, 2026)
    errors = {}
    for (key, column), sentence in read.errors.items():
        errors.setdefault(key, {})[column] = sentence
    made = workbook.template(2026, "가상병원", OCCUPATIONS, typed, errors)
    sheet = load_workbook(BytesIO(made))[workbook.SHEET]
    assert sheet["H5"].data_type == "s"
    assert "알 수 없는 국가" in sheet["I6"].value
    assert "지난해" in sheet["I6"].value
    back = workbook.read(BytesIO(made), 2026, OCCUPATIONS)
    kept = [{c: str(one.get(c) or "") for c in rows.COLUMNS} for one in typed.values()]
    assert back == kept
    assert workbook.template(2026, "가상병원", OCCUPATIONS, {"r1": back[0], "r2": back[1]}, errors)


def test_files_that_are_no_template_of_this_survey_are_refused_with_a_sentence():
    last_year = workbook.template(2025, "가상병원", OCCUPATIONS, {"r1": row()}, {})
    empty = workbook.template(2026, "가상병원", OCCUPATIONS, {}, {})
    book = Workbook()
    book.active.title = workbook.SHEET
    other = BytesIO()
    book.save(other)
    for content, word in (
        (last_year, "2025"),
        (empty, "행이 없는"),
        (other.getvalue(), "서식이 아닙니다"),
        (b"no file", "읽을 수 없는"),
    ):
        with pytest.raises(workbook.Unreadable) as refused:
            workbook.read(BytesIO(content), 2026, OCCUPATIONS)
        assert word in refused.value.sentence.ko


# ---- what stays closed ----------------------------------------------------------------------------------------------------------


def made(cells):
    return with_totals({key: Cell(value, frozenset(units)) for key, (value, units) in cells.items()})


def test_a_figure_of_two_organisations_is_closed_with_a_companion_in_its_row_and_column():
    table = made(
        {
            ("VN", "a"): (4, {1, 2}),
            ("VN", "b"): (9, {1, 2, 3, 4}),
            ("KZ", "a"): (8, {1, 2, 3}),
            ("KZ", "b"): (7, {2, 3, 4}),
            ("UZ", "a"): (30, {1, 3, 4}),
            ("UZ", "b"): (40, {1, 2, 3}),
        }
    )
    shut = closed(table)
    assert shut == {("VN", "a"), ("VN", "b"), ("KZ", "a"), ("KZ", "b")}


def test_two_small_figures_of_the_same_organisations_do_not_protect_each_other():
    table = made(
        {
            ("VN", "a"): (4, {1}),
            ("VN", "b"): (2, {1}),
            ("VN", "c"): (9, {2, 3, 4}),
            ("KZ", "a"): (5, {2, 3, 4}),
            ("KZ", "b"): (6, {2, 3, 4}),
            ("KZ", "c"): (7, {2, 3, 4}),
        }
    )
    assert ("VN", "c") in closed(table)


def test_a_survey_of_two_organisations_shows_nothing():
    table = made({("VN", "a"): (4, {1}), ("KZ", "b"): (2, {2})})
    assert closed(table) == set(table)


CELLS = st.dictionaries(
    st.tuples(st.sampled_from("ABCD"), st.sampled_from("wxyz")),
    st.tuples(st.integers(1, 50), st.frozensets(st.integers(1, 6), min_size=1, max_size=6)),
    max_size=16,
)


@settings(max_examples=150)
@given(CELLS)
def test_nothing_small_is_shown_or_can_be_worked_out_from_what_is_shown(cells):
    table = made(cells)
    shut = closed(table)
    assert all(len(table[key].units) >= LEAST for key in table.keys() - shut)
    lines = [[k for k in table if k[axis] == at] for axis in (0, 1) for at in {k[axis] for k in table}]
    lines = [sorted(line, key=lambda k: (k[0] is None, k[1] is None)) for line in lines]
    open_lines = [line for line in lines if any(key not in shut for key in line)]
    known = determined(open_lines, shut)
    assert not {key for key in known if len(table[key].units) < LEAST}
    for line in lines:
        held = [key for key in line if key in shut]
        together = frozenset().union(*(table[key].units for key in held)) if held else frozenset()
        assert not held or len(together) >= LEAST or set(held) == set(line)


def test_zeros_are_no_cells():
    assert set(made({})) == set()
    assert all(cell.value for cell in made(dict(product([("VN", "a")], [(3, {1, 2, 3})]))).values())
