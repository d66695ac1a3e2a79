"""The fictional expansions that the demonstration tells of: who, where, which kind, and how long it took. Data only."""

from typing import NamedTuple

from portal.core.schema import Answers

BY_KIND: dict[str, Answers] = {
    "OPEN": {
        "beds": 30,
        "investment_form": "joint",
        "investment": 1_200_000_000,
        "summary": "현지 협력 기관과 함께 의원을 엽니다.",
    },
    "ENTRUST": {"operating_scope": "진료·간호·구매를 포함한 병원 전체", "fee_basis": "매출의 일정 비율", "beds": 120},
    "CONSULT": {"consulting_scope": "개원 준비, 진료 과정 설계, 직원 교육"},
    "DISPATCH": {"dispatched_to": "외래 진료와 현지 의료진 지도", "occupations": ["doctor", "nurse"], "staff": 4},
    "TECH": {"technology": "병원정보시스템과 영상저장전송시스템", "transfer_way": "사용권 부여와 구축"},
    "SUPPLY": {"supplies": "초음파 진단기와 소모품", "supply_amount": 350_000_000},
    "EDU": {"programme": "복강경 수술 교육", "trainees": 20},
}


class Story(NamedTuple):
    """`before`: working days before the load on which it was filed; `taken`: working days to the decision; `event`:
    calendar days from the permit or contract to the filing; `officer` who takes it ('' nobody).
    """

    key: str
    kind: str
    country: str
    city: str
    foreign_name: str
    specialty: str
    before: int
    taken: int
    officer: str = "officer"
    event: int = 20

    def answers(self) -> Answers:
        place = {"type": self.kind, "country": self.country, "city": self.city, "foreign_name": self.foreign_name}
        return BY_KIND[self.kind] | place | ({"specialty": self.specialty} if self.specialty else {})


# The first four go on in scenes of their own: a change under way, a change accepted, an end, a revocation.
ACCEPTED = (
    Story("hospital", "OPEN", "UZ", "사마르칸트", "Fictional Hanbit Samarkand Hospital", "종합", 150, 6),
    Story("hospital", "ENTRUST", "VN", "하노이", "Fictional Hanbit Hanoi Hospital", "종합", 190, 8, "officer2"),
    Story("hospital", "CONSULT", "MN", "다르항", "Fictional Darkhan Hospital", "내과", 215, 5),
    Story("skin", "CONSULT", "CN", "상하이", "Fictional Shanghai Aesthetic Clinic", "피부·성형", 120, 7, "officer2"),
    Story("university", "DISPATCH", "AE", "아부다비", "Fictional Abu Dhabi Cancer Centre", "종합", 205, 7),
    Story("dental", "OPEN", "VN", "하이퐁", "Fictional Hai Phong Dental Clinic", "치과", 176, 4, "officer2"),
    Story("korean", "EDU", "US", "로스앤젤레스", "Fictional Los Angeles College", "한방", 163, 6, "officer3"),
    Story("spine", "TECH", "KZ", "심켄트", "Fictional Shymkent Spine Centre", "정형외과", 134, 9),
    Story("skin", "OPEN", "TH", "치앙마이", "Fictional Chiang Mai Skin Clinic", "피부·성형", 111, 5, "officer2", 62),
    Story("company", "TECH", "ID", "수라바야", "Fictional Surabaya Hospital", "", 98, 7, "officer3"),
    Story("university", "EDU", "MN", "울란바토르", "Fictional National Hospital of Ulaanbaatar", "종합", 87, 3),
    Story("dental", "CONSULT", "KH", "프놈펜", "Fictional Phnom Penh Dental Clinic", "치과", 74, 6, "officer2"),
    Story("spine", "OPEN", "VN", "껀터", "Fictional Can Tho Rehabilitation Clinic", "재활의학과", 66, 8),
    Story("hospital", "DISPATCH", "SA", "리야드", "Fictional Riyadh Heart Hospital", "내과", 57, 5, "officer3"),
    Story("korean", "OPEN", "RU", "블라디보스토크", "Fictional Vladivostok Korean Medicine Clinic", "한방", 44, 9),
    Story("skin", "SUPPLY", "JP", "후쿠오카", "Fictional Fukuoka Clinic", "피부·성형", 31, 4, "officer2"),
    Story("university", "CONSULT", "SA", "제다", "Fictional Jeddah Hospital", "종합", 19, 6),
)
