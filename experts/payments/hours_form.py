"""The form in which somebody says how many hours of each entry they accept: the client who disputes,
the officer who settles.
"""

from typing import Any

from werkzeug.datastructures import MultiDict

from experts.consulting import hours
from experts.payments.models import FeePayment
from portal.core.reading import sent_number
from portal.core.text import Text
from portal.core.web import say
from portal.core.workflow import Refused

LONGEST_REASON = 1000


class HoursForm:
    """Hours by line id as shown or typed, the reason, and sentences by field id;
    `given` is what the moves are handed.
    """

    def __init__(self, case: FeePayment, sent: MultiDict[str, str] | None = None) -> None:
        self.errors: dict[str, str] = {}
        self.reason = sent.get("reason", "").strip() if sent is not None else ""
        self.version = sent_number(sent.get("version")) if sent is not None else None
        self.shown: dict[int, str] = {}
        self.minutes: dict[str, int] = {}
        for line in case.lines:
            key = f"hours-{line.id}"
            known = case.disputed.get(str(line.id), line.time.minutes)
            self.shown[line.id] = sent.get(key, "").strip() if sent is not None else hours.hours(known)
            self._read(key, line.id, line.time.minutes)
        if sent is not None and not self.reason:
            self.errors["reason"] = say("까닭을 적어 주세요.", "Say why.")
        elif len(self.reason) > LONGEST_REASON:
            self.errors["reason"] = say("1,000자 이내로 적어 주세요.", "Use at most 1,000 characters.")

    def _read(self, key: str, line_id: int, logged: int) -> None:
        text = self.shown[line_id]
        minutes = hours.minutes_of(text)
        nothing = not text.strip("0.,") and bool(text)
        if (minutes == 0 and not nothing) or not 0 <= minutes <= logged:
            sentence = Text("0부터 적힌 {n}시간까지 적어 주세요.", "Give hours from 0 to the {n} logged.")
            self.errors[key] = say(sentence.format(n=hours.hours(logged)))
        self.minutes[str(line_id)] = minutes

    def refuse(self, problem: Refused) -> None:
        """Why the move did not happen."""
        for sentence in [*problem.reasons, *problem.fields.values()]:
            self.errors.setdefault("", say(sentence))

    @property
    def good(self) -> bool:
        return not self.errors

    @property
    def given(self) -> dict[str, Any]:
        return {"lines": self.minutes, "reason": self.reason}
