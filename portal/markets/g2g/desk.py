"""Cooperation between governments at the officials' desk: an MOU or project and its entries written down,
the limit of missions' projects.
"""

import re
from datetime import date
from typing import Any

from flask import abort, render_template, request

from portal.core import clock, search
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.dated_page import DatedPage, Said
from portal.core.db import db, lock_row
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, current_actor, see_other, tell
from portal.markets.g2g import acts, limits, queries
from portal.markets.g2g.models import Cooperation, CooperationEntry, MissionLimit
from portal.markets.g2g.pages import CLOSING, ENTRY, bp, known, shown
from portal.markets.g2g.terms import COOPERATION

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")

_AS_FAR = Text("아는 데까지 적습니다. 예: 2022, 2022-11, 2022-11-03", "As far as known, e.g. 2022, 2022-11, 2022-11-03")

CURRENCIES = {c: Text(c, c) for c in ("KRW", "USD", "EUR", "JPY", "CNY", "GBP")}

ASKED = (
    Field(key="kind", label=Text("구분", "Kind"), type="choice", required=True, choices=COOPERATION),
    Field(key="country", label=Text("국가", "Country"), type="country", required=True),
    Field(key="title_ko", label=Text("이름(한국어)", "Name (Korean)"), required=True, longest=300),
    Field(key="title_en", label=Text("이름(영어)", "Name (English)"), longest=300),
    Field(key="partner", label=Text("상대 기관·공관", "Partner or mission")),
    Field(key="agency", label=Text("수행 기관", "Agency")),
    Field(key="began", label=Text("체결·시작", "Signed or begun"), hint=_AS_FAR),
    Field(key="ended", label=Text("유효 기간의 끝", "Valid until"), hint=_AS_FAR),
    Field(key="budget", label=Text("예산", "Budget"), type="money", hint=Text("통화의 단위로 적습니다. 거점공관 사업은 상한이 있습니다.", "In whole units of the currency. A mission's project has a limit.")),
    Field(key="currency", label=Text("통화", "Currency"), type="choice", choices=CURRENCIES),
    Field(key="follow_up", label=Text("요약", "Summary"), type="text", longest=4000, hint=Text("후속 조치·행사·성과는 저장한 뒤 날짜별로 적습니다.", "Follow-ups, events and results are added by day afterwards.")),
    Field(key="source", label=Text("출처", "Source"), required=True, longest=300),
)  # fmt: skip

LIMITS = DatedPage(
    model=MissionLimit,
    versions=limits.every,
    title=Text("거점공관 사업 예산 상한", "Limits of missions' projects"),
    lead=Text("정한 날부터 시작하는 사업에 적용됩니다. 앞서 시작한 사업은 그대로입니다.", "It holds for projects that begin on that day or later."),
    above=((Text("정부 간 협력", "Cooperation"), "cooperation.index"),),
    says=(Said(Text("상한(원)", "Limit (KRW)"), lambda one: one.most, "number"),),
    endpoint="cooperation.mission_limits", adding="cooperation.add_limit", withdrawing="cooperation.withdraw_limit",
    writers=("officer", "ministry"),
    heading=Text("상한 바꾸기", "Change the limit"),
    fields=(
        Field(key="effective_from", label=Text("언제부터", "From"), type="date", required=True),
        Field(key="most", label=Text("상한", "Limit"), type="money", unit=Text("원", "KRW"), required=True),
        Field(key="source", label=Text("근거", "Source"), required=True, longest=300),
    ),
    begins_with=lambda: {"most": limits.every()[-1].most},
    write=lambda asked, day: limits.add(limits.Limit(day, asked["most"], asked.text("source")), current_actor().user_id),
    told=Text("저장했습니다.", "Saved."),
    noted="mission-limit",
)  # fmt: skip


@bp.get("/new")
@bp.get("/<int:number>/edit")
@access("officer", "ministry")
def form(number: int | None = None) -> str:
    held = known(number) if number else None
    first = {"country": request.args.get("country", ""), "currency": "KRW"}
    stored = _stored(held)
    return _page(held, Asking(ASKED, stored or first, stored=stored))


def _stored(held: Cooperation | None) -> dict[str, Any] | None:
    """What stands of an entry, as its form shows it."""
    return {f.key: getattr(held, f.key) for f in ASKED} if held is not None else None


@bp.post("/new")
@bp.post("/<int:number>/edit")
@access("officer", "ministry")
def save(number: int | None = None) -> Any:
    held = known(number) if number else None
    if held is not None:
        lock_row(held)
    asking = Asking(ASKED, given=request.form, stored=_stored(held))
    _check(asking)
    if not asking.good:
        return _page(held, asking), 422
    made = held or Cooperation()
    if made.ended != asking.text("ended"):
        made.reminded_on = None
    for one in ASKED:
        setattr(made, one.key, asking[one.key] if one.key == "budget" else asking.text(one.key))
    made.currency = made.currency or "KRW"
    made.by_id, made.at = current_actor().user_id, clock.now()
    db.session.add(made)
    _keep(made)
    tell("저장했습니다.", "Saved.")
    return see_other("cooperation.show", number=made.id)


def _check(asking: Asking) -> None:
    for key in ("began", "ended"):
        if asking.text(key) and not is_day(asking.text(key)):
            said = Text("있는 해·달·날을 2022-11처럼 적어 주세요.", "Give a real year, month or day such as 2022-11.")
            asking.fault(key, said)
    began, ended = asking.text("began"), asking.text("ended")
    if began and ended and ended < began[: len(ended)]:
        asking.fault("ended", Text("시작보다 앞섭니다.", "It lies before the beginning."))
    if asking["kind"] == "mission" and asking["budget"]:
        _check_limit(asking, began)


def _check_limit(asking: Asking, began: str) -> None:
    if asking.text("currency") not in ("", "KRW"):
        asking.fault(
            "currency",
            Text("거점공관 사업의 예산은 원으로 적어 주세요.", "Give the budget of a mission's project in won."),
        )
    first = f"{began}-01-01"[:10] if len(began) == 4 else f"{began}-01"[:10]
    limit = limits.on(date.fromisoformat(first) if is_day(began) else clock.today())
    if asking["budget"] > limit.most:
        said = Text(
            "거점공관 사업은 {most}원을 넘을 수 없습니다. 근거: {source}",
            "A mission's project may have at most {most} won. Source: {source}",
        )
        asking.fault("budget", said.format(most=f"{limit.most:,}", source=limit.source))


def is_day(text: str) -> bool:
    """Whether it is a real year, month or day as ISO text."""
    found = _DAY.fullmatch(text)
    if found is None or not 1950 <= int(found[1]) <= 2100:
        return False
    try:
        date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return False
    return True


@bp.post("/<int:number>/entries")
@access("officer", "ministry")
def add_entry(number: int) -> Any:
    """Add a follow-up, an event or a result."""
    held, asking = known(number), Asking(ENTRY, given=request.form)
    follow_up = asking["kind"] == "follow_up"
    if asking["kind"] in ("event", "result") and asking.text("on") > clock.today().isoformat():
        asking.fault(
            "on",
            Text(
                "아직 오지 않은 날입니다. 예정된 일은 후속 조치로 적어 주세요.",
                "This day is in the future: enter what is planned as a follow-up.",
            ),
        )
    if follow_up and asking.text("due_on") and asking.text("on") and asking.text("due_on") < asking.text("on"):
        asking.fault("due_on", Text("정한 날보다 앞섭니다.", "It lies before the day it was agreed."))
    if not asking.good:
        return shown(held, asking), 422
    given: dict[str, Any] = {k: asking.text(k) for k in ("kind", "title_ko", "title_en", "text", "source")}
    given["on"] = date.fromisoformat(asking.text("on"))
    given["due_on"] = date.fromisoformat(asking.text("due_on")) if follow_up else None
    acts.add(held, given, current_actor())
    _keep(held)
    tell("적었습니다.", "Added.")
    return see_other("cooperation.show", number=held.id, _anchor="entries")


@bp.post("/<int:number>/entries/<int:entry_id>/close")
@access("officer", "ministry")
def close_entry(number: int, entry_id: int) -> Any:
    """End a follow-up with its result."""
    held = known(number)
    entry = db.session.get(CooperationEntry, entry_id) if entry_id < 2**31 else None
    if entry is None or entry.cooperation_id != held.id:
        abort(404)
    asking = Asking(CLOSING, given=request.form, prefix=f"close-{entry.id}-")
    if asking.good:
        with attempt(asking):
            acts.close(entry, asking.text("state"), asking.text("result"), current_actor())
    if not asking.good:
        return shown(held, Asking(ENTRY), (entry.id, asking)), 422
    _keep(held)
    tell("후속 조치를 마쳤습니다.", "The follow-up is closed.")
    return see_other("cooperation.show", number=held.id, _anchor="entries")


@bp.get("/limits")
@access("officer", "ministry")
def mission_limits() -> str:
    return LIMITS.page()


@bp.post("/limits")
@access("officer", "ministry")
def add_limit() -> Any:
    """Add a limit from a day on; projects that began before stay as they are."""
    return LIMITS.add()


@bp.post("/limits/<int:version_id>/withdraw")
@access("officer", "ministry")
def withdraw_limit(version_id: int) -> Any:
    return LIMITS.withdraw(version_id)


def _keep(made: Cooperation) -> None:
    db.session.flush()
    search.put(queries.SOURCE, queries.document(made))


def _page(held: Cooperation | None, asking: Asking) -> str:
    return render_template("markets/g2g/form.html", held=held, asking=asking)
