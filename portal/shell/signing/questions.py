"""What signing in asks: address, passwords, codes.

Declarations and what must hold between answers; no page, no table.
"""

from dataclasses import replace

from portal.core.asking import Asking
from portal.core.passwords import LONGEST, weakness
from portal.core.schema import Field
from portal.core.text import Text

EMAIL = Field(
    key="email",
    label=Text("전자우편", "E-mail"),
    type="email",
    required=True,
    longest=254,
    hint=Text("로그인할 때 쓰고, 안내를 받는 주소입니다.", "You sign in with it and get messages there."),
)
ADDRESS = replace(EMAIL, hint=None)
PASSWORD = Field(key="password", label=Text("비밀번호", "Password"), type="password", required=True, longest=LONGEST)
NEW_PASSWORD = Field(
    key="new_password",
    label=Text("새 비밀번호", "New password"),
    type="password",
    required=True,
    longest=LONGEST,
    hint=Text(
        "10자 이상이면 됩니다. 글자 종류에 제한이 없으니 나만 아는 긴 문장을 권합니다.",
        "At least 10 characters of any kind; a long sentence that only you know is best.",
    ),
)
AGAIN = Field(
    key="again",
    label=Text("새 비밀번호 확인", "New password once more"),
    type="password",
    required=True,
    longest=LONGEST,
)
CODE = Field(
    key="code",
    label=Text("인증번호 6자리", "Code of six digits"),
    required=True,
    longest=12,
    hint=Text(
        "인증 앱에 지금 보이는 숫자입니다. 30초마다 바뀝니다.",
        "The digits your app shows now; they change every 30 seconds.",
    ),
)
NEW_CODE = replace(CODE, label=Text("새 인증 앱의 번호 6자리", "Six digits of the new app"))
PRESENT_CODE = replace(
    CODE, key="present_code", label=Text("지금 쓰는 인증 앱의 번호 6자리", "Six digits of your present app")
)


def check_password(asked: Asking, email: str) -> None:
    """The chosen password is fit and typed the same twice."""
    chosen = asked.text("new_password")
    if chosen and (unfit := weakness(chosen, email)):
        asked.fault("new_password", unfit)
    elif chosen and asked["again"] and chosen != asked["again"]:
        asked.fault("again", Text("두 비밀번호가 서로 다릅니다.", "The two passwords differ."))
