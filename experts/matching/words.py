"""Shared words: BM25 over Hangul bigrams and Latin words. A tie-breaker between equals, never evidence of work."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

K1, B = 1.2, 0.6
_RUNS = re.compile(r"[가-힣]+|[a-z0-9]+")
_TOO_COMMON = 0.5  # a word of more than half of all experts tells nobody from anybody


def tokens(text: str, extra: Iterable[str] = ()) -> Counter[str]:
    """Hangul character pairs and Latin words of `text`, counted, with `extra` tokens (concepts, countries) added."""
    counted = Counter(extra)
    for run in _RUNS.findall(text.lower()):
        if "가" <= run[0] <= "힣":
            counted.update(run[i : i + 2] for i in range(len(run) - 1))
        elif len(run) > 1:
            counted[run.rstrip("s") if len(run) > 3 else run] += 1
    return counted


@dataclass(frozen=True, slots=True)
class WordIndex:
    """Postings: word → (expert rows, weights)."""

    size: int
    postings: dict[str, tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]]

    def score(self, query: Counter[str]) -> npt.NDArray[np.float32]:
        """BM25 of every document, float32 (E,), not normalised."""
        scores = np.zeros(self.size, np.float32)
        for token in query:
            if (posting := self.postings.get(token)) is not None:
                scores[posting[0]] += posting[1]
        return scores


def index_words(documents: Sequence[Counter[str]]) -> WordIndex:
    """The index of documents given as token counts, in row order."""
    size = len(documents)
    lengths = [sum(document.values()) for document in documents]
    mean = max(1.0, sum(lengths) / max(1, size))
    rows: dict[str, list[tuple[int, float]]] = {}
    for row, (document, length) in enumerate(zip(documents, lengths, strict=True)):
        norm = K1 * (1 - B + B * length / mean)
        for token, count in document.items():
            rows.setdefault(token, []).append((row, count * (K1 + 1) / (count + norm)))
    postings = {}
    for token, found in rows.items():
        if size > 20 and len(found) > size * _TOO_COMMON:
            continue
        idf = math.log(1 + (size - len(found) + 0.5) / (len(found) + 0.5))
        places, weights = zip(*found, strict=True)
        postings[token] = (np.array(places, np.int32), np.array(weights, np.float32) * np.float32(idf))
    return WordIndex(size, postings)
