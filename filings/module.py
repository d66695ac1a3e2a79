"""What the filings domain shows the shell."""

from filings import filer_change, filer_draft, filer_submit  # noqa: F401  (their views stand on the same blueprint)
from filings.filer import bp as filer_pages
from filings.kinds.change import change
from filings.kinds.overseas import filing
from filings.sheets import SHEETS, yearly_growth
from filings.statistics import first_year
from portal.core.module import MenuEntry, Module
from portal.core.text import Text

module = Module(
    name="filings",
    kinds=(filing, change),
    blueprints=(filer_pages,),
    menu=(
        MenuEntry(label=Text("내 신고", "My filings"), endpoint="filings.mine", roles=frozenset({"member"}), order=10),
    ),
    sheets=SHEETS,
    facts={"first_filing_year": first_year, "yearly_growth": yearly_growth},
)
