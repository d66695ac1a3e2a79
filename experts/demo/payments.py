"""Fees in the demonstration: sample rates, accounts of fictional people, and payments in every state."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import select

from experts.consulting.models import WorkedTime
from experts.models import Consultation, Expert
from experts.payments import accounts, confirmation, rates
from experts.payments.models import FeePayment
from experts.times import SEOUL, instant_of
from portal.core import clock
from portal.core.db import db
from portal.core.demo import Cast, Scene
from portal.core.fire import fire
from portal.core.people import Actor

KOREAN = {"country": "KR", "currency": "KRW", "bank": "가상은행", "number": "000-0000-00{n:04d}"}
EURO = {
    "country": "DE",
    "currency": "EUR",
    "bank": "Fictional Bank",
    "bic": "EXMPDEFF",
    "number": "DE89370400440532013000",
}
EXCHANGE = {"fx_rate": "1612.40", "fx_source": "예시 환율(비공식)"}
STEPS = {
    "asked": (),
    "disputed": ("dispute",),
    "confirmed": ("confirm",),
    "prepared": ("confirm", "prepare"),
    "returned": ("confirm", "prepare", "return_"),
    "approved": ("confirm", "prepare", "approve"),
    "paid": ("confirm", "prepare", "approve", "pay"),
}


class Fee(NamedTuple):
    """A payment on the consultation of a subject: opened so many days ago, the state it reaches,
    hours logged for it beside.
    """

    subject: str
    days: int
    ends: str
    abroad: bool = False
    more: int = 0


FEES = (
    Fee("독일 의료기기 유통망", 55, "paid", abroad=True),
    Fee("중국 환자 유치 홍보", 40, "paid"),
    Fee("중국 환자 유치 홍보", 30, "returned", more=60),
    Fee("우즈베키스탄 보건부 입찰 준비", 12, "approved"),
    Fee("우즈베키스탄 보건부 입찰 준비", 8, "prepared", more=120),
    Fee("사우디 여성병원 타당성 조사", 10, "disputed"),
    Fee("Taxes of a clinic in Ulaanbaatar", 6, "paid", abroad=True),
    Fee("몽골 의료진 연수와 파견", 3, "confirmed"),
    Fee("Taxes of a clinic in Ulaanbaatar", 1, "asked", abroad=True, more=90),
)


def play(cast: Cast) -> None:
    """Rates first, then the payments side by side."""
    with clock.at(_when(cast, 120)):
        rates.ship_rates()
    cast.play([(fee.subject, _fee(cast, fee)) for fee in FEES])


def _when(cast: Cast, days: int, hour: int = 15) -> datetime:
    return instant_of(cast.today - timedelta(days=max(days, 1)), time(hour), SEOUL)


def _fee(cast: Cast, fee: Fee) -> Scene:
    yield _when(cast, fee.days)
    case = _opened(cast, fee)
    officers = cast.actor("officer2"), cast.actor("officer")
    for n, name in enumerate(STEPS[fee.ends], 1):
        yield _when(cast, fee.days - n, 15 + n % 3)
        _step(cast, case, name, officers)


def _opened(cast: Cast, fee: Fee) -> FeePayment:
    found = db.session.scalars(select(Consultation).where(Consultation.subject == fee.subject)).one()
    expert = found.expert
    assert expert is not None
    if fee.more:
        today = clock.today()
        said = "추가 질의 답변" if expert.user.language == "ko" else "Further questions"
        db.session.add(WorkedTime(case_id=found.id, expert_id=expert.id, on=today, minutes=fee.more, what=said))
        db.session.flush()
    if accounts.account_of(expert.id) is None:
        accounts.keep_account(expert, _account(expert, abroad=fee.abroad))
    return confirmation.open_payment(found, expert, cast.actor("officer2"))


def _account(expert: Expert, *, abroad: bool) -> dict[str, str]:
    said = EURO if abroad else KOREAN
    return said | {"holder": expert.name_en or expert.name, "number": said["number"].format(n=expert.id)}


def _step(cast: Cast, case: FeePayment, name: str, officers: tuple[Actor, Actor]) -> None:
    preparing, second = officers
    if name == "confirm":
        if case.state == "asked":
            fire(case, name, _client(cast, case))
    elif name == "dispute":
        said = {str(line.id): line.time.minutes - 60 for line in case.lines}
        fire(
            case,
            name,
            _client(cast, case),
            given={"lines": said, "reason": "첫 면담은 회의록에 따르면 1시간 짧았습니다."},
        )
    elif name == "prepare":
        role = "lead" if case.consultation.depth == "indepth" else "member"
        given = {
            "role": role,
            "approval_no": f"가상팀-{case.id}",
            "pay_on": (clock.today() + timedelta(days=5)).isoformat(),
        }
        fire(case, name, preparing, given=given | EXCHANGE | {"fx_on": clock.today().isoformat()})
    elif name == "pay":
        fire(case, name, second, given={"paid_on": clock.today().isoformat()})
    elif name == "approve":
        fire(case, name, second)
    else:
        fire(case, name, second, given={"reason": "결재번호를 다시 확인해 주세요."})


def _client(cast: Cast, case: FeePayment) -> Actor:
    """The manager of the organisation that was advised."""
    keys: Iterator[str] = (key for key, o in cast.organisations.items() if o.id == case.organisation_id)
    return cast.actor(f"{next(keys)}-manager")
