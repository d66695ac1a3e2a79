"""Papers of experts' fees as PDF: statement of a payment, certificate of activity, statement of a year.

Data in, bytes out.
The account stands on them by its last four signs alone; no tax is computed, and every paper of money says so.
"""

from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from flask import current_app
from sqlalchemy import func, select

from experts import terms
from experts.consulting import hours
from experts.consulting.models import WorkedTime
from experts.models import Consultation, Expert
from experts.payments import accounts
from experts.payments.models import FeeLine, FeePayment, IssuedPaper
from experts.payments.rates import ROLES, SAMPLE, UNITS
from experts.pool.certificate import ISSUER
from portal.core import clock, codes, papers, records
from portal.core.db import db
from portal.core.demo import is_demo
from portal.core.text import Text
from portal.core.web import shown_day

NO_TAX = Text(
    "세금을 떼기 전 금액입니다. 포털은 세금을 계산하지 않습니다.",
    "Amounts are before tax. The portal computes no tax.",
)
SAMPLED = Text("예시(비공식) 단가로 산출한 금액입니다.", "Reckoned at sample rates, which are not official.")
SPECIMEN = Text("견본", "SAMPLE")


def statement(case: FeePayment, language: str) -> bytes:
    """자문료 지급 내역서 of a paid payment, with every line: day, hours, rate, version."""
    assert case.code is not None
    rows = [_line_row(line, language) for line in case.lines]
    facts = [
        *_person(case.expert, language),
        [_say(language, "자문", "Consultation"), _about(case.consultation, language)],
        [_say(language, "단가 구분", "Rate of"), ROLES[case.role].in_(language)],
        [_say(language, "결재번호", "Approval number"), case.approval_no],
        [_say(language, "지급일", "Paid on"), shown_day(case.paid_on, language)],
        [_say(language, "지급 계좌", "Paid to"), accounts.masked(case.account).in_(language) if case.account else ""],
        [_say(language, "지급액", "Amount"), _won(case.amount or 0, language)],
    ]
    if case.foreign_amount is not None:
        facts.append([_say(language, "외화 지급액", "In foreign currency"), foreign_words(case).in_(language)])
    notes = [NO_TAX.in_(language)]
    if any(line.rate and line.rate.sample for line in case.lines):
        notes.append(SAMPLED.in_(language))
    heading = [
        _say(language, *pair)
        for pair in (
            ("날짜", "Day"),
            ("한 일", "Work"),
            ("시간", "Hours"),
            ("단가(원)", "Rate (KRW)"),
            ("금액(원)", "Amount (KRW)"),
        )
    ]
    total = [_say(language, "합계", "Total"), "", hours.hours(case.minutes), "", f"{case.amount or 0:,}"]
    return papers.pdf(
        "statement",
        _frame(language)
        | {
            "title": _say(language, "자문료 지급 내역서", "Statement of Payment"),
            "number": case.number,
            "dated": case.paid_on.isoformat() if case.paid_on else "",
            "recipient": case.expert.name,
            "facts": facts,
            "tables": [
                {
                    "title": _say(language, "산출 내역", "How it was reckoned"),
                    "heading": heading,
                    "rows": rows,
                    "numeric": [2, 4],
                    "wide": [1],
                    "total": total,
                }
            ],
            "notes": notes,
        }
        | _check(str(case.number), case.code),
    )


def _line_row(line: FeeLine, language: str) -> list[str]:
    assert line.rate is not None
    per, nth = UNITS[line.rate.unit].in_(language), line.rate.version
    rate = _say(language, f"{line.rate.amount:,}/{per} (제{nth}판)", f"{line.rate.amount:,} an {per} (version {nth})")
    return [shown_day(line.on, language), line.time.what, hours.hours(line.time.counted), rate, f"{line.amount or 0:,}"]


def foreign_words(case: FeePayment) -> Text:
    """'USD 1,083.27 (1 USD = 1,385.2원, 2026-11-20, source)': the other currency with rate, day and source."""
    rate = f"{(case.fx_rate or Decimal(0)).normalize():,f}"
    said = {
        "c": case.currency,
        "a": f"{case.foreign_amount.normalize():,f}" if case.foreign_amount is not None else "",
        "r": rate,
        "d": case.fx_on.isoformat() if case.fx_on else "",
        "s": case.fx_source,
    }
    if case.foreign_amount is not None:
        said["a"] = f"{case.foreign_amount:,.{_places(case.currency)}f}"
    return Text("{c} {a} (1 {c} = {r}원, {d}, {s})", "{c} {a} (1 {c} = {r} KRW, {d}, {s})").format(**said)


def _places(currency: str) -> int:
    from babel.numbers import get_currency_precision

    return get_currency_precision(currency)


# ---- the certificate of activity ----------------------------------------------------------------------------------------


def issue_activity(expert: Expert, first: date, last: date, by_id: int | None) -> IssuedPaper | None:
    """활동 확인서 over a time (both days included), what it says frozen; None where nothing was done in it."""
    done = activity(expert, first, last)
    if not done:
        return None
    today = clock.today()
    number = records.next_number(f"GHKOL-activity-{today.year}")
    made = IssuedPaper(
        number=f"GA-{today.year}-{number:06d}",
        code=codes.new_code(),
        expert_id=expert.id,
        first=first,
        last=last,
        says={"rows": done, "minutes": sum(row["minutes"] for row in done)},
        issued_on=today,
        by_id=by_id,
    )
    db.session.add(made)
    db.session.flush()
    return made


def activity(expert: Expert, first: date, last: date) -> list[dict[str, Any]]:
    """Consultations with confirmed hours in the time: number, depth, fields, countries, minutes. No client is named."""
    counted = func.sum(func.coalesce(WorkedTime.settled, WorkedTime.minutes))
    within = select(WorkedTime.case_id, counted).where(
        WorkedTime.expert_id == expert.id,
        WorkedTime.confirmed_at.is_not(None),
        WorkedTime.on >= first,
        WorkedTime.on <= last,
    )
    minutes = {case_id: int(n) for case_id, n in db.session.execute(within.group_by(WorkedTime.case_id)) if n}
    cases = db.session.scalars(select(Consultation).where(Consultation.id.in_(minutes)).order_by(Consultation.id))
    return [
        {
            "number": c.number,
            "depth": c.depth,
            "fields": list(c.fields),
            "countries": list(c.countries),
            "minutes": minutes[c.id],
        }
        for c in cases
    ]


def activity_pdf(issued: IssuedPaper, language: str) -> bytes:
    rows = [
        [
            row["number"],
            terms.DEPTHS[row["depth"]].in_(language),
            terms.named(terms.fields(), row["fields"]).in_(language),
            terms.named(terms.places(), row["countries"]).in_(language) or "–",
            hours.hours(row["minutes"]),
        ]
        for row in issued.says["rows"]
    ]
    expert, period = issued.expert, f"{shown_day(issued.first, language)} – {shown_day(issued.last, language)}"
    heading = [
        _say(language, *pair)
        for pair in (
            ("자문 번호", "Number"),
            ("종류", "Kind"),
            ("분야", "Fields"),
            ("국가", "Countries"),
            ("시간", "Hours"),
        )
    ]
    body = _say(
        language,
        "위 사람은 국제의료사업 전문위원(GHKOL)으로서 아래와 같이 자문을 수행하였음을 확인합니다.",
        "This confirms that the person named above advised as a GHKOL expert as follows.",
    )
    return papers.pdf(
        "statement",
        _frame(language)
        | {
            "title": _say(language, "활동 확인서", "Certificate of Activity"),
            "number": issued.number,
            "dated": issued.issued_on.isoformat(),
            "recipient": expert.name,
            "facts": [*_person(expert, language), [_say(language, "활동 기간", "Period"), period]],
            "certified": body,
            "tables": [
                {
                    "title": "",
                    "heading": heading,
                    "rows": rows,
                    "numeric": [4],
                    "wide": [2],
                    "total": [_say(language, "합계", "Total"), "", "", "", hours.hours(issued.says["minutes"])],
                }
            ],
            "notes": [
                _say(
                    language,
                    "의뢰 기관의 이름은 비밀유지 서약에 따라 적지 않습니다.",
                    "Clients are not named: they are confidential.",
                )
            ],
        }
        | _check(issued.number, issued.code),
    )


# ---- the statement of a year --------------------------------------------------------------------------------------------


def paid_in(expert_id: int, year: int) -> list[FeePayment]:
    """What an expert was paid in a year, by day."""
    wanted = select(FeePayment).where(
        FeePayment.expert_id == expert_id,
        FeePayment.state == "paid",
        FeePayment.paid_on >= date(year, 1, 1),
        FeePayment.paid_on <= date(year, 12, 31),
    )
    return list(db.session.scalars(wanted.order_by(FeePayment.paid_on, FeePayment.id)))


def yearly_pdf(expert: Expert, year: int, language: str) -> bytes:
    """연간 지급 내역서."""
    cases = paid_in(expert.id, year)
    heading = [
        _say(language, *pair)
        for pair in (
            ("지급일", "Paid on"),
            ("번호", "Number"),
            ("자문", "Consultation"),
            ("시간", "Hours"),
            ("금액(원)", "Amount (KRW)"),
            ("외화", "Foreign currency"),
        )
    ]
    rows = [
        [
            shown_day(c.paid_on, language),
            c.number,
            c.consultation.number,
            hours.hours(c.minutes),
            f"{c.amount or 0:,}",
            f"{c.currency} {c.foreign_amount:,.{_places(c.currency)}f}" if c.foreign_amount is not None else "–",
        ]
        for c in cases
    ]
    total = [
        _say(language, "합계", "Total"),
        "",
        "",
        hours.hours(sum(c.minutes for c in cases)),
        f"{sum(c.amount or 0 for c in cases):,}",
        "",
    ]
    notes = [NO_TAX.in_(language)]
    if any(line.rate and line.rate.sample for c in cases for line in c.lines):
        notes.append(SAMPLED.in_(language))
    return papers.pdf(
        "statement",
        _frame(language)
        | {
            "title": _say(language, f"{year}년 자문료 지급 내역서", f"Statement of Payments, {year}"),
            "dated": clock.today().isoformat(),
            "recipient": expert.name,
            "facts": _person(expert, language),
            "tables": [{"title": "", "heading": heading, "rows": rows, "numeric": [3, 4], "wide": [2], "total": total}],
            "notes": notes,
        },
    )


# ---- what they share ----------------------------------------------------------------------------------------------------


def _say(language: str, ko: str, en: str) -> str:
    return en if language == "en" else ko


def _won(amount: int, language: str) -> str:
    return _say(language, f"{amount:,}원", f"KRW {amount:,}")


def _frame(language: str) -> dict[str, Any]:
    return {
        "lang": language,
        "issuer": ISSUER.in_(language),
        "house": _say(language, "한국보건산업진흥원", "Korea Health Industry Development Institute"),
        "mark": SPECIMEN.in_(language) if is_demo() else "",
    }


def _person(expert: Expert, language: str) -> list[list[str]]:
    name = (expert.name_en or expert.name) if language == "en" else expert.name
    return [
        [_say(language, "성명", "Name"), name],
        [_say(language, "소속", "Affiliation"), expert.affiliation],
        [_say(language, "위촉번호", "Certificate of appointment"), expert.certificate_no],
    ]


def _about(case: Consultation, language: str) -> str:
    return f"{case.number} · {terms.DEPTHS[case.depth].in_(language)} · {terms.named(terms.fields(), case.fields).in_(language)}"


def _check(number: str, code: str) -> dict[str, str]:
    address = f"{current_app.config['BASE_URL']}/certificates/experts"
    asked = urlencode({"number": number, "code": code})
    return {"qr": papers.qr_svg(f"{address}?{asked}"), "verify_url": address, "verify_code": codes.shown_code(code)}


__all__ = ["NO_TAX", "SAMPLE", "activity_pdf", "foreign_words", "issue_activity", "paid_in", "statement", "yearly_pdf"]
