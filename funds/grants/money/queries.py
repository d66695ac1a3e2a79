"""Questions about grant money: the rule in force, the grant of a year, its budget, what was paid out. Reads only."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from funds.grants.models import Grant, Settlement
from funds.grants.money.budget import Cell
from funds.grants.money.models import GrantChange, GrantRuleRow
from funds.grants.terms import SHIPPED, GrantRule, read_rule
from funds.selection.awards.signature import months_after
from funds.selection.models import Award, Payment
from funds.selection.programmes import PROGRAMMES
from funds.selection.programmes.declaration import Budget
from portal.core import dated, periods
from portal.core.db import db

# ---- the rule ----------------------------------------------------------------------------------------------------------------------


def all_rules() -> list[GrantRule]:
    """Every rule of grant money, oldest first; one declared for a day stands over the shipped one of that day."""
    return dated.one_a_day(SHIPPED, (read_rule(row.body) for row in dated.written(GrantRuleRow)))


def rule_on(day: date) -> GrantRule:
    """The rule in force on `day`; the oldest before all of them."""
    return dated.in_force_or_first(all_rules(), day)


def rule_of(grant: Grant) -> GrantRule:
    """The rule that the decision pinned; rates alone follow their own days."""
    return read_rule(grant.rule)


def rates(kind: str) -> list[tuple[date, Decimal]]:
    """The dated rates: `kind` is 'interest_rate' or 'overdue_rate'."""
    return [(r.effective_from, getattr(r, kind)) for r in all_rules()]


# ---- grants ------------------------------------------------------------------------------------------------------------------------


def is_granted(programme: str) -> bool:
    """Whether the support of a programme is a grant that is budgeted and settled."""
    return PROGRAMMES[programme].budget is not None


def budget_of(programme: str) -> Budget:
    """What the grant of a programme is budgeted by; only for one that is granted."""
    found = PROGRAMMES[programme].budget
    assert found is not None
    return found


def year_now(award: Award) -> int:
    return 2 if award.second_year else 1


def grants_of(award: Award) -> list[Grant]:
    return list(db.session.scalars(select(Grant).where(Grant.award_id == award.id).order_by(Grant.year_no)))


def grant_of(award: Award, year_no: int) -> Grant | None:
    return db.session.scalar(select(Grant).where(Grant.award_id == award.id, Grant.year_no == year_no))


def instalments(award: Award, year_no: int) -> Sequence[Payment]:
    """The instalments of one year of the agreement."""
    each = len(PROGRAMMES[award.programme].award.shares)
    return [p for p in award.payments if (p.no - 1) // each + 1 == year_no] if each else []


def year_sum(award: Award, year_no: int) -> int:
    """The support of one year, in won."""
    return sum(p.amount for p in instalments(award, year_no))


def paid_out(grant: Grant) -> int:
    return sum(p.amount for p in instalments(grant.award, grant.year_no) if p.paid_on is not None)


def last_paid_on(grant: Grant) -> date | None:
    return max((p.paid_on for p in instalments(grant.award, grant.year_no) if p.paid_on), default=None)


def cells(lines: Sequence[Any]) -> dict[Cell, int]:
    """[[item, source, won], …] or budget lines as a mapping; cells without money are left out."""
    triples = [(x.item, x.source, x.amount) if hasattr(x, "item") else tuple(x) for x in lines]
    return {(item, source): amount for item, source, amount in triples if amount}


def years_days(award: Award, year_no: int) -> tuple[date, date]:
    """First and last day of a year of the agreement, as far as its validity tells."""
    assert award.valid_from is not None
    assert award.valid_to is not None
    if year_no == 1:
        months = PROGRAMMES[award.programme].award.months
        return award.valid_from, min(award.valid_to, months_after(award.valid_from, months))
    before = months_after(award.valid_from, PROGRAMMES[award.programme].award.months)
    return before + timedelta(days=1), award.valid_to


def own_needed(award: Award) -> int:
    """The own share that the call's year asks, in percent of the whole cost."""
    money = PROGRAMMES[award.programme].money_in(award.call.year)
    return money.own_share if money else 0


def report_due(grant: Grant) -> date:
    """정산보고 기한: so many months after the last day, moved to a working day (민법 제160조, 제161조)."""
    last = months_after(grant.ends_on + timedelta(days=1), rule_of(grant).settle_months)
    return periods.calendar().nth_working_day(last, 1)


def settlement_of(grant: Grant) -> Settlement | None:
    return db.session.scalar(select(Settlement).where(Settlement.grant_id == grant.id))


def changes_of(grant: Grant) -> list[GrantChange]:
    wanted = select(GrantChange).where(GrantChange.grant_id == grant.id, GrantChange.state != "draft")
    return list(db.session.scalars(wanted.order_by(GrantChange.id.desc())))
