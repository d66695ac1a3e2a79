"""The filings' tables of the annual report where the register alone does not lead: changes by reason,
revoked certificates.
"""

from datetime import date

import pytest

from filings.change.questions import CHANGE_REASONS
from filings.statistics import sheets
from portal.core import fire
from portal.core.tables import AsOf
from tests import factories as make
from tests.unit.test_changes import MONDAY, accepted_change

END = AsOf(day=date(2026, 12, 31), first_year=2026)


@pytest.mark.parametrize("reason", list(CHANGE_REASONS))
def test_a_change_counts_under_the_reason_that_was_given(session, today, reason):
    today(MONDAY)
    parent, filer = make.accepted()
    accepted_change(parent, filer, city="호찌민", reason=reason)
    (row,) = sheets.changes(END).objects()
    given = CHANGE_REASONS[reason].ko
    assert {k: n for k, n in row.items() if k != "연도" and n} == {"변경신고": 1, given: 1}
    assert list(row) == ["연도", "변경신고", "종료", *(label.ko for label in CHANGE_REASONS.values())]


def test_a_revoked_certificate_was_received_and_accepted_all_the_same(session, today):
    today(MONDAY)
    make.accepted()
    revoked, _ = make.accepted()
    late, _ = make.accepted(licensed_on="2026-09-01")
    for case in (revoked, late):
        fire.fire(case, "revoke", make.officer(), given={"reason": "거짓 신고", "remedy": "이의신청"})
    (handled,) = sheets.processing(END).objects()
    assert (handled["접수"], handled["수리"], handled["평균 처리일(근무일)"]) == (3, 3, 1)
    assert handled["기한 내 처리율(%)"] == 100
    (lateness,) = sheets.late(END).objects()
    assert lateness["지연건수"] == 1
    by_year = sheets.by_year(END)
    assert next(by_year.objects())["신고건수"] == 1
    assert any("2건" in str(note) for note in by_year.notes)
