"""An attempt: what was refused is undone and told to the form; a clash too; anything else goes on;
what the law decided is kept.
"""

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from portal.core.asking import Asking
from portal.core.attempts import CLASHED, attempt
from portal.core.db import db
from portal.core.people import Organisation
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import keep
from portal.core.workflow import Refused
from tests import factories as make

TOO_LATE = Text("늦었습니다.", "Too late.")
NO_DAY = Text("날이 없습니다.", "No such day.")


def held(name):
    return db.session.query(Organisation).filter_by(name=name).count()


@pytest.fixture
def asking(app):
    with app.test_request_context():
        yield Asking((Field(key="day", label=Text("날", "Day")),), {})


def test_what_is_done_stays_and_nothing_is_said(session):
    with attempt() as tried:
        make.organisation(name="가상의원")
    assert not tried.refused
    assert tried.sentence is None
    assert tried.errors == []
    assert held("가상의원") == 1


def test_a_refusal_undoes_what_was_done_and_stands_at_its_field_or_on_top(session, asking):
    with attempt(asking) as tried:
        make.organisation(name="가상의원")
        raise Refused(
            TOO_LATE, Text("또한 늦습니다.", "Also late."), fields={"day": NO_DAY, "hour": Text("시각", "Hour")}
        )
    assert tried.refused
    assert held("가상의원") == 0
    assert asking.errors == {"day": "날이 없습니다.", "": "시각 늦었습니다. 또한 늦습니다."}
    assert asking.form.day.errors == ["날이 없습니다."]
    assert tried.sentence == TOO_LATE
    assert tried.errors[-2:] == [("day", "날이 없습니다."), ("hour", "시각")]


def test_what_was_kept_before_stays(session):
    make.organisation(name="먼저")
    keep()
    with attempt() as tried:
        make.organisation(name="나중")
        raise Refused(TOO_LATE)
    assert tried.sentences == [TOO_LATE]
    assert (held("먼저"), held("나중")) == (1, 0)


def test_the_same_number_twice_is_told_to_the_form(session, asking):
    taken = make.organisation().business_number
    session.commit()
    with attempt(asking) as tried:
        make.organisation(business_number=taken)
    assert tried.refused
    assert asking.errors == {"": CLASHED.ko}


def test_a_row_that_somebody_changed_is_told_to_the_form(session, asking):
    with attempt(asking):
        raise StaleDataError("gone")
    assert asking.errors == {"": CLASHED.ko}


@pytest.mark.parametrize(
    "fault",
    [
        KeyError("x"),
        OperationalError("SELECT", {}, Exception("no such table")),
        IntegrityError("", {}, Exception("NOT NULL")),
    ],
)
def test_any_other_fault_goes_on(session, asking, fault):
    with pytest.raises(type(fault)), attempt(asking):
        raise fault
    assert asking.good
