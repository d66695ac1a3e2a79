"""The domain's part of the demonstration: the programmes first, what follows awards, then packages,
pilots and money.
"""

from funds.demo.grants import play_grants
from funds.demo.ict import play_ict
from funds.demo.marks import play_marks
from funds.demo.programmes import play as play_programmes
from portal.core.db import db
from portal.core.demo import Cast


def play(cast: Cast) -> None:
    play_programmes(cast)
    db.session.commit()
    play_marks(cast)
    db.session.commit()
    play_grants(cast)
    db.session.commit()
    play_ict(cast)
