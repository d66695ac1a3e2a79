"""신고확인증번호 제YYYY-NNNN호 and the code by which anybody can verify a certificate."""

import secrets
from datetime import date

from sqlalchemy import func, select

from filings.models import Filing
from portal.core import records
from portal.core.db import db

CODE_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def give_certificate(case: Filing, day: date) -> None:
    """신고확인증번호 제YYYY-NNNN호: next after the highest of the year that is stored, imported ones too."""

    def highest() -> int:
        return (
            db.session.scalar(select(func.max(Filing.certificate_serial)).where(Filing.certificate_year == day.year))
            or 0
        )

    serial = records.next_number(f"certificate-{day.year}", highest)
    case.certificate_year, case.certificate_serial = day.year, serial
    case.certificate_no = f"제{day.year}-{serial:04d}호"
    case.certificate_code = "".join(secrets.choice(CODE_SIGNS) for _ in range(12))
    case.certificate_on = day
