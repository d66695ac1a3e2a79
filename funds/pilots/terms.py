"""Words of the pilots: fields, risks, levels. Pure: knows no database."""

from portal.core.text import Text

BETTER = {"higher": Text("높을수록 좋음", "Higher is better"), "lower": Text("낮을수록 좋음", "Lower is better")}
RISK_KINDS = {"risk": Text("위험", "Risk"), "issue": Text("이슈", "Issue")}
LEVELS = {"high": Text("높음", "High"), "middle": Text("보통", "Middle"), "low": Text("낮음", "Low")}
RESULT_YEARS = 3
