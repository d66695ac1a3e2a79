"""The demonstration of an objection: one criterion scored again by people who sat on no panel of the call,
then dismissed.
"""

from typing import TYPE_CHECKING

from funds.selection.models import Application
from funds.selection.objections.acts import object_to
from portal.core import clock
from portal.core.fire import fire
from portal.core.panels import acts

if TYPE_CHECKING:
    from funds.demo.programmes import Stage

REMARKS = (
    "현지 인증 자료를 확인했습니다.",
    "질 지표의 기준 연도가 서로 다릅니다.",
    "처음 평가와 크게 다르지 않습니다.",
)


def play_objection(stage: "Stage", case: Application) -> None:
    """The first in reserve objects; days are counted back from the day of the load."""
    assert case.organisation is not None
    with clock.at(stage.instant(60)):
        made = object_to(
            case, ["quality"], "의료의 질 평가에서 현지 인증 자료가 빠졌습니다.", stage.owner(case.organisation)
        )
    with clock.at(stage.instant(58)):
        given = {"criteria": ["quality"], "reason": "빠진 자료가 평가에 영향을 줄 수 있음"}
        fire(made, "admit", stage.ministry, given=given)
        acts.commit_draw(made, None, 3, stage.officer)
        seats = acts.carry_out_draw(made, stage.officer)
    with clock.at(stage.instant(52)):
        for n, (seat, remark) in enumerate(zip(seats, REMARKS, strict=True)):
            who = stage.member(seat)
            acts.answer(seat, who, accepts=True)
            acts.declare(seat, who, {}, secrecy=True, integrity=True)
            acts.save_sheet(seat, made, {"quality": str(18 + n)}, remark)
            acts.hand_in(seat)
    with clock.at(stage.instant(48)):
        fire(made, "dismiss", stage.ministry, given={"reason": "다시 평가해도 선정 순위가 바뀌지 않음"})
