"""The words of the access log: each act that is noted, declared beside what notes it (`Module.noted`).

Told as sentences by `portal.core.audit.sentences`.
"""

from typing import NamedTuple

from portal.core.text import Text


class Act(NamedTuple):
    """`label` names it in lists; `told` is its sentence, with `{of}` where the person or thing stands."""

    label: Text
    told: Text


NOTED = {
    "page": Act(Text("화면 열람", "Page seen"), Text("‘{of}’ 화면을 보았습니다.", "looked at the page “{of}”.")),
    "read": Act(Text("열람", "Read"), Text("‘{of}’ 자료를 열람했습니다.", "read “{of}”.")),
    "paper": Act(Text("서류 내려받기", "Paper downloaded"), Text("‘{of}’ 서류를 내려받았습니다.", "downloaded a paper of “{of}”.")),
    "export": Act(Text("명단 내려받기", "Export"), Text("‘{of}’ 명단을 내려받았습니다.", "exported “{of}”.")),
    "guess": Act(Text("볼 수 없는 주소 시도", "Guessed an address"), Text("볼 수 없는 ‘{of}’ 주소를 열려고 했습니다.", "tried the address of “{of}”, which they may not see.")),
    "refused": Act(Text("권한 없음", "Refused"), Text("권한이 없어 ‘{of}’ 일이 거절되었습니다.", "was refused for want of rights: “{of}”.")),
    "burst": Act(Text("몰린 거절", "Burst of refusals"), Text("{of}에서 거절이 몰려 관리자에게 알렸습니다.", "told administrators of a burst of refusals by {of}.")),
    "destroyed": Act(Text("보관 기간이 지나 없앰", "Destroyed by rule"), Text("보관 규칙에 따라 내용을 없앴습니다.", "its content was destroyed by rule.")),
}  # fmt: skip
"""Acts that the kernel itself notes."""
