"""Terms of organisations that every domain shares: 종별 and 시도. Declarations only.

Their codes are the Korean labels: so the register and the yearly tables name them.
"""

from portal.core.text import Text

# The kinds of 의료법 제3조, 상급종합병원 (제3조의4), and companies.
CLASSES = {
    "상급종합병원": Text("상급종합병원", "Tertiary hospital"),
    "종합병원": Text("종합병원", "General hospital"),
    "병원": Text("병원", "Hospital"),
    "의원": Text("의원", "Clinic"),
    "치과병원": Text("치과병원", "Dental hospital"),
    "치과의원": Text("치과의원", "Dental clinic"),
    "한방병원": Text("한방병원", "Korean medicine hospital"),
    "한의원": Text("한의원", "Korean medicine clinic"),
    "요양병원": Text("요양병원", "Long-term care hospital"),
    "정신병원": Text("정신병원", "Psychiatric hospital"),
    "조산원": Text("조산원", "Midwifery clinic"),
    "기업": Text("기업", "Company"),
}

SIDO = {
    "서울": Text("서울", "Seoul"),
    "부산": Text("부산", "Busan"),
    "대구": Text("대구", "Daegu"),
    "인천": Text("인천", "Incheon"),
    "광주": Text("광주", "Gwangju"),
    "대전": Text("대전", "Daejeon"),
    "울산": Text("울산", "Ulsan"),
    "세종": Text("세종", "Sejong"),
    "경기": Text("경기", "Gyeonggi"),
    "강원": Text("강원", "Gangwon"),
    "충북": Text("충북", "Chungbuk"),
    "충남": Text("충남", "Chungnam"),
    "전북": Text("전북", "Jeonbuk"),
    "전남": Text("전남", "Jeonnam"),
    "경북": Text("경북", "Gyeongbuk"),
    "경남": Text("경남", "Gyeongnam"),
    "제주": Text("제주", "Jeju"),
}

CAPITAL_REGION = frozenset({"서울", "경기", "인천"})
