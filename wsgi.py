"""The composition root: the only file that knows every domain."""

from collections.abc import Mapping
from typing import Any

from flask import Flask

from experts.module import module as experts
from filings.module import module as filings
from funds.module import module as funds
from portal.app import create_app
from portal.markets.module import module as markets

MODULES = (filings, experts, funds, markets)


def create(given: Mapping[str, Any] | None = None) -> Flask:
    """The whole portal; `given` settings stand over those of the environment."""
    return create_app(MODULES, given)


def __getattr__(name: str) -> Flask:
    """`wsgi:app` for servers and the flask command, made on first use."""
    if name in {"app", "application"}:
        globals()["app"] = globals()["application"] = create()
        made: Flask = globals()[name]
        return made
    raise AttributeError(name)
