"""The words of the countries' pages: guide sections, states of a text, topics, kinds of expansion and their steps. Declarations only.

No law of a country stands here: what a step asks for abroad is written in guide sections, with its source.
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

STATES = {
    "draft": (Text("작성 중", "Draft"), "gray"),
    "review": (Text("검토 중", "In review"), "information"),
    "published": (Text("공개", "Published"), "success"),
    "withdrawn": (Text("내림", "Withdrawn"), "warning"),
}

TOPICS = {
    "market": Text("시장 동향", "Market"),
    "law": Text("법·제도", "Law and rules"),
    "digital": Text("디지털 헬스케어", "Digital health"),
    "investment": Text("투자·금융", "Investment and finance"),
    "tender": Text("입찰·조달", "Tenders"),
    "g2g": Text("정부 간 협력", "Between governments"),
    "event": Text("행사·설명회", "Events"),
}

COOPERATION = {
    "mou": Text("협약(MOU)", "MOU"),
    "mission": Text("거점공관 사업", "Project of a mission"),
    "oda": Text("공적개발원조(ODA)", "ODA project"),
}


class Step(NamedTuple):
    """One line of the checklist: who is asked, under which law as far as it is certain; `where` 'kr' or 'abroad'."""

    label: Text
    where: str
    authority: Text = Text("", "")
    law: Text = Text("", "")
    section: str = ""  # the guide section that says how it is done abroad


_OF_THE_FILER = Text("보건복지부(한국보건산업진흥원)", "Ministry of Health and Welfare (KHIDI)")
_ACT = Text("의료 해외진출법 제4조제1항, 시행령 제3조제3항", "Act, Article 4(1); Decree, Article 3(3)")
_CHANGED = Text("의료 해외진출법 시행령 제3조제5항", "Decree, Article 3(5)")
_ARTICLES = Step(
    Text("의료법인은 정관에 해외진출이 들어 있는지 확인", "Medical corporations: check that the articles name overseas expansion"),
    "kr", Text("주무관청", "Supervising authority"), Text("의료 해외진출법 제4조제2항", "Act, Article 4(2)"),
)  # fmt: skip
_FILE = Step(
    Text("허가·법인설립·계약이 있는 날부터 45일 안에 해외진출 신고", "File within 45 days of the permit, incorporation or contract"),
    "kr", _OF_THE_FILER, _ACT,
)  # fmt: skip
_CHANGE = Step(
    Text("신고한 내용이 바뀌면 지체 없이 변경신고", "File a change without delay when what was filed changes"),
    "kr",
    _OF_THE_FILER,
    _CHANGED,
)
_PAYMENT = Step(
    Text("해외로 돈을 보내거나 투자하면 외국환 신고 대상인지 확인", "Before sending or investing money abroad, check the foreign-exchange report"),
    "kr", Text("거래 외국환은행", "Your foreign-exchange bank"),
)  # fmt: skip
_PAPERS = Step(
    Text("현지에 낼 한국 서류의 공증·아포스티유(또는 영사확인) 확인", "Check notarisation and apostille (or consular legalisation) of Korean papers"),
    "kr", Text("공증사무소, 아포스티유 발급 기관", "Notary, apostille office"),
)  # fmt: skip
_LICENCE = Step(Text("의료인 면허 인정", "Recognition of professional licences"), "abroad", section="licence")
_PERMIT = Step(Text("의료기관 설립·운영 인허가", "Permits to found and run an institution"), "abroad", section="permit")
_INVEST = Step(
    Text("외국인 투자 승인·등록", "Approval or registration of foreign investment"), "abroad", section="investment"
)
_TAX = Step(Text("세무 등록과 과세", "Tax registration and taxation"), "abroad", section="tax")
_ADVERT = Step(Text("의료광고 규정", "Rules of medical advertising"), "abroad", section="advertising")
_PARTNER = Step(Text("현지 파트너·입찰 요건", "Partners and tender conditions"), "abroad", section="partners")

EXPANSIONS = {
    "open": (Text("의료기관 개설·운영", "Opening and running an institution"), (_ARTICLES, _PAYMENT, _PAPERS, _INVEST, _PERMIT, _LICENCE, _TAX, _ADVERT, _FILE, _CHANGE)),
    "entrust": (Text("수탁운영·운영컨설팅", "Running under contract, consulting"), (_ARTICLES, _PARTNER, _PERMIT, _LICENCE, _TAX, _FILE, _CHANGE)),
    "dispatch": (Text("종사자 파견", "Dispatch of personnel"), (_LICENCE, _PAPERS, _TAX, _FILE, _CHANGE)),
    "tech": (Text("의료기술·정보시스템 이전, 의약품·의료기기 제공", "Transfer of technology, supply of drugs and devices"), (_PAYMENT, _PARTNER, _PERMIT, _TAX, _FILE, _CHANGE)),
    "edu": (Text("의료지식 지원·교육", "Knowledge support and training"), (_PARTNER, _LICENCE, _FILE, _CHANGE)),
}  # fmt: skip
