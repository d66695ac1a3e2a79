"""The demonstration of the filings: the public register of 2016-2022, and fictional filings in every state up to today.

Deterministic but for secret codes: days are counted back from the day of the load, by working days.
"""

from pathlib import Path

from sqlalchemy import update

from filings.demo.scenes import scenes
from filings.demo.stage import Stage
from filings.register.imports import import_register
from portal.core import clock, contents, mail
from portal.core.db import db
from portal.core.demo import Cast

REGISTER = Path(__file__).with_name("kohes_register_2022.xlsx")
IMPORTED_BEFORE = 240  # working days
READ_BEFORE = 6  # working days: older mails were read


def demo(cast: Cast) -> None:
    """Import the register, then play the scenes."""
    stage = Stage(cast)
    import_public_register(cast, stage)
    cast.play(scenes(stage))
    read = clock.at(stage.when(READ_BEFORE))
    with read as before:
        db.session.execute(
            update(mail.Mail).where(mail.Mail.created_at < before).values(read_at=before),
            execution_options={"synchronize_session": False},
        )
    db.session.commit()


def import_public_register(cast: Cast, stage: Stage) -> None:
    """An officer brought in the register of the former system."""
    with clock.at(stage.when(IMPORTED_BEFORE)):
        outcome = import_register(REGISTER, cast.actor("officer"), expected=cast.expect, told=lambda n: _told(cast, n))
    if outcome.exit_status:
        raise RuntimeError(f"the public register did not come in: {outcome.as_json()}")
    with REGISTER.open("rb") as file:
        contents.keep_own(file)


def _told(cast: Cast, rows: int) -> None:
    for _ in range(rows):
        cast.told(REGISTER.stem)
