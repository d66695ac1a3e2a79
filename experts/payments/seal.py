"""Bank data under seal: encrypted at rest with keys of the environment, the first seals,
any opens (so that keys can be changed).

Must not log, show or send what it opens; that is for whoever asked, and they say why.
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

from portal.core.text import Text

NO_KEY = Text(
    "이 계좌 정보를 여는 열쇠가 서버에 없습니다. 관리자에게 BANK_KEYS 설정을 확인해 달라고 하거나, 전문위원에게 계좌를 다시 적어 달라고 해 주세요.",
    "The server has no key for this bank data. Ask the administrator to check BANK_KEYS, or ask the expert to enter the account again.",
)


def sealed(said: Mapping[str, str]) -> str:
    """Bank data as it is kept."""
    return _cipher(_keys()).encrypt(json.dumps(dict(said), ensure_ascii=False).encode()).decode()


def opened(kept: str) -> dict[str, str] | None:
    """What was sealed; None if no key of today opens it, or nothing is kept any more."""
    if not kept:
        return None
    try:
        found: dict[str, str] = json.loads(_cipher(_keys()).decrypt(kept.encode()))
    except InvalidToken:
        return None
    return found


def resealed(kept: str) -> str | None:
    """The same under the first key; None if no key opens it."""
    try:
        return _cipher(_keys()).rotate(kept.encode()).decode()
    except InvalidToken:
        return None


def _keys() -> tuple[str, ...]:
    """The keys of the environment, then the portal's own, which seals where there are none."""
    return (*(current_app.config.get("BANK_KEYS") or ()), str(current_app.config["SECRET_KEY"]))


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(urlsafe_b64encode(_derived(key))) for key in keys])


def _derived(key: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"bank data").derive(key.encode())
