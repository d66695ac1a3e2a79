"""The search box over 20,000 documents: how long a question takes, and how long the index takes to make. Not a test."""

import random
import statistics
import time
from typing import Any

from tests.bench.portal import portal

SIZE = 20_000
QUESTIONS = (
    "교육",
    "교육협력",
    "베트남의 의료법은",
    "몽골에서 병원 인허가 절차",
    "의료해외진출",
    "clinic",
    "없는말입니다",
    "법",
    "가" * 10_000,
)
WORDS = [
    "의료",
    "해외",
    "진출",
    "교육",
    "협력",
    "베트남",
    "몽골",
    "카자흐스탄",
    "병원",
    "인허가",
    "절차",
    "면허",
    "투자",
    "조세",
    "보험",
    "시장",
    "환자",
    "수출",
    "신고",
    "의료법",
    "개정",
    "원격",
    "진단",
    "디지털",
    "플랫폼",
    "파트너",
    "입찰",
    "조달",
    "안내",
    "지원",
    "사업",
    "clinic",
    "hospital",
    "tender",
    "law",
    "export",
]


def run(size: int = SIZE, url: str | None = None) -> dict[str, Any]:
    from portal.core import search
    from portal.core.db import db
    from portal.core.search import Document
    from portal.core.text import Text

    draw = random.Random(7)
    with portal(url) as app:
        begin = time.perf_counter()
        for number in range(size):
            title = " ".join(draw.choices(WORDS, k=4))
            body = " ".join(w + draw.choice(("", "", "의", "을", "에서", ".")) for w in draw.choices(WORDS, k=60))
            document = Document(key=str(number), title=Text(title, ""), body=Text(body, ""), endpoint="search.index")
            search.put("bench", document)
        db.session.commit()
        made = time.perf_counter() - begin
        client = app.test_client()
        costs = {q[:20]: _cost(lambda q=q: search.find(q)) for q in QUESTIONS}
        page = _cost(lambda: client.get("/search", query_string={"q": "교육협력"}), rounds=10)
    return {
        "documents": size,
        "bound_ms": 100,
        "index_seconds": round(made, 1),
        "page_ms": page,
        "worst_ms": max(costs.values()),
        "find_ms": costs,
    }


def _cost(ask: Any, rounds: int = 15) -> float:
    """Median milliseconds."""
    ask()
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        ask()
        times.append(time.perf_counter() - begin)
    return round(statistics.median(times) * 1000, 2)


if __name__ == "__main__":
    import json
    import sys

    sys.stdout.write(json.dumps(run(), ensure_ascii=False, indent=1) + "\n")
