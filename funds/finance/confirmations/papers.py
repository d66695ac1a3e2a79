"""The confirmation as a paper (확인서): what it says, and the code by which anybody checks it. Data in, data out."""

from typing import Any

from flask import current_app

from funds.finance.confirmations.acts import SUPPORTS
from funds.finance.confirmations.models import FinanceConfirmation
from portal.core import countries, papers
from portal.core.codes import shown_code
from portal.core.demo import is_demo
from portal.core.text import Text

ISSUER = Text("한국보건산업진흥원장", "President of the Korea Health Industry Development Institute")
HOUSE = Text("한국보건산업진흥원", "Korea Health Industry Development Institute")
BASIS = (
    Text("의료 해외진출 및 외국인환자 유치 지원에 관한 법률 제17조", "Act on Support for Overseas Expansion of Healthcare System, Art. 17"),
    Text("같은 법 시행령 제7조제3항", "Enforcement Decree of the Act, Art. 7(3)"),
)  # fmt: skip


def paper_data(case: FinanceConfirmation, language: str) -> dict[str, Any]:
    """What the confirmation says: who, by which filing, for what; and what is to be told after support was received."""

    def say(ko: str, en: str) -> str:
        return en if language == "en" else ko

    assert case.organisation is not None
    assert case.decided_on is not None
    officer = case.handler
    facts = [
        [
            say("기관", "Institution"),
            case.organisation.name_en or case.organisation.name if language == "en" else case.organisation.name,
        ],
        [say("신고확인증", "Certificate of filing"), case.certificate_no],
        [say("진출국", "Country"), countries.name(case.country, language)],
        [say("지원의 종류", "Kind of support"), SUPPORTS[case.kind_of_support].in_(language)],
        [say("지원 기관·상품", "Institution and product"), case.institution],
    ]
    if case.amount:
        facts.append([say("신청 금액", "Sum sought"), say(f"{case.amount:,}원", f"KRW {case.amount:,}")])
    return {
        "lang": language,
        "issuer": ISSUER.in_(language),
        "house": HOUSE.in_(language),
        "number": case.paper_no,
        "dated": case.decided_on.isoformat(),
        "recipient": case.organisation.name_en or case.organisation.name
        if language == "en"
        else case.organisation.name,
        "title": say("정책금융 지원요건 확인서", "Confirmation of the conditions for policy finance"),
        "body": [
            say(
                "위 기관은 의료 해외진출을 신고하여 수리된 기관으로서, 아래 지원의 요건(해외진출 신고)을 갖추었음을 확인합니다.",
                "The institution has filed its overseas expansion, the filing was accepted, and it meets the condition of a filing for the support below.",
            ),
            say(
                "지원을 받은 때에는 같은 법 시행령 제7조제4항에 따라 포털에서 알려 주시기 바랍니다. 지원 여부와 금액은 지원 기관이 정합니다.",
                "When support is received, please tell it in the portal (Decree Art. 7(4)). Whether and how much support is given is decided by its institution.",
            ),
        ],
        "facts": facts,
        "basis": [b.in_(language) for b in BASIS],
        "officer": {"unit": officer.unit, "name": officer.name, "phone": officer.phone} if officer else None,
        "mark": say("견본", "SAMPLE") if is_demo() else "",
    } | (_verification(case.code) if case.code else {})


def _verification(code: str) -> dict[str, str]:
    address = f"{current_app.config['BASE_URL']}/finance/check"
    return {"qr": papers.qr_svg(f"{address}?code={code}"), "verify_url": address, "verify_code": shown_code(code)}
