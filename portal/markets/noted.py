"""Acts of the access log that this domain notes, in words."""

from portal.core.noted import Act
from portal.core.text import Text

NOTED = {
    "unknown-country": Act(Text("없는 나라", "Unknown country"), Text("모르는 나라(‘{of}’)를 찾았습니다.", "looked for an unknown country (“{of}”).")),
    "mission-limit-added": Act(Text("파견 한도 더함", "Limit of missions added"), Text("{of}부터의 한도를 더했습니다.", "added the limit from {of}.")),
    "mission-limit-withdrawn": Act(Text("파견 한도 거둠", "Limit of missions withdrawn"), Text("{of}부터의 한도를 거뒀습니다.", "withdrew the limit from {of}.")),
    "document-term-added": Act(Text("문서 기한 더함", "Term of documents added"), Text("{of}부터의 기한을 더했습니다.", "added the term from {of}.")),
    "document-term-withdrawn": Act(Text("문서 기한 거둠", "Term of documents withdrawn"), Text("{of}부터의 기한을 거뒀습니다.", "withdrew the term from {of}.")),
}  # fmt: skip
