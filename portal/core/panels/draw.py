"""Drawing by a seed that was committed to before, so that anybody can draw again. Pure.

The pool is listed and SHA-256(seed) logged first; then the seed is revealed. The order does not depend
on how the pool is listed.
"""

from collections.abc import Iterable
from hashlib import sha256


def commitment(seed: str) -> str:
    """What is logged before the draw: the lower-case SHA-256 of the seed's UTF-8 text."""
    return sha256(seed.encode()).hexdigest()


def lot(seed: str, candidate: int) -> str:
    """A candidate's lot: SHA-256 of 'seed:candidate'."""
    return sha256(f"{seed}:{candidate}".encode()).hexdigest()


def draw(seed: str, pool: Iterable[int]) -> list[int]:
    """The whole pool in the drawn order, smallest lot first: the first are seated,
    those after them stand in for who refuses.
    """
    return sorted(set(pool), key=lambda candidate: (lot(seed, candidate), candidate))
