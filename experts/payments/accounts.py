"""Experts' accounts: the one in force, masked as it is shown, sealed as it is kept.

Opens a seal only when asked to show it.
"""

from collections.abc import Mapping

from sqlalchemy import select

from experts.models import Expert
from experts.payments import bank, seal
from experts.payments.models import ExpertAccount
from portal.core import clock, countries
from portal.core.db import db, lock_row
from portal.core.schema import Field, When
from portal.core.text import Text

SEALED = ("holder", "bank", "bic", "number")
CURRENCIES = {
    "KRW": Text("원(KRW)", "Korean won (KRW)"),
    "USD": Text("미국 달러(USD)", "US dollar (USD)"),
    "EUR": Text("유로(EUR)", "Euro (EUR)"),
    "GBP": Text("영국 파운드(GBP)", "Pound sterling (GBP)"),
    "JPY": Text("엔(JPY)", "Yen (JPY)"),
    "CNY": Text("위안(CNY)", "Yuan (CNY)"),
    "CHF": Text("스위스 프랑(CHF)", "Swiss franc (CHF)"),
    "SGD": Text("싱가포르 달러(SGD)", "Singapore dollar (SGD)"),
    "AED": Text("디르함(AED)", "Dirham (AED)"),
    "SAR": Text("리얄(SAR)", "Riyal (SAR)"),
    "VND": Text("동(VND)", "Dong (VND)"),
    "THB": Text("밧(THB)", "Baht (THB)"),
    "IDR": Text("루피아(IDR)", "Rupiah (IDR)"),
    "KZT": Text("텡게(KZT)", "Tenge (KZT)"),
    "MNT": Text("투그릭(MNT)", "Tugrik (MNT)"),
}


def countries_of_banks() -> dict[str, Text]:
    """Korea first, then every country by its Korean name."""
    named = {c.iso2: c.name for c in countries.all_countries() if c.iso2 != countries.KOREA}
    rest = dict(sorted(named.items(), key=lambda pair: pair[1].ko))
    return {countries.KOREA: Text("대한민국", "Republic of Korea"), **rest}


def _abroad() -> tuple[str, ...]:
    return tuple(c for c in countries_of_banks() if c != countries.KOREA)


def fields() -> tuple[Field, ...]:
    """What the form of an account asks."""
    return (
        Field(
            key="country",
            label=Text("은행이 있는 나라", "Country of the bank"),
            type="choice",
            choices=countries_of_banks,
            required=True,
        ),
        Field(key="currency", label=Text("받을 통화", "Currency"), type="choice", choices=CURRENCIES, required=True),
        Field(
            key="holder",
            label=Text("예금주", "Account holder"),
            required=True,
            longest=100,
            personal=True,
            hint=Text("통장에 적힌 그대로 적어 주세요.", "As the bank has it."),
        ),
        Field(key="bank", label=Text("은행", "Bank"), required=True, longest=100, personal=True),
        Field(
            key="bic",
            label=Text("SWIFT/BIC", "SWIFT/BIC"),
            required=True,
            longest=14,
            personal=True,
            show_if=When("country", _abroad()),
        ),
        Field(
            key="number",
            label=Text("계좌번호 또는 IBAN", "Account number or IBAN"),
            required=True,
            longest=50,
            personal=True,
        ),
    )


def faults(answers: Mapping[str, str | None]) -> dict[str, Text]:
    """What cannot be right, by field."""
    country, currency = str(answers.get("country") or ""), str(answers.get("currency") or "")
    found: dict[str, Text] = {}
    if answers.get("number") and (problem := bank.number_fault(country, str(answers["number"]))):
        found["number"] = problem
    if country != countries.KOREA and answers.get("bic") and (problem := bank.bic_fault(country, str(answers["bic"]))):
        found["bic"] = problem
    if country == countries.KOREA and currency not in ("", "KRW"):
        found["currency"] = Text("국내 계좌에는 원화로 보냅니다.", "Accounts in Korea are paid in won.")
    if country not in ("", countries.KOREA) and currency == "KRW":
        found["currency"] = Text(
            "해외 계좌는 받을 외화를 골라 주세요.", "Choose the currency that an account abroad takes."
        )
    return found


def account_of(expert_id: int) -> ExpertAccount | None:
    """The account in force."""
    wanted = select(ExpertAccount).where(ExpertAccount.expert_id == expert_id, ExpertAccount.ended_at.is_(None))
    return db.session.scalar(wanted.order_by(ExpertAccount.id.desc()).limit(1))


def keep_account(expert: Expert, answers: Mapping[str, str | None]) -> ExpertAccount:
    """Seal a new account and blank what it replaces. `answers` have no faults."""
    lock_row(expert)
    for old in db.session.scalars(
        select(ExpertAccount).where(ExpertAccount.expert_id == expert.id, ExpertAccount.ended_at.is_(None))
    ):
        old.sealed, old.ended_at = "", clock.now()
    said = {key: str(answers.get(key) or "").strip() for key in SEALED}
    said |= {"number": bank.bare(said["number"]), "bic": bank.bare(said["bic"])}
    made = ExpertAccount(
        expert_id=expert.id,
        sealed=seal.sealed(said),
        last4=said["number"][-4:],
        country=str(answers["country"]),
        currency=str(answers["currency"]),
    )
    db.session.add(made)
    db.session.flush()
    return made


def masked(account: ExpertAccount) -> Text:
    """'대한민국 · KRW · ••••1234': all that is shown of an account anywhere."""
    last = f"{account.currency} · ••••{account.last4}"
    return Text(
        f"{countries.name(account.country, 'ko')} · {last}", f"{countries.name(account.country, 'en')} · {last}"
    )
