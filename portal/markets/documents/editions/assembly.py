"""A document put together: its chapters with their figures filled in, as plain values that an edition keeps; and its search entry.

What is kept in an edition needs nothing of the portal any more: no register, no board, no card can change it.
"""

from typing import Any

from sqlalchemy import select

from portal.core import clock
from portal.core.db import db
from portal.core.text import Text
from portal.markets.documents.chapters.models import DocumentEdition, FrozenFigures, PolicyChapter, PolicyDocument
from portal.markets.documents.chapters.terms import TYPES, Type
from portal.markets.documents.evidence import evaluation, snapshots, tokens

DROPPED = "dropped"


def type_of(document: PolicyDocument) -> Type:
    return TYPES[document.type]


def titled(of: str, year: int) -> Text:
    """What a document of the type and year is called."""
    return TYPES[of].named.format(first=year, last=year + TYPES[of].span - 1)


def title_of(document: PolicyDocument) -> Text:
    return Text(document.title, document.title_en or document.title)


def chapters_of(document: PolicyDocument) -> list[PolicyChapter]:
    """The chapters that stand, in their order."""
    wanted = select(PolicyChapter).where(PolicyChapter.parent_id == document.id, PolicyChapter.state != DROPPED)
    return list(db.session.scalars(wanted.order_by(PolicyChapter.place, PolicyChapter.id)).unique())


def document_of(chapter: PolicyChapter) -> PolicyDocument:
    return db.session.get_one(PolicyDocument, chapter.parent_id)


def heading_of(chapter: PolicyChapter) -> Text:
    return Text(chapter.heading_ko, chapter.heading_en or chapter.heading_ko)


def chapter_markdown(chapter: PolicyChapter, frozen: FrozenFigures | None, language: str) -> str:
    """The chapter as it is read: text with its figures, and what the portal puts below it. Korean where no English was written."""
    held = tokens.newest(chapter.id)
    written = (held.en or held.ko if language == "en" else held.ko) if held else ""
    return tokens.filled(written, frozen, language) + part_markdown(chapter, frozen, language)


def part_markdown(chapter: PolicyChapter, frozen: FrozenFigures | None, language: str) -> str:
    if chapter.part == "evaluation":
        return "\n" + evaluation.markdown(document_of(chapter), language)
    if chapter.part == "indicators":
        return "\n" + tokens.filled("{{table:indicators}}", frozen, language)
    return ""


def content(document: PolicyDocument) -> dict[str, Any]:
    """The whole document as it stands now, as plain values."""
    frozen = snapshots.newest(document.id)
    made = []
    for n, chapter in enumerate(chapters_of(document), 1):
        held = tokens.newest(chapter.id)
        markdown = f"{held.ko}\n{held.en}" if held else ""
        made.append(
            {
                "no": n,
                "heading": list(heading_of(chapter)),
                "ko": chapter_markdown(chapter, frozen, "ko"),
                "en": chapter_markdown(chapter, frozen, "en"),
                "notes": tokens.notes(markdown, frozen),
            }
        )
    return {
        "type": document.type,
        "title": list(title_of(document)),
        "law": list(type_of(document).law),
        "year": document.year,
        "snapshot": frozen.no if frozen else None,
        "as_of": frozen.as_of.isoformat() if frozen else None,
        "chapters": made,
    }


# ---- editions -----------------------------------------------------------------------------------------------------------


def editions_of(document_id: int) -> list[DocumentEdition]:
    """The editions of a document, the newest first."""
    wanted = select(DocumentEdition).where(DocumentEdition.document_id == document_id)
    return list(db.session.scalars(wanted.order_by(DocumentEdition.no.desc())))


def public_editions() -> list[DocumentEdition]:
    """What everybody may read, the newest first."""
    wanted = select(DocumentEdition).where(DocumentEdition.public.is_(True)).order_by(DocumentEdition.on.desc())
    return list(db.session.scalars(wanted.order_by(DocumentEdition.id.desc())))


def paper(
    held: dict[str, Any], language: str, *, edition: int = 0, dated: str = "", number: str = ""
) -> dict[str, Any]:
    """The data of the paper `report` (portal/core/typst) for a document's content. Without an edition it is marked as a draft."""
    from portal.markets.documents.editions.blocks import blocks

    n = 1 if language == "en" else 0
    said = Text("자료: {source}, 기준일 {day}", "{source}, as of {day}")
    return {
        "lang": language,
        "title": held["title"][n],
        "issuer": Text("보건복지부", "Ministry of Health and Welfare").in_(language),
        "law": held["law"][n],
        "number": number,
        "dated": dated,
        "edition": Text(f"제{edition}판", f"Edition {edition}").in_(language) if edition else "",
        "mark": "" if edition else Text("초안", "DRAFT").in_(language),
        "as_of": held["as_of"] or "",
        "printed": clock.today().isoformat(),
        "chapters": [
            {
                "title": f"{c['no']}. {c['heading'][n]}",
                "blocks": blocks(c[language]),
                "notes": [
                    [
                        f["label"][n],
                        f"{f['value']}{f['unit'][n]}",
                        said.format(source=Text(*f["source"]), day=f["as_of"]).in_(language),
                    ]
                    for f in c["notes"]
                ],
            }
            for c in held["chapters"]
        ],
    }
