"""Who may open what: the golden table of routes against the application, every plain page as every role,
and forged requests.
"""

import re

import pytest

import wsgi
from portal.core.db import db
from portal.core.people import ROLES
from tests import factories as make
from tests.client import CheckingClient
from tests.contracts.lives import MONDAY
from tests.contracts.routes import golden, lines

MEMBERS = ("viewer", "editor", "manager")
ALL = ("visitor", "newcomer", *MEMBERS, *ROLES)
QUICK = ("visitor", "editor", "officer")
ROLES_TRIED = [pytest.param(role, marks=[] if role in QUICK else [pytest.mark.slow]) for role in ALL]
PLAIN = [key for key in golden() if "GET" in key[1] and "<" not in key[2]]


def test_the_table_is_the_applications(app):
    assert list(golden()) == list(lines(app)), "run: python -m tests.contracts.routes, and read what changed"


def holds(role: str, who: str) -> bool:
    """Whether `who` of a line (or of a note) means the role."""
    if who in {role, "all", "everybody"} or (who == "signed-in" and role != "visitor"):
        return True
    if "," in who:
        return any(holds(role, one) for one in who.split(","))
    return who == "member" and role in MEMBERS


def wanted(role: str, who: str, notes: dict[str, int]) -> int:
    noted = [status for name, status in notes.items() if holds(role, name)]
    if holds(role, who):
        return noted[0] if noted else 200
    return 303 if role == "visitor" else 403


@pytest.fixture
def people(session, today):
    """A person for each role; an organisation with a filing in each of the usual states."""
    today(MONDAY)
    own = make.organisation()
    found = {role: make.member(own, role) for role in MEMBERS}
    found |= {role: make.user(role) for role in ROLES} | {"newcomer": make.user()}
    writer = make.acting(found["manager"])
    make.draft(by=writer)
    make.filed("CONSULT", writer)
    make.accepted("TECH", writer)
    session.commit()
    return found


@pytest.mark.parametrize("role", ROLES_TRIED)
def test_every_plain_page_answers_each_role_as_the_table_says(app, people, role):
    client = CheckingClient(app)
    if role != "visitor":
        client.sign_in(people[role])
    wrong = []
    for endpoint, methods, address, who in PLAIN:
        with client.plain.get(address) as answer:
            client._kept(answer)
            status = wanted(role, who, golden()[endpoint, methods, address, who])
            if answer.status_code != status:
                wrong.append(f"{address} {answer.status_code} for {status}")
            if role == "visitor" and answer.status_code == 303 and status == 303 and who != "everybody":
                assert answer.location.startswith("/sign-in?next="), address
    assert not wrong, "\n".join(wrong)


def test_every_post_without_its_token_is_refused(app, tmp_path, database):
    """A page of another site can send a form, but not our token. The answer says what to do, and nothing is done."""
    guarded = wsgi.create(
        {"TESTING": True, "DATA_DIR": str(tmp_path), "SQLALCHEMY_DATABASE_URI": database.url, "SECRET_KEY": "guarded"}
    )
    taken = []
    with guarded.app_context():
        people = {role: make.user(role) for role in ("officer", "ministry", "admin")}
        people |= {"manager": make.member(make.organisation()), "nobody": None}
        for role, who in people.items():
            client = CheckingClient(guarded)
            if who is not None:
                client.sign_in(who)
            for endpoint, _, address, _ in [line for line in lines(guarded) if "POST" in line[1]]:
                path = re.sub(r"<any\((\w+)[^>]*>|<int:\w+>|<\w+>", lambda found: found[1] or "1", address)
                answer = client.plain.post(path, data={"csrf_token": "forged"})
                to = answer.headers.get("Location", "")
                refused = answer.status_code == 400 and (
                    "화면이 오래되었습니다" in answer.text or "sign_in_again" in endpoint
                )
                refused |= who is not None and answer.status_code == 403
                # whoever is not signed in is led to the sign-in; what was sent is shown there at most
                refused |= who is None and to.startswith("/sign-in") and answer.status_code in (303, 307)
                if not refused:
                    taken.append((role, endpoint, answer.status_code, to))
        db.session.remove()
        db.engine.dispose()
    assert not taken
