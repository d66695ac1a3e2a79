"""The codes of the experts domain and their words: what forms offer, moves ask and pages show.

Declarations and lookups only.
"""

from functools import cache

from experts.concepts.lexicon import lexicon
from experts.concepts.understanding import name
from portal.core import countries
from portal.core.schema import Field
from portal.core.text import Text

YEARS_NEEDED = 7

DEPTHS = {
    "general": Text("일반 자문", "General consulting"),
    "indepth": Text("심화 자문", "In-depth consulting"),
}
STAGES = {
    "idea": Text("구상·검토", "Idea"),
    "study": Text("타당성 조사", "Feasibility study"),
    "contract": Text("계약 협의", "Negotiating"),
    "opening": Text("개설·착수 준비", "Preparing to open"),
    "running": Text("운영 중", "In operation"),
    "patients": Text("외국인환자 유치", "Attracting patients"),
}
TOPICS = {
    "law": Text("국내 법령 해석", "Korean law"),
    "procedure": Text("국내 제도·절차", "Korean system and procedure"),
    "foreign": Text("현지 법·제도", "Law and system of a country"),
    "difficulty": Text("진출 애로사항", "A difficulty abroad"),
}
TOPIC_PERIOD = {
    "law": "law_answer_days",
    "procedure": "procedure_answer_days",
    "foreign": "inquiry_days",
    "difficulty": "inquiry_days",
}
STANDINGS = {
    "interpretation": Text("유권해석", "Authoritative interpretation"),
    "guidance": Text("안내", "Guidance"),
}
CHANNELS = {"portal": Text("포털", "Portal"), "phone": Text("전화", "Phone")}
OUTCOMES = {
    "filed": Text("해외진출 신고를 했습니다", "An overseas filing was made"),
    "contracted": Text("계약을 맺었습니다", "A contract was made"),
    "going": Text("추진하고 있습니다", "Still under way"),
    "dropped": Text("그만두었습니다", "Dropped"),
}
RATINGS = {
    "5": Text("매우 만족", "Very satisfied"),
    "4": Text("만족", "Satisfied"),
    "3": Text("보통", "Neither"),
    "2": Text("불만족", "Dissatisfied"),
    "1": Text("매우 불만족", "Very dissatisfied"),
}
OFFER_STATES = {
    "asked": (Text("회신 대기", "Waiting"), "info"),
    "accepted": (Text("수락", "Accepted"), "success"),
    "done": (Text("마침", "Done"), "success"),
    "declined": (Text("사양", "Declined"), "warning"),
    "conflict": (Text("이해상충", "Conflict"), "danger"),
    "lapsed": (Text("회신 없음", "No answer"), "warning"),
    "recalled": (Text("거둠", "Taken back"), "gray"),
    "left": (Text("중도 교체", "Left"), "danger"),
}
ZONES = {
    "Asia/Seoul": Text("서울", "Seoul"),
    "Asia/Tokyo": Text("도쿄", "Tokyo"),
    "Asia/Shanghai": Text("베이징", "Beijing"),
    "Asia/Ulaanbaatar": Text("울란바토르", "Ulaanbaatar"),
    "Asia/Ho_Chi_Minh": Text("하노이·호찌민", "Hanoi, Ho Chi Minh City"),
    "Asia/Bangkok": Text("방콕", "Bangkok"),
    "Asia/Jakarta": Text("자카르타", "Jakarta"),
    "Asia/Singapore": Text("싱가포르", "Singapore"),
    "Asia/Kolkata": Text("뉴델리", "New Delhi"),
    "Asia/Tashkent": Text("타슈켄트", "Tashkent"),
    "Asia/Almaty": Text("알마티", "Almaty"),
    "Asia/Dubai": Text("두바이", "Dubai"),
    "Asia/Riyadh": Text("리야드", "Riyadh"),
    "Europe/Istanbul": Text("이스탄불", "Istanbul"),
    "Europe/Moscow": Text("모스크바", "Moscow"),
    "Africa/Cairo": Text("카이로", "Cairo"),
    "Africa/Nairobi": Text("나이로비", "Nairobi"),
    "Europe/Berlin": Text("베를린", "Berlin"),
    "Europe/London": Text("런던", "London"),
    "America/Sao_Paulo": Text("상파울루", "São Paulo"),
    "America/Lima": Text("리마", "Lima"),
    "America/New_York": Text("뉴욕", "New York"),
    "America/Los_Angeles": Text("로스앤젤레스", "Los Angeles"),
    "Australia/Sydney": Text("시드니", "Sydney"),
}

OCCUPATIONS = (
    ("의사", "Physician"), ("치과의사", "Dentist"), ("한의사", "Korean medicine doctor"), ("간호사", "Nurse"), ("조산사", "Midwife"),
    ("약사", "Pharmacist"), ("물리치료사", "Physical therapist"), ("작업치료사", "Occupational therapist"), ("방사선사", "Radiographer"),
    ("임상병리사", "Medical laboratory technologist"), ("치과위생사", "Dental hygienist"), ("의공기사", "Biomedical engineer"),
    ("병원행정", "Hospital administrator"), ("국제진료 코디네이터", "International patient coordinator"),
    ("의료통역사", "Medical interpreter"), ("의료정보 전문가", "Health IT specialist"), ("기타", "Other"),
)  # fmt: skip
"""The occupations that the form of the first survey proposes; from then on those of the year before."""


@cache
def fields() -> dict[str, Text]:
    """The twelve fields."""
    return dict(lexicon().fields)


@cache
def regions() -> dict[str, Text]:
    """Regions as the matching knows them."""
    return dict(lexicon().regions)


@cache
def places() -> dict[str, Text]:
    """The countries that the matching knows, Korea apart, in the order of their Korean names."""
    named = {
        c: Text(countries.name(c, "ko"), countries.name(c, "en")) for c in lexicon().countries if c != countries.KOREA
    }
    return dict(sorted(named.items(), key=lambda pair: pair[1].ko))


@cache
def languages() -> dict[str, Text]:
    return {code: name("language", code) for code in lexicon().languages}


@cache
def concepts() -> dict[str, Text]:
    """The fine concepts, each under its field: '법률·규제 / 의료기관 개설 허가'."""
    book = lexicon()
    shown = {
        code: Text(f"{book.fields[c.field].ko} / {c.name.ko}", f"{book.fields[c.field].en} / {c.name.en}")
        for code, c in book.concepts.items()
    }
    return dict(sorted(shown.items(), key=lambda pair: pair[1].ko))


def named(offered: dict[str, Text], codes: list[str] | tuple[str, ...]) -> Text:
    """Codes as a list of words in both languages; a code that is not known is shown as it is."""
    found = [offered.get(code, Text(code, code)) for code in codes]
    return Text(", ".join(t.ko for t in found), ", ".join(t.en or t.ko for t in found))


def consulting_region(codes: list[str] | tuple[str, ...]) -> str:
    """The key in countries.REGIONS that the first known country belongs to; '' for none."""
    return next((found for code in codes if (found := countries.region(code))), "")


REASON = Field(key="reason", label=Text("사유", "Reason"), type="text", required=True, longest=1000)
