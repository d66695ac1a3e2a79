"""What a kind declares so that a panel can score its cases: when, who may not, what the panel reads;
and the words of its events.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from funds.selection.pool.models import Reviewer
from portal.core.cases import Case
from portal.core.declared import declared_for
from portal.core.text import Text


@dataclass(frozen=True, kw_only=True)
class Subject:
    """The panel works while the case stands in `working`; the SYSTEM move `complete` opens the sheets.

    `title` is what members see the work called and `heading` which one it is, before the file is open to them;
    `parties` whom conflicts are declared with; `barred` why somebody of the pool may not judge, None if they may;
    `inviter` the officer (user id) in whose name invitations go out; `file` is the template of what the panel reads,
    with what it shows. Mails and events are named `<kind>.reviewer_invited`, `<kind>.draw_committed` and so on.
    """

    title: Text
    heading: Callable[[Any], Text]
    working: str
    parties: Callable[[Any], list[str]]
    barred: Callable[[Any, Reviewer], Text | None]
    inviter: Callable[[Any], int | None]
    template: str
    file: Callable[[Any], Mapping[str, Any]]


TOLD = {
    "draw_committed": (
        Text("후보 명단과 추첨 수의 해시를 남겼습니다.", "The pool and the hash of the seed were logged."),
        "",
    ),
    "drawn": (Text("수를 공개하고 위원을 추첨했습니다.", "The seed was revealed and the members drawn."), ""),
    "reviewer_left": (Text("평가위원이 자리를 떠났습니다.", "A member of the panel left."), "warning"),
    "reviewer_filled": (Text("다음 순번에게 평가를 부탁했습니다.", "The next in the drawn order was asked."), ""),
    "reviewer_pledged": (
        Text("평가위원이 서약하고 이해충돌이 없다고 신고했습니다.", "A member pledged and declared no conflict."),
        "",
    ),
}
"""Events that every drawn panel leaves, whatever the case: words and tone for the timeline."""


def subject_of(case: Case) -> Subject:
    found: Subject = declared_for("subjects", case.declared.key)
    return found
