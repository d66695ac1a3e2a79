"""The words that several rooms share: guide sections, kinds of expansion with their steps, the plan as it is cited.

Declarations only. No law of a country stands here: what a step asks for abroad is written in guide sections, with its
source; duties in Korea are dated data (`portal.markets.duties`).
"""

from typing import NamedTuple

from portal.core.text import Text

SECTIONS = {
    "system": Text("의료체계", "Health system"),
    "licence": Text("면허", "Professional licences"),
    "permit": Text("의료기관 인허가", "Permits of institutions"),
    "investment": Text("외국인 투자", "Foreign investment"),
    "insurance": Text("보험", "Insurance"),
    "tax": Text("조세", "Tax"),
    "advertising": Text("의료광고", "Medical advertising"),
    "market": Text("시장", "Market"),
    "partners": Text("파트너·입찰", "Partners and tenders"),
    "cautions": Text("유의사항·철수 사례", "Cautions and withdrawals"),
}
GROUPS = (
    (Text("의료체계", "Health system"), ("system",)),
    (Text("법·제도", "Law and rules"), ("licence", "permit", "investment", "insurance", "tax", "advertising")),
    (Text("시장과 협력", "Market and partners"), ("market", "partners", "cautions")),
)


class Step(NamedTuple):
    """One line of the checklist abroad; `section` is the guide section that says how it is done there."""

    label: Text
    section: str


_LICENCE = Step(Text("의료인 면허 인정", "Recognition of professional licences"), "licence")
_PERMIT = Step(Text("의료기관 설립·운영 인허가", "Permits to found and run an institution"), "permit")
_INVEST = Step(Text("외국인 투자 승인·등록", "Approval or registration of foreign investment"), "investment")
_TAX = Step(Text("세무 등록과 과세", "Tax registration and taxation"), "tax")
_ADVERT = Step(Text("의료광고 규정", "Rules of medical advertising"), "advertising")
_PARTNER = Step(Text("현지 파트너·입찰 요건", "Partners and tender conditions"), "partners")

EXPANSIONS = {
    "open": (Text("의료기관 개설·운영", "Opening and running an institution"), (_INVEST, _PERMIT, _LICENCE, _TAX, _ADVERT)),
    "entrust": (Text("수탁운영·운영컨설팅", "Running under contract, consulting"), (_PARTNER, _PERMIT, _LICENCE, _TAX)),
    "dispatch": (Text("종사자 파견", "Dispatch of personnel"), (_LICENCE, _TAX)),
    "tech": (Text("의료기술·정보시스템 이전, 의약품·의료기기 제공", "Transfer of technology, supply of drugs and devices"), (_PARTNER, _PERMIT, _TAX)),
    "edu": (Text("의료지식 지원·교육", "Knowledge support and training"), (_PARTNER, _LICENCE)),
}  # fmt: skip

PLAN_SOURCE = Text(
    "보건의료 서비스 분야 수출 활성화 방안(관계부처 합동, 2023. 6.)",
    "Plan to promote exports of health services (joint ministries, June 2023)",
)
