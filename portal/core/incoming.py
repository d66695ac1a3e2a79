"""What a request brings, without NUL: a sign that no keyboard types and that PostgreSQL takes in no text."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict

NUL = "\x00"


class Given(ImmutableMultiDict[str, Any]):
    """Parameters of a query or a form; NULs in text are left out."""

    def __init__(self, pairs: Mapping[str, Any] | Iterable[tuple[str, Any]] | None = None) -> None:
        if pairs is not None and not isinstance(pairs, Mapping):
            pairs = [(key, value.replace(NUL, "") if isinstance(value, str) else value) for key, value in pairs]
        super().__init__(pairs)


class Incoming(Request):
    """The request of this portal."""

    parameter_storage_class = Given
