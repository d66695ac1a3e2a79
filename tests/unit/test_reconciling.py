"""대사: strict reading of a workbook whose headings are data, and which rows pair whatever their order."""

from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from funds.grants.reconciling.columns import clashes
from funds.grants.reconciling.pairs import AGREES, DIFFERS, HERE, THERE, Ours, counted, match, payee_key
from funds.grants.reconciling.workbook import Told, read
from funds.unusable import Unusable

HEAD = ["집행일자", "집행금액(원)", "거래처명", "승인번호", "비목명"]
DAY = date(2026, 5, 4)


def book(*rows, head=HEAD, above=("가상 집행 내역",)):
    made = Workbook()
    sheet = made.active
    for line in above:
        sheet.append([line])
    sheet.append(head)
    for row in rows:
        sheet.append(list(row))
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def test_headings_are_found_by_name_wherever_they_stand():
    found = read(
        book(
            [DAY, 1_000_000, "㈜가상상사", "A-1", "인건비"],
            ["2026. 5. 6.", "2,000,000원", "가상여행", "", ""],
            ["합계", 3_000_000, "", "", ""],
        )
    )
    assert not found.wrong
    assert found.rows == (
        Told(3, DAY, 1_000_000, "㈜가상상사", "A-1", "인건비"),
        Told(4, date(2026, 5, 6), 2_000_000, "가상여행", "", ""),
    )


def test_declared_headings_stand_instead_of_the_shipped_ones():
    content = book([DAY, 5, "가상"], head=["돈 나간 날", "얼마", "누구에게"])
    with pytest.raises(Unusable):
        read(content)
    named = {"spent_on": ["돈 나간 날"], "amount": ["얼마"], "payee": ["누구에게"]}
    assert read(content, named).rows == (Told(3, DAY, 5, "가상"),)


def test_wrong_cells_are_told_by_their_place():
    found = read(book(["2026-02-30", -5, "", "", ""], [DAY, "1.5", "가상", "", ""], [DAY, "백만", "가상", "", ""]))
    assert [(w.place, w.column.ko, w.value) for w in found.wrong] == [
        ("A3", "집행일", "2026-02-30"),
        ("B3", "집행금액", "-5"),
        ("C3", "거래처명", ""),
        ("B4", "집행금액", "1.5"),
        ("B5", "집행금액", "백만"),
    ]
    assert not found.rows


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a workbook",
        b"PK\x03\x04 broken",
        book(head=["가", "나"]),
        book(),
        book([DAY, 1, "가"], head=["집행일자", "거래처명", "집행일"]),
    ],
    ids=["empty", "text", "broken", "no headings", "no rows", "twice"],
)
def test_another_file_is_refused_in_a_sentence(content):
    with pytest.raises(Unusable) as problem:
        read(content)
    assert problem.value.problems[0].ko
    assert problem.value.problems[0].en


def test_a_needed_column_that_is_missing_is_named():
    with pytest.raises(Unusable, match="집행금액"):
        read(book([DAY, "가상"], head=["집행일자", "거래처명"]))


def test_a_heading_for_two_columns_is_found():
    assert not clashes({"payee": ["예금주"]})
    assert clashes({"payee": ["집행일"]})


def ours(n, amount=100, payee="가상", number="", day=DAY):
    return Ours(n, day, amount, payee, number)


def told(line, amount=100, payee="가상", number="", day=DAY):
    return Told(line, day, amount, payee, number)


def verdicts(found):
    return [(o.verdict, o.ours.id if o.ours else None, o.told.line if o.told else None, o.differing) for o in found]


def test_pairs_by_number_then_by_what_they_say():
    found = match(
        [ours(1, 500, "(주)가상상사", "A-1"), ours(2, 700, "가상여행"), ours(3, 900, "가상인"), ours(4, 50, "홀로")],
        [
            told(10, 500, "주식회사 가상 상사", "A 1"),
            told(11, 700, "가상여행", day=date(2026, 5, 7)),
            told(12, 950, "가상인"),
            told(13, 1, "저쪽"),
        ],
    )
    assert verdicts(found) == [
        (DIFFERS, 2, 11, ("spent_on",)),
        (DIFFERS, 3, 12, ("amount",)),
        (HERE, 4, None, ()),
        (THERE, None, 13, ()),
        (AGREES, 1, 10, ()),
    ]
    assert counted(found)[AGREES] == (1, 500)


def test_two_numbers_that_differ_never_pair():
    assert {o.verdict for o in match([ours(1, number="A-1")], [told(9, number="B-1")])} == {HERE, THERE}


def test_names_are_compared_without_the_form_of_the_company():
    assert payee_key("㈜ 가상-상사") == payee_key("주식회사 가상상사") == payee_key("(주)가상상사")


numbers = st.sampled_from(["", "A-1", "A-2"])
sums = st.integers(1, 3)
payees = st.sampled_from(["가상", "나상"])


@given(
    st.lists(st.tuples(sums, payees, numbers), max_size=6),
    st.lists(st.tuples(sums, payees, numbers), max_size=6),
    st.randoms(use_true_random=False),
)
def test_every_row_has_one_outcome_and_the_order_never_matters(here, there, random):
    left = [ours(n, *row) for n, row in enumerate(here)]
    right = [told(n, *row) for n, row in enumerate(there)]
    found = match(left, right)
    assert sorted(o.ours.id for o in found if o.ours) == [o.id for o in left]
    assert sorted(o.told.line for o in found if o.told) == [t.line for t in right]
    for one in found:
        if one.verdict == AGREES:
            assert (one.ours.amount, one.ours.spent_on) == (one.told.amount, one.told.spent_on)
    random.shuffle(left)
    random.shuffle(right)
    assert match(left, right) == found
