"""What the modules of this application declared, read by whoever needs it. Knows no declaration itself.

The composition root hands the modules over; a case asks here for its kind, a move for its listeners, a
domain for a fact of another.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from flask import current_app

if TYPE_CHECKING:
    from portal.core.module import Kind, Module


def modules() -> "tuple[Module, ...]":
    """The modules that the composition root handed to this application."""
    return tuple(current_app.extensions["modules"])


def all_kinds() -> "Iterator[Kind[Any]]":
    for module in modules():
        yield from module.kinds


def kind_of(key: str) -> "Kind[Any]":
    for kind in all_kinds():
        if kind.key == key:
            return kind
    raise LookupError(f"no kind {key}")


def listeners(event: str) -> Iterator[Callable[..., None]]:
    for module in modules():
        yield from module.listens.get(event, ())


def fact(name: str, *args: Any, **kwargs: Any) -> Any:
    """Ask whichever module declares the fact `name`; None where none does."""
    told = declared_for("facts", name)
    return told(*args, **kwargs) if told is not None else None


def declared_for(attribute: str, key: str) -> Any:
    """What one module declares under `key` of a mapping attribute (an audience, a clock, a fact);
    None where none does.
    """
    found = (getattr(module, attribute).get(key) for module in modules())
    return next((one for one in found if one is not None), None)


def all_declared(attribute: str) -> dict[str, Any]:
    """A mapping attribute of all modules as one, in their order, e.g. the words of facts."""
    return {key: one for module in modules() for key, one in getattr(module, attribute).items()}


def collected(attribute: str) -> list[Any]:
    """One attribute of all modules in order, e.g. all worksheets."""
    found: list[Any] = []
    for module in modules():
        part: Iterable[Any] = getattr(module, attribute)
        found.extend(part)
    return found
