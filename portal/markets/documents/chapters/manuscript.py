"""The manuscript of a chapter: its saved versions, and how the newest reads with its figures and what the portal puts
below it.
"""

from sqlalchemy import func, select

from portal.core.db import db
from portal.core.people import Actor
from portal.markets.documents.chapters.models import ChapterText, PolicyChapter
from portal.markets.documents.chapters.queries import document_of
from portal.markets.documents.evidence import evaluation, tokens
from portal.markets.documents.evidence.models import FrozenFigures


def newest(chapter_id: int) -> ChapterText | None:
    """The text as it was last saved."""
    wanted = select(ChapterText).where(ChapterText.chapter_id == chapter_id).order_by(ChapterText.no.desc())
    return db.session.scalar(wanted.limit(1))


def history(chapter_id: int) -> list[ChapterText]:
    """Every version, the newest first."""
    wanted = select(ChapterText).where(ChapterText.chapter_id == chapter_id).order_by(ChapterText.no.desc())
    return list(db.session.scalars(wanted))


def save(chapter: PolicyChapter, ko: str, en: str, actor: Actor) -> ChapterText | None:
    """Keep the text as a new version; None where nothing has changed."""
    held = newest(chapter.id)
    if ((held.ko, held.en) if held else ("", "")) == (ko, en):
        return None
    made = ChapterText(chapter_id=chapter.id, no=held.no + 1 if held else 1, ko=ko, en=en, by_id=actor.user_id)
    db.session.add(made)
    db.session.flush()
    return made


def versions(chapter_ids: list[int]) -> dict[int, int]:
    """How many times the text of each chapter was saved."""
    wanted = select(ChapterText.chapter_id, func.max(ChapterText.no)).where(ChapterText.chapter_id.in_(chapter_ids))
    return {chapter: no for chapter, no in db.session.execute(wanted.group_by(ChapterText.chapter_id))}  # noqa: C416


def chapter_markdown(chapter: PolicyChapter, frozen: FrozenFigures | None, language: str) -> str:
    """The chapter as it is read: text with its figures, and what the portal puts below it.

    Korean where no English was written.
    """
    held = newest(chapter.id)
    written = (held.en or held.ko if language == "en" else held.ko) if held else ""
    return tokens.filled(written, frozen, language) + part_markdown(chapter, frozen, language)


def part_markdown(chapter: PolicyChapter, frozen: FrozenFigures | None, language: str) -> str:
    if chapter.part == "evaluation":
        return "\n" + evaluation.markdown(document_of(chapter), language)
    if chapter.part == "indicators":
        return "\n" + tokens.filled("{{table:indicators}}", frozen, language)
    return ""
