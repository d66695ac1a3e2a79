"""What the tests of boundaries share: a value with its answer, whether a rule refuses, a form as it was typed."""

from portal.core.workflow import Refused


def each(values, *answers):
    """Parameters: each value with what is expected of it."""
    return [
        (value, *answer) if isinstance(answer, tuple) else (value, answer)
        for value, answer in zip(values, answers, strict=True)
    ]


def refused(step, *given) -> bool:
    """Whether a need or effect refuses, by a sentence or by raising one."""
    try:
        return step(*given) is not None
    except Refused:
        return True


class Typed(dict):
    """What was typed into a form, and the faults that were found."""

    def __init__(self, **given):
        super().__init__(**given)
        self.faults = {}

    def text(self, key):
        return self[key]

    def fault(self, key, sentence):
        self.faults[key] = sentence
