"""The blueprint that the pages of the documents share."""

from flask import Blueprint

bp = Blueprint("documents", __name__, url_prefix="/plan/documents")
