"""신고확인증번호 제YYYY-NNNN호, and the editions that carry it."""

from datetime import date

from sqlalchemy import func, select

from filings.certificate_numbers import numbered
from filings.filing.content import content_in_force
from filings.models import Filing, SupersededCertificate
from portal.core import records
from portal.core.codes import new_code
from portal.core.db import db


def give_certificate(case: Filing, day: date) -> None:
    """신고확인증번호 제YYYY-NNNN호: next after the highest of the year that is stored, imported ones too."""

    def highest() -> int:
        return (
            db.session.scalar(select(func.max(Filing.certificate_serial)).where(Filing.certificate_year == day.year))
            or 0
        )

    serial = records.next_number(f"certificate-{day.year}", highest)
    case.certificate_year, case.certificate_serial = day.year, serial
    case.certificate_no = numbered(day.year, serial)
    case.certificate_code = new_code()
    case.certificate_on = day


def new_edition(case: Filing, day: date) -> None:
    """The content changes on `day`: the certificate that says what holds until then is superseded.

    Call before the change.
    """
    content = content_in_force(case.id)
    assert case.certificate_code is not None
    db.session.add(
        SupersededCertificate(
            case_id=case.id,
            edition=case.certificate_edition,
            code=case.certificate_code,
            content_id=content.id if content else None,
            superseded_on=day,
        )
    )
    case.certificate_edition += 1
    case.certificate_code = new_code()
