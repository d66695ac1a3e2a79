"""Sign-up, sign-in, second factor, organisations and their people. The shell's own room: no domain is known here."""

from flask import Flask
from flask_login import LoginManager

from portal.core.db import db
from portal.core.module import Module
from portal.core.people import User

login_manager = LoginManager()


def init_accounts(app: Flask) -> None:
    login_manager.init_app(app)


@login_manager.user_loader
def _load(held: str) -> User | None:
    """The person of a session, unless suspended or signed out everywhere since."""
    number, _, key = held.partition(":")
    found = db.session.get(User, int(number)) if number.isdigit() else None
    return found if found is not None and found.active and found.session_key == key else None


shell = Module(name="accounts")
