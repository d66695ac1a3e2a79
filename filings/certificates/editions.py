"""What a 신고확인증 says, edition by edition, and how it stands: for its PDF and for the page on which anybody verifies it.

Reads only. A certificate is found by number and code together; whoever has but one of them learns nothing.
"""

import hmac
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy import select

from filings import terms
from filings.certificate_numbers import certificate_number
from filings.models import Content, Filing, SupersededCertificate
from portal.core import countries, papers
from portal.core.cases import Revision
from portal.core.codes import read_code, shown_code
from portal.core.db import db
from portal.core.demo import is_demo
from portal.core.organisation_names import same
from portal.core.people import Organisation
from portal.core.text import Text

ISSUER = Text("보건복지부장관", "Minister of Health and Welfare")
SPECIMEN = Text("견본", "SAMPLE")
REVOKED = Text("효력 상실", "REVOKED")
CLAUSE = Text("법 제2조제1호{item}목", "Act Art. 2(1), item {item}")
REPLACES = Text("제{n}판을 갈음합니다.", "This replaces edition {n}.")

STANDINGS = {
    "valid": Text("유효한 신고확인증입니다.", "This certificate is valid."),
    "superseded": Text("더 새로운 판이 있는 신고확인증입니다.", "A later edition has replaced this certificate."),
    "ended": Text("신고한 해외진출이 끝났습니다.", "The expansion that was filed has ended."),
    "revoked": Text("효력을 잃은 신고확인증입니다.", "This certificate was revoked."),
}


@dataclass(frozen=True)
class Certificate:
    """One edition: its filing, what it says (`content`), its code, and since when a later one stands in its place."""

    filing: Filing
    content: Content
    edition: int
    code: str
    superseded_on: date | None = None

    @property
    def standing(self) -> str:
        """A key of STANDINGS."""
        if self.filing.revoked_on is not None:
            return "revoked"
        if self.superseded_on is not None:
            return "superseded"
        return "ended" if self.content.status == "ended" else "valid"

    @property
    def issued_on(self) -> date:
        """The day from which its content holds."""
        return self.content.effective_from

    @property
    def short_number(self) -> str:
        """The number as addresses carry it: 2026-0001."""
        return f"{self.filing.certificate_year}-{self.filing.certificate_serial:04d}"

    @property
    def representative(self) -> str:
        """As it was filed; for an imported filing as the organisation's record has it."""
        revision = db.session.get(Revision, self.content.revision_id) if self.content.revision_id else None
        if revision is not None:
            return str(revision.answers.get("representative") or "")
        organisation = self._organisation()
        return organisation.representative if organisation else ""

    def organisation_in(self, language: str) -> str:
        organisation = self._organisation()
        if (
            language == "en"
            and organisation
            and organisation.name_en
            and same(organisation.name, self.content.organisation_name)
        ):
            return f"{organisation.name_en} ({self.content.organisation_name})"
        return self.content.organisation_name

    def _organisation(self) -> Organisation | None:
        return db.session.get(Organisation, self.content.organisation_id) if self.content.organisation_id else None


def in_force(filing: Filing) -> Certificate | None:
    """The latest edition, a revoked one too; None before acceptance."""
    if filing.certificate_no is None or filing.certificate_code is None:
        return None
    latest = select(Content).where(Content.case_id == filing.id).order_by(Content.id.desc()).limit(1)
    content = db.session.scalar(latest)
    return Certificate(filing, content, filing.certificate_edition, filing.certificate_code) if content else None


def find(number: str, code: str) -> Certificate | None:
    """The edition that carries this number (in any spelling) and this code."""
    known, given = certificate_number(number), read_code(code)
    filing = db.session.scalar(select(Filing).where(Filing.certificate_no == known)) if known else None
    latest = in_force(filing) if filing else None
    if filing is None or latest is None or not given:
        return None
    if _same(latest.code, given):
        return latest
    earlier = select(SupersededCertificate).where(SupersededCertificate.case_id == filing.id)
    for old in db.session.scalars(earlier):
        content = db.session.get(Content, old.content_id) if old.content_id else None
        if content is not None and _same(old.code, given):
            return Certificate(filing, content, old.edition, old.code, old.superseded_on)
    return None


def _same(code: str, given: str) -> bool:
    return hmac.compare_digest(code.encode(), given.encode())


def owns_certificate(organisation_id: int, number: str, code: str) -> bool:
    """Whether number and printed code are those of a certificate of the organisation.

    The number alone is no proof: the series is known to everybody.
    """
    found = find(number, code)
    return found is not None and found.filing.organisation_id == organisation_id


def said(certificate: Certificate, language: str) -> dict[str, str]:
    """What stands on the certificate, in words; days apart."""
    content = certificate.content
    place = (countries.name(content.country, language), content.city)
    return {
        "number": content.certificate_no,
        "organisation": certificate.organisation_in(language),
        "representative": certificate.representative,
        "institution_class": _label(terms.CLASSES, content.category, language),
        "filing_type": _label(terms.TYPES, content.type, language),
        "clause": CLAUSE.format(item=terms.LEGAL_ITEM[content.type]).in_(language),
        "place": (" " if language == "ko" else ", ").join(part for part in place if part),
        "foreign_institution": content.foreign_name,
    }


def paper(certificate: Certificate, language: str) -> bytes:
    """The certificate as a PDF. One that was revoked, or comes from a demonstration, says so across the page."""
    content, address = certificate.content, f"{current_app.config['BASE_URL']}/certificates"
    found: dict[str, Any] = {
        "lang": language,
        "received_on": content.received_on.isoformat(),
        "accepted_on": content.accepted_on.isoformat(),
        "issued_on": certificate.issued_on.isoformat(),
        "deemed": content.deemed,
        "issuer": ISSUER.in_(language),
        "edition": certificate.edition,
        "supersedes": REPLACES.format(n=certificate.edition - 1).in_(language) if certificate.edition > 1 else "",
        "mark": _mark(certificate).in_(language),
        "qr": papers.qr_svg(f"{address}/{certificate.code}?number={certificate.short_number}"),
        "verify_url": address,
        "verify_code": shown_code(certificate.code),
    }
    return papers.pdf("certificate", said(certificate, language) | found)


def _mark(certificate: Certificate) -> Text:
    if certificate.standing == "revoked":
        return REVOKED
    return SPECIMEN if is_demo() else Text("", "")


def _label(labels: dict[str, Text], code: str, language: str) -> str:
    return labels[code].in_(language) if code in labels else code
