"""The periods of a filing's procedure that rule sets say, beside the two that the kernel reckons. Declarations only."""

from portal.core.periods import Period
from portal.core.text import Text

PERIODS = (
    Period(
        key="extension_days",
        label=Text("연장 기간(근무일)", "Extension (working days)"),
        shipped=10,
        explained=Text("민원처리법 시행령 제21조: 한 번 연장할 수 있습니다.", "MWD Art. 21: extended once."),
    ),
    Period(
        key="supplement_days",
        label=Text("보완 기간(최대 일)", "Supplement period (days at most)"),
        shipped=5,
        explained=Text(
            "시행령 제3조제4항: 보완을 요구할 때 줄 수 있는 최대 기간입니다.",
            "Decree Art. 3(4): the longest a supplement may take.",
        ),
    ),
    Period(
        key="demand_days",
        label=Text("보완 독촉 기간(최대 일)", "Further demand (days at most)"),
        shipped=10,
        explained=Text(
            "민원처리법 시행령 제24조제3항: 한 번 더 요구할 때의 최대 기간입니다.",
            "MWD Art. 24(3): the longest for one further demand.",
        ),
    ),
    Period(
        key="change_days",
        label=Text("변경신고 처리 기간(근무일)", "Service time of a change filing (working days)"),
        shipped=10,
        explained=Text(
            "변경신고를 처리하는 기간입니다. 수리간주는 없습니다.",
            "The service time of a change filing; silence accepts nothing.",
        ),
    ),
)
