"""The certificate of an award, with the address of its public check. Data in, bytes out."""

from flask import current_app

from funds.selection.brand.settings import face_of, logo_data
from funds.selection.models import Award
from funds.selection.programmes import PROGRAMMES
from portal.core import countries, papers
from portal.core.text import Text

ISSUER = Text("보건복지부장관", "Minister of Health and Welfare")


def certificate_pdf(case: Award, language: str) -> bytes:
    """The award's certificate with QR and the address of the public check."""
    assert case.valid_from is not None
    assert case.valid_to is not None
    programme = PROGRAMMES[case.programme]
    face = face_of(case)
    url = f"{current_app.config['BASE_URL']}/programmes/check/{case.code}"
    conditions = [c.in_(language) for c in programme.award.conditions]
    mark = {
        "revoked": Text("취소", "Revoked"),
        "expired": Text("만료", "Expired"),
        "suspended": Text("정지", "Suspended"),
    }
    return papers.pdf(
        "award",
        {
            "lang": language,
            "title": face.name.in_(language),
            "subtitle": face.name.in_("en" if language == "ko" else "ko"),
            "logo": logo_data(face.setting),
            "number": case.number,
            "rows": [
                [Text("기관", "Holder").in_(language), case.holder],
                [Text("국가", "Country").in_(language), countries.name(case.country, language) if case.country else ""],
                [Text("사업", "Programme").in_(language), programme.title.in_(language)],
            ],
            "valid_from": case.valid_from.isoformat(),
            "valid_to": case.valid_to.isoformat(),
            "conditions": conditions,
            "issuer": ISSUER.in_(language),
            "mark": mark[case.state].in_(language) if case.state in mark else "",
            "qr": papers.qr_svg(url),
            "verify_url": url,
            "verify_code": case.code,
        },
    )
