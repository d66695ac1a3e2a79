"""The shell's home: what each role sees first, one worklist over all kinds, and the generic pages of any case.

Knows cases, kinds and modules, never a domain.
"""

from portal.core.module import MenuEntry, Module
from portal.core.text import Text
from portal.shell.home import calculator, cases, index, notices, worklist
from portal.shell.home.blueprint import home

__all__ = ["calculator", "cases", "index", "notices", "shell", "worklist"]

shell = Module(
    name="home",
    blueprints=(home,),
    menu=(
        MenuEntry(
            label=Text("업무 목록", "Worklist"),
            endpoint="home.worklist",
            roles=frozenset({"officer", "ministry"}),
            order=10,
        ),
        MenuEntry(label=Text("기한 계산", "Reckon a due day"), endpoint="home.calculator", group="filings", order=90),
    ),
)
