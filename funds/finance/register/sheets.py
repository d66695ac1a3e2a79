"""Sheet 18 of the annual report: the funds as of its day. A figure that nobody published stays empty."""

from decimal import Decimal
from typing import Any

from funds.finance.register.queries import HUNDRED_MILLION, all_funds, standing
from portal.core.tables import AsOf, Heading, ReportTable, Table, rounded
from portal.core.text import Text


def _hundred_millions(won: int | None) -> Decimal | None:
    return rounded(Decimal(won) / HUNDRED_MILLION) if won is not None else None


def funds_table(as_of: AsOf) -> Table:
    rows: list[list[Any]] = []
    for fund in all_funds(as_of.day):
        at = standing(fund, as_of.day)
        rows.append(
            [
                fund.name,
                _hundred_millions(fund.size),
                _hundred_millions(at.ministry),
                fund.period,
                at.count,
                _hundred_millions(at.invested),
                at.use.percent if at.use else None,
            ]
        )
    headings = [
        Heading(Text("펀드", "Fund"), "text", 34),
        Heading(Text("결성액(억원)", "Size (100 million won)"), "share"),
        Heading(Text("정부출자", "Ministry's share"), "share"),
        Heading(Text("투자기간", "Investment period"), "text", 20),
        Heading(Text("투자건수", "Investments")),
        Heading(Text("투자액", "Invested"), "share"),
        Heading(Text("소진율(%)", "Used (%)"), "share"),
    ]
    note = Text(
        "소진율 = 투자액 ÷ 결성액. 공표되지 않은 값은 비워 둡니다. 출처는 펀드 등록부의 각 펀드에 있습니다.",
        "Used = invested ÷ size. What was not published stays empty. Sources stand with each fund in the register of funds.",
    )
    return Table(headings, rows, None, [note] if rows else [])


FUNDS_SHEET = ReportTable(
    number=18, key="funds", title=Text("펀드", "Funds"),
    counts=Text(
        "기준일까지 결성된 펀드. 정부출자와 투자액은 억원입니다.",
        "Funds begun by the as-of day; ministry's share and investments in 100 million won.",
    ),
    build=funds_table,
)  # fmt: skip
