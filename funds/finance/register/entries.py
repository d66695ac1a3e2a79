"""What is asked for each entry of the fund register, and what must hold before it is written:
each fault a sentence at its field.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from funds.finance.register.models import (
    CapitalCall,
    Close,
    Commitment,
    ExchangeRate,
    Fund,
    Investment,
    MoneyBack,
    Statement,
    Valuation,
)
from funds.finance.register.queries import rate_on
from portal.core.asking import Asking
from portal.core.countries import KOREA
from portal.core.declared import fact
from portal.core.schema import Choices, Field
from portal.core.text import Text

CURRENCIES: Choices = {
    "KRW": Text("대한민국 원", "Korean won"),
    "USD": Text("미국 달러", "US dollar"),
    "EUR": Text("유로", "Euro"),
    "CNY": Text("중국 위안", "Chinese yuan"),
    "JPY": Text("일본 엔", "Japanese yen"),
    "AED": Text("UAE 디르함", "UAE dirham"),
    "SAR": Text("사우디 리얄", "Saudi riyal"),
    "SGD": Text("싱가포르 달러", "Singapore dollar"),
    "VND": Text("베트남 동", "Vietnamese dong"),
    "KZT": Text("카자흐스탄 텡게", "Kazakh tenge"),
    "UZS": Text("우즈베키스탄 숨", "Uzbek som"),
}
SIDES: Choices = {"ministry": Text("복지부(정부)", "Ministry (government)"), "other": Text("그 밖의 출자자", "Others")}
WON = Text("원", "KRW")
NOTE = Field(key="note", label=Text("비고", "Note"), longest=300)

FUND_FIELDS = (
    Field(key="name", label=Text("펀드 이름", "Name of the fund"), required=True),
    Field(key="name_en", label=Text("영어 이름", "Name in English")),
    Field(key="size", label=Text("결성액", "Size"), type="money", required=True, least=1, unit=WON),
    Field(key="managers", label=Text("운용사", "Managers"), longest=300),
    Field(key="begins_on", label=Text("투자기간 시작", "Investment period from"), type="date", required=True),
    Field(key="ends_on", label=Text("투자기간 끝", "Investment period to"), type="date"),
    Field(key="expands", label=Text("의료기관 해외진출이 목적인 펀드인가요?", "Is it made for expansion abroad?"), type="yesno", required=True),
    Field(key="source", label=Text("근거", "Source"), type="text", required=True, longest=1000),
    Field(key="note", label=Text("비고", "Note"), type="text", longest=1000),
)  # fmt: skip

RATE_FIELDS = (
    Field(key="currency", label=Text("통화", "Currency"), type="choice", choices={k: v for k, v in CURRENCIES.items() if k != "KRW"}, required=True),
    Field(key="on", label=Text("날짜", "Day"), type="date", required=True, past=True),
    Field(key="rate", label=Text("1단위의 원화", "Won for one unit"), type="decimal", required=True, example=Text("1,385.2", "1,385.2")),
    Field(key="source", label=Text("출처", "Source"), required=True, example=Text("서울외국환중개 매매기준율", "Seoul Money Brokerage, basic rate")),
)  # fmt: skip


def day_of(text: Any) -> date:
    return date.fromisoformat(str(text))


def _investments(fund: Fund) -> Choices:
    shown = {str(i.id): f"{i.investee} ({i.on.isoformat()})" for i in fund.investments}
    return {key: Text(words, words) for key, words in shown.items()}


@dataclass(frozen=True, kw_only=True)
class Part:
    """One kind of entry: what is asked, what must hold, and the row it makes."""

    key: str
    title: Text
    fields: Callable[[Fund], tuple[Field, ...]]
    check: Callable[[Fund, Asking], None]
    build: Callable[[Fund, Mapping[str, Any]], Any]
    model: type[Any]


def _amount(label: Text) -> Field:
    return Field(key="amount", label=label, type="money", required=True, least=1, unit=WON)


def _on(label: Text) -> Field:
    return Field(key="on", label=label, type="date", required=True, past=True)


def _none(_fund: Fund, _asking: Asking) -> None:
    return None


def _after_start(fund: Fund, asking: Asking) -> None:
    if asking["on"] and day_of(asking["on"]) < fund.begins_on:
        asking.fault(
            "on", Text("펀드가 시작한 날({d})보다 앞섭니다.", "Before the fund began ({d}).").format(d=fund.begins_on)
        )


def _within_size(fund: Fund, asking: Asking, already: int, label: Text) -> None:
    amount = asking["amount"]
    if amount is not None and already + amount > fund.size:
        words = Text(
            "{label}의 합 {sum}원이 결성액 {size}원을 넘습니다.",
            "{label} would sum to KRW {sum}, above the size of KRW {size}.",
        )
        asking.fault("amount", words.format(label=label, sum=f"{already + amount:,}", size=f"{fund.size:,}"))


def _check_commitment(fund: Fund, asking: Asking) -> None:
    _within_size(fund, asking, sum(c.amount or 0 for c in fund.commitments), Text("출자 약정", "Commitments"))


def _check_close(fund: Fund, asking: Asking) -> None:
    _within_size(fund, asking, sum(c.amount for c in fund.closes), Text("결성 차수", "Closes"))


def _check_call(fund: Fund, asking: Asking) -> None:
    _after_start(fund, asking)
    _within_size(fund, asking, sum(c.amount for c in fund.calls), Text("납입", "Capital calls"))


def won_of(answers: Mapping[str, Any], rate: Decimal) -> int:
    """The amount in won, half up."""
    return int((Decimal(str(answers["amount"])) * rate).quantize(Decimal(1), ROUND_HALF_UP))


def _rate_for(answers: Mapping[str, Any]) -> ExchangeRate | None:
    return rate_on(answers["currency"], day_of(answers["on"]))


def _check_investment(fund: Fund, asking: Asking) -> None:
    _after_start(fund, asking)
    if asking["country"] == KOREA:
        asking.fault("country", Text("해외 투자만 적습니다.", "Only investments abroad are kept here."))
    amount = Decimal(str(asking["amount"])) if asking["amount"] else None
    if amount is not None and amount <= 0:
        asking.fault("amount", Text("0보다 큰 금액을 적어 주세요.", "The amount must be above 0."))
        return
    _check_filing(asking)
    if amount is None or not asking["currency"] or not asking["on"]:
        return
    rate = Decimal(1)
    if asking["currency"] != "KRW":
        found = _rate_for(asking.answers)
        if found is None:
            words = Text(
                "{d}의 {c} 환율이 없습니다. 환율을 먼저 넣어 주세요. 다른 날의 환율을 대신 쓰지 않습니다.",
                "There is no rate of {c} on {d}. Enter the rate first; no other day's is used instead.",
            )
            asking.fault("currency", words.format(d=asking["on"], c=asking["currency"]))
            return
        rate = found.rate
    total = sum(i.won for i in fund.investments) + won_of(asking.answers, rate)
    if total > fund.size:
        words = Text(
            "투자액의 합 {sum}원이 결성액 {size}원을 넘습니다.",
            "Investments would sum to KRW {sum}, above the size of KRW {size}.",
        )
        asking.fault("amount", words.format(sum=f"{total:,}", size=f"{fund.size:,}"))


def _check_filing(asking: Asking) -> None:
    number = asking.text("certificate_no").strip()
    if not number:
        return
    filing = fact("filing_with", number)
    if filing is None:
        asking.fault("certificate_no", Text("이 번호의 신고가 없습니다.", "There is no filing of this number."))
    elif asking["country"] and filing["country"] != asking["country"]:
        asking.fault(
            "certificate_no", Text("이 신고의 진출국이 투자국과 다릅니다.", "This filing is for another country.")
        )


def _build_investment(fund: Fund, given: Mapping[str, Any]) -> Investment:
    found = _rate_for(given) if given["currency"] != "KRW" else None
    rate = found.rate if found else Decimal(1)
    return Investment(
        fund_id=fund.id,
        investee=given["investee"],
        country=given["country"],
        certificate_no=(given.get("certificate_no") or "").strip(),
        main_purpose=given["main_purpose"] == "yes",
        on=day_of(given["on"]),
        currency=given["currency"],
        amount=Decimal(str(given["amount"])),
        rate=rate,
        rate_on=found.on if found else None,
        won=won_of(given, rate),
        note=given.get("note") or "",
    )


def _investment_of(fund: Fund, asking: Asking) -> Investment | None:
    return next((i for i in fund.investments if str(i.id) == asking["investment"]), None)


def _after_investment(fund: Fund, asking: Asking) -> Investment | None:
    made = _investment_of(fund, asking)
    if made and asking["on"] and day_of(asking["on"]) < made.on:
        asking.fault(
            "on", Text("투자한 날({d})보다 앞섭니다.", "Before the day of the investment ({d}).").format(d=made.on)
        )
    return made


def _check_valuation(fund: Fund, asking: Asking) -> None:
    made = _after_investment(fund, asking)
    if made and asking["on"]:
        day = day_of(asking["on"])
        if any(v.investment_id == made.id and v.on == day for v in fund.valuations):
            asking.fault("on", Text("이날의 평가가 이미 있습니다.", "There is a valuation of this day already."))
        _not_after_exit(fund, asking, made)


def _check_back(fund: Fund, asking: Asking) -> None:
    made = _after_investment(fund, asking)
    if made and asking["on"]:
        _not_after_exit(fund, asking, made)


def _not_after_exit(fund: Fund, asking: Asking, made: Investment) -> None:
    if any(b.exits and b.investment_id == made.id and b.on <= day_of(asking["on"]) for b in fund.returned):
        asking.fault("investment", Text("이미 회수를 마친 투자입니다.", "This investment was exited already."))


def _pick(fund: Fund) -> Field:
    return Field(
        key="investment", label=Text("투자", "Investment"), type="choice", choices=_investments(fund), required=True
    )


def _investment_fields(_fund: Fund) -> tuple[Field, ...]:
    return (
        Field(key="investee", label=Text("투자 기업·기관", "Investee"), required=True),
        Field(key="country", label=Text("나라", "Country"), type="country", required=True),
        Field(
            key="certificate_no",
            label=Text("관련 신고확인증번호", "Certificate of the filing"),
            hint=Text("이 투자로 진출한 신고가 있으면 적습니다.", "If the investment served a filing."),
        ),
        Field(
            key="main_purpose",
            label=Text("주목적 투자인가요?", "Is it for the fund's main purpose?"),
            type="yesno",
            required=True,
        ),
        Field(key="on", label=Text("투자일", "Day"), type="date", required=True, past=True),
        Field(
            key="currency",
            label=Text("통화", "Currency"),
            type="choice",
            choices=CURRENCIES,
            required=True,
            hint=Text("외화는 투자일의 환율이 있어야 합니다.", "Other currencies need a rate of that day."),
        ),
        Field(key="amount", label=Text("금액", "Amount"), type="decimal", required=True),
        NOTE,
    )


PARTS: dict[str, Part] = {
    p.key: p
    for p in (
        Part(
            key="commitment", title=Text("출자 약정", "Commitment"), model=Commitment, check=_check_commitment,
            fields=lambda _f: (
                Field(key="side", label=Text("구분", "Side"), type="choice", choices=SIDES, required=True),
                Field(key="name", label=Text("출자자", "Investor"), required=True), _amount(Text("약정액", "Committed")),
            ),
            build=lambda f, a: Commitment(fund_id=f.id, side=a["side"], name=a["name"], amount=a["amount"]),
        ),
        Part(
            key="close", title=Text("결성", "Close"), model=Close, check=_check_close,
            fields=lambda _f: (_on(Text("결성일", "Day")), _amount(Text("이번에 더한 금액", "Sum added")), NOTE),
            build=lambda f, a: Close(fund_id=f.id, on=day_of(a["on"]), amount=a["amount"], note=a.get("note") or ""),
        ),
        Part(
            key="call", title=Text("납입", "Capital call"), model=CapitalCall, check=_check_call,
            fields=lambda _f: (_on(Text("납입일", "Day")), _amount(Text("납입액", "Paid in")), NOTE),
            build=lambda f, a: CapitalCall(fund_id=f.id, on=day_of(a["on"]), amount=a["amount"], note=a.get("note") or ""),
        ),
        Part(key="investment", title=Text("투자", "Investment"), model=Investment, check=_check_investment, fields=_investment_fields, build=_build_investment),
        Part(
            key="valuation", title=Text("평가", "Valuation"), model=Valuation, check=_check_valuation,
            fields=lambda f: (_pick(f), _on(Text("평가일", "Day")), Field(key="won", label=Text("평가액", "Value"), type="money", required=True, unit=WON)),
            build=lambda f, a: Valuation(fund_id=f.id, investment_id=int(a["investment"]), on=day_of(a["on"]), won=a["won"]),
        ),
        Part(
            key="back", title=Text("회수", "Money back"), model=MoneyBack, check=_check_back,
            fields=lambda f: (
                _pick(f), _on(Text("회수일", "Day")), Field(key="won", label=Text("회수액", "Sum"), type="money", required=True, unit=WON),
                Field(key="exits", label=Text("이것으로 회수를 마쳤나요?", "Is the exit complete?"), type="yesno", required=True),
            ),
            build=lambda f, a: MoneyBack(fund_id=f.id, investment_id=int(a["investment"]), on=day_of(a["on"]), won=a["won"], exits=a["exits"] == "yes"),
        ),
        Part(
            key="statement", title=Text("공표된 실적", "Published figures"), model=Statement, check=_none,
            fields=lambda _f: (
                _on(Text("기준일", "As of")), Field(key="investments", label=Text("투자건수", "Investments"), type="integer"),
                Field(key="won", label=Text("투자액", "Invested"), type="money", unit=WON),
                Field(key="source", label=Text("출처", "Source"), required=True, longest=500),
            ),
            build=lambda f, a: Statement(fund_id=f.id, on=day_of(a["on"]), investments=a.get("investments"), won=a.get("won"), source=a["source"]),
        ),
    )
}  # fmt: skip

__all__ = ["CURRENCIES", "FUND_FIELDS", "PARTS", "RATE_FIELDS", "SIDES", "Part", "day_of"]
