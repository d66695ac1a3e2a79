"""Acts of the access log that this domain notes, in words."""

from portal.core.noted import Act
from portal.core.text import Text

NOTED = {
    "certificate-miss": Act(Text("확인증 번호 불일치", "Unknown certificate"), Text("없는 확인증(‘{of}’)을 확인하려 했습니다.", "looked for an unknown certificate (“{of}”).")),
    "certificate-verified": Act(Text("확인증 진위 확인", "Certificate verified"), Text("‘{of}’의 확인증을 확인했습니다.", "verified the certificate of “{of}”.")),
    "register-checked": Act(Text("신고대장 파일 검사", "Register file checked"), Text("신고대장 파일을 검사했습니다({of}).", "checked a register file ({of}).")),
    "register-refused": Act(Text("신고대장 파일 거절", "Register file refused"), Text("신고대장 파일(‘{of}’)이 거절되었습니다.", "had the register file “{of}” refused.")),
    "register-written": Act(Text("신고대장 가져오기", "Register imported"), Text("신고대장을 가져왔습니다({of}).", "imported a register ({of}).")),
}  # fmt: skip
