"""How an official stands below a text: by unit, by name, or both, as the portal's setting SIGNED_BY says."""

from flask import current_app

from portal.core.people import User


def signed(person: User | None) -> str:
    """The words below a text; '' for nobody, or for somebody without a unit where units are shown."""
    if person is None:
        return ""
    way = current_app.config.get("SIGNED_BY", "unit")
    shown = {"unit": (person.unit,), "name": (person.name,), "both": (person.unit, person.name)}[way]
    return " ".join(part for part in shown if part)
