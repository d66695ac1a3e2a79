"""The confidentiality pledge that an expert signs on accepting, in its editions.

A signed one is kept, words and all, with the event.
To change it, add an edition; never change one that somebody signed.
"""

from typing import NamedTuple

from portal.core.cases import Case
from portal.core.periods import events_of
from portal.core.text import Text

EDITIONS = (
    Text(
        "(1) 자문에서 알게 된 의뢰 기관과 상대 기관의 정보를 이 자문에만 쓰고 다른 사람에게 알리지 않습니다.\n"
        "(2) 자료와 사본을 다른 사람에게 주지 않으며, 자문을 마치거나 떠나면 바로 지웁니다.\n"
        "(3) 이해관계가 생기면 곧바로 KHIDI에 알립니다.\n"
        "(4) 이 약속은 자문이 끝난 뒤에도 이어집니다.",
        "(1) I use what I learn of the client and its counterparties for this consultation only and tell nobody else.\n"
        "(2) I give the papers and copies to nobody, and delete them as soon as the consultation ends or I leave it.\n"
        "(3) I tell KHIDI at once if a conflict of interest arises.\n"
        "(4) This pledge goes on after the consultation.",
    ),
)


class Signed(NamedTuple):
    """An edition that somebody signed, as it stood."""

    edition: int
    words: Text


def current() -> Signed:
    return Signed(len(EDITIONS), EDITIONS[-1])


def facts() -> dict[str, object]:
    """What the event of a signature keeps."""
    edition, words = current()
    return {"pledge_edition": edition, "pledge_words": {"ko": words.ko, "en": words.en}}


def signed_on(case: Case) -> Signed | None:
    """The pledge that was signed last on the case."""
    for event in reversed(events_of(case)):
        words = event.facts.get("pledge_words")
        if words:
            return Signed(int(event.facts["pledge_edition"]), Text(words["ko"], words["en"]))
    return None
