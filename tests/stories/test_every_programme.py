"""Every programme, whatever it is, runs on its declaration alone: from its call to the award, and where it gives money
to the settlement of the last won. Each mail on the way is rendered.
"""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from funds.grants.money import queries as q
from funds.pilots.models import Pilot
from funds.selection.programmes import PROGRAMMES
from funds.selection.queries import award_of
from funds.selection.rubrics.acts import ship_samples
from portal.core import clock
from portal.core.fire import fire
from portal.core.mail import Mail
from tests import factories as make
from tests import funding, grants
from tests.funding import at_hour


@pytest.mark.slow
@pytest.mark.parametrize("key", PROGRAMMES)
def test_it_runs_from_its_call_to_its_award_and_its_last_won(session, client, today, key):
    today(at_hour(date(2026, 3, 2), 9))
    programme = PROGRAMMES[key]
    officer = make.user("officer")
    ship_samples(date(2026, 1, 1))
    session.commit()
    client.sign_in(officer)
    assert programme.title.ko in client.get("/desk/programmes/").words()
    client.get(f"/desk/programmes/calls/new/{key}")
    call, (won, _), seats = funding.judged_call(key, 2, 3, seats=1)
    with clock.at(call.closes_at + timedelta(days=20)):
        for seat in seats:
            funding.scored(seat, {})
        fire(call, "conclude", funding.actor_of(seats[0]), given={"minutes": "가상 의결"})
        given = {"chosen": [str(won.id)], "amounts": {str(won.id): won.asked} if won.asked else {}, "reason": "가상"}
        fire(call, "propose", make.officer(), given=given)
        fire(call, "decide", make.acting(make.user("ministry")), given={"reason": "확정"})
    award = award_of(won.id)
    assert won.number.startswith(f"{programme.series}-")
    with clock.at(call.closes_at + timedelta(days=25)):
        owner = make.acting(make.member(won.organisation))
        fire(award, "sign", owner)
        assert award.number.startswith(programme.award.series)
        assert (
            session.scalar(select(Pilot.id).where(Pilot.award_id == award.id)) is not None
        ) == programme.begins_pilot
        if programme.budget is not None:
            settled(award, owner, programme.budget)
        session.commit()
        walked(client, programme, won, award)
    assert session.scalar(select(Mail.id).where(Mail.case_id == award.id))


def walked(client, programme, won, award):
    """Its pages open to the applicant, the officer and the public, in both languages."""
    owner = make.member(won.organisation)
    for language in ("ko", "en"):
        client.sign_in(owner)
        client.get(f"/programmes/calls/{won.call_id}?lang={language}")
        client.get(f"/programmes/applications/{won.id}?lang={language}")
        client.get(f"/programmes/awards/{award.id}?lang={language}")
        client.get(f"/programmes/registers/{programme.key}?lang={language}")
        client.sign_in(make.user("officer"))
        client.get(f"/desk/programmes/calls/{won.call_id}?lang={language}")
        client.get(f"/desk/programmes/applications/{won.id}?lang={language}")


def settled(award, owner, budget):
    """The grant is decided by the declared items, paid, spent, and settled without a remainder."""
    state, own = award.amount, award.own_share or 0
    items = budget.items[:2]
    lines = [[items[0], "state", state - 1_000_000], [items[1], "state", 1_000_000], [items[0], "own_cash", own]]
    officer = make.officer()
    fire(award, "grant", officer, given=grants.decision(lines))
    fire(award, "pay", officer, given={"payment": award.payments[0].id})
    grant = q.grant_of(award, 1)
    case = grants.settlement_of(grant)
    for item, source, amount in lines:
        grants.row(case, amount, item, source)
    with clock.at(grants.after_work(grant)):
        fire(case, "submit", owner, given={"report": "가상 실적"})
        fire(case, "settle", officer, given={"reason": "가상 확인"})
    assert case.state in ("settled", "closed", "returning")
