"""Files attached to posts and guide editions: kept by their hash, public with their text alone,
removed only by a new version.

A file of a text that is not published, or that the published version no longer has, is not there for the public.
"""

from typing import BinaryIO

from flask import current_app
from sqlalchemy import select

from portal.core import clock, contents, reading
from portal.core.db import db
from portal.core.people import Actor
from portal.core.sniff import Unfit, sniff
from portal.core.text import Text
from portal.core.workflow import Refused, within
from portal.markets.texts import pictures
from portal.markets.texts.models import TYPES, GuideEdition, Post, TextFile

MOST = 20
LIMIT = 20 * 1024 * 1024
_LIST = ", ".join(t.label for t in TYPES)


def standing(owner: Post | GuideEdition) -> list[TextFile]:
    """The files of the present version, the oldest first."""
    own = TextFile.post_id == owner.id if isinstance(owner, Post) else TextFile.edition_id == owner.id
    return list(db.session.scalars(select(TextFile).where(own, TextFile.until.is_(None)).order_by(TextFile.id)))


def attach(owner: Post | GuideEdition, stream: BinaryIO, name: str, title: str, actor: Actor) -> TextFile:
    """Keep a file with a text in work, as a new version of it.

    Raises Unfit for a wrong type, a lie about it, or a size.
    """
    if len(standing(owner)) >= MOST:
        raise Unfit(Text(f"파일은 {MOST}개까지 붙일 수 있습니다.", f"A text may have up to {MOST} files."))
    kind = sniff(stream, name)
    if kind not in TYPES:
        raise Unfit(Text(f"붙일 수 있는 형식은 {_LIST}입니다.", f"Types that may be attached: {_LIST}."))
    pictures.look(stream, kind)
    kept = contents.keep(stream, min(LIMIT, current_app.config["UPLOAD_LIMIT"]))
    _next_version(owner, actor)
    made = TextFile(
        **_owned(owner),
        title=within(title, 200),
        name=reading.file_name(name),
        media_type=kind.media_type,
        size=kept.size,
        sha256=kept.sha256,
        since=owner.version,
        by_id=actor.user_id,
    )
    db.session.add(made)
    db.session.flush()
    return made


def remove(file: TextFile, actor: Actor) -> None:
    """Leave it out of the next version; the record of it stays."""
    owner = owner_of(file)
    if file.until is not None:
        return
    _next_version(owner, actor)
    file.until = owner.version


def carry(before: GuideEdition, after: GuideEdition) -> None:
    """A new edition begins with the files of the one before it."""
    for file in standing(before):
        held = {k: getattr(file, k) for k in ("title", "name", "media_type", "size", "sha256", "by_id")}
        db.session.add(TextFile(edition_id=after.id, since=1, **held))
    db.session.flush()


def owner_of(file: TextFile) -> Post | GuideEdition:
    held = db.session.get(Post, file.post_id) if file.post_id else db.session.get(GuideEdition, file.edition_id)
    assert held is not None
    return held


def find(number: int, *, official: bool) -> TextFile | None:
    """The file where its text shows it to the public; officials of the desk see those of texts in work too."""
    file = db.session.get(TextFile, number) if number < 2**31 else None
    return file if file is not None and (official or is_public(file)) else None


def is_public(file: TextFile) -> bool:
    """Whether the version that everybody reads has it."""
    owner = owner_of(file)
    if file.until is not None or owner.state != "published":
        return False
    return isinstance(owner, Post) or not _replaced(owner)


def _replaced(edition: GuideEdition) -> bool:
    newer = select(GuideEdition.id).where(
        GuideEdition.country == edition.country,
        GuideEdition.section == edition.section,
        GuideEdition.state == "published",
        GuideEdition.no > edition.no,
    )
    return db.session.scalar(newer.limit(1)) is not None


def _owned(owner: Post | GuideEdition) -> dict[str, int]:
    return {"post_id": owner.id} if isinstance(owner, Post) else {"edition_id": owner.id}


def _next_version(owner: Post | GuideEdition, actor: Actor) -> None:
    """What was sent for review goes back to the draft: it is another text now."""
    if owner.state not in ("draft", "review"):
        raise Refused(
            Text(
                "공개한 글의 파일은 새 판에서만 더하거나 뺄 수 있습니다.",
                "Files of a published text are added or removed in a new version only.",
            )
        )
    owner.state, owner.author_id, owner.at = "draft", actor.user_id, clock.now()
    owner.version += 1
    db.session.flush()
