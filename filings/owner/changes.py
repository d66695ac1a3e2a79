"""Starting a 변경신고 from an accepted filing, or telling its end. One open change per filing."""

from typing import Any

from flask import render_template, request

from filings.change import acts, queries
from filings.models import Filing
from filings.owner.pages import bp, editor_or_403, own_case
from portal.core.cases import Case
from portal.core.db import lock_row
from portal.core.errors import error_page
from portal.core.text import Text
from portal.core.web import access, current_actor, say, see_other


@bp.get("/<int:case_id>/change")
@access("member")
def change(case_id: int) -> Any:
    case = own_case(case_id)
    editor_or_403(case)
    return _standing(case) or render_template("filings/owner/change.html", case=case)


@bp.post("/<int:case_id>/change")
@access("member")
def start_change(case_id: int) -> Any:
    """A draft of the change; a second click leads to the first one's draft."""
    case = own_case(case_id)
    editor_or_403(case)
    lock_row(case)
    standing = _standing(case)
    if standing is not None:
        return standing
    assert isinstance(case, Filing)
    made = acts.start_change(case, current_actor(), ends=request.form.get("ends") == "yes")
    return see_other("filings.page", case_id=made.id)


def _standing(case: Case) -> Any:
    """The answer where no change can be started: the one that is open, or why not."""
    if not isinstance(case, Filing) or case.state not in queries.IN_FORCE:
        return error_page(
            422, Text("변경신고를 시작할 수 없습니다", "A change cannot be started"), [say(acts.NOT_IN_FORCE)]
        )
    found = queries.open_change(case.id)
    return see_other("filings.page", case_id=found.id) if found else None
