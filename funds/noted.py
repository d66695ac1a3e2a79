"""Acts of the access log that this domain notes, in words."""

from portal.core.noted import Act
from portal.core.text import Text

NOTED = {
    "application": Act(Text("지원서 열람", "Application read"), Text("‘{of}’ 지원서를 보았습니다.", "read the application “{of}”.")),
    "reconcile": Act(Text("대사", "Reconciled"), Text("‘{of}’ 정산을 대사했습니다.", "reconciled “{of}”.")),
    "fund-entry-removed": Act(Text("펀드 항목 지움", "Entry of a fund removed"), Text("펀드 항목({of})을 지웠습니다.", "removed an entry of a fund ({of}).")),
    "grant-rule-added": Act(Text("보조금 기준 더함", "Grant rule added"), Text("{of}부터의 보조금 기준을 더했습니다.", "added the grant rule from {of}.")),
    "grant-rule-withdrawn": Act(Text("보조금 기준 거둠", "Grant rule withdrawn"), Text("{of}부터의 보조금 기준을 거뒀습니다.", "withdrew the grant rule from {of}.")),
    "pilot-rule-added": Act(Text("시범사업 기준 더함", "Pilot rule added"), Text("{of}부터의 시범사업 기준을 더했습니다.", "added the pilot rule from {of}.")),
    "pilot-rule-withdrawn": Act(Text("시범사업 기준 거둠", "Pilot rule withdrawn"), Text("{of}부터의 시범사업 기준을 거뒀습니다.", "withdrew the pilot rule from {of}.")),
}  # fmt: skip
