"""The statutory and statistical terms that the online form and the register import share, each with its code.

Codes of classes, provinces and specialties are their Korean labels: so the register and the yearly tables name them.
Declarations only: how people misspell them is the business of `filings.columns.codes`.
"""

from portal.core.terms import CAPITAL_REGION, CLASSES, SIDO
from portal.core.text import Text

__all__ = [
    "CAPITAL_REGION",
    "CLASSES",
    "KINDS",
    "LEGAL_ITEM",
    "SIDO",
    "SPECIALTIES",
    "STATUSES",
    "TRIGGERS",
    "TYPES",
    "founder_of",
]

# The seven types of the yearly statistics; the law (Art. 2 no. 1 of the Act) has six items, 나 is counted in two.
TYPES = {
    "OPEN": Text("의료기관 개설·운영", "Opening and operating a medical institution"),
    "ENTRUST": Text("수탁운영", "Operating an institution under contract"),
    "CONSULT": Text("운영컨설팅", "Operational consulting"),
    "DISPATCH": Text("종사자 파견", "Dispatch of health personnel"),
    "TECH": Text("의료기술·정보시스템 이전", "Transfer of medical technology or information systems"),
    "SUPPLY": Text("의약품·의료기기 제공", "Provision of drugs and medical devices"),
    "EDU": Text("의료지식 지원·교육", "Medical knowledge support and training"),
}

# 「의료 해외진출 및 외국인환자 유치 지원에 관한 법률」 제2조제1호 각 목
LEGAL_ITEM = {
    "OPEN": "가",
    "ENTRUST": "나",
    "CONSULT": "나",
    "DISPATCH": "다",
    "TECH": "라",
    "SUPPLY": "마",
    "EDU": "바",
}

KINDS = {"new": Text("신규", "New"), "change": Text("변경", "Change")}

# First the labels of the published tables, then the other specialties of 의료법 시행규칙 제41조제1항 (medicine,
# dentistry, Korean medicine; where a name was changed both stand, as registers hold both), last 기타.
# 성형외과 and 피부과 are counted as 피부·성형.
SPECIALTIES = {
    "피부·성형": Text("피부·성형", "Dermatology and plastic surgery"),
    "치과": Text("치과", "Dentistry"),
    "종합": Text("종합", "General (several departments)"),
    "한방": Text("한방", "Korean medicine"),
    "정형외과": Text("정형외과", "Orthopaedics"),
    "산부인과": Text("산부인과", "Obstetrics and gynaecology"),
    "재활의학과": Text("재활의학과", "Rehabilitation medicine"),
    "일반외과": Text("일반외과", "General surgery"),
    "건강검진": Text("건강검진", "Health check-up"),
    "신경(외)과": Text("신경(외)과", "Neurology and neurosurgery"),
    "이비인후과": Text("이비인후과", "Otorhinolaryngology"),
    "진단검사의학과": Text("진단검사의학과", "Laboratory medicine"),
    "안과": Text("안과", "Ophthalmology"),
    "흉부외과": Text("흉부외과", "Thoracic surgery"),
    "내과": Text("내과", "Internal medicine"),
    "비뇨기과": Text("비뇨기과", "Urology"),
    "가정의학과": Text("가정의학과", "Family medicine"),
    "신경과": Text("신경과", "Neurology"),
    "신경외과": Text("신경외과", "Neurosurgery"),
    "정신건강의학과": Text("정신건강의학과", "Psychiatry"),
    "외과": Text("외과", "Surgery"),
    "심장혈관흉부외과": Text("심장혈관흉부외과", "Cardiovascular and thoracic surgery"),
    "마취통증의학과": Text("마취통증의학과", "Anaesthesiology and pain medicine"),
    "소아청소년과": Text("소아청소년과", "Paediatrics"),
    "비뇨의학과": Text("비뇨의학과", "Urology (비뇨의학과)"),
    "영상의학과": Text("영상의학과", "Radiology"),
    "방사선종양학과": Text("방사선종양학과", "Radiation oncology"),
    "병리과": Text("병리과", "Pathology"),
    "결핵과": Text("결핵과", "Tuberculosis"),
    "예방의학과": Text("예방의학과", "Preventive medicine"),
    "핵의학과": Text("핵의학과", "Nuclear medicine"),
    "직업환경의학과": Text("직업환경의학과", "Occupational and environmental medicine"),
    "응급의학과": Text("응급의학과", "Emergency medicine"),
    "구강악안면외과": Text("구강악안면외과", "Oral and maxillofacial surgery"),
    "치과보철과": Text("치과보철과", "Prosthodontics"),
    "치과교정과": Text("치과교정과", "Orthodontics"),
    "소아치과": Text("소아치과", "Paediatric dentistry"),
    "치주과": Text("치주과", "Periodontics"),
    "치과보존과": Text("치과보존과", "Conservative dentistry"),
    "구강내과": Text("구강내과", "Oral medicine"),
    "영상치의학과": Text("영상치의학과", "Oral and maxillofacial radiology"),
    "구강병리과": Text("구강병리과", "Oral pathology"),
    "예방치과": Text("예방치과", "Preventive dentistry"),
    "통합치의학과": Text("통합치의학과", "Advanced general dentistry"),
    "한방내과": Text("한방내과", "Korean internal medicine"),
    "한방부인과": Text("한방부인과", "Korean gynaecology"),
    "한방소아과": Text("한방소아과", "Korean paediatrics"),
    "한방안·이비인후·피부과": Text(
        "한방안·이비인후·피부과", "Korean ophthalmology, otorhinolaryngology and dermatology"
    ),
    "한방신경정신과": Text("한방신경정신과", "Korean neuropsychiatry"),
    "한방재활의학과": Text("한방재활의학과", "Korean rehabilitation medicine"),
    "사상체질과": Text("사상체질과", "Sasang constitutional medicine"),
    "침구과": Text("침구과", "Acupuncture and moxibustion"),
    "기타": Text("기타", "Other"),
}

TRIGGERS = {
    "permit": Text("허가", "Foreign permit or licence"),
    "incorporation": Text("법인설립", "Founding or acquiring a foreign corporation"),
    "contract": Text("계약", "Contract"),
}

STATUSES = {
    "preparing": Text("준비중", "In preparation"),
    "operating": Text("운영중", "Operating"),
    "ended": Text("종료", "Ended"),
}


def founder_of(category: str) -> str:
    """Who files, by the class of the institution: a code of `portal.core.people.FOUNDERS`."""
    return "company" if category == "기업" else "hospital"
