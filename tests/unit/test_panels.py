"""One machine of sealed panels: each step held for both users, the committee of a call and the reviewers of an objection."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from funds.selection.objections.acts import object_to
from portal.core import clock
from portal.core.fire import fire
from portal.core.panels import acts as machine
from portal.core.panels.panel import panel_of
from portal.core.panels.queries import all_in, seats_of
from portal.core.workflow import Refused
from tests import factories as make
from tests import funding
from tests.funding import START, actor_of, at_hour


@pytest.fixture
def scoring(session, today):
    """A call under scoring with three members and two applications."""
    today(at_hour(START, 9))
    call, cases, seats = funding.judged_call(members=3, applications=2)
    with clock.at(call.closes_at + timedelta(days=2)):
        yield call, cases, seats


# ---- scores -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0", "0"), ("0.0", "0"), ("25", "25"), ("25.0", "25"), ("24.9", "24.9"), ("25.1", None), ("-0.1", None), ("-1", None),
        ("0.05", None), ("12.50", "12.5"), ("12.55", None), ("１２", "12"), ("12,5", "12.5"), ("1e1", None), ("", None), ("nan", None),
        ("00012", None), ("12.", None), (".5", None), ("+5", None),
    ],
)  # fmt: skip
def test_a_score_is_within_its_criterion_with_one_decimal_at_most(typed, kept):
    assert machine.right_score(typed, Decimal(25)) == kept


def test_a_wrong_score_is_told_by_criterion_and_the_right_ones_are_kept(scoring):
    call, cases, seats = scoring
    criteria = panel_of(call).criteria(call)
    first, second = criteria[0], criteria[1]
    most = Decimal(first["max"])
    wrong = machine.save_sheet(seats[0], cases[0], {first["id"]: str(most + Decimal("0.1")), second["id"]: "1"}, "")
    assert list(wrong) == [first["id"]]
    assert panel_of(call).sheet(seats[0], cases[0]).scores == {second["id"]: "1"}
    assert machine.save_sheet(seats[0], cases[0], {first["id"]: str(most), second["id"]: ""}, "") == {}
    assert panel_of(call).sheet(seats[0], cases[0]).scores == {first["id"]: format(most, "f")}


# ---- in which state ---------------------------------------------------------------------------------------------------


def test_nothing_is_saved_nor_handed_in_before_scoring_and_after_it(session, today):
    today(at_hour(START, 9))
    call = funding.published(members_wanted=3)
    cases = [funding.submitted(call)[0] for _ in range(2)]
    with clock.at(call.closes_at + timedelta(days=1)):
        funding.closed(call)
        for case in cases:
            funding.found_eligible(case)
        seats = funding.seated(call, 3)
        for act in (lambda: machine.save_sheet(seats[0], cases[0], {}, ""), lambda: machine.hand_in(seats[0])):
            with pytest.raises(Refused, match="지금은 평가하는 중이 아닙니다"):
                act()
    call, cases = funding.decided_call(applications=2, members=3)
    seat = seats_of(call)[0]
    for act in (lambda: machine.save_sheet(seat, cases[0], {}, ""), lambda: machine.hand_in(seat)):
        with pytest.raises(Refused, match="지금은 평가하는 중이 아닙니다"):
            act()


def test_who_has_not_pledged_scores_nothing(session, today):
    today(at_hour(START, 9))
    call, cases, seats = funding.judged_call(members=3, applications=1)
    with clock.at(call.closes_at + timedelta(days=2)):
        seats[1].declared_at = None
        session.flush()
        with pytest.raises(Refused, match="지금은 점수를 적을 수 없습니다"):
            machine.save_sheet(seats[1], cases[0], {}, "")
        with pytest.raises(Refused, match="지금은 제출할 수 없습니다"):
            machine.hand_in(seats[1])


def test_a_sheet_of_another_case_is_not_ones_own(scoring):
    _, _, seats = scoring
    other, _ = make.filed("CONSULT")
    with pytest.raises(Refused, match="평가하지 않는 신청입니다"):
        machine.save_sheet(seats[0], other, {}, "")


# ---- handing in and the seal ------------------------------------------------------------------------------------------


def test_handed_in_once_and_closed(scoring):
    call, cases, seats = scoring
    with pytest.raises(Refused, match="점수를 다 적지 않은 신청이 있습니다"):
        machine.hand_in(seats[0])
    funding.scored(seats[0], {})
    with pytest.raises(Refused, match="이미 제출했습니다"):
        machine.hand_in(seats[0])
    with pytest.raises(Refused, match="이미 제출해 고칠 수 없습니다"):
        machine.save_sheet(seats[0], cases[0], {}, "고침")
    assert call.state == "scoring"


def test_one_missing_criterion_is_not_whole(scoring):
    call, cases, seats = scoring
    criteria = panel_of(call).criteria(call)
    for case in cases:
        machine.save_sheet(seats[0], case, {c["id"]: "1" for c in criteria}, "")
    machine.save_sheet(seats[0], cases[1], {criteria[-1]["id"]: ""}, "")
    with pytest.raises(Refused, match=str(cases[1].number)):
        machine.hand_in(seats[0])


def test_the_last_one_in_takes_the_seal_off(scoring):
    call, _, seats = scoring
    for n, seat in enumerate(seats):
        assert (call.state, all_in(call)) == ("scoring", False), n
        funding.scored(seat, {})
    assert all_in(call)
    assert call.state != "scoring"


def test_the_last_one_missing_who_leaves_without_a_stand_in_takes_it_off_too(scoring):
    call, _, seats = scoring
    for seat in seats[:2]:
        funding.scored(seat, {})
    officer = make.officer()
    machine.replace(seats[2], officer, "가상 사임")
    following = [seat for seat in seats_of(call) if seat.id not in {s.id for s in seats}]
    while following and call.state == "scoring":  # the drawn order: each stand-in leaves in turn
        machine.replace(following[-1], officer, "가상 사임")
        following = [seat for seat in seats_of(call) if seat.id not in {s.id for s in seats}]
    assert call.state != "scoring"


# ---- answering, declaring, replacing ----------------------------------------------------------------------------------


@pytest.fixture
def invited(session, today):
    """A drawn committee of three, nobody has answered."""
    today(at_hour(START, 9))
    call = funding.published(members_wanted=3)
    case, _ = funding.submitted(call)
    with clock.at(call.closes_at + timedelta(days=1)):
        funding.closed(call)
        funding.found_eligible(case)
        officer = make.officer()
        pool = funding.reviewers(5)
        machine.commit_draw(call, [r.id for r in pool], 3, officer)
        yield call, machine.carry_out_draw(call, officer), officer


def test_an_invitation_is_answered_once(invited):
    _, seats, _ = invited
    machine.answer(seats[0], actor_of(seats[0]), accepts=True)
    for accepts in (True, False):
        with pytest.raises(Refused, match="이미 답한 초청입니다"):
            machine.answer(seats[0], actor_of(seats[0]), accepts=accepts, reason="생각이 바뀜")


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_refusal_says_why_and_the_next_is_asked(invited, reason):
    call, seats, _ = invited
    with pytest.raises(Refused, match="거절하는 까닭"):
        machine.answer(seats[0], actor_of(seats[0]), accepts=False, reason=reason)
    machine.answer(seats[0], actor_of(seats[0]), accepts=False, reason="출장")
    labels = [(seat.label, seat.state) for seat in seats_of(call, sitting=False)]
    assert labels == [("M1", "refused"), ("M2", "invited"), ("M3", "invited"), ("M4", "invited")]


@pytest.mark.parametrize("pledges", [(True, False), (False, True), (False, False)])
def test_both_pledges_come_after_the_answer_and_once(invited, pledges):
    _, seats, _ = invited
    seat, who = seats[0], actor_of(seats[0])
    with pytest.raises(Refused, match="먼저 위촉에 답해 주세요"):
        machine.declare(seat, who, {}, secrecy=True, integrity=True)
    machine.answer(seat, who, accepts=True)
    with pytest.raises(Refused, match="서약에 모두"):
        machine.declare(seat, who, {}, secrecy=pledges[0], integrity=pledges[1])
    machine.declare(seat, who, {}, secrecy=True, integrity=True)
    with pytest.raises(Refused, match="이미 신고했습니다"):
        machine.declare(seat, who, {}, secrecy=True, integrity=True)


def test_a_member_is_taken_off_once_with_a_reason(invited):
    _, seats, officer = invited
    with pytest.raises(Refused, match="바꾸는 까닭"):
        machine.replace(seats[0], officer, " ")
    machine.replace(seats[0], officer, "가상 사유")
    with pytest.raises(Refused, match="이미 자리를 떠난 위원입니다"):
        machine.replace(seats[0], officer, "가상 사유")


@pytest.mark.parametrize(("wanted", "pool", "said"), [(2, 5, "3명 이상"), (3, 2, "후보가 2명뿐"), (3, 3, None)])
def test_a_draw_has_enough_seats_and_enough_people(session, today, wanted, pool, said):
    today(at_hour(START, 9))
    call = funding.published(members_wanted=3)
    case, _ = funding.submitted(call)
    with clock.at(call.closes_at + timedelta(days=1)):
        funding.closed(call)
        funding.found_eligible(case)
        chosen = [r.id for r in funding.reviewers(pool)]
        if said:
            with pytest.raises(Refused, match=said):
                machine.commit_draw(call, chosen, wanted, make.officer())
            return
        machine.commit_draw(call, chosen, wanted, make.officer())
        with pytest.raises(Refused, match="이미 추첨을 예고했습니다"):
            machine.commit_draw(call, chosen, wanted, make.officer())
        machine.carry_out_draw(call, make.officer())
        with pytest.raises(Refused, match="이미 추첨했습니다"):
            machine.carry_out_draw(call, make.officer())


# ---- reviewers of an objection ------------------------------------------------------------------------------------------


@pytest.fixture
def reviewed(session, today):
    """An admitted objection with three pledged reviewers."""
    today(at_hour(START, 9))
    _, first, _ = funding.overtaken()
    today(at_hour(date(2026, 4, 10), 9))
    objection = object_to(first, ["quality"], "가상 까닭", funding.owner_of(first))
    ministry = make.acting(make.user("ministry"))
    fire(objection, "admit", ministry, given={"criteria": ["quality"], "reason": "가상 사유"})
    officer = make.officer()
    funding.reviewers(4)
    machine.commit_draw(objection, None, 3, officer)
    seats = machine.carry_out_draw(objection, officer)
    for seat in seats:
        machine.answer(seat, actor_of(seat), accepts=True)
        machine.declare(seat, actor_of(seat), {}, secrecy=True, integrity=True)
    return objection, seats


@pytest.mark.parametrize(
    ("points", "right"), [("0", True), ("25", True), ("25.1", False), ("-0.1", False), ("24.95", False)]
)
def test_a_reviewer_scores_within_the_criterion(reviewed, points, right):
    objection, seats = reviewed
    most = panel_of(objection).criteria(objection)[0]["max"]
    assert str(most) == "25"
    assert (machine.save_sheet(seats[0], objection, {"quality": points}, "") == {}) == right


def test_a_reviewer_hands_in_once_and_the_last_one_takes_the_seal_off(reviewed):
    objection, seats = reviewed
    with pytest.raises(Refused, match="점수를 적지 않은 항목"):
        machine.hand_in(seats[0])
    for seat in seats:
        assert not all_in(objection)
        machine.save_sheet(seat, objection, {"quality": "20"}, "가상 의견")
        machine.hand_in(seat)
        with pytest.raises(Refused):
            machine.hand_in(seat)
        with pytest.raises(Refused):
            machine.save_sheet(seat, objection, {"quality": "21"}, "")
    assert all_in(objection)


def test_too_few_reviewers_leave_the_seal_on(reviewed):
    """Three at least judge an objection; two whole sheets open nothing when nobody is left to be asked."""
    objection, seats = reviewed
    for seat in seats[:2]:
        machine.save_sheet(seat, objection, {"quality": "20"}, "가상 의견")
        machine.hand_in(seat)
    officer = make.officer()
    while left := [seat for seat in seats_of(objection) if seat.id not in {seats[0].id, seats[1].id}]:
        machine.replace(left[-1], officer, "가상 사임")
    assert len(seats_of(objection)) == 2
    assert not all_in(objection)
    assert objection.state == "rescoring"
