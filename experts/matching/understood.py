"""What the matching understands of a request, to be shown and confirmed before it is sent."""

from dataclasses import dataclass

from experts import matching, terms
from experts.concepts.reading import Row, concept_rows
from portal.core.text import Text


@dataclass(frozen=True)
class Understood:
    """'이해한 요청 내용': rows to confirm, shares in per cent, places, languages, and what the applicant should know."""

    rows: list[Row]
    shares: dict[str, int]
    places: Text
    languages: Text
    notes: tuple[Text, ...]


def understood(request: matching.Request, confirmed: list[str] | None) -> Understood:
    """What the matching understands of a request."""
    asked = matching.wish(request)
    wanted = list(asked.countries) + list(asked.regions)
    named = [terms.named(terms.places() | terms.regions(), [c]) for c in wanted]
    return Understood(
        concept_rows(asked.reading, confirmed),
        {code: round(share * 100) for code, share in asked.shares.items()},
        Text(", ".join(n.ko for n in named), ", ".join(n.en for n in named)),
        terms.named(terms.languages(), list(asked.languages)),
        asked.notes,
    )
