"""The annual report: workbook, figures, frozen snapshots. It reads declared tables and knows no domain."""

from portal.core.module import MenuEntry, Module
from portal.core.text import Text
from portal.shell.reports.commands import report_commands
from portal.shell.reports.pages import reports

shell = Module(
    name="reports",
    blueprints=(reports,),
    commands=(report_commands,),
    menu=(
        MenuEntry(
            label=Text("통계·보고", "Reports"),
            endpoint="reports.index",
            roles=frozenset({"officer", "ministry"}),
            group="statistics",
            order=70,
        ),
    ),
)
