"""Words of the pilots: fields, risks, levels. Pure: knows no database."""

from collections.abc import Mapping

from portal.core.text import Text

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

BETTER = {"higher": Text("높을수록 좋음", "Higher is better"), "lower": Text("낮을수록 좋음", "Lower is better")}
RISK_KINDS = {"risk": Text("위험", "Risk"), "issue": Text("이슈", "Issue")}
LEVELS = {"high": Text("높음", "High"), "middle": Text("보통", "Middle"), "low": Text("낮음", "Low")}
RESULT_YEARS = 3
