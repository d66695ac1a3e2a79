"""What the catalogue gives the portal's search: every published package."""

from collections.abc import Iterator

from sqlalchemy import select

from funds.strategy.packages.models import Package
from funds.terms import FIELDS
from portal.core import countries
from portal.core.db import db
from portal.core.search import Document, Source
from portal.core.text import Text


def package_documents() -> Iterator[Document]:
    """Every package of the catalogue that everybody may see, with its products, hospitals and firms."""
    wanted = select(Package).where(Package.published.is_(True)).order_by(Package.id)
    for package in db.session.scalars(wanted):
        field, named = FIELDS[package.field], ", ".join(part.name for part in package.parts)
        land = [countries.name(package.country, language) for language in ("ko", "en")]
        yield Document(
            key=str(package.id),
            title=Text(package.title, package.title_en),
            body=Text(f"{field.ko} {land[0]}. {package.summary} {named}", f"{field.en} {land[1]}. {named}"),
            endpoint="packages.page",
            args={"package_id": package.id},
            country=package.country,
        )


SOURCE = Source("packages", Text("진출 패키지", "Packages"), package_documents)
