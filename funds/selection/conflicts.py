"""Why somebody of the pool may not judge the work of some organisations, as far as the portal can see."""

from collections.abc import Sequence

from portal.core.aliases import aliases, organisations_of
from portal.core.declared import fact
from portal.core.organisation_names import keys
from portal.core.panels.pool import Reviewer, user_of
from portal.core.people import Organisation, concerned
from portal.core.text import Text


def conflict_with(reviewer: Reviewer, organisations: Sequence[Organisation], names: Sequence[str] = ()) -> Text | None:
    """Why this person may not judge what these organisations (and others known by name only) have done;
    None if nothing is seen.

    What somebody wrote as their employer counts, and whatever they belong to in the portal, by any name of it.
    """
    parties = aliases().keys(*names, *(name for o in organisations for name in (o.name, o.name_en)))
    if keys(reviewer.employer) & parties:
        return Text("소속이 신청(참여) 기관과 같음: {e}", "Same employer: {e}").format(e=reviewer.employer)
    user = user_of(reviewer)
    if user is None:
        return None
    ids = {o.id for o in organisations}
    for own in organisations_of([user.id]).get(user.id, ()):
        if own.id in ids or (keys(own.name) | keys(own.name_en)) & parties:
            return Text("신청(참여) 기관의 구성원: {o}", "A member of the applicant: {o}").format(o=own.name)
    if ids & concerned(user).keys():
        return Text(
            "신청(참여) 기관과 사적 이해관계가 있음", "A private interest in the applicant, or belonged to it lately"
        )
    if any(user.id in (fact("advisers_of", organisation_id) or ()) for organisation_id in sorted(ids)):
        return Text("신청(참여) 기관을 자문한 적이 있음", "Advised the applicant before")
    return None
