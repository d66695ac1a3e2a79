"""Korean-side duties of an expansion: whose, when, how certain, and the duties that ship with the portal.

Declarations only.
Nothing is invented: what no source confirms says so, and names whom to ask.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.core.text import Text
from portal.markets.terms import EXPANSIONS

FOUNDERS = {
    "medical": Text("의료법인", "Medical corporation"),
    "school": Text("학교법인", "School corporation"),
    "foundation": Text("재단·사단 등 비영리법인", "Foundation or association"),
    "individual": Text("개인(의료인)", "Individual practitioner"),
    "public": Text("국립·공공", "National or public"),
    "company": Text("회사", "Company"),
}
STAGES = {
    "before": Text("나가기 전", "Before going"),
    "after": Text("나간 뒤", "After going"),
}
CERTAINTY = {
    "sure": (Text("법령에서 확인", "Confirmed in the law"), "success"),
    "likely": (Text("자료로 확인, 법령 확인 필요", "From a source; check the law"), "warning"),
    "unconfirmed": (Text("아직 확인되지 않음", "Not confirmed yet"), "gray"),
}
NOTHING = Text("", "")


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One version of a duty, in force from a day until its next version; an `ended` one is a duty no more."""

    key: str
    effective_from: date
    title: Text
    stage: str
    founders: tuple[str, ...]
    expansions: tuple[str, ...]
    authority: Text = NOTHING
    law: Text = NOTHING
    when: Text = NOTHING
    source: str
    source_url: str = ""
    reviewed_on: date
    review_by: date
    certainty: str
    ended: bool = False
    by: str = ""

    def concerns(self, founder: str, expansion: str) -> bool:
        """Whether it is asked of such a founder going abroad in such a way ('' = whoever, however)."""
        return (not founder or founder in self.founders) and (not expansion or expansion in self.expansions)


_HOSPITALS = ("medical", "school", "foundation", "individual", "public")
_ALL, _EVERY = tuple(FOUNDERS), tuple(EXPANSIONS)
_MINISTRY = Text("보건복지부(한국보건산업진흥원)", "Ministry of Health and Welfare (KHIDI)")
_ACT = "「의료 해외진출 및 외국인환자 유치 지원에 관한 법률」(법률 제21112호, 2026-05-12 시행)"
_DECREE = "같은 법 시행령(대통령령 제34645호, 2024-07-10 시행)"
_READ, _AGAIN = date(2026, 11, 22), date(2027, 5, 27)  # the day a further amendment (제21693호) comes into force
_SINCE = date(2016, 6, 23)


def _shipped(key: str, title: Text, stage: str, **more: Any) -> Duty:
    held: dict[str, Any] = {
        "founders": _HOSPITALS,
        "expansions": _EVERY,
        "effective_from": _SINCE,
        "reviewed_on": _READ,
        "review_by": _AGAIN,
        "certainty": "sure",
    }
    return Duty(key=key, title=title, stage=stage, **(held | more))


SHIPPED = (
    _shipped(
        "articles", Text("정관에 의료 해외진출이 들어 있는지 확인", "Check that the articles name overseas expansion"), "before",
        founders=("medical",), authority=Text("주무관청", "Supervising authority"), law=Text("법 제4조제2항", "Act, Article 4(2)"),
        when=Text("신고하기 전", "Before filing"), source=_ACT,
    ),
    _shipped(
        "articles-change", Text("정관에 없으면 정관변경 절차", "If they do not: amend the articles"), "before",
        founders=("medical",), authority=Text("주무관청", "Supervising authority"),
        when=Text("여러 달이 걸린 사례가 있어 먼저 시작합니다", "Begin early: cases of several months are known"),
        source="의료법인 정관변경에 여러 달이 걸렸다는 업계 의견(뉴스와이어 760762)", certainty="likely",
    ),
    _shipped(
        "purpose", Text("정관·설립 목적에 해외사업을 할 수 있는지 주무관청에 확인", "Ask the supervising authority whether the founding purpose covers business abroad"), "before",
        founders=("school", "foundation", "public"), authority=Text("주무관청", "Supervising authority"),
        when=Text("계약하기 전", "Before any contract"), source="확인한 법령 자료 없음", certainty="unconfirmed",
    ),
    _shipped(
        "investment-report", Text("외국환 해외직접투자신고 대상인지 확인", "Check whether a report of overseas direct investment is due"), "before",
        founders=_ALL, expansions=("open", "entrust", "tech"), authority=Text("거래 외국환은행", "Your foreign-exchange bank"),
        when=Text("해외로 돈을 보내거나 투자하기 전", "Before sending or investing money abroad"), source="확인한 법령 자료 없음", certainty="unconfirmed",
    ),
    _shipped(
        "papers", Text("현지에 낼 한국 서류의 공증·아포스티유(또는 영사확인) 확인", "Check notarisation and apostille (or consular legalisation) of Korean papers"), "before",
        founders=_ALL, authority=Text("공증사무소, 아포스티유 발급 기관", "Notary, apostille office"),
        when=Text("현지 기관에 서류를 내기 전", "Before papers go to the authorities there"),
        source="해외 취업 의료인의 면허·경력 서류 공증 부담 보도(dtnews24 557867)", certainty="unconfirmed",
    ),
    _shipped(
        "filing", Text("의료 해외진출 신고", "File the overseas expansion"), "after",
        authority=_MINISTRY, law=Text("법 제4조제1항, 시행령 제3조제3항", "Act, Article 4(1); Decree, Article 3(3)"),
        when=Text("개설은 현지 허가 또는 법인 설립·인수, 그 밖은 계약이 있은 날부터 45일 안", "Within 45 days of the permit or incorporation, or of the contract"), source=f"{_ACT}, {_DECREE}",
    ),
    _shipped(
        "change", Text("신고한 내용이 바뀌면 변경신고", "File a change when what was filed changes"), "after",
        authority=_MINISTRY, law=Text("시행령 제3조제5항", "Decree, Article 3(5)"), when=Text("지체 없이", "Without delay"), source=_DECREE,
    ),
    _shipped(
        "no-return", Text("해외에 세운 법인으로 경제자유구역·제주의 외국의료기관에 되투자하지 않기", "Do not invest back in foreign medical institutions in Free Economic Zones or Jeju"), "after",
        expansions=("open",), authority=_MINISTRY, law=Text("법 제5조", "Act, Article 5"), source=_ACT,
    ),
    _shipped(
        "support", Text("금융·세제 지원을 받으면 받은 사실 알리기", "Tell of financial or tax support that was received"), "after",
        authority=_MINISTRY, law=Text("법 제17조, 시행령 제7조제4항", "Act, Article 17; Decree, Article 7(4)"), when=Text("지원을 받은 뒤", "After receiving it"), source=f"{_ACT}, {_DECREE}",
    ),
    _shipped(
        "survey", Text("해마다 하는 현황조사에 자료 내기", "Answer the yearly survey of what is going on"), "after",
        authority=_MINISTRY, law=Text("법 제18조의2", "Act, Article 18-2"), when=Text("요청을 받은 때", "When asked"), source=_ACT,
    ),
)  # fmt: skip
