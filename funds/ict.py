"""What the packages, pilots and money part of the domain shows the shell; `funds.module` takes these lists into its own."""

from dataclasses import replace

from funds import strategy_files  # noqa: F401  (its views stand on the blueprint of the strategy pages)
from funds.money import bp as money_pages
from funds.money_sheet import FUNDS_SHEET
from funds.strategy import bp as strategy_pages
from funds.strategy_panels import PANELS as STRATEGY_PANELS
from portal.core.module import MenuEntry, Module
from portal.core.text import Text

BLUEPRINTS = (strategy_pages, money_pages)
KINDS = ()
MENU = (
    MenuEntry(
        label=Text("중점전략국", "Strategy countries"),
        endpoint="strategy.index",
        roles=frozenset({"officer", "ministry"}),
        order=60,
    ),
    MenuEntry(label=Text("펀드", "Funds"), endpoint="money.index", roles=frozenset({"officer", "ministry"}), order=64),
)
SHEETS = (FUNDS_SHEET,)
COUNTRY_PANELS = STRATEGY_PANELS


def with_ict(module: Module) -> Module:
    """The domain's module with these parts in it."""
    return replace(
        module,
        kinds=(*module.kinds, *KINDS),
        blueprints=(*module.blueprints, *BLUEPRINTS),
        menu=(*module.menu, *MENU),
        sheets=(*module.sheets, *SHEETS),
        country_panels=(*module.country_panels, *COUNTRY_PANELS),
    )
