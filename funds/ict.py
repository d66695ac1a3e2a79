"""What the packages, pilots and money part of the domain shows the shell; `funds.module` takes these lists into its own."""

from dataclasses import replace

from funds import pilot_months, strategy_files, strategy_naming  # noqa: F401  (their views stand on the blueprints of their pages)
from funds.credit_pages import bp as credit_pages
from funds.finance import bp as finance_pages
from funds.ict_demo import play_ict
from funds.kinds.finance import finance_confirmation
from funds.kinds.pilot import pilot
from funds.money import bp as money_pages
from funds.money_sheet import FUNDS_SHEET
from funds.packages import PANEL as PACKAGES_PANEL
from funds.packages import bp as package_pages
from funds.piloting import close_once_told, open_from_award, second_year_is_the_pilots
from funds.pilots import bp as pilot_pages
from funds.strategy import bp as strategy_pages
from funds.strategy_panels import PANELS as STRATEGY_PANELS
from portal.core.db import db
from portal.core.demo import Cast
from portal.core.module import MenuEntry, Module
from portal.core.text import Text

BLUEPRINTS = (strategy_pages, package_pages, pilot_pages, money_pages, finance_pages, credit_pages)
KINDS = (pilot, finance_confirmation)
OFFICE = frozenset({"officer", "ministry"})
MENU = (
    MenuEntry(label=Text("ICT 진출", "ICT abroad"), endpoint="packages.index", order=60),
    MenuEntry(label=Text("펀드·금융", "Funds and finance"), endpoint="money.index", roles=OFFICE, order=64),
    MenuEntry(
        label=Text("정책금융", "Policy finance"), endpoint="finance.index", roles=frozenset({"member"}), order=65
    ),
)
"""Two entries; the rooms behind each stand in its tabs."""
SHEETS = (FUNDS_SHEET,)
COUNTRY_PANELS = (*STRATEGY_PANELS, PACKAGES_PANEL)
LISTENS = {
    "award.given": (open_from_award,),
    "award.continued": (second_year_is_the_pilots,),
    "pilot.results_told": (close_once_told,),
}


def with_ict(module: Module) -> Module:
    """The domain's module with these parts in it."""

    def play(cast: Cast) -> None:
        if module.demo is not None:
            module.demo(cast)
            db.session.commit()
        play_ict(cast)

    return replace(
        module,
        kinds=(*module.kinds, *KINDS),
        blueprints=(*module.blueprints, *BLUEPRINTS),
        menu=(*module.menu, *MENU),
        sheets=(*module.sheets, *SHEETS),
        country_panels=(*module.country_panels, *COUNTRY_PANELS),
        demo=play,
        listens={
            event: (*module.listens.get(event, ()), *LISTENS.get(event, ())) for event in {*module.listens, *LISTENS}
        },
    )
