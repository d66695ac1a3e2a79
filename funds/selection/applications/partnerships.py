"""The partner's side of a consortium: the link mailed to the address that the lead named, and the answer to it.

A business number is public and proves nothing: who holds the link answers, for an organisation of their own that has
that number. Before its organisation is verified a partner sees who asks and for what, and nothing of the file.
"""

from typing import Any

from flask import abort, render_template, request
from sqlalchemy import func, select

from funds.selection.blueprints import bp
from funds.selection.models import Application, Partner
from funds.selection.programmes import PROGRAMMES
from funds.selection.programmes.declaration import PARTNER_ROLES
from portal.core import clock, joining, mail, records
from portal.core.attempts import attempt
from portal.core.db import db, lock_row
from portal.core.people import Organisation, User
from portal.core.permissions import EDITORS
from portal.core.reading import shown_business_number
from portal.core.text import Text
from portal.core.web import access, current_actor, note_access, see_other, tell
from portal.core.workflow import Refused


def ask_to_confirm(partner: Partner) -> None:
    """Mail the named address a link that answers for the partner; a link mailed before is void."""
    token = joining.renew(partner)
    values: dict[str, Any] = {"application": partner.application, "partner": partner, "token": token}
    known = db.session.scalar(
        select(User).where(func.lower(User.email) == partner.email.lower(), User.active.is_(True))
    )
    if known is not None:
        mail.tell_person(known, "application.partner_named", **values)
    else:
        mail.tell_address(partner.email, "application.partner_named", **values)


def _named(token: str) -> Partner:
    """The partner that this link still answers for; 404, and the guess is logged."""
    found = db.session.scalar(
        select(Partner)
        .join(Application, Application.id == Partner.application_id)
        .where(
            Partner.token_hash == joining.fingerprint(token),
            Partner.expires_at > clock.now(),
            Partner.confirmed_at.is_(None),
            Partner.declined_at.is_(None),
            Application.state == "draft",
        )
    )
    if found is None:
        note_access("guess", "partner-link")
        abort(404)
    return found


def _own(partner: Partner) -> list[Organisation]:
    """The organisations with the named number that the person may write for: one at most."""
    actor = current_actor()
    own = [i for i, role in actor.memberships.items() if role in EDITORS.roles]
    wanted = select(Organisation).where(
        Organisation.id.in_(own), Organisation.business_number == partner.business_number
    )
    return list(db.session.scalars(wanted))


@bp.get("/partnerships/<token>")
@access("signed-in")
def partnership(token: str) -> str:
    return _page(_named(token), token)


def _page(partner: Partner, token: str, errors: list[tuple[str, str]] | None = None) -> str:
    case = partner.application
    return render_template(
        "funds/selection/applications/partnership.html",
        partner=partner,
        lead_name=case.organisation.name if case.organisation else "",
        programme=PROGRAMMES[case.programme],
        role=PARTNER_ROLES[partner.role],
        number=shown_business_number(partner.business_number),
        own=_own(partner),
        token=token,
        errors=errors or [],
    )


@bp.post("/partnerships/<token>")
@access("signed-in")
def answer_partnership(token: str) -> Any:
    """Confirm for one's own organisation, which is bound by it, or decline."""
    partner = _named(token)
    with attempt() as tried:
        _answer(partner, confirms=request.form.get("answer") == "confirm")
    if tried.refused:
        return _page(partner, token, tried.errors), 422
    tell("답을 전했습니다.", "Your answer was passed on.")
    return see_other("funds.mine") if partner.confirmed_at is not None else see_other("home.index")


def _answer(partner: Partner, *, confirms: bool) -> None:
    lock_row(partner)
    case = partner.application
    if case.state != "draft" or partner.confirmed_at is not None or partner.declined_at is not None:
        raise Refused(
            Text(
                "이미 답했거나 제출이 끝난 신청입니다.", "This was answered already, or the application was submitted."
            )
        )
    if confirms:
        own = _own(partner)
        if not own:
            raise Refused(
                Text(
                    "사업자등록번호 {n} 기관의 관리자나 작성자만 참여를 확인할 수 있습니다. 먼저 그 기관을 등록하거나 참여를 요청해 주세요.",
                    "Only a manager or editor of the organisation with the business number {n} can confirm. "
                    "Register it, or ask to join it, first.",
                ).format(n=shown_business_number(partner.business_number))
            )
        partner.organisation_id = own[0].id
        partner.confirmed_at, partner.confirmed_by_id = clock.now(), current_actor().user_id
    else:
        partner.declined_at = clock.now()
    partner.token_hash = ""
    name = "application.partner_confirmed" if confirms else "application.partner_declined"
    event = records.record(case, name, current_actor(), state_to=case.state, facts={"name": partner.name})
    mail.tell(case, event, ("members",), partner=partner)
