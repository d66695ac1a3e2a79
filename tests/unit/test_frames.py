"""Where pandas serves: cross-tabs of counts, the exact step of the ledger comparison, the bins of a calibration; and that
the web start never loads it. Values by hand.
"""

import os
import subprocess
import sys
import unicodedata
from datetime import date

import numpy as np
import pytest

from filings.statistics import crosstab
from funds.finance.credit.calibration import reliability
from funds.grants.reconciling.pairs import Ours, _alike
from funds.grants.reconciling.workbook import Told
from tests.scratch import ROOT

DAY = date(2026, 3, 2)


def test_lines_by_year_stand_over_all_years_and_sum_up():
    made = crosstab.yearly([{2024: 3, 2026: 1}, {}, {2019: 5}], [2024, 2025, 2026])
    assert made.rows == [[3, 0, 1, 4], [0, 0, 0, 0], [0, 0, 0, 5]]  # a year that is not shown counts in the sum
    assert made.sums == [3, 0, 1, 9]


@pytest.mark.parametrize("lines", [[], [{}], [{}, {}]])
def test_nothing_counted_is_a_table_of_zeros(lines):
    assert crosstab.yearly(lines, [2025, 2026]).rows == [[0, 0, 0]] * len(lines)
    assert crosstab.yearly(lines, [2025, 2026]).sums == [0, 0, 0]


def test_rows_stand_by_size_then_by_key():
    counts = {("VN", "a"): 2, ("UZ", "a"): 1, ("UZ", "b"): 2, ("KZ", "b"): 2, ("JP", ""): 7}
    made = crosstab.crossed(counts, ["a", "b", "c"])
    assert made.keys == ["JP", "UZ", "KZ", "VN"]
    assert made.rows == [[0, 0, 0, 7], [1, 2, 0, 3], [0, 2, 0, 2], [2, 0, 0, 2]]
    assert made.sums == [3, 4, 0, 14]
    assert crosstab.crossed({}, ["a"]) == ([], [], [0, 0])


def test_counts_beyond_what_a_float_holds_stay_whole():
    huge = 2**53 + 1
    assert crosstab.yearly([{2026: huge}], [2025, 2026]).rows == [[0, huge, huge]]
    assert crosstab.crossed({("VN", "a"): huge, ("UZ", "b"): 1}, ["a", "b"]).sums == [huge, 1, huge + 1]


def ours(number, evidence="E-1", amount=100, payee="가상상사"):
    return Ours(number, DAY, amount, payee, evidence)


def told(line, evidence="E-1", amount=100, payee="가상상사", day=DAY):
    given = dict.fromkeys(Told._fields, "")
    return Told(**(given | {"line": line, "spent_on": day, "amount": amount, "payee": payee, "evidence_no": evidence}))


def test_rows_alike_in_all_pair_one_with_one_in_order():
    left = [ours(1), ours(2), ours(3, "e 1"), ours(4, ""), ours(5, "E-9")]
    right = [told(7), told(8, payee="(주)가상상사"), told(9, ""), told(10, "E-9", 99)]
    rest, waiting, pairs = _alike(left, right)
    assert [(o.id, t.line) for o, t in pairs] == [(1, 7), (2, 8)]
    assert [o.id for o in rest] == [3, 4, 5], "no number is no evidence; another sum is not alike"
    assert [t.line for t in waiting] == [9, 10]
    assert _alike([], [told(7)]) == ([], [told(7)], [])
    assert _alike([ours(1)], []) == ([ours(1)], [], [])


def test_every_part_of_the_exact_step_counts():
    """Alike in number and sum is not alike in all: another payee, another day; a name is the same in any Unicode form."""
    assert _alike([ours(1)], [told(7, payee="나무상사")])[2] == []
    assert _alike([ours(1)], [told(7, day=date(2026, 3, 3))])[2] == []
    assert _alike([ours(1, "")], [told(7, "")])[2] == [], "no number is no evidence"
    assert len(_alike([ours(1)], [told(7, payee=unicodedata.normalize("NFD", "가상상사"))])[2]) == 1
    crossed = _alike([ours(1), ours(2, payee="나무상사")], [told(7, payee="나무상사"), told(8)])[2]
    assert [(o.id, t.line) for o, t in crossed] == [(1, 8), (2, 7)]


def test_the_mean_of_a_bin_is_added_as_numpy_adds():
    predicted = np.repeat(np.array([0.1, 0.3, 0.5, 0.7, 0.9]), 10) + np.tile(np.arange(10) / 1000, 5)
    bins = reliability(np.zeros(50), predicted)
    assert [b.predicted for b in bins] == [float(predicted[i : i + 10].mean()) for i in range(0, 50, 10)]


def test_a_sum_beyond_what_a_float_holds_pairs_exactly():
    huge = 2**53 + 1
    assert _alike([ours(1, amount=huge)], [told(7, amount=huge - 1)])[2] == []
    assert len(_alike([ours(1, amount=huge)], [told(7, amount=huge)])[2]) == 1


def test_bins_are_of_equal_size_the_first_larger_by_one():
    predicted = np.array([0.9, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6])
    defaulted = np.array([1.0, 0.0, 0.0, 1.0, 0.0, 1.0, 1.0])
    bins = reliability(defaulted, predicted)
    assert [(b.rows, b.low, b.high, b.observed) for b in bins] == [
        (2, 0.1, 0.2, 0.0),
        (2, 0.3, 0.4, 0.5),
        (1, 0.5, 0.5, 1.0),
        (1, 0.6, 0.6, 1.0),
        (1, 0.9, 0.9, 1.0),
    ]
    assert [round(b.predicted, 12) for b in bins] == [0.15, 0.35, 0.5, 0.6, 0.9]


START = """
import os, sys, wsgi
spent = os.times()
app = wsgi.create({"TESTING": True, "SECRET_KEY": "start", "SQLALCHEMY_DATABASE_URI": "sqlite://"})
print(spent.user + spent.system, *sorted({"pandas", "numpy", "scipy", "sklearn", "ortools"} & set(sys.modules)))
"""


def test_the_web_start_is_quick_and_loads_no_frame():
    """`import wsgi` takes less than a second of CPU (the best of three, since machines are shared); and the whole
    portal, once made, has loaded none of them.
    """
    answers = []
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", START],
            cwd=ROOT,
            env=dict(os.environ, PYTHONPATH=str(ROOT)),
            capture_output=True,
            text=True,
            check=True,
        )
        spent, *loaded = done.stdout.split()
        assert loaded == [], loaded
        answers.append(float(spent))
    assert min(answers) < 1, answers
