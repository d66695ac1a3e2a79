"""The composition root: the only file that knows every domain. They are loaded when an application is made."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import Flask

if TYPE_CHECKING:
    from portal.core.module import Module


def modules() -> "tuple[Module, ...]":
    """The domains of the portal, in the order of their menus."""
    from experts.module import module as experts
    from filings.module import module as filings
    from funds.module import module as funds
    from portal.markets.module import module as markets

    return (filings, experts, funds, markets)


def create(given: Mapping[str, Any] | None = None) -> Flask:
    """The whole portal; `given` settings stand over those of the environment."""
    from portal.app import create_app

    return create_app(modules(), given)


def __getattr__(name: str) -> Flask:
    """`wsgi:app` for servers and the flask command, made on first use."""
    if name in {"app", "application"}:
        globals()["app"] = globals()["application"] = create()
        made: Flask = globals()[name]
        return made
    raise AttributeError(name)
