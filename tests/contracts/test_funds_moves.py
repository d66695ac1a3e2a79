"""Both faces of the rule of partners (the golden tables of the programmes' kinds: lives_funds, lives_grants)."""

from sqlalchemy import func, select

from portal.core.cases import Case
from portal.core.permissions import may_see, visible
from tests import factories as make
from tests import funding
from tests.funding import START, at_hour


def test_a_partner_is_seen_alike_by_both_faces(session, today):
    from funds.selection.models import Partner

    today(at_hour(START, 9))
    case, _ = funding.drafted(funding.published("project"))
    other = make.organisation()
    session.add(Partner(application_id=case.id, name="가상", business_number=other.business_number, role="ict"))
    session.flush()
    for actor in (make.acting(make.member(other)), make.acting(make.member(make.organisation()))):
        listed = session.scalar(select(func.count()).select_from(Case).where(visible(actor), Case.id == case.id))
        assert bool(listed) == may_see(actor, case)
