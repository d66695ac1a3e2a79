"""The blueprint that every page of this room hangs on."""

from flask import Blueprint

bp = Blueprint("admin", __name__, url_prefix="/admin")
