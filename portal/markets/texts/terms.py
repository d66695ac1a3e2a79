"""The words of the texts: the states of a guide section or a post, and the topics of the news. Declarations only."""

from portal.core.text import Text

STATES = {
    "draft": (Text("작성 중", "Draft"), "gray"),
    "review": (Text("검토 중", "In review"), "information"),
    "published": (Text("공개", "Published"), "success"),
    "withdrawn": (Text("내림", "Withdrawn"), "warning"),
}

TOPICS = {
    "market": Text("시장 동향", "Market"),
    "law": Text("법·제도", "Law and rules"),
    "digital": Text("디지털 헬스케어", "Digital health"),
    "investment": Text("투자·금융", "Investment and finance"),
    "tender": Text("입찰·조달", "Tenders"),
    "g2g": Text("정부 간 협력", "Between governments"),
    "event": Text("행사·설명회", "Events"),
}
