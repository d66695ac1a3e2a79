"""A document put together: its chapters with their figures filled in, as plain values that an edition keeps;
and as a paper.

What is kept in an edition needs nothing of the portal any more: no register, no board, no card can change it.
"""

from typing import Any

from portal.core import clock
from portal.core.text import Text
from portal.markets.documents.chapters import manuscript
from portal.markets.documents.chapters.manuscript import chapter_markdown
from portal.markets.documents.chapters.models import PolicyDocument
from portal.markets.documents.chapters.queries import chapters_of, heading_of, type_of
from portal.markets.documents.editions.blocks import blocks
from portal.markets.documents.evidence import snapshots, tokens


def content(document: PolicyDocument) -> dict[str, Any]:
    """The whole document as it stands now, as plain values."""
    frozen = snapshots.newest(document.id)
    made = []
    for n, chapter in enumerate(chapters_of(document), 1):
        held = manuscript.newest(chapter.id)
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
        "title": [document.title, document.titled.in_("en")],
        "law": list(type_of(document).law),
        "year": document.year,
        "snapshot": frozen.no if frozen else None,
        "as_of": frozen.as_of.isoformat() if frozen else None,
        "chapters": made,
    }


def paper(
    held: dict[str, Any], language: str, *, edition: int = 0, dated: str = "", number: str = ""
) -> dict[str, Any]:
    """The data of the paper `report` (portal/core/typst) for a document's content.

    Without an edition it is marked as a draft.
    """
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
