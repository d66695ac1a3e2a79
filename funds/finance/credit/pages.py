"""Pages of the credit scorecard: the form with its reasons, the model card, a calibration once there are outcomes.

What an institution enters is computed and shown, never kept. No page calls a grade a probability.
"""

from decimal import Decimal
from typing import Any

from flask import Blueprint, render_template, request
from markupsafe import Markup
from sqlalchemy import select

from funds.finance.credit.factors import Factor, Model
from funds.finance.credit.models import CreditCalibration
from funds.finance.credit.scorecard import (
    ACCOUNTS,
    MAY_BE_NEGATIVE,
    Assessment,
    assess,
    financial_ratios,
    shipped_model,
)
from funds.unusable import Unusable
from portal.core.asking import Asking
from portal.core.db import db
from portal.core.declared import fact
from portal.core.people import Actor
from portal.core.schema import Choices, Field
from portal.core.text import Text
from portal.core.web import access, current_actor, see_other, tell

bp = Blueprint("credit", __name__, url_prefix="/credit")

WON = Text("원", "KRW")
SOURCE = Field(key="source", label=Text("자료의 출처", "Source of the outcomes"), required=True, longest=300)
MOST_BYTES = 5 * 1024 * 1024


def model_now() -> Model:
    return shipped_model()


def _account_fields() -> tuple[Field, ...]:
    return tuple(
        Field(
            key=key,
            label=label,
            type="money",
            unit=WON,
            least=-(10**15) if key in MAY_BE_NEGATIVE else 0,
            hint=Text("손실이나 자본잠식이면 −를 붙입니다.", "With a minus for a loss.")
            if key in MAY_BE_NEGATIVE
            else None,
        )
        for key, label in ACCOUNTS.items()
    )


def _factor_field(factor: Factor) -> Field:
    if factor.levels:
        choices: Choices = {level.id: level.label for level in factor.levels}
        return Field(key=factor.id, label=factor.label, hint=factor.meaning, type="choice", choices=choices)
    return Field(key=factor.id, label=factor.label, hint=factor.meaning, type="decimal", unit=factor.unit)


def _known(actor: Actor) -> dict[str, Any]:
    """What the portal itself knows of the institution acted for: projects abroad in operation."""
    filings = (fact("filings_of", actor.organisation_id) or []) if actor.organisation_id else []
    running = [f for f in filings if f["status"] == "operating"]
    return {"overseas_projects": str(len(running))} if running else {}


def _page(asking: Asking, assessment: Assessment | None = None) -> str:
    model = model_now()
    return render_template(
        "funds/finance/credit/form.html",
        model=model,
        asking=asking,
        accounts=list(ACCOUNTS),
        groups=[(label, [f.id for f in model.factors if f.group == key]) for key, label in model.groups.items()],
        found=assessment,
        group_points=assessment.group_points() if assessment else {},
    )


def _fields() -> tuple[Field, ...]:
    return (*_account_fields(), *(_factor_field(f) for f in model_now().factors))


@bp.get("/")
@access("member", "officer", "ministry")
def index() -> str:
    return _page(Asking(_fields(), _known(current_actor())))


@bp.post("/")
@access("member", "officer", "ministry")
def rate() -> Any:
    """Points, grade and reasons for what was typed; a ratio typed by hand stands over one from the accounts."""
    model = model_now()
    asking = Asking(_fields(), given=request.form)
    values: dict[str, Decimal | str | None] = {}
    try:
        accounts = {key: Decimal(asking[key]) for key in ACCOUNTS if asking[key] is not None}
        values |= financial_ratios(accounts)
    except Unusable as wrong:
        for problem in wrong.problems:
            asking.fault("", problem)
    for factor in model.factors:
        given = asking[factor.id]
        if given is not None:
            values[factor.id] = given if factor.levels else Decimal(given)
    for factor in model.factors:
        for problem in _problems(model, factor, values.get(factor.id)):
            asking.fault(factor.id, problem)
    if not asking.good:
        return _page(asking), 422
    return _page(asking, assess(model, values))


def _problems(model: Model, factor: Factor, value: Decimal | str | None) -> tuple[Text, ...]:
    try:
        assess(model, {factor.id: value})
    except Unusable as wrong:
        return wrong.problems
    return ()


# ---- the model card and its calibration ------------------------------------------------------------------------------------------------


def _latest() -> CreditCalibration | None:
    wanted = select(CreditCalibration).where(CreditCalibration.version == model_now().version)
    return db.session.scalar(wanted.order_by(CreditCalibration.id.desc()).limit(1))


def _card(asking: Asking, problems: tuple[Text, ...] = ()) -> str:
    calibrated = _latest()
    return render_template(
        "funds/finance/credit/card.html",
        model=model_now(),
        calibrated=calibrated,
        plot=_plot(calibrated.result) if calibrated else None,
        asking=asking,
        problems=problems,
    )


def _plot(result: dict[str, Any]) -> Markup:
    """The reliability plot: drawn by us from numbers alone."""
    from funds.finance.credit.calibration import Bin
    from funds.finance.credit.plot import reliability_svg

    return Markup(reliability_svg([Bin(**one) for one in result["bins"]]))  # noqa: S704  numbers and our own words only


@bp.get("/model")
@access("everybody")
def card() -> str:
    return _card(Asking([SOURCE]))


@bp.post("/model")
@access("officer", "ministry")
def calibrate() -> Any:
    """Fit the scorecard to a file of outcomes; thin or ill-formed data is refused in sentences."""
    from funds.finance.credit.calibration import calibrate as fit

    asking = Asking([SOURCE], given=request.form)
    upload = request.files.get("outcomes")
    problems: tuple[Text, ...] = ()
    content = upload.stream.read(MOST_BYTES + 1) if upload and upload.filename else b""
    if not content:
        problems = (Text("결과 자료 파일(CSV)을 골라 주세요.", "Choose the CSV file of outcomes."),)
    elif len(content) > MOST_BYTES:
        problems = (Text("파일이 5 MB를 넘습니다.", "The file is larger than 5 MB."),)
    if problems or not asking.good:
        return _card(asking, problems), 422
    try:
        found = fit(model_now(), content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _card(asking, (Text("UTF-8로 저장된 파일이 아닙니다.", "The file is not UTF-8 text."),)), 422
    except Unusable as wrong:
        return _card(asking, wrong.problems), 422
    db.session.add(
        CreditCalibration(
            version=found.model_version,
            rows=found.rows,
            source=asking.text("source"),
            result=found.as_json(),
            by_id=current_actor().user_id,
        )
    )
    tell(f"결과 {found.rows}건으로 보정했습니다.", f"Calibrated on {found.rows} outcomes.")
    return see_other("credit.card")
