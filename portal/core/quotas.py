"""How much a case and an organisation may hold: files, bytes, drafts. Exactly full is taken, one more is refused.

The row of the organisation (or of the case that has none) is locked first, so that two at once never pass together.
Officials are held by the room of the case alone: no organisation keeps them from working by being full.
"""

from typing import NamedTuple

from flask import current_app
from sqlalchemy import ColumnElement, func, or_, select

from portal.core import clock
from portal.core.attached import LEFT_FOR, Paper
from portal.core.cases import Case, Draft
from portal.core.db import db, lock_row
from portal.core.people import Actor, Organisation, User
from portal.core.sniff import Unfit
from portal.core.storage import shown_size
from portal.core.text import Text
from portal.core.workflow import Refused

_NO_FILES = Text(
    "사건 하나에 파일은 {n}개까지 올릴 수 있습니다. 쓰지 않는 파일을 빼거나 하나로 묶어 주세요.",
    "A case may have up to {n} files. Remove what is not needed, or join some.",
)
_NO_ROOM = Text(
    "이 사건에 남은 용량은 {left}입니다. 이 파일은 {size}라 올릴 수 없습니다.",
    "The case has room for {left}; this file has {size} and was not taken.",
)
_NO_ROOM_OF_ALL = Text(
    "기관에 남은 용량은 {left}입니다. 이 파일은 {size}라 올릴 수 없습니다. 쓰지 않는 초안의 파일을 빼 주세요.",
    "Your organisation has room for {left}; this file has {size} and was not taken. Remove files of drafts you do not use.",
)
_NO_DRAFTS = Text(
    "쓰고 있는 초안이 {n}건이라 새로 시작할 수 없습니다. 쓰지 않는 초안을 지우거나 낸 뒤에 시작해 주세요.",
    "There are {n} drafts already. Submit or drop one before you begin another.",
)


class Room(NamedTuple):
    """What may still be uploaded to a case."""

    files: int
    size: int

    def words(self) -> Text:
        return Text("남은 자리: 파일 {n}개, {size}", "Room left: {n} files, {size}").format(
            n=f"{self.files:,}", size=shown_size(self.size)
        )


def room(case: Case, *, own: bool = True) -> Room:
    """The room of the case; for those of its organisation (`own`) no more than the organisation has."""
    files, size = _held(Paper.case_id == case.id)
    left = _limit("CASE_BYTES") - size
    if own and case.organisation_id is not None:
        left = min(left, _limit("ORGANISATION_BYTES") - _of_organisation(case.organisation_id))
    return Room(max(0, _limit("CASE_FILES") - files), max(0, left))


def take(case: Case, size: int, actor: Actor) -> None:
    """Let a file of that size in. Raises Unfit with a sentence where there is no room."""
    lock_row(case)
    organisation = None
    if case.organisation_id is not None and not actor.is_official and not actor.is_system:
        organisation = db.session.get(Organisation, case.organisation_id)
        lock_row(organisation)
    files, held = _held(Paper.case_id == case.id)
    if files >= _limit("CASE_FILES"):
        raise Unfit(_NO_FILES.format(n=_limit("CASE_FILES")))
    _fits(size, _limit("CASE_BYTES") - held, _NO_ROOM)
    if organisation is not None:
        _fits(size, _limit("ORGANISATION_BYTES") - _of_organisation(organisation.id), _NO_ROOM_OF_ALL)


def begin_draft(case: Case) -> None:
    """Let a new case be drafted. Raises Refused where its organisation, or the person without one, drafts too many."""
    if case.organisation_id is not None:
        lock_row(db.session.get(Organisation, case.organisation_id))
        whose, most = Case.organisation_id == case.organisation_id, _limit("ORGANISATION_DRAFTS")
    elif case.created_by_id:
        lock_row(db.session.get(User, case.created_by_id))
        whose = (Case.organisation_id.is_(None)) & (Case.created_by_id == case.created_by_id)
        most = _limit("PERSON_DRAFTS")
    else:
        return
    wanted = select(func.count()).select_from(Draft).join(Case, Case.id == Draft.case_id).where(whose)
    drafts = db.session.scalar(wanted) or 0
    if drafts >= most:
        raise Refused(_NO_DRAFTS.format(n=drafts))


def _held(whose: ColumnElement[bool]) -> tuple[int, int]:
    """(files, bytes) that stand, were filed, or were taken out less than a day ago."""
    kept = or_(Paper.filed_at.is_not(None), Paper.removed_at.is_(None), Paper.removed_at > clock.now() - LEFT_FOR)
    wanted = select(func.count().filter(Paper.removed_at.is_(None)), func.coalesce(func.sum(Paper.size), 0)).where(
        whose, kept
    )
    files, size = db.session.execute(wanted).one()
    return int(files), int(size)


def _of_organisation(organisation_id: int) -> int:
    return _held(Paper.case_id.in_(select(Case.id).where(Case.organisation_id == organisation_id)))[1]


def _fits(size: int, left: int, sentence: Text) -> None:
    if size > left:
        raise Unfit(sentence.format(left=shown_size(max(0, left)), size=shown_size(size)))


def _limit(name: str) -> int:
    return int(current_app.config[name])
