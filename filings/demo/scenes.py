"""The scenes of the demonstration: one generator a filing, told in the steps of the procedure, each at its own instant.

Fictional throughout. Before its first `yield` a scene does nothing; between two of them the clock stands at the first.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from filings.demo import later
from filings.demo.stage import HOLIDAY, REMEDY, Stage, trigger
from filings.demo.stories import ACCEPTED, Story
from filings.models import Filing
from portal.core import records, redating
from portal.core.cases import Draft
from portal.core.db import db
from portal.core.demo import Scene
from portal.core.fire import fire, fire_lapsed
from portal.core.people import Deputy
from portal.core.periods import HolidayChange
from portal.core.schema import Answers


def scenes(stage: Stage) -> Iterator[tuple[str, Scene]]:
    """Every scene with its name for the progress bar."""
    for story in ACCEPTED:
        yield story.foreign_name, accepted(stage, story)
    yield "empty draft", draft_empty(stage)
    yield "half draft", draft_half(stage)
    for left, story in STILL_OPEN.items():
        yield f"due in {left}", in_hand(stage, story, stage.received_for(left))
    yield "late", in_hand(stage, LATE, 4)
    yield "supplement open", supplement_open(stage)
    yield "supplement answered", supplement_answered(stage)
    yield "supplement demanded", supplement_demanded(stage)
    yield "returned", returned(stage)
    yield "extended", extended(stage)
    yield "deemed", deemed(stage)
    yield "refused", refused(stage)
    yield "withdrawn", withdrawn(stage)
    yield "change running", later.change_running(stage)
    yield "change accepted", later.change_accepted(stage)
    yield "ended", later.ended(stage)
    yield "revoked", later.revoked(stage)
    yield "voluntary", in_hand(stage, VOLUNTARY, 3)
    yield "deputy", deputy(stage)
    yield "holiday", holiday(stage)


# ---- drafts and filings that wait ---------------------------------------------------------------------------------------


def draft_empty(stage: Stage) -> Scene:
    yield stage.when(4, 16, 5)
    stage.start("hospital", {})


def draft_half(stage: Stage) -> Scene:
    yield stage.when(6, 14, 30)
    case = stage.start("hospital", {"type": "DISPATCH", "country": "AE", "city": "두바이"})
    yield stage.when(2, 17, 10)
    draft, owner = db.session.get_one(Draft, case.id), stage.owner("hospital")
    records.save_draft(
        draft, {"foreign_name": "Fictional Gulf Rehabilitation Centre", "specialty": "재활의학과"}, draft.version, owner
    )


STILL_OPEN = {
    0: Story(
        "spine", "ENTRUST", "VN", "호찌민", "Fictional Saigon Spine Hospital", "정형외과", 10, 9, officer="officer"
    ),
    1: Story("skin", "OPEN", "JP", "오사카", "Fictional Osaka Skin Clinic", "피부·성형", 9, 8, officer="officer2"),
    3: Story(
        "dental", "OPEN", "MN", "울란바토르", "Fictional Ulaanbaatar Dental Clinic", "치과", 7, 5, officer="officer3"
    ),
    8: Story("hospital", "TECH", "KZ", "알마티", "Fictional Almaty Medical Centre", "", 2, 1, officer=""),
}
"""By working days left on the day of the load."""
LATE = Story(
    "korean",
    "CONSULT",
    "CN",
    "칭다오",
    "Fictional Qingdao Korean Medicine Clinic",
    "한방",
    4,
    3,
    officer="officer",
    event=70,
)
VOLUNTARY = Story("company", "SUPPLY", "ID", "자카르타", "Fictional Jakarta Hospital", "", 3, 2, officer="")


def in_hand(stage: Stage, story: Story, before: int) -> Scene:
    """Received `before` working days ago; an officer has taken it, unless the story names none."""
    yield stage.when(before, 11, 20)
    case = filed(stage, story, before)
    if story.officer and before > 1:
        yield stage.when(before - 1, 9, 40)
        fire(case, "take", stage.officer(story.officer))


def filed(stage: Stage, story: Story, before: int) -> Filing:
    happened = stage.day(before) - timedelta(days=story.event)
    return stage.file(story.key, story.answers() | trigger(story.kind, happened))


# ---- supplements ----------------------------------------------------------------------------------------------------------


def supplement_open(stage: Stage) -> Scene:
    story = Story("hospital", "CONSULT", "UZ", "타슈켄트", "Fictional Tashkent Hospital", "내과", 6, 0)
    yield from in_hand(stage, story, 6)
    yield stage.when(2, 15, 0)
    case = stage.case_of(story)
    stage.ask(
        case,
        {
            "contract_copy": "계약서의 서명한 쪽이 빠져 있습니다. 모든 쪽을 올려 주세요.",
            "consulting_scope": "컨설팅하는 기간과 인원을 함께 적어 주세요.",
        },
    )


def supplement_answered(stage: Stage) -> Scene:
    story = Story("dental", "EDU", "VN", "다낭", "Fictional Da Nang Dental School", "치과", 9, 0, officer="officer2")
    yield from in_hand(stage, story, 9)
    yield stage.when(6, 10, 30)
    case = stage.case_of(story)
    stage.ask(case, {"programme": "교육 일정과 강사 수를 적어 주세요."}, at="officer2")
    yield stage.when(3, 13, 45)
    _answer(stage, case, story.key, {"programme": "임플란트 술기 교육. 6개월 동안 강사 3명이 매달 이틀씩 가르칩니다."})


def supplement_demanded(stage: Stage) -> Scene:
    story = Story("skin", "CONSULT", "TH", "방콕", "Fictional Bangkok Aesthetic Clinic", "피부·성형", 14, 0)
    yield from in_hand(stage, story, 14)
    yield stage.when(12, 10, 0)
    case = stage.case_of(story)
    stage.ask(case, {"contract_copy": "계약 당사자가 신고 기관과 다릅니다. 확인해 주세요."}, days=3)
    yield stage.when(3, 9, 30)
    fire(
        case,
        "demand",
        stage.officer(),
        given={"days": 10, "reason": "요구한 보완이 아직 없습니다. 이번에도 보완하지 않으면 반려합니다."},
    )


def returned(stage: Stage) -> Scene:
    story = Story("spine", "CONSULT", "PH", "마닐라", "Fictional Manila Spine Clinic", "정형외과", 48, 0)
    yield from in_hand(stage, story, 48)
    yield stage.when(45, 10, 0)
    case = stage.case_of(story)
    stage.ask(case, {"contract_copy": "올린 파일은 계약서가 아닙니다."})
    yield stage.when(36, 9, 30)
    fire(case, "demand", stage.officer(), given={"days": 10, "reason": "요구한 보완이 아직 없습니다."})
    yield stage.when(22, 16, 0)
    reason = "두 차례 요구한 계약서가 기간 안에 제출되지 않았습니다."
    fire(case, "return_", stage.officer(), given={"reason": reason, "remedy": REMEDY})


def _answer(stage: Stage, case: Filing, key: str, given: Answers) -> None:
    draft = db.session.get_one(Draft, case.id)
    records.save_draft(draft, given, draft.version, stage.owner(key))
    fire(case, "answer", stage.owner(key))


# ---- decisions ------------------------------------------------------------------------------------------------------------


def accepted(stage: Stage, story: Story) -> Scene:
    """Received, taken and accepted after `story.taken` working days."""
    yield from in_hand(stage, story, story.before)
    yield stage.when(story.before - story.taken, 14, 15)
    stage.accept(stage.case_of(story), story.officer)


def extended(stage: Stage) -> Scene:
    story = Story("university", "OPEN", "KZ", "아스타나", "Fictional Nuri Astana Hospital", "종합", 14, 0)
    yield from in_hand(stage, story, 14)
    yield stage.when(6, 11, 0)
    case = stage.case_of(story)
    fire(
        case,
        "extend",
        stage.officer(),
        given={"reason": "현지 의료기관의 인허가 사실을 공관을 통해 확인하고 있습니다."},
    )


def deemed(stage: Stage) -> Scene:
    story = Story(
        "korean", "EDU", "DE", "베를린", "Fictional Berlin Academy of Korean Medicine", "한방", 24, 0, officer=""
    )
    yield stage.when(24, 11, 20)
    case = filed(stage, story, 24)
    assert case.due_on is not None
    yield datetime.combine(case.due_on, stage.when(24).timetz()) + timedelta(days=1)
    fire_lapsed(case)


def refused(stage: Stage) -> Scene:
    story = Story("skin", "CONSULT", "TW", "타이베이", "Fictional Taipei Skin Clinic", "피부·성형", 30, 0)
    yield from in_hand(stage, story, 30)
    yield stage.when(24, 15, 30)
    reason = "계약 내용이 국내에서 하는 환자 상담이어서 법 제2조제1호의 의료 해외진출에 해당하지 않습니다."
    fire(stage.case_of(story), "refuse", stage.officer(), given={"reason": reason, "remedy": REMEDY})


def withdrawn(stage: Stage) -> Scene:
    story = Story("dental", "CONSULT", "MY", "쿠알라룸푸르", "Fictional Kuala Lumpur Dental Group", "치과", 18, 0)
    yield from in_hand(stage, story, 18)
    yield stage.when(15, 10, 50)
    fire(
        stage.case_of(story),
        "withdraw",
        stage.owner("dental"),
        given={"reason": "현지 협력 기관과 계약을 해지하였습니다."},
    )


# ---- the office -----------------------------------------------------------------------------------------------------------


def deputy(stage: Stage) -> Scene:
    """Officer 3 is away; officer 2 acts for them on a filing that is due soon."""
    yield stage.when(2, 17, 30)
    away, stands_in = stage.cast.user("officer3"), stage.cast.user("officer2")
    last = stage.cast.today + timedelta(days=7)
    db.session.add(
        Deputy(absent_id=away.id, deputy_id=stands_in.id, first=stage.day(1), last=last, reason="국외 출장(가상)")
    )
    yield stage.when(1, 11, 30)
    given = {"reason": "개설신고 사항이 신고 내용과 같음을 확인"}
    fire(stage.case_of(STILL_OPEN[3]), "check_licence", stage.officer("officer2"), given=given)


def holiday(stage: Stage) -> Scene:
    """A day off is proclaimed: open cases are re-dated and both sides are told."""
    yield stage.when(3, 18, 0)
    redating.settle()
    actor = stage.officer()
    db.session.add(
        HolidayChange(day=stage.holiday, name=HOLIDAY, source="시연용으로 더한 가상의 날", by_id=actor.user_id)
    )
    db.session.flush()
    redating.redate(actor, redating.Why(stage.holiday, HOLIDAY))
