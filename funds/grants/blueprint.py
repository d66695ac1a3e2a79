"""The door of grant money: holders and officials read the same pages, each with their own buttons."""

from flask import Blueprint

bp = Blueprint("grants", __name__, url_prefix="/programmes/grants")
