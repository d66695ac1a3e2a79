"""Why an expert is proposed, in sentences of both sides: what was asked, and where the career says it. Never scores."""

from typing import NamedTuple

from experts.concepts.lexicon import lexicon
from experts.concepts.understanding import Understanding, name
from experts.matching.index import DECLARED, IN_TEXT, SAME_REGION, Index, codes
from experts.matching.people import Expert, Request
from experts.matching.scoring import FACTORS, Row
from experts.matching.wishes import Wish
from portal.core.text import Text


class Evidence(NamedTuple):
    """One factor in words; `asked` is the request's sentence and `shown` the career's, both may be ''."""

    factor: str
    words: Text
    asked: str
    shown: str


def evidence(request: Request, row: Row, at: int, index: Index) -> tuple[Evidence, ...]:
    """Country, field, topic, language, satisfaction and load of the expert in row `at`, in the order of FACTORS."""
    expert, reading, asked = index.experts[at], index.readings[at], row.wish
    values = dict(zip(FACTORS, (float(value) for value in row.factors[at]), strict=True))
    lines = [
        _country(asked, expert, reading, values["C"]),
        _field(request, asked, expert, values["F"]),
        _topic(asked, expert, reading, values["K"]),
        _language(asked, expert),
        Evidence("Q", _satisfaction(expert, values["Q"]), "", ""),
        Evidence(
            "U",
            Text("수행 중 {now}/{most}건", "{now} of {most} cases running").format(
                now=expert.current_load, most=expert.max_load
            ),
            "",
            "",
        ),
    ]
    return tuple(line for line in lines if line is not None)


def _listed(kind: str, found: list[str]) -> Text:
    names = [name(kind, code) for code in found]  # type: ignore[arg-type]
    return Text(", ".join(n.ko for n in names), ", ".join(n.en for n in names))


def _country(asked: Wish, expert: Expert, reading: Understanding, value: float) -> Evidence | None:
    book = lexicon()
    if not asked.countries and not asked.regions:
        return None
    wanted = list(asked.countries) or [
        c for c in sorted(expert.countries) if c in book.countries and book.countries[c].region in asked.regions
    ]
    worked = reading.weights("country")
    own = [c for c in wanted if c in expert.countries or c in worked]
    shown = reading.sentence("country", own or wanted)
    told = asked.reading.sentence("country", asked.countries) or asked.reading.sentence("region", asked.regions)
    if own and value >= DECLARED - 0.01:
        words = Text("{names} 수행 경력 확인", "Experience in {names} confirmed")
    elif own and value >= IN_TEXT * 0.9:
        words = Text("{names}: 경력 글에만 언급", "{names}: only in the career text")
    elif value >= SAME_REGION - 0.01:
        region = _listed("region", _regions(asked))
        return Evidence(
            "C",
            Text(
                "같은 권역({region}) 경력, 해당 국가 경력은 확인되지 않음",
                "Experience in the region ({region}); none confirmed in the country itself",
            ).format(region=region),
            told,
            shown,
        )
    elif value > 0:
        words = Text(
            "여러 나라에 걸친 경력, 해당 국가는 확인되지 않음", "Work across countries; this country not confirmed"
        )
    else:
        words = Text("확인된 국가·권역 경력 없음", "No experience in the country or region")
    return Evidence("C", words.format(names=_listed("country", own)), told, shown)


def _regions(asked: Wish) -> list[str]:
    book = lexicon()
    of_countries = {book.countries[c].region for c in asked.countries}
    return sorted((of_countries | set(asked.regions)) - {""})


def _field(request: Request, asked: Wish, expert: Expert, value: float) -> Evidence | None:
    book = lexicon()
    both = [f for f in sorted(request.fields & expert.fields) if f in book.fields]
    if both:
        names = Text(", ".join(book.fields[f].ko for f in both), ", ".join(book.fields[f].en for f in both))
        return Evidence("F", Text("신청 분야 ‘{f}’ 일치", "Ticked field “{f}” matches").format(f=names), "", "")
    own = [f for f in asked.fields if f in expert.fields]
    if own and asked.fields[own[0]] < 1:
        return Evidence(
            "F",
            Text(
                "선택하신 분야와 글의 내용이 다릅니다: 글은 ‘{f}’에 가깝습니다",
                "The text is nearer to “{f}” than to the ticked field",
            ).format(f=book.fields[own[0]]),
            "",
            "",
        )
    if value > 0:
        mine = [f for f in sorted(expert.fields) if f in book.fields]
        names = Text(", ".join(book.fields[f].ko for f in mine), ", ".join(book.fields[f].en for f in mine))
        words = Text("가까운 분야({f} {v})", "A neighbouring field ({f} {v})").format(f=names, v=f"{value:.2f}")
        return Evidence("F", words, "", "")
    return Evidence("F", Text("일치하는 분야 없음", "No field in common"), "", "")


def _topic(asked: Wish, expert: Expert, reading: Understanding, value: float) -> Evidence | None:
    if not asked.shares:
        return None
    columns = codes()
    mine = sorted(expert.confirmed) if expert.confirmed is not None else list(reading.weights("concept"))
    best, nearest, nearness = "", "", 0.0
    for wanted, share in asked.shares.items():
        for own in mine:
            if own not in columns.concept_at:
                continue
            near = float(columns.concept_nearness[columns.concept_at[wanted], columns.concept_at[own]])
            if near * share > nearness:
                best, nearest, nearness = wanted, own, near * share
    wanted_words = ", ".join(f"{name('concept', c).ko} {s:.0%}" for c, s in asked.shares.items())
    wanted_english = ", ".join(f"{name('concept', c).en} {s:.0%}" for c, s in asked.shares.items())
    told = asked.reading.sentence("concept", [best or next(iter(asked.shares))])
    values = {"asked": Text(wanted_words, wanted_english)}
    if not nearest or value <= 0:
        words = Text("요청 주제: {asked} → 경력에서 확인되지 않음", "Asked: {asked} → not found in the career")
        return Evidence("K", words.format(**values), told, "")
    values["own"] = name("concept", nearest)
    shown = reading.sentence("concept", [nearest])
    if nearest == best:
        words = Text("요청 주제: {asked} → 경력의 ‘{own}’와(과) 일치", "Asked: {asked} → the career shows “{own}”")
    else:
        words = Text("요청 주제: {asked} → 이웃 주제 ‘{own}’ 경력", "Asked: {asked} → neighbouring work “{own}”")
    return Evidence("K", words.format(**values), told, shown)


def _language(asked: Wish, expert: Expert) -> Evidence | None:
    if not asked.languages:
        return None
    missing = [code for code in asked.languages if code not in expert.languages]
    told = asked.reading.sentence("language", asked.languages)
    if missing:
        words = Text("요구 언어 {names} 확인되지 않음", "Required language not known: {names}")
        return Evidence("L", words.format(names=_listed("language", missing)), told, "")
    words = Text("요구 언어 {names} 가능", "Speaks the required {names}")
    return Evidence("L", words.format(names=_listed("language", list(asked.languages))), told, "")


def _satisfaction(expert: Expert, value: float) -> Text:
    if expert.rating_avg is None or not expert.rating_n:
        return Text("만족도 평가 없음 (기준값 4.00)", "No satisfaction votes yet (4.00 assumed)")
    return Text(
        "만족도 {mean} ({n}건, 표본 보정 {shrunk})", "Satisfaction {mean} ({n} votes, shrunk to {shrunk})"
    ).format(mean=f"{expert.rating_avg:.1f}", n=expert.rating_n, shrunk=f"{value * 5:.2f}")
