"""What published figures name their parts by: the Korean label of the published table, with its English.

Declarations only.
A label that is none of these is shown as it was published.
"""

from portal.core import countries
from portal.core.terms import CLASSES, SIDO
from portal.core.text import Text
from portal.markets.series.sums import OTHERS
from portal.markets.series.terms import DIMENSIONS

TYPES = {
    "의료기관 개설·운영": "Opening and operating a medical institution", "의료기관 개설": "Opening an institution", "수탁운영": "Operating an institution under contract",
    "운영컨설팅": "Operational consulting", "컨설팅": "Consulting", "종사자 파견": "Dispatch of health personnel", "연락사무소": "Liaison office",
    "의료기술·정보시스템 이전": "Transfer of medical technology or information systems", "의약품·의료기기 제공": "Provision of drugs and medical devices",
    "의료지식 지원·교육": "Medical knowledge support and training",
}  # fmt: skip
DEPARTMENTS = {
    "내과통합": "Internal medicine", "내과": "Internal medicine", "검진": "Check-ups", "건강검진": "Health check-up", "성형외과": "Plastic surgery",
    "피부과": "Dermatology", "피부·성형": "Dermatology and plastic surgery", "한방통합": "Korean medicine", "한방": "Korean medicine",
    "한방내과": "Korean internal medicine", "종합": "General (several departments)", "치과": "Dentistry", "정형외과": "Orthopaedics",
    "산부인과": "Obstetrics and gynaecology", "재활의학과": "Rehabilitation medicine", "일반외과": "General surgery", "외과": "Surgery",
    "신경과": "Neurology", "신경외과": "Neurosurgery", "신경(외)과": "Neurology and neurosurgery", "이비인후과": "Otorhinolaryngology", "안과": "Ophthalmology",
    "진단검사의학과": "Laboratory medicine", "흉부외과": "Thoracic surgery", "심장혈관흉부외과": "Cardiovascular and thoracic surgery",
    "비뇨기과": "Urology", "비뇨의학과": "Urology (비뇨의학과)", "가정의학과": "Family medicine", "정신건강의학과": "Psychiatry", "소아청소년과": "Paediatrics",
    "마취통증의학과": "Anaesthesiology and pain medicine", "영상의학과": "Radiology", "방사선종양학과": "Radiation oncology", "병리과": "Pathology",
    "결핵과": "Tuberculosis", "예방의학과": "Preventive medicine", "핵의학과": "Nuclear medicine", "직업환경의학과": "Occupational and environmental medicine",
    "응급의학과": "Emergency medicine",
}  # fmt: skip
_REGIONS = SIDO | {
    "수도권": Text("수도권", "Capital region"), "비수도권": Text("비수도권", "Other regions"),
    "수도권(서울·경기·인천)": Text("수도권(서울·경기·인천)", "Capital region (Seoul, Gyeonggi, Incheon)"),
}  # fmt: skip
_BY_DIMENSION = {
    "region": _REGIONS,
    "class": CLASSES,
    "type": {ko: Text(ko, en) for ko, en in TYPES.items()},
    "department": {ko: Text(ko, en) for ko, en in DEPARTMENTS.items()},
    "specialty": {ko: Text(ko, en) for ko, en in DEPARTMENTS.items()},
}


def words_of(dimension: str, label: str) -> Text:
    """The label of a figure in both languages."""
    if label == OTHERS:
        return Text(OTHERS, "Others")
    if DIMENSIONS[dimension].holds == "country" and (code := countries.find(label)):
        return Text(label, countries.name(code, "en"))
    return _BY_DIMENSION.get(dimension, {}).get(label, Text(label, label))
