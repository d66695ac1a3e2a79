"""The one way in which the pure modules here turn input down: every problem at once, each a sentence."""

from collections.abc import Iterable

from portal.core.text import Text


class Unusable(ValueError):
    """Input that cannot be computed with. `problems` holds one sentence per problem, in the order they were met."""

    def __init__(self, problems: Iterable[Text]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.lines()))

    def lines(self) -> list[str]:
        """One line per problem: Korean, then English."""
        return [f"{problem.ko} / {problem.en}" for problem in self.problems]
