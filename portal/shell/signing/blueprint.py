"""The blueprint of a person's account: signing in hangs on it here, the rest in `portal.shell.accounts`."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)
