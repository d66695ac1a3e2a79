"""The words of cooperation between governments: its kinds and states, the kinds and states of its entries.

Declarations only.
"""

from portal.core.text import Text

COOPERATION = {
    "mou": Text("협약(MOU)", "MOU"),
    "mission": Text("거점공관 사업", "Project of a mission"),
    "oda": Text("공적개발원조(ODA)", "ODA project"),
}

ENTRIES = {
    "follow_up": Text("후속 조치", "Follow-up"),
    "event": Text("행사·회의", "Event"),
    "result": Text("성과", "Result"),
}

ENTRY_STATES = {
    "open": (Text("진행 중", "Open"), "information"),
    "done": (Text("마침", "Done"), "success"),
    "dropped": (Text("하지 않음", "Not done"), "gray"),
}

STATES = {
    "running": (Text("유효·진행 중", "In force"), "success"),
    "soon": (Text("곧 끝남", "Ends soon"), "warning"),
    "ended": (Text("끝남", "Ended"), "gray"),
    "open": (Text("끝나는 날 모름", "End not known"), "gray"),
}
