"""Bank data under seal: encrypted at rest (`portal.core.keys`).

Must not log, show or send what it opens; that is for whoever asked, and they say why.
"""

import json
from collections.abc import Mapping

from portal.core import keys
from portal.core.text import Text

NO_KEY = Text(
    "이 계좌 정보를 여는 열쇠가 서버에 없습니다. 관리자에게 BANK_KEYS 설정을 확인해 달라고 하거나, 전문위원에게 계좌를 다시 적어 달라고 해 주세요.",
    "The server has no key for this bank data. Ask the administrator to check BANK_KEYS, or ask the expert to enter the account again.",
)


def sealed(said: Mapping[str, str]) -> str:
    """Bank data as it is kept."""
    return keys.seal("BANK", json.dumps(dict(said), ensure_ascii=False))


def opened(kept: str) -> dict[str, str] | None:
    """What was sealed; None if no key of today opens it, or nothing is kept any more."""
    held = keys.unseal("BANK", kept) if kept else None
    if held is None:
        return None
    found: dict[str, str] = json.loads(held)
    return found
