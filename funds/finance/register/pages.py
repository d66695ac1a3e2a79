"""Pages of the fund register: the funds, one fund with everything in it, entries, exchange rates,
demand for a further fund.
"""

from decimal import Decimal
from typing import Any

from flask import Blueprint, abort, g, render_template, request
from sqlalchemy import select

from funds.finance.register.demand import demand, read_plans, surveys
from funds.finance.register.entries import CURRENCIES, FUND_FIELDS, PARTS, RATE_FIELDS, SIDES, Part, day_of
from funds.finance.register.models import ExchangeRate, Fund, MoneyBack, SurveyedPlans, Valuation
from funds.finance.register.queries import HUNDRED_MILLION, all_funds, flows_of, rate_on, standing, values_held
from portal.core import clock, countries
from portal.core.asking import Asking
from portal.core.db import db
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, current_actor, note_access, see_other, tell

bp = Blueprint("money", __name__, url_prefix="/money")


def hundred_millions(won: int | None) -> str:
    """Won in 100 million (억원), as people write it."""
    if won is None:
        return "–"
    shown = won / HUNDRED_MILLION
    return f"{shown:,.0f}" if shown == int(shown) else f"{shown:,.2f}".rstrip("0").rstrip(".")


def _fund(fund_id: int) -> Fund:
    found = db.session.get(Fund, fund_id) if fund_id < 2**31 else None
    if found is None:
        abort(404)
    return found


def _part(key: str) -> Part:
    if key not in PARTS:
        abort(404)
    return PARTS[key]


@bp.get("/")
@access("officer", "ministry")
def index() -> str:
    today = clock.today()
    return render_template(
        "funds/finance/register/index.html",
        standings=[standing(f, today) for f in all_funds()],
        money=hundred_millions,
        day=today,
    )


@bp.get("/<int:fund_id>")
@access("officer", "ministry")
def fund(fund_id: int) -> str:
    found, today = _fund(fund_id), clock.today()
    return render_template(
        "funds/finance/register/fund.html",
        fund=found,
        at=standing(found, today),
        flows=sorted(flows_of(found, today), key=lambda f: f.on),
        held={i.id: won for i, won in values_held(found, today)},
        money=hundred_millions,
        parts=PARTS,
        sides=SIDES,
        country_name=lambda code: countries.name(code, g.language),
        may_write=current_actor().has("officer"),
    )


@bp.get("/new")
@access("officer")
def fund_new() -> str:
    return render_template(
        "funds/finance/register/form.html", asking=Asking(FUND_FIELDS), title=_NEW, fund=None, action="fund"
    )


_NEW = Text("펀드 등록", "Register a fund")


@bp.post("/new")
@access("officer")
def fund_add() -> Any:
    asking = Asking(FUND_FIELDS, given=request.form)
    if asking["begins_on"] and asking["ends_on"] and asking["ends_on"] < asking["begins_on"]:
        asking.fault("ends_on", Text("끝나는 날이 시작하는 날보다 앞섭니다.", "The end is before the beginning."))
    if asking["name"] and db.session.scalar(select(Fund.id).where(Fund.name == asking.text("name"))):
        asking.fault("name", Text("같은 이름의 펀드가 있습니다.", "There is a fund of this name."))
    if not asking.good:
        return render_template(
            "funds/finance/register/form.html", asking=asking, title=_NEW, fund=None, action="fund"
        ), 422
    begins, ends = day_of(asking["begins_on"]), day_of(asking["ends_on"]) if asking["ends_on"] else None
    made = Fund(
        name=asking.text("name"),
        name_en=asking.text("name_en"),
        size=asking["size"],
        managers=asking.text("managers"),
        begins_on=begins,
        ends_on=ends,
        period=f"{begins:%Y.%m}~{ends:%Y.%m}" if ends else f"{begins:%Y.%m}~",
        expands=asking["expands"] == "yes",
        source=asking.text("source"),
        note=asking.text("note"),
        by_id=current_actor().user_id,
    )
    db.session.add(made)
    db.session.flush()
    tell("펀드를 등록했습니다.", "The fund was registered.")
    return see_other("money.fund", fund_id=made.id)


@bp.get("/<int:fund_id>/<part>/new")
@access("officer")
def entry_new(fund_id: int, part: str) -> str:
    found, one = _fund(fund_id), _part(part)
    return render_template(
        "funds/finance/register/form.html", asking=Asking(one.fields(found)), title=one.title, fund=found, action=part
    )


@bp.post("/<int:fund_id>/<part>/new")
@access("officer")
def entry_add(fund_id: int, part: str) -> Any:
    found, one = _fund(fund_id), _part(part)
    asking = Asking(one.fields(found), given=request.form)
    one.check(found, asking)
    if not asking.good:
        return render_template(
            "funds/finance/register/form.html", asking=asking, title=one.title, fund=found, action=part
        ), 422
    db.session.add(one.build(found, asking.answers))
    tell(Text("{t}을(를) 적었습니다.", "{t} was entered.").format(t=one.title))
    return see_other("money.fund", fund_id=found.id)


@bp.post("/<int:fund_id>/<part>/<int:row_id>/remove")
@access("officer")
def entry_remove(fund_id: int, part: str, row_id: int) -> Any:
    """Strike an entry made by mistake; the access log keeps who struck what."""
    found, one = _fund(fund_id), _part(part)
    row = db.session.get(one.model, row_id) if row_id < 2**31 else None
    if row is None or row.fund_id != found.id:
        abort(404)
    if part == "investment" and _used(row_id):
        tell("이 투자의 평가나 회수를 먼저 지워 주세요.", "Remove its valuations and money back first.", "error")
        return see_other("money.fund", fund_id=found.id)
    note_access("fund-entry-removed", f"fund:{found.id} {part}:{row_id}")
    db.session.delete(row)
    tell("항목을 지웠습니다.", "The entry was removed.")
    return see_other("money.fund", fund_id=found.id)


def _used(investment_id: int) -> bool:
    asked = [select(m.id).where(m.investment_id == investment_id).limit(1) for m in (Valuation, MoneyBack)]
    return any(db.session.scalar(one) for one in asked)


# ---- exchange rates ----------------------------------------------------------------------------------------------------------------


def _rates_page(asking: Asking) -> str:
    rows = db.session.scalars(select(ExchangeRate).order_by(ExchangeRate.on.desc(), ExchangeRate.currency).limit(200))
    return render_template("funds/finance/register/rates.html", rows=list(rows), asking=asking, currencies=CURRENCIES)


@bp.get("/rates")
@access("officer", "ministry")
def rates() -> str:
    return _rates_page(Asking(RATE_FIELDS))


@bp.post("/rates")
@access("officer")
def rate_add() -> Any:
    asking = Asking(RATE_FIELDS, given=request.form)
    if asking["rate"] and Decimal(asking["rate"]) <= 0:
        asking.fault("rate", Text("0보다 큰 환율을 적어 주세요.", "The rate must be above 0."))
    if asking["currency"] and asking["on"] and rate_on(asking["currency"], day_of(asking["on"])):
        asking.fault("on", Text("이날의 환율이 이미 있습니다.", "There is a rate of this day already."))
    if not asking.good:
        return _rates_page(asking), 422
    db.session.add(
        ExchangeRate(
            currency=asking["currency"],
            on=day_of(asking["on"]),
            rate=Decimal(asking["rate"]),
            source=asking.text("source"),
            by_id=current_actor().user_id,
        )
    )
    tell("환율을 적었습니다.", "The rate was entered.")
    return see_other("money.rates")


# ---- demand for a further fund -------------------------------------------------------------------------------------------------------


@bp.get("/demand")
@access("officer", "ministry")
def further_fund() -> str:
    """One page for print: what filings plan to invest, against what the funds made for it have left."""
    today = clock.today()
    return render_template(
        "funds/finance/register/demand.html",
        found=demand(today),
        day=today,
        money=hundred_millions,
        country_name=lambda code: countries.name(code, g.language),
    )


SURVEY = (
    Field(key="survey_year", label=Text("조사 연도", "Year of the survey"), type="integer", required=True, least=2016, most=2100),
    Field(key="source", label=Text("출처", "Source"), required=True, longest=300),
    Field(
        key="rows", label=Text("나라 · 연도 · 기관 수 · 계획 투자액(원)", "Country · year · organisations · planned investment (won)"), type="text",
        required=True, longest=100_000,
        hint=Text("엑셀에서 네 열을 복사해 붙여 넣거나, 한 줄에 ‘베트남;2027;3;1500000000’처럼 적습니다.", "Paste four columns copied from a spreadsheet, or write lines like ‘Vietnam;2027;3;1500000000’."),
    ),
)  # fmt: skip


def _survey_page(asking: Asking, problems: list[Text] | None = None) -> str:
    return render_template(
        "funds/finance/register/survey.html",
        asking=asking,
        problems=problems or [],
        entered=surveys(),
        money=hundred_millions,
    )


@bp.get("/demand/survey")
@access("officer", "ministry")
def survey() -> str:
    return _survey_page(Asking(SURVEY, {"survey_year": clock.today().year}))


@bp.post("/demand/survey")
@access("officer")
def survey_add() -> Any:
    """Keep what the yearly survey says of planned investment;
    a later entry of the same year takes the place of this one.
    """
    asking = Asking(SURVEY, given=request.form)
    rows, problems = read_plans(asking.text("rows"), asking["survey_year"]) if asking.good else ([], [])
    for problem in problems[:20]:
        asking.fault("rows", problem)
    if not asking.good:
        return _survey_page(asking, problems[1:20]), 422
    kept = SurveyedPlans(
        survey_year=asking["survey_year"],
        on=clock.today(),
        source=asking.text("source"),
        rows=rows,
        by_id=current_actor().user_id,
    )
    db.session.add(kept)
    tell(f"{len(rows)}줄을 적었습니다.", f"{len(rows)} lines were entered.")
    return see_other("money.further_fund")
