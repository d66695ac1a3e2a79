"""The dated rate table at the desk: every version, and a further one. Nothing that stands is ever changed."""

from datetime import date
from typing import Any

from experts import terms
from experts.payments.desk import bp
from experts.payments.models import FeeRate
from experts.payments.rates import ROLES, SAMPLE, SAMPLE_SOURCE, UNITS, add_rate, all_rates
from portal.core.asking import Asking
from portal.core.dated_page import DatedPage, Said
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, current_actor


def _what(rate: Any) -> tuple[str, str]:
    return rate.depth, rate.role


def _paid(rate: FeeRate) -> Text:
    return Text("{amount}/{unit}", "{amount}/{unit}").format(amount=f"{rate.amount:,}", unit=UNITS[rate.unit])


def _source(rate: FeeRate) -> Text | str:
    return Text(f"{SAMPLE.ko}: {SAMPLE_SOURCE.ko}", f"{SAMPLE.en}: {SAMPLE_SOURCE.en}") if rate.sample else rate.source


def _write(asked: Asking, day: date) -> None:
    add_rate(
        asked.text("depth"),
        asked.text("role"),
        asked.text("unit"),
        int(asked["amount"]),
        day,
        asked.text("source"),
        sample=False,
        by_id=current_actor().user_id,
    )


RATES = DatedPage(
    model=FeeRate,
    versions=lambda: sorted(all_rates(), key=_what),
    of=_what,
    title=Text("자문료 단가표", "Rate table of fees"),
    lead=Text("일한 날에 시행 중인 단가로 셉니다. 적은 단가는 고치지 않고 새 판을 더합니다.", "Hours are paid at the rate in force on the day worked. Rates are never changed; a new version is added."),
    above=((Text("자문료 지급", "Fees of experts"), "payments_desk.payments"),),
    says=(
        Said(Text("종류", "Kind"), lambda r: terms.DEPTHS[r.depth]),
        Said(Text("구분", "Role"), lambda r: ROLES[r.role]),
        Said(Text("단가(원)", "Rate (KRW)"), _paid, "number"),
        Said(Text("판", "Version"), lambda r: r.version, "number"),
    ),
    source=_source,
    template="experts/payments/rates.html",
    endpoint="payments_desk.rates", adding="payments_desk.add", withdrawing="payments_desk.withdraw_rate",
    writers=("officer",),
    heading=Text("새 단가 더하기", "Add a rate"),
    fields=(
        Field(key="depth", label=Text("자문 종류", "Kind of consulting"), type="choice", choices=terms.DEPTHS, required=True),
        Field(key="role", label=Text("구분", "Role"), type="choice", choices=ROLES, required=True),
        Field(key="unit", label=Text("단위", "Unit"), type="choice", choices=UNITS, required=True,
            hint=Text("하루 단가는 8시간을 하루로 보아 나누고, 하루에 한 번까지만 지급합니다.", "A day is eight hours; less is paid by its share, and no more than one day a day.")),
        Field(key="amount", label=Text("단가", "Rate"), type="money", required=True, least=1, most=100_000_000, unit=Text("원", "KRW")),
        Field(key="effective_from", label=Text("적용 시작일", "Valid from"), type="date", required=True),
        Field(key="source", label=Text("근거", "Source"), required=True, longest=500, example=Text("2026년 GHKOL 운영지침", "GHKOL operating guide 2026")),
    ),
    write=_write,
    told=Text("단가를 더했습니다. 앞선 단가는 그대로 남습니다.", "The rate was added; earlier ones stay."),
    noted="rate",
)  # fmt: skip


@bp.get("/rates")
@access("officer", "ministry")
def rates() -> str:
    return RATES.page()


@bp.post("/rates")
@access("officer")
def add() -> Any:
    """A further version; nothing that stands is changed."""
    return RATES.add()


@bp.post("/rates/<int:version_id>/withdraw")
@access("officer")
def withdraw_rate(version_id: int) -> Any:
    return RATES.withdraw(version_id)
