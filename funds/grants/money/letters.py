"""The grant decision as a paper (교부결정서), and the form of every letter on grant money. Data in, bytes out."""

from typing import Any

from funds.grants.models import Grant
from funds.grants.money import queries as q
from funds.grants.money.budget import by_source
from funds.selection.programmes.declaration import SOURCES
from portal.core import papers
from portal.core.demo import is_demo
from portal.core.text import Text
from portal.core.web import shown_day

ISSUER = Text("보건복지부장관", "Minister of Health and Welfare")
HOUSE = Text("보건복지부", "Ministry of Health and Welfare")
GRANTED_BY = Text("「보조금 관리에 관한 법률」 제17조, 제18조", "Subsidy Management Act, Art. 17 and 18")


def won(amount: int, language: str) -> str:
    """A sum as letters write it."""
    return f"KRW {amount:,}" if language == "en" else f"{amount:,}원"


def paper(language: str, **data: Any) -> bytes:
    """The ministry's letter with these data."""
    mark = ("SAMPLE" if language == "en" else "견본") if is_demo() else ""
    return papers.pdf(
        "letter", {"lang": language, "issuer": ISSUER.in_(language), "house": HOUSE.in_(language), "mark": mark, **data}
    )


def decision(grant: Grant, language: str) -> bytes:
    """교부결정서: the sum, the period, the budget by source, the conditions."""
    award = grant.award
    sums = by_source(q.cells(grant.lines))
    period = f"{shown_day(grant.begins_on, language)} – {shown_day(grant.ends_on, language)}"
    facts = [
        [Text("보조사업자", "Recipient").in_(language), award.holder],
        [Text("사업 기간", "Period of the work").in_(language), period],
        [Text("교부액", "Grant").in_(language), won(grant.amount, language)],
        *([SOURCES[s].in_(language), won(amount, language)] for s, amount in sums.items() if s != "state"),
        [Text("정산보고 기한", "Settlement due").in_(language), shown_day(q.report_due(grant), language)],
    ]
    lead = Text(
        "아래와 같이 보조금의 교부를 결정합니다. 예산은 오늘의 것이며 변경되면 포털의 예산을 따릅니다.",
        "A grant is decided as below. The budget is that of today; changes are shown in the portal.",
    )
    return paper(
        language,
        number=f"{award.number}-{grant.year_no}",
        dated=grant.decided_on.isoformat(),
        recipient=award.holder,
        title=Text("보조금 교부결정서", "Grant decision").in_(language),
        body=[lead.in_(language), *grant.conditions.splitlines()],
        facts=facts,
        basis=[GRANTED_BY.in_(language)],
    )
