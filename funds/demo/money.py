"""The published funds of the demonstration, from `data/funds-published.json`; nothing is added to what the sources say."""

import json
from datetime import date
from importlib import resources

from funds.money.models import Commitment, Fund, Statement
from portal.core.db import db


def load_published_funds() -> list[Fund]:
    """Enter the published funds with their sources."""
    rows = json.loads((resources.files("funds.data") / "funds-published.json").read_text("utf-8"))
    made = []
    for row in rows:
        fund = Fund(
            name=row["name"], name_en=row["name_en"], size=row["size"], managers=row["managers"], period=row["period"],
            begins_on=date.fromisoformat(row["begins_on"]),
            ends_on=date.fromisoformat(row["ends_on"]) if row["ends_on"] else None,
            expands=row["expands"], published=True, source=row["source"], note=row["note"],
            commitments=[Commitment(side=side, name=name, amount=amount) for side, name, amount in row["commitments"]],
            statements=[Statement(on=date.fromisoformat(on), investments=n, won=won, source=source) for on, n, won, source in row["statements"]],
        )  # fmt: skip
        db.session.add(fund)
        made.append(fund)
    db.session.flush()
    return made
