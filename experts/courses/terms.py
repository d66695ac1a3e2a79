"""The codes of the courses and their words. Declarations only."""

from experts import terms
from portal.core.text import Text

TOPICS = {
    "workforce": Text("해외진출 인력 양성", "Staff for work abroad"),
    "bidding": Text("국제 입찰·조달", "International bidding"),
    "law": Text("현지 법·제도", "Law and system abroad"),
    "business": Text("사업화·경영", "Business planning"),
    "patients": Text("외국인환자 유치", "International patients"),
    "other": Text("그 밖의 과정", "Other"),
}
MODES = {
    "place": Text("집합", "On site"),
    "online": Text("온라인", "Online"),
    "both": Text("집합과 온라인", "On site and online"),
}
ADMISSIONS = {
    "choice": Text("심사해서 뽑음", "By selection"),
    "order": Text("신청 순서대로(선착순)", "First come, first served"),
}
OCCUPATIONS = {ko: Text(ko, en) for ko, en in terms.OCCUPATIONS}
HELD = ("applied", "accepted", "waiting", "completed", "not_completed")
"""States of an application that keep its person from applying again."""
