"""The doors that views of several rooms stand behind: the expert's own, the officials',
and the work on a consultation.
"""

from flask import Blueprint

expert = Blueprint("experts", __name__, url_prefix="/expert")
desk = Blueprint("ghkol_desk", __name__, url_prefix="/desk/ghkol")
work = Blueprint("casework", __name__, url_prefix="/consultations")
