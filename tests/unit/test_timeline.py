"""The timeline: every event has words, each reader sees what is theirs, and the legal day stands beside the instant."""

from datetime import date

from portal.core import fire, timeline
from portal.core.cases import Case
from portal.core.declared import all_kinds
from portal.core.people import SYSTEM, Deputy
from portal.core.records import record
from tests import factories as make


def test_every_event_that_a_declared_move_leaves_has_words_in_both_languages(app):
    for kind in all_kinds():
        for name in [m.event for m in kind.workflow.moves] + [f"{kind.key}.started"]:
            words = timeline.event_words(Case(kind=kind.key), name)
            assert words is not None, name
            assert words.ko, name
            assert words.en, name


def test_who_and_what_are_told_newest_first(session, today):
    today(date(2026, 11, 23))
    case, filer = make.filed()
    officer = make.officer(name="가상담당", unit="해외진출팀")
    fire.fire(case, "take", officer)
    items = {"city": "도시를 적어 주세요."}
    fire.fire(case, "ask", officer, given={"days": 5, "items": items, "reason": "한 가지만 보완해 주세요."})
    told = timeline.entries(case, filer)
    names = [e["name"] for e in told]
    assert names[0] == "filing.supplement_asked"
    assert names[-1] == "filing.started"
    asked = told[0]
    assert asked["by"].ko == "해외진출팀 가상담당"
    assert asked["tone"] == "warning"
    assert "도시: 도시를 적어 주세요." in asked["text"].ko
    assert "2026. 11. 30. (월)" in asked["text"].ko
    assert "30 Nov 2026 (Mon)" in asked["text"].en
    assert "한 가지만 보완해 주세요." in asked["text"].ko
    received = next(e for e in told if e["name"] == "filing.received")
    assert received["by"] == timeline.SYSTEM_NAME
    assert case.number in received["text"].ko


def test_a_note_among_officers_stays_with_them(session, today):
    case, filer = make.filed()
    officer, other = make.officer(), make.officer(name="받는담당")
    fire.fire(case, "take", officer)
    fire.fire(case, "hand_over", officer, given={"to": str(other.user_id), "reason": "병가"})
    for_filer, for_officer = (timeline.entries(case, who)[0]["text"].ko for who in (filer, other))
    assert "받는담당" in for_filer
    assert "병가" not in for_filer
    assert "병가" in for_officer


def test_a_deputy_is_named_with_whom_they_stood_in_for(session, today):
    today(date(2026, 11, 23))
    case, _ = make.filed()
    absent, deputy = make.user("officer", name="부재자", unit=""), make.user("officer", name="대행자", unit="")
    fire.fire(case, "take", make.acting(absent))
    session.add(Deputy(absent_id=absent.id, deputy_id=deputy.id, first=date(2026, 11, 20), last=date(2026, 11, 30)))
    fire.fire(case, "extend", make.acting(deputy), given={"reason": "검토가 더 필요합니다."})
    entry = timeline.entries(case, make.acting(deputy))[0]
    assert entry["by"].ko == "대행자 (부재자 대행)"
    assert "검토가 더 필요합니다." in entry["text"].ko


def test_the_legal_day_is_told_where_it_is_not_the_day_of_writing(session, today):
    today(date(2026, 11, 23))
    case, filer = make.filed()
    today(date(2026, 12, 9))
    fire.fire_lapsed(case)
    entry = timeline.entries(case, filer)[0]
    assert entry["name"] == "filing.deemed"
    assert "2026. 12. 5. (토)" in entry["text"].ko
    assert entry["at"].startswith("2026. 12. 9.")


def test_a_redating_keeps_both_days(session):
    case, filer = make.filed()
    facts = {"before": "2026-12-04", "after": "2026-12-07", "day": "2026-12-01", "name": "임시공휴일"}
    record(case, "clock.redated", SYSTEM, facts=facts)
    entry = timeline.entries(case, filer)[0]
    assert "2026. 12. 4. (금) → 2026. 12. 7. (월)" in entry["text"].ko
    assert "임시공휴일" in entry["text"].ko
    assert entry["tone"] == "warning"
