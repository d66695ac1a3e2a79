"""What the filings domain shows the shell."""

from filings.kinds.change import change
from filings.kinds.overseas import filing
from filings.sheets import SHEETS, yearly_growth
from filings.statistics import first_year
from portal.core.module import Module

module = Module(
    name="filings",
    kinds=(filing, change),
    sheets=SHEETS,
    facts={"first_filing_year": first_year, "yearly_growth": yearly_growth},
)
