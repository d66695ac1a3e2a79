"""What the modules of this application declared, read by whoever needs it. Knows no declaration itself.

The composition root hands the modules over; a case asks here for its kind, a move for its listeners, a domain for a fact of another.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from flask import current_app

if TYPE_CHECKING:
    from portal.core.module import Kind, Module


def modules() -> "tuple[Module, ...]":
    """The modules that the composition root handed to this application."""
    return tuple(current_app.extensions["modules"])


def all_kinds() -> "Iterator[Kind]":
    for module in modules():
        yield from module.kinds


def kind_of(key: str) -> "Kind":
    for kind in all_kinds():
        if kind.key == key:
            return kind
    raise LookupError(f"no kind {key}")


def listeners(event: str) -> Iterator[Callable[..., None]]:
    for module in modules():
        yield from module.listens.get(event, ())


def fact(name: str, *args: Any, **kwargs: Any) -> Any:
    """Ask whichever module declares the fact `name`; None where none does."""
    for module in modules():
        if name in module.facts:
            return module.facts[name](*args, **kwargs)
    return None


def collected(attribute: str) -> list[Any]:
    """One attribute of all modules in order, e.g. all worksheets."""
    found: list[Any] = []
    for module in modules():
        part: Iterable[Any] = getattr(module, attribute)
        found.extend(part)
    return found


def declared_as(attribute: str) -> dict[str, Any]:
    """One mapping attribute of all modules together, e.g. all audiences; a key belongs to one module."""
    found: dict[str, Any] = {}
    for module in modules():
        found |= getattr(module, attribute)
    return found
