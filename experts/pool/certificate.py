"""위촉장: what the certificate of appointment says. Knows no request."""

from typing import Any

from experts import terms
from experts.models import Expert
from portal.core.demo import is_demo
from portal.core.text import Text

ISSUER = Text("한국보건산업진흥원장", "President, Korea Health Industry Development Institute")


def paper(expert: Expert, language: str) -> dict[str, Any]:
    """The data of the paper `letter` for one expert."""

    def say(ko: str, en: str) -> str:
        return en if language == "en" else ko

    name = (expert.name_en or expert.name) if language == "en" else expert.name
    return {
        "lang": language,
        "issuer": ISSUER.in_(language),
        "house": say("한국보건산업진흥원", "Korea Health Industry Development Institute"),
        "number": expert.certificate_no,
        "dated": expert.term_from.isoformat(),
        "recipient": name,
        "title": say("GHKOL 전문위원 위촉장", "Certificate of Appointment: GHKOL Expert"),
        "body": [
            say(
                f"{name} 님을 국제의료사업 전문위원(GHKOL)으로 위촉합니다. 의료 해외진출과 외국인환자 유치를 준비하는 기관이 올바른 길을 찾도록 전문성을 나누어 주시기 바랍니다.",
                f"{name} is appointed an expert of the Global Healthcare Key Opinion Leaders (GHKOL) and is asked to share "
                "their expertise with institutions that expand abroad or attract international patients.",
            )
        ],
        "facts": [
            [say("성명", "Name"), name],
            [say("소속", "Affiliation"), expert.affiliation],
            [say("분야", "Fields"), terms.named(terms.fields(), expert.fields).in_(language)],
            [say("위촉 기간", "Term"), f"{expert.term_from.isoformat()} – {expert.term_to.isoformat()}"],
        ],
        "mark": say("견본", "SAMPLE") if is_demo() else "",
    }
