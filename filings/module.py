"""What the filings domain shows the shell: the roof of its rooms, it only collects."""

from filings.certificates.editions import owns_certificate
from filings.certificates.pages import bp as public_pages
from filings.change.kind import change
from filings.demo import demo
from filings.desk import register
from filings.desk.pages import bp as desk_pages
from filings.desk.panels import PANELS as DESK_PANELS
from filings.filing.kind import filing
from filings.noted import NOTED
from filings.owner import changes, sections, submission
from filings.owner.pages import bp as filer_pages
from filings.owner.panels import PANELS as OWNER_PANELS
from filings.periods import PERIODS
from filings.register.commands import register_commands
from filings.register.pages import bp as register_pages
from filings.statistics.counts import by_country, first_year, planned_investment
from filings.statistics.facts import filing_with, filings_of, organisations_with_filings
from filings.statistics.panels import COUNTRY_PANELS
from filings.statistics.sheets import SHEETS
from filings.statistics.tables import yearly_growth
from portal.core.module import MenuEntry, Module
from portal.core.text import Text

module = Module(
    name="filings",
    noted=NOTED,
    kinds=(filing, change),
    periods=PERIODS,
    blueprints=(
        filer_pages,
        desk_pages,
        public_pages,
        register_pages,
    ),
    views=(changes, sections, submission, register),
    menu=(
        MenuEntry(
            label=Text("신고대장", "Register"),
            endpoint="filings_desk.register",
            roles=frozenset({"officer", "ministry"}),
            group="filings",
            order=20,
            under=("/desk/filings",),
        ),
        MenuEntry(
            label=Text("내 신고", "My filings"),
            endpoint="filings.mine",
            roles=frozenset({"member"}),
            group="filings",
            order=10,
        ),
        MenuEntry(
            label=Text("신고대장 가져오기", "Import the register"),
            endpoint="register.index",
            roles=frozenset({"officer", "ministry"}),
            group="admin",
            order=60,
        ),
        MenuEntry(label=Text("진위확인", "Verify"), endpoint="certificates.verify", group="filings", order=80),
    ),
    demo=demo,
    home_panels=(*OWNER_PANELS, *DESK_PANELS),
    country_panels=COUNTRY_PANELS,
    sheets=SHEETS,
    commands=(register_commands,),
    facts={
        "filings_of": filings_of,
        "organisations_with_filings": organisations_with_filings,
        "first_filing_year": first_year,
        "yearly_growth": yearly_growth,
        "owns_certificate": owns_certificate,
        "filings_by_country": by_country,
        "planned_investment": planned_investment,
        "filing_with": filing_with,
    },
)
