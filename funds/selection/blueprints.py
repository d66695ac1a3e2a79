"""The three doors of the programmes: everybody and applicants, officials, panel members.

Their views stand in files of their own.
"""

from flask import Blueprint

bp = Blueprint("funds", __name__, url_prefix="/programmes")
desk = Blueprint("funds_desk", __name__, url_prefix="/desk/programmes")
panel = Blueprint("funds_panel", __name__, url_prefix="/panel")
