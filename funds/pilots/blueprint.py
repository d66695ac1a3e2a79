"""The door of the pilots: performers and officials read the same pages, each with their own buttons."""

from flask import Blueprint

bp = Blueprint("pilots", __name__, url_prefix="/pilots")
