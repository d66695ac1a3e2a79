"""What tests of grant money are made of: an agreement, its grant, a settlement with rows, by the domain's own moves."""

from datetime import date, timedelta
from typing import Any

from funds.grants.models import Disallowance, Grant, Settlement, Spending
from funds.grants.money import queries as q
from funds.selection.models import Award
from portal.core import clock, files
from portal.core.db import db
from portal.core.declared import kind_of
from portal.core.fire import fire, open_case
from portal.core.people import SYSTEM, Actor, Organisation
from tests import factories as make
from tests import funding

BUDGET = [
    ["staff", "state", 40_000_000],
    ["travel", "state", 20_000_000],
    ["service", "state", 40_000_000],
    ["staff", "own_cash", 60_000_000],
]
"""100 million of the state beside 60 million of own cash: an own share of 37.5 %."""
WORK_DAYS = 30


def offered(programme: str = "project", amount: int | None = 100_000_000) -> tuple[Award, Actor]:
    """An award that waits for its signature, made without a panel."""
    call = funding.published(programme)
    application, owner = funding.drafted(call)
    made = open_case(
        kind_of("award"),
        SYSTEM,
        organisation_id=application.organisation_id,
        title="가상 협약",
        call_id=call.id,
        application_id=application.id,
        programme=programme,
        holder="가상기관",
        amount=amount,
        own_share=60_000_000,
        code=f"{application.id:016d}",
    )
    assert isinstance(made, Award)
    fire(made, "offer", SYSTEM)
    return made, owner


def agreement(programme: str = "project", amount: int | None = 100_000_000) -> tuple[Award, Actor]:
    award, owner = offered(programme, amount)
    fire(award, "sign", owner)
    return award, owner


def decision(lines: list[list[Any]] | None = None, days: int = WORK_DAYS) -> dict[str, Any]:
    today = clock.today()
    last = today + timedelta(days=days)
    return {
        "begins_on": today.isoformat(),
        "ends_on": last.isoformat(),
        "conditions": "가상 조건",
        "lines": lines or BUDGET,
    }


def granted(programme: str = "project", *, paid: int = 1) -> tuple[Grant, Actor]:
    """An agreement whose grant is decided, with so many instalments paid."""
    award, owner = agreement(programme)
    officer = make.officer()
    fire(award, "grant", officer, given=decision())
    for n in range(paid):
        if n == 1:
            fire(award, "evaluate_final", officer, given={"points": "90", "reason": "가상"})
        fire(award, "pay", officer, given={"payment": award.payments[n].id})
    grant = q.grant_of(award, 1)
    assert grant is not None
    return grant, owner


def settlement_of(grant: Grant) -> Settlement:
    found = q.settlement_of(grant)
    assert found is not None
    return found


def owner_of(grant: Grant) -> Actor:
    return make.acting(make.member(db.session.get_one(Organisation, grant.award.organisation_id)))


def row(case: Settlement, amount: int, item: str = "staff", source: str = "state", **given: Any) -> Spending:
    """A spending row with its evidence, in the middle of the work unless told."""
    n = len(case.rows) + 1
    paper = files.Paper(
        case_id=case.id, slot="evidence", name=f"{n}.pdf", media_type="application/pdf", size=10, sha256="0" * 64
    )
    db.session.add(paper)
    values: dict[str, Any] = {
        "item": item,
        "source": source,
        "amount": amount,
        "spent_on": case.grant.begins_on + timedelta(days=10),
        "payee_kind": "firm",
        "payee": f"가상상사{n}",
        "evidence_kind": "invoice",
        "evidence_no": f"E-{n:03d}",
        "paper": paper,
    }
    made = Spending(settlement_id=case.id, **(values | given))
    case.rows.append(made)
    db.session.flush()
    return made


def full_rows(case: Settlement) -> None:
    """Everything spent as budgeted."""
    for item, source, amount in BUDGET:
        row(case, amount, item, source)


def after_work(grant: Grant) -> date:
    return grant.ends_on + timedelta(days=20)


def submitted(*, paid: int = 1) -> tuple[Settlement, Actor]:
    """A settlement under review, every sum spent as budgeted; its day is `after_work`."""
    grant, owner = granted(paid=paid)
    case = settlement_of(grant)
    full_rows(case)
    with clock.at(after_work(grant)):
        fire(case, "submit", owner, given={"report": "가상 실적"})
    return case, owner


def disallowed(case: Settlement, amount: int, at: int = 0) -> None:
    db.session.add(Disallowance(spending_id=case.rows[at].id, amount=amount, reason="가상 사유"))
    db.session.flush()
    db.session.refresh(case.rows[at])
