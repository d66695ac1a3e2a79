"""What a kind declares so that a panel can score its cases: when, who may not, what the panel reads;
and the words of its events.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from funds.selection.reviews.models import Review, ReviewSeat
from portal.core import clock
from portal.core.db import db
from portal.core.panels.panel import Panel, panel_of
from portal.core.panels.pool import Reviewer
from portal.core.text import Text

NAMES = {
    "draw_committed": "draw_committed",
    "drawn": "drawn",
    "invited": "reviewer_invited",
    "refused": "reviewer_left",
    "conflicted": "reviewer_left",
    "replaced": "reviewer_left",
    "filled": "reviewer_filled",
    "pledged": "reviewer_pledged",
}


@dataclass(frozen=True, kw_only=True)
class Subject(Panel):
    """A panel over one case: it works while the case stands in `working`; the SYSTEM move `complete` opens the sheets.

    `title` is what members see the work called and `heading` which one it is, before the file is open to them;
    `parties` whom conflicts are declared with; `bars` why somebody of the pool may not judge, None if they may;
    `invites` the officer (user id) in whose name invitations go out; `template` is what the panel
    reads, filled by `shows`. Mails and events are named `<kind>.reviewer_invited`, `<kind>.draw_committed` and so on.
    """

    title: Text
    heading: Callable[[Any], Text]
    working: str
    parties: Callable[[Any], list[str]]
    bars: Callable[[Any, Reviewer], Text | None]
    invites: Callable[[Any], int | None]
    template: str
    shows: Callable[[Any], Mapping[str, Any]]

    seats = ReviewSeat
    names_case = "case_id"
    letter = "R"
    opens = "complete"
    one_subject = True

    def drawn_in(self, _case: Any) -> Sequence[str]:
        return (self.working,)

    def seated_in(self, case: Any) -> Sequence[str]:
        return self.drawn_in(case)

    def judging_in(self, case: Any) -> Sequence[str]:
        return self.drawn_in(case)

    def event(self, case: Any, what: str) -> str:
        return f"{case.declared.key}.{NAMES[what]}" if what in NAMES else ""

    def drawn(self, case: Any) -> Review:
        return db.session.get_one(Review, case.id)

    def inviter(self, case: Any) -> int | None:
        return self.invites(case)

    def barred(self, case: Any, reviewer: Reviewer) -> Text | None:
        return self.bars(case, reviewer)

    def subjects(self, seat: ReviewSeat) -> Sequence[Any]:
        return (seat.case,)

    def criteria(self, case: Any) -> Sequence[Mapping[str, Any]]:
        return self.drawn(case).criteria

    def sheet(self, seat: ReviewSeat, _subject: Any) -> ReviewSeat:
        return seat

    def new_sheet(self, seat: ReviewSeat, _subject: Any) -> ReviewSeat:
        return seat

    def handed_in_at(self, seat: ReviewSeat) -> datetime | None:
        return seat.handed_in_at

    def take_in(self, seat: ReviewSeat) -> None:
        seat.handed_in_at = clock.now()


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


def subject_of(case: Any) -> Subject:
    found: Subject = panel_of(case)
    return found
