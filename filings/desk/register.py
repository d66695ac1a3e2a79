"""The register for officials: accepted filings in force, all filings, each page with its filters and as a workbook too.

With an `as_of` they are the lists behind the figures of the annual report.
"""

from flask import Response, g, render_template, request

from filings import terms
from filings.desk import behind
from filings.desk.pages import bp
from portal.core import countries
from portal.core.downloads import list_download, purposed
from portal.core.web import access, current_actor


def _country(code: str) -> str:
    return countries.name(code, g.language)


@bp.get("/register")
@access("officer", "ministry")
def register() -> str:
    """Accepted filings in force, by what they say."""
    listing = behind.register_on(request.args)
    page = listing.page(current_actor(), request.args)
    return render_template("filings/desk/register.html", listing=listing, page=page, terms=terms, country=_country)


@bp.get("/register.xlsx")
@access("officer", "ministry")
@purposed
def register_book() -> Response:
    """The register as filtered, in its own columns."""
    return list_download(behind.register_on(request.args), current_actor(), request.args, "register")


@bp.get("/all")
@access("officer", "ministry")
def filings() -> str:
    """Every filing that was submitted, by how it stands."""
    listing = behind.filings_on(request.args)
    page = listing.page(current_actor(), request.args)
    return render_template("filings/desk/all.html", listing=listing, page=page)


@bp.get("/all.xlsx")
@access("officer", "ministry")
@purposed
def filings_book() -> Response:
    return list_download(behind.filings_on(request.args), current_actor(), request.args, "filings")
