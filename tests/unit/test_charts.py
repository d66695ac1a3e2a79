"""Where the parts of a chart stand, reckoned by hand."""

from decimal import Decimal

import pytest

from portal.core.charts import Part, axis, bars, colour, lines, percent, table_rows


@pytest.mark.parametrize(
    ("value", "most", "share"),
    [(0, 4, 0), (1, 4, 25), (4, 4, 100), (9, 4, 100), (-1, 4, 0), (1, 3, 33), (3, 0, 0), (10**12, 4 * 10**12, 25)],
)
def test_a_meter_is_filled_between_nothing_and_all(value, most, share):
    assert percent(value, most) == share


def widths(*values):
    return [[part.width for part in row.parts] for row in bars([values]).rows]


@pytest.mark.parametrize(
    ("values", "shares"),
    [
        ((5,), [[100.0]]),
        ((4, 1, 2), [[100.0], [25.0], [50.0]]),
        ((3, 3), [[100.0], [100.0]]),
        ((0, 0), [[], []]),
        ((None, None), [[], []]),
        ((None, 8), [[], [100.0]]),
        ((-2, 4), [[], [100.0]]),
        ((Decimal("0.5"), Decimal("0.25")), [[50.0], [25.0]]),
        ((10**12, 25 * 10**10), [[100.0], [25.0]]),
    ],
)
def test_the_longest_bar_fills_the_width(values, shares):
    assert widths(*values) == shares


def test_bars_stand_below_each_other():
    drawn = bars([[1, 2, 3]])
    assert drawn.height == 132
    assert [(row.y, row.text_y, row.bar_y) for row in drawn.rows] == [(0, 15, 22), (44, 59, 66), (88, 103, 110)]


def test_pieces_stand_side_by_side_and_an_empty_one_is_left_out():
    first, second = bars([[1, 0], [2, 3], [1, None]]).rows
    assert first.parts == [Part(0.0, 25.0, 0), Part(25.0, 50.0, 1), Part(75.0, 25.0, 2)]
    assert second.parts == [Part(0.0, 75.0, 1)]
    assert (first.total, second.total) == (4, 3)


def test_no_bars_at_all():
    assert bars([]).rows == bars([[]]).rows == []
    assert bars([[]]).height == 0


def test_the_seventh_series_has_the_first_colour_again():
    assert [colour(n) for n in (0, 5, 6)] == [0, 5, 0]


@pytest.mark.parametrize(
    ("most", "top", "steps"),
    [
        (0, 1, 1), (1, 1, 1), (2, 2, 2), (3, 4, 4), (5, 5, 5), (8, 8, 4), (9, 10, 5), (10, 10, 5), (11, 20, 4), (-7, 1, 1),
        (Decimal("2.5"), 4, 4), (0.3, 1, 1), (99, 100, 5), (100, 100, 5), (4001, 5000, 5), (10**12, 10**12, 5), (10**12 + 1, 2 * 10**12, 4),
    ],
)  # fmt: skip
def test_an_axis_ends_at_a_round_number(most, top, steps):
    assert axis(most) == (top, steps)


def test_points_and_pieces_of_a_line():
    drawn = lines(3, [[0, 50, 100]])
    assert drawn.series[0].points == [(8.0, 214.0), (50.0, 119.0), (92.0, 24.0)]
    assert drawn.series[0].pieces == [(8.0, 214.0, 50.0, 119.0), (50.0, 119.0, 92.0, 24.0)]
    assert [(tick.y, tick.value) for tick in drawn.ticks] == [
        (214.0, 0),
        (176.0, 20),
        (138.0, 40),
        (100.0, 60),
        (62.0, 80),
        (24.0, 100),
    ]


def test_a_year_without_a_figure_breaks_the_line():
    line = lines(4, [[1, None, 1, 1]]).series[0]
    assert [x for x, _ in line.points] == [8.0, 64.0, 92.0]
    assert line.pieces == [(64.0, 24.0, 92.0, 24.0)]


@pytest.mark.parametrize("given", [[7], [None], []])
def test_one_figure_or_none_is_no_line(given):
    drawn = lines(len(given), [given])
    assert drawn.series[0].pieces == []
    assert len(drawn.series[0].points) == len([v for v in given if v is not None])


def test_below_zero_is_drawn_at_zero():
    assert lines(2, [[-5, 1]]).series[0].points == [(8.0, 214.0), (92.0, 24.0)]


@pytest.mark.parametrize(
    ("count", "written"),
    [(1, [0]), (6, [0, 1, 2, 3, 4, 5]), (7, [0, 2, 4, 6]), (12, [0, 2, 4, 6, 8, 10, 11]), (14, [0, 3, 6, 9, 12])],
)
def test_not_every_label_is_written_but_the_last_where_it_stands_apart(count, written):
    assert [place for _, place in lines(count, []).labels] == written


def test_a_break_stands_half_a_place_before_its_year_and_within_the_chart():
    assert lines(3, [], [(1, "둘째"), (0, "처음")]).breaks == [(29.0, "둘째"), (4.0, "처음")]


def test_the_table_of_a_chart_has_a_row_before_a_break():
    assert table_rows(["2024", "2025"], [[1, 2], [None, 4]], [(1, "새 정의")]) == [
        ["2024", 1, None],
        ["새 정의", "⋯", "⋯"],
        ["2025", 2, 4],
    ]
