"""Acts of the access log that this domain notes, in words."""

from portal.core.noted import Act
from portal.core.text import Text

NOTED = {
    "bank-account": Act(Text("계좌 열람", "Bank account read"), Text("‘{of}’의 계좌를 보았습니다.", "read the bank account of “{of}”.")),
    "bank-account-changed": Act(Text("계좌 바꿈", "Bank account changed"), Text("자신의 계좌를 바꿨습니다.", "changed their bank account.")),
    "course-certificate-miss": Act(Text("수료증 번호 불일치", "Unknown course certificate"), Text("없는 수료증(‘{of}’)을 확인하려 했습니다.", "looked for an unknown course certificate (“{of}”).")),
    "expert-paper-miss": Act(Text("전문가 증명서 번호 불일치", "Unknown paper of an expert"), Text("없는 증명서(‘{of}’)를 확인하려 했습니다.", "looked for an unknown paper of an expert (“{of}”).")),
    "expert-paper-verified": Act(Text("전문가 증명서 확인", "Paper of an expert verified"), Text("증명서(‘{of}’)를 확인했습니다.", "verified the paper “{of}”.")),
    "rate-added": Act(Text("자문료 기준 더함", "Rate added"), Text("{of}부터의 자문료 기준을 더했습니다.", "added the rate from {of}.")),
    "rate-withdrawn": Act(Text("자문료 기준 거둠", "Rate withdrawn"), Text("{of}부터의 자문료 기준을 거뒀습니다.", "withdrew the rate from {of}.")),
}  # fmt: skip
