"""Passwords: kept as argon2 hashes only, never compared or logged as text. Must not know people or requests.

A hash takes 64 MiB and a tenth of a second on purpose, so only a few are made at a time, and few may wait for it:
whoever else asks is told at once, so that a crowd at the sign-in never stops the rest of the portal.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.core.text import Text

AT_ONCE, WAITING = 2, 2
PATIENCE = 2.0  # seconds that one waits
SHORTEST, LONGEST = 10, 200
_hasher = PasswordHasher()
_slots = BoundedSemaphore(AT_ONCE)
_door = BoundedSemaphore(AT_ONCE + WAITING)
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$iakI4OaqAK1irwn3oTIdLQ$FhG7lEEKi0kkoxGxKZLskDdMNtfmbUCv8ZwCVcchgI0"

# Those of ten signs or more that head every published list of leaked passwords, and their Korean kin on a two-set keyboard.
COMMONEST = frozenset((Path(__file__).parent / "data" / "passwords.txt").read_text(encoding="ascii").split())


class Busy(Exception):
    """No place is free to make a hash: the same may be asked again in a moment."""


@contextmanager
def _place() -> Iterator[None]:
    if not _door.acquire(blocking=False):
        raise Busy
    try:
        if not _slots.acquire(timeout=PATIENCE):
            raise Busy
        try:
            yield
        finally:
            _slots.release()
    finally:
        _door.release()


def hashed(password: str) -> str:
    """The argon2id hash to keep, with the library's own parameters. Raises Busy."""
    with _place():
        return _hasher.hash(password)


def matches(stored: str, password: str) -> bool:
    """Whether it is the password of this hash; for an empty hash it takes as long and is never right. Raises Busy."""
    with _place():
        try:
            return _hasher.verify(stored or _NOBODY, password) and bool(stored)
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(stored)


def weakness(password: str, email: str = "") -> Text | None:
    """What makes it unfit, in words: too short, among the commonest, the person's own address.

    No rule about kinds of signs.
    """
    plain = password.casefold()
    if len(password) < SHORTEST:
        return Text("비밀번호는 {n}자 이상으로 정해 주세요.", "Use at least {n} characters for the password.").format(
            n=SHORTEST
        )
    if len(password) > LONGEST:
        return Text("비밀번호는 {n}자 이내로 정해 주세요.", "Use at most {n} characters for the password.").format(
            n=LONGEST
        )
    if email and plain in {email.casefold(), email.casefold().partition("@")[0]}:
        return Text("전자우편 주소는 비밀번호로 쓸 수 없습니다.", "Your address cannot be your password.")
    if plain in COMMONEST or len(set(plain)) < 3:
        return Text(
            "널리 쓰여 쉽게 알아낼 수 있는 비밀번호입니다. 다른 비밀번호를 정해 주세요.",
            "This password is among the commonest and easily guessed. Choose another one.",
        )
    return None
