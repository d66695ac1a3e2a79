"""The published funds, from `funds-published.json` with nothing added to what the sources say,
and beside them one fictional fund.
"""

import json
from datetime import date
from decimal import Decimal
from importlib import resources

from funds.finance.register.models import (
    CapitalCall,
    Close,
    Commitment,
    ExchangeRate,
    Fund,
    Investment,
    MoneyBack,
    Statement,
    SurveyedPlans,
    Valuation,
)
from portal.core.db import db


def load_published_funds() -> list[Fund]:
    """Enter the published funds with their sources."""
    rows = json.loads((resources.files("funds.demo") / "funds-published.json").read_text("utf-8"))
    made = []
    for row in rows:
        fund = Fund(
            name=row["name"],
            name_en=row["name_en"],
            size=row["size"],
            managers=row["managers"],
            period=row["period"],
            begins_on=date.fromisoformat(row["begins_on"]),
            ends_on=date.fromisoformat(row["ends_on"]) if row["ends_on"] else None,
            expands=row["expands"],
            published=True,
            source=row["source"],
            note=row["note"],
            commitments=[Commitment(side=side, name=name, amount=amount) for side, name, amount in row["commitments"]],
            statements=[
                Statement(on=date.fromisoformat(on), investments=n, won=won, source=source)
                for on, n, won, source in row["statements"]
            ],
        )
        db.session.add(fund)
        made.append(fund)
    db.session.flush()
    return made


def fictional_fund(filing: str) -> Fund:
    """A fund with a whole life, so that use, multiple and rate of return are seen;
    `filing` is the number it invested for.
    """
    fund = Fund(
        name="가상 해외진출 시연펀드",
        name_en="Fictional expansion fund",
        size=20_000_000_000,
        managers="가상인베스트먼트",
        period="2022.3~2027.3",
        begins_on=date(2022, 3, 1),
        ends_on=date(2027, 3, 31),
        expands=True,
        source="시연용 가상 자료",
        note="실제 펀드가 아닙니다.",
    )
    fund.commitments += [
        Commitment(side="ministry", name="보건복지부(가상)", amount=6_000_000_000),
        Commitment(side="other", name="가상은행", amount=14_000_000_000),
    ]
    fund.closes += [
        Close(on=date(2022, 3, 1), amount=14_000_000_000, note="1차"),
        Close(on=date(2022, 9, 1), amount=20_000_000_000, note="최종"),
    ]
    fund.calls += [
        CapitalCall(on=date(2022, 4, 1), amount=6_000_000_000),
        CapitalCall(on=date(2023, 4, 3), amount=5_000_000_000),
    ]
    rate = ExchangeRate(currency="USD", on=date(2023, 5, 15), rate=Decimal("1330.0000"), source="시연용 가상 환율")
    db.session.add_all([fund, rate])
    first = Investment(
        investee="가상글로벌의료",
        country="VN",
        certificate_no=filing,
        main_purpose=True,
        on=date(2022, 5, 10),
        amount=Decimal(4_500_000_000),
        won=4_500_000_000,
    )
    second = Investment(
        investee="Fictional Care Inc.",
        country="US",
        main_purpose=True,
        on=rate.on,
        currency="USD",
        amount=Decimal(3_000_000),
        rate=rate.rate,
        rate_on=rate.on,
        won=3_990_000_000,
    )
    fund.investments += [first, second]
    db.session.flush()
    fund.valuations.append(Valuation(investment_id=second.id, on=date(2025, 12, 31), won=5_200_000_000))
    fund.returned += [
        MoneyBack(investment_id=first.id, on=date(2024, 6, 28), won=900_000_000),
        MoneyBack(investment_id=first.id, on=date(2025, 11, 28), won=5_700_000_000, exits=True),
    ]
    db.session.flush()
    return fund


def fictional_survey(day: date) -> None:
    """What a survey of last year might have said of planned investment."""
    year = day.year - 1
    rows = [
        ["VN", year + 1, 6, 8_400_000_000],
        ["VN", year + 2, 3, 5_000_000_000],
        ["UZ", year + 1, 4, 2_600_000_000],
        ["MN", year + 2, 2, 900_000_000],
    ]
    db.session.add(SurveyedPlans(survey_year=year, on=day, source="시연용 가상 실태조사", rows=rows))
