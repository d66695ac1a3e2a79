"""What one request asks for, read from its ticks and its text: shares of concepts, weights of countries, languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log

from experts.concepts.lexicon import lexicon
from experts.concepts.understanding import Understanding, name, understand
from experts.matching.index import INFERRED, codes
from experts.matching.people import Request
from portal.core.text import Text

_AT_MOST = 6  # concepts of one request
_TICKED_FIELD = 1.6  # a concept of a ticked field counts for more
_BESIDE_TICKS = 0.6  # a country only written about, beside ticked ones
_BARE = 12  # characters of title and text together
_OFF_REGION = 0.4  # a country written about that lies outside the ticked regions


@dataclass(frozen=True, slots=True)
class Wish:
    """The request as the matching sees it. `shares` sum to 1; `notes` are sentences for applicant and official."""

    reading: Understanding
    shares: Mapping[str, float]
    fields: Mapping[str, float]
    countries: Mapping[str, float]
    regions: Mapping[str, float]
    languages: tuple[str, ...]
    notes: tuple[Text, ...]
    bare: bool  # hardly any text: only the ticks speak

    @property
    def main(self) -> tuple[str, ...]:
        """The topics asked for in the first place: at least half the share of the foremost."""
        top = max(self.shares.values(), default=0.0)
        return tuple(code for code, share in self.shares.items() if share >= top / 2)


def wish(request: Request) -> Wish:
    """Read `request`. A confirmed reading replaces the concepts of the text."""
    reading = understand(request.text, title=request.title, role="request")
    columns, book = codes(), lexicon()
    ticked = {f for f in request.fields if f in columns.field_at}
    shares = _shares(request, reading, ticked)
    fields = dict.fromkeys(sorted(ticked), 1.0)
    top = max(shares.values(), default=1.0)
    for code, share in shares.items():
        parent = book.concepts[code].field
        fields[parent] = max(fields.get(parent, 0.0), INFERRED * share / top)
    countries, regions = _places(request, reading)
    spoken = set(reading.weights("language")) | request.languages
    return Wish(
        reading,
        shares,
        fields,
        countries,
        regions,
        tuple(sorted(spoken)),
        tuple(_notes(request, reading, shares, ticked, countries, regions)),
        len(f"{request.title}{request.text}".strip()) < _BARE,
    )


def _shares(request: Request, reading: Understanding, ticked: set[str]) -> dict[str, float]:
    book = lexicon()
    if request.confirmed is not None:
        counts = {code: 3.0 for code in sorted(request.confirmed) if code in book.concepts}
    else:
        counts = reading.weights("concept")
    raw = {c: log(1 + n) * (_TICKED_FIELD if book.concepts[c].field in ticked else 1.0) for c, n in counts.items()}
    best = sorted(raw.items(), key=lambda item: (-item[1], item[0]))[:_AT_MOST]
    total = sum(value for _, value in best)
    return {code: value / total for code, value in best} if total else {}


def _places(request: Request, reading: Understanding) -> tuple[dict[str, float], dict[str, float]]:
    columns, book = codes(), lexicon()
    ticked = {c for c in request.countries if c in columns.country_at}
    ticked_regions = {r for r in request.regions if r in columns.region_at}
    written = {c for c in reading.weights("country") if c != "KR"}
    blocs = {c for bloc in reading.blocs for c in bloc}
    countries = dict.fromkeys(sorted(ticked), 1.0)
    for country in sorted(written - ticked):
        off = bool(ticked_regions) and book.countries[country].region not in ticked_regions
        countries[country] = _BESIDE_TICKS if ticked else _OFF_REGION if off else 1.0
    if not ticked and not any(weight == 1.0 for weight in countries.values()):
        for country in sorted(blocs):
            countries.setdefault(country, 1.0)
    if any(weight == 1.0 for weight in countries.values()):
        return countries, {}
    regions = dict.fromkeys(sorted(ticked_regions), 1.0)
    for region in sorted(reading.weights("region")):
        if region in columns.region_at:
            regions.setdefault(region, 1.0 if not ticked_regions else _BESIDE_TICKS)
    return countries, regions


def _notes(
    request: Request,
    reading: Understanding,
    shares: Mapping[str, float],
    ticked: set[str],
    countries: Mapping[str, float],
    regions: Mapping[str, float],
) -> list[Text]:
    book, notes = lexicon(), []
    if not shares:
        notes.append(
            Text(
                "글에서 요청 주제를 읽지 못했습니다. 무엇을 묻는지 한두 문장으로 적어 주십시오.",
                "No topic could be read in the text. Please say in a sentence or two what you ask.",
            )
        )
    elif ticked:
        parents = [book.concepts[code].field for code in sorted(shares, key=lambda c: -shares[c])]
        if not ticked & set(parents):
            notes.append(
                Text(
                    "선택하신 분야와 글의 내용이 다릅니다. 글은 ‘{field}’에 가깝습니다.",
                    "The ticked field and the text differ: the text is nearer to “{field}”.",
                ).format(field=book.fields[parents[0]])
            )
    if not countries and not regions:
        notes.append(
            Text(
                "대상 국가나 권역이 없어 국가 경력을 따지지 않았습니다.",
                "No country or region is named, so country experience was not weighed.",
            )
        )
    beside = [c for c, weight in countries.items() if weight < 1.0]
    if beside and request.countries | request.regions:
        named = Text(", ".join(name("country", c).ko for c in beside), ", ".join(name("country", c).en for c in beside))
        notes.append(
            Text(
                "글에 나온 {names}은(는) 선택하신 국가·권역에 없어 낮은 비중으로만 반영했습니다.",
                "{names}, named in the text but not ticked, counts for less.",
            ).format(names=named)
        )
    if reading.cut:
        notes.append(
            Text(
                "글이 길어 앞의 20,000자까지만 읽었습니다.",
                "The text is long; only its first 20,000 characters were read.",
            )
        )
    return notes
