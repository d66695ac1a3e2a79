"""Vocabulary of the street: what moves ask in every quarter, and the core fields of ICT abroad.

Declares words, knows no case.
"""

from collections.abc import Mapping

from portal.core.schema import Field
from portal.core.text import Text

REASON = Field(key="reason", label=Text("사유", "Reason"), type="text", required=True, longest=2000)

FIELDS: Mapping[str, Text] = {
    "telemedicine": Text("원격의료·진단", "Telemedicine and diagnosis"),
    "ai": Text("AI 기반 진단", "AI diagnosis"),
    "mobile": Text("모바일 헬스케어", "Mobile health"),
    "his": Text("병원정보시스템(HIS)", "Hospital information system"),
    "emergency": Text("응급의료정보시스템", "Emergency information system"),
    "prescribing": Text("처방·약제 지원", "Support for prescribing"),
    "other": Text("기타", "Other"),
}
"""Core fields of packages and pilots."""
