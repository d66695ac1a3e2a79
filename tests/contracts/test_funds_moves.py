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
    named, unverified, bound = make.organisation(), make.organisation(verified=False), make.organisation()
    number = {"business_number": named.business_number, "role": "ict"}
    session.add(Partner(application_id=case.id, name="가상", **number))
    session.add(Partner(application_id=case.id, name="가상", **number, organisation_id=unverified.id))
    session.add(Partner(application_id=case.id, name="가상", **number, organisation_id=bound.id))
    session.flush()
    seen = {"named": named, "unverified": unverified, "bound": bound, "other": make.organisation()}
    for who, organisation in seen.items():
        actor = make.acting(make.member(organisation))
        listed = session.scalar(select(func.count()).select_from(Case).where(visible(actor), Case.id == case.id))
        assert (bool(listed), may_see(actor, case)) == (who == "bound", who == "bound")
