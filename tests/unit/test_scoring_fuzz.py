"""Whatever the two files hold, the scoring command computes or says in sentences why not; it never breaks."""

import json
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import pytest

from funds.selection import scoring
from funds.unusable import Unusable

CASE = json.loads((Path(__file__).parents[1] / "golden" / "scoring" / "three-members.json").read_text("utf-8"))
JUNK = [
    None,
    True,
    0,
    -1,
    1e308,
    float("nan"),
    float("inf"),
    "",
    "NaN",
    "1e5",
    "１２",
    "٣",
    [],
    {},
    [[]],
    "M1",
    "x" * 3000,
    10**40,
    "\x00",
]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path] * bool(path) + [p for key, one in inner for p in places(one, (*path, key))]


def spoilt(value: Any, random: Random) -> Any:
    """A copy with something replaced by junk, left out or written twice."""
    made = deepcopy(value)
    for _ in range(random.randint(1, 3)):
        *way, last = random.choice(places(made))
        inner = made
        for key in way:
            inner = inner[key]
        act = random.random()
        if act < 0.5:
            inner[last] = random.choice(JUNK)
        elif act < 0.75:
            del inner[last]
        elif isinstance(inner, list):
            inner.append(deepcopy(inner[last]))
        else:
            inner[random.choice(["zz", "id", "M1"])] = deepcopy(inner[last])
    return made


@pytest.mark.parametrize("seed", range(4))
def test_no_pair_of_files_breaks_it(seed: int) -> None:
    random = Random(seed)
    refused: list[Unusable] = []
    for _ in range(150):
        rubric = json.dumps(spoilt(CASE["rubric"], random) if random.random() < 0.6 else CASE["rubric"]).encode()
        scores = json.dumps(spoilt(CASE["scores"], random)).encode()
        if random.random() < 0.1:
            scores = scores[: random.randrange(len(scores))]
        try:
            json.dumps(scoring.score(*scoring.read(rubric, scores)).as_json())
        except Unusable as problem:
            refused.append(problem)
    assert len(refused) > 75
    said = [problem.lines() for problem in refused]
    assert all(lines and all(len(line.splitlines()) == 1 for line in lines) for lines in said)
