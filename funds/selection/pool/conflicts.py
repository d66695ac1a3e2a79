"""Why somebody of the pool may not judge the work of some organisations, as far as the portal can see."""

import unicodedata
from collections.abc import Sequence

from sqlalchemy import select

from funds.selection.pool.models import Reviewer
from funds.selection.pool.queries import user_of
from portal.core.db import db
from portal.core.declared import fact
from portal.core.people import Membership, Organisation
from portal.core.text import Text


def conflict_with(reviewer: Reviewer, organisations: Sequence[Organisation], names: Sequence[str] = ()) -> Text | None:
    """Why this person may not judge what these organisations (and others known by name only) have done; None if nothing is seen."""
    known = {_folded(name) for name in (*(o.name for o in organisations), *names)}
    if reviewer.employer and _folded(reviewer.employer) in known:
        return Text("소속이 신청(참여) 기관과 같음: {e}", "Same employer: {e}").format(e=reviewer.employer)
    user = user_of(reviewer)
    ids = [o.id for o in organisations]
    if user is not None:
        member = select(Membership.id).where(Membership.user_id == user.id, Membership.organisation_id.in_(ids))
        if db.session.scalar(member):
            return Text("신청(참여) 기관의 구성원", "A member of the applicant")
        if any(user.id in (fact("advisers_of", organisation_id) or ()) for organisation_id in ids):
            return Text("신청(참여) 기관을 자문한 적이 있음", "Advised the applicant before")
    return None


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name).casefold()
    for word in ("의료법인", "학교법인", "주식회사", "(주)", "㈜", "재단법인"):
        plain = plain.replace(word, "")
    return "".join(letter for letter in plain if letter.isalnum())
