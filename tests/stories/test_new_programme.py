"""The programme of docs/adding-a-programme.md, word for word, in a scratch copy: one file and its line, money included."""

import pytest

from tests import scratch

PAGE = "adding-a-programme.md"
CHECKS = (
    "tests/contracts/test_programmes.py",
    "tests/stories/test_every_programme.py::test_it_runs_from_its_call_to_its_award_and_its_last_won[telemedicine]",
)


def test_the_page_adds_one_file_and_its_line():
    assert sorted(scratch.blocks(PAGE)) == [
        "funds/selection/programmes/__init__.py",
        "funds/selection/programmes/telemedicine.py",
    ]


@pytest.mark.slow
def test_a_programme_declared_as_the_page_says_runs_from_its_call_to_its_last_won(tmp_path):
    scratch.apply(scratch.copied(tmp_path), scratch.blocks(PAGE))
    done = scratch.tested(tmp_path, *CHECKS)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        ('    budget=Budget(("staff", "travel", "service"), cash_only_from=2026),\n', "no budget to settle it by"),
        ('        then=Text("최종평가 뒤", "After the final evaluation"),\n', "paid in no instalment"),
        ("    eligibility=(FILED_CHECK, *COMMON_CHECKS),\n", "eligibility"),
    ],
)
def test_what_is_left_out_is_named(tmp_path, left_out, said):
    changes = scratch.blocks(PAGE)
    path = "funds/selection/programmes/telemedicine.py"
    assert left_out in changes[path][1]
    changes[path] = ("", changes[path][1].replace(left_out, ""))
    scratch.apply(scratch.copied(tmp_path), changes)
    done = scratch.tested(tmp_path, CHECKS[0])
    assert done.returncode != 0
    assert said in done.stdout + done.stderr
