"""Scenes of filings that were accepted: changed, ended, revoked. Told as those in `scenes`."""

from filings.demo.stage import REMEDY, Stage
from filings.demo.stories import ACCEPTED
from portal.core.demo import Scene
from portal.core.fire import fire


def change_running(stage: Stage) -> Scene:
    yield stage.when(5, 10, 10)
    parent = stage.case_of(ACCEPTED[0])
    given = {
        "reason": "institution",
        "changed_on": stage.day(12).isoformat(),
        "beds": 45,
        "explanation": "병동을 늘렸습니다.",
    }
    made = stage.change(parent, "hospital", given)
    yield stage.when(4, 9, 15)
    fire(made, "take", stage.officer())


def change_accepted(stage: Stage) -> Scene:
    yield stage.when(40, 10, 10)
    parent = stage.case_of(ACCEPTED[1])
    given = {
        "reason": "other",
        "changed_on": stage.day(48).isoformat(),
        "foreign_name": "Fictional Hanbit Hanoi Medical Centre",
    }
    made = stage.change(parent, "hospital", given)
    yield stage.when(38, 9, 15)
    fire(made, "take", stage.officer("officer2"))
    yield stage.when(34, 14, 0)
    stage.accept(made, "officer2")


def ended(stage: Stage) -> Scene:
    yield stage.when(28, 15, 10)
    parent = stage.case_of(ACCEPTED[2])
    given = {"reason": "contract_over", "ended_on": stage.day(35).isoformat(), "explanation": "계약 기간이 끝났습니다."}
    made = stage.change(parent, "hospital", given, ends=True)
    yield stage.when(25, 11, 0)
    stage.accept(made)


def revoked(stage: Stage) -> Scene:
    yield stage.when(32, 16, 20)
    parent = stage.case_of(ACCEPTED[3])
    reason = "제출한 계약서가 사실과 다른 것으로 확인되었습니다."
    fire(parent, "revoke", stage.officer(), given={"reason": reason, "remedy": REMEDY})
