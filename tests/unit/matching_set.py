"""The hand-written matching set of tests/golden/matching as experts, requests and grades,
and the usual figures over it.
"""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from experts.concepts.lexicon import lexicon
from experts.matching import Expert, Request

GOLDEN = Path(__file__).parents[1] / "golden" / "matching"


def rows(name: str) -> list[list[str]]:
    lines = (GOLDEN / name).read_text(encoding="utf-8").splitlines()
    return [["" if c.strip() == "-" else c.strip() for c in line.split("|")] for line in lines if line[:1] not in "#"]


def codes(cell: str) -> frozenset[str]:
    return frozenset(part.strip() for part in cell.split(",") if part.strip())


def experts() -> list[Expert]:
    made = []
    for key, fields, countries, regions, languages, gates, career, *_ in rows("experts.txt"):
        gate = dict(part.partition("=")[::2] for part in gates.split())
        made.append(
            Expert(
                id=key,
                fields=codes(fields),
                countries=codes(countries),
                regions=codes(regions),
                languages=codes(languages),
                career=career,
                years=float(gate.get("years", 10)),
                available="away" not in gate,
                max_load=3,
                current_load=3 if "full" in gate else 1,
                affiliation_org=gate.get("works", f"O-{key}"),
                conflict_orgs=codes(gate.get("tie", "")),
            )
        )
    return made


def requests(name: str = "requests.txt") -> list[Request]:
    return [
        Request(
            id=key,
            applicant_org=org,
            fields=codes(fields),
            countries=codes(countries),
            regions=codes(regions),
            languages=codes(languages),
            title=title,
            text=text,
        )
        for key, org, fields, countries, regions, languages, title, text, *_ in rows(name)
    ]


def facts() -> dict[str, dict[str, frozenset[str]]]:
    return {
        row[0]: {skill: codes(where) for skill, where in (part.split(":") for part in row[7].split())}
        for row in rows("experts.txt")
    }


def grades() -> dict[str, dict[str, int]]:
    """Request → expert → grade 1-3, by the table of README.md; gated experts get none."""
    book, skills, pool = lexicon(), facts(), {e.id: e for e in experts()}
    asked = {r.id: r for r in requests()}
    result = {}
    for row in rows("requests.txt"):
        key, needs, targets, critical = row[0], row[8].split(), codes(row[9]), row[10] == "yes"
        result[key] = {}
        for who, known in skills.items():
            expert = pool[who]
            if gated(expert, asked[key]):
                continue
            best = max((_grade(need, known, targets, book, critical=critical) for need in needs), default=0)
            best -= bool(asked[key].languages - expert.languages)
            if best > 0:
                result[key][who] = best
    return result


def gated(expert: Expert, request: Request) -> bool:
    tied = request.parties & (expert.conflict_orgs | {expert.affiliation_org})
    return bool(tied) or not expert.available or expert.current_load >= expert.max_load or expert.years < 7


def _grade(need, known, targets, book, *, critical) -> int:
    regions = {book.countries[c].region for c in targets} - {""}
    best = 0
    for skill, where in known.items():
        same = skill == need
        sibling = book.concepts[skill].field == book.concepts[need].field
        near = sibling or book.concept_relations.get((skill, need), 0) >= 0.5
        if not same and not near:
            continue
        if where & targets:
            place = 2
        elif "*" in where or {book.countries[c].region for c in where if c != "*"} & regions:
            place = 1
        else:
            place = 1 if any(w & targets for w in known.values()) else 0
        table = {(True, True): (1, 2, 3), (True, False): (2, 2, 3), (False, True): (0, 0, 1), (False, False): (0, 1, 1)}
        best = max(best, table[same, critical][place])
    return best


def figures(run: Mapping[str, Sequence[str]], relevance: Mapping[str, Mapping[str, int]]) -> tuple[float, float, float]:
    """Mean nDCG@3, recall@3 and success@1 over the requests that somebody suits (grade 2 or 3)."""
    lines = []
    for key, graded in relevance.items():
        good = {who for who, grade in graded.items() if grade >= 2}
        if not good:
            continue
        top = list(run.get(key, ()))[:3]
        ideal = _gain(sorted(graded.values(), reverse=True)[:3])
        found = [graded.get(who, 0) for who in top]
        first = bool(top) and top[0] in good
        lines.append((_gain(found) / ideal, len(good & set(top)) / min(3, len(good)), float(first)))
    ndcg, recall, success = (sum(column) / len(lines) for column in zip(*lines, strict=True))
    return ndcg, recall, success


def _gain(found: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(found))
