"""The statement of a year as a worksheet: what an expert was paid, line by line. No account, no tax."""

from experts.models import Expert
from experts.payments import papers
from experts.payments.rates import UNITS
from portal.core.worksheets import DAY, TEXT, WHOLE, Column, Sheet


def yearly_sheet(expert: Expert, year: int) -> Sheet:
    """A row an entry of time: pay day, payment, consultation, day worked, hours, rate with its version, won,
    foreign currency.
    """
    rows = [
        [
            case.paid_on,
            case.number,
            case.consultation.number,
            line.on,
            line.time.counted / 60,
            line.rate.amount if line.rate else None,
            UNITS[line.rate.unit].ko if line.rate else "",
            f"제{line.rate.version}판" if line.rate else "",
            line.amount,
            case.approval_no,
            papers.foreign_words(case).ko if case.foreign_amount is not None else "",
        ]
        for case in papers.paid_in(expert.id, year)
        for line in case.lines
    ]
    total = [None, "합계", "", None, sum(r[4] for r in rows), None, "", "", sum(r[8] or 0 for r in rows), "", ""]  # type: ignore[misc]
    return Sheet(
        tab=f"{year}년 지급",
        table="payments",
        title=f"{year}년 자문료 지급 내역",
        note=f"{expert.name} ({expert.certificate_no}). {papers.NO_TAX.ko}",
        columns=[
            Column("지급일", DAY),
            Column("번호", TEXT),
            Column("자문", TEXT),
            Column("일한 날", DAY),
            Column("시간", "0.00"),
            Column("단가(원)", WHOLE),
            Column("단위", TEXT),
            Column("단가 판", TEXT),
            Column("금액(원)", WHOLE),
            Column("결재번호", TEXT),
            Column("외화(지급 전체)", TEXT),
        ],
        rows=rows,
        totals=total,
    )
