"""The blueprint of the shell's own pages: home, worklist, the generic pages of a case, notices, the calculator."""

from flask import Blueprint

home = Blueprint("home", __name__)
