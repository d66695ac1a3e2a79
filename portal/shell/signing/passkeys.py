"""Passkeys: a key in a device signs what the portal asks, and the device knows its owner (WebAuthn, user verified).

A challenge is kept here as its hash, works once and for five minutes; it is signed for the host of BASE_URL alone, so
that no other site can ask for it. Must not know pages.
"""

import ipaddress
import json
from datetime import timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import delete, func, select

from portal.core import clock, mail
from portal.core.db import db, lock_row
from portal.core.people import User
from portal.core.text import Text
from portal.core.web import keep, note_access
from portal.core.workflow import Refused
from portal.shell.signing.models import Passkey, PasskeyChallenge

LASTS = timedelta(minutes=5)
MOST = 10  # of one person
LONGEST = 20_000  # signs of an answer
NAME = "의료 해외진출 통합 포털"

NOT_KNOWN = Text(
    "이 패스키로는 로그인할 수 없습니다. 지워졌거나 이 포털에 등록되지 않은 패스키입니다.",
    "This passkey opens nothing here: it was removed or never registered.",
)
NOT_PROVED = Text(
    "패스키를 확인하지 못했습니다. 시간이 지났거나 이미 쓴 응답일 수 있습니다. 다시 시도해 주세요.",
    "The passkey could not be checked: its time may have passed, or the answer was used already. Please try again.",
)
COPIED = Text(
    "패스키가 복제되었을 수 있어 로그인하지 않았습니다. 이 패스키를 지우고 새로 등록해 주세요.",
    "This passkey may have been copied, so nobody was signed in. Remove it and register a new one.",
)
OF_ANOTHER = Text("다른 사람의 패스키입니다.", "This is another person's passkey.")
TAKEN = Text("이미 등록된 패스키입니다.", "This passkey is registered already.")
TOO_MANY = Text("패스키는 {n}개까지 등록할 수 있습니다.", "At most {n} passkeys can be registered.").format(n=MOST)


def host() -> str | None:
    """The host that passkeys are bound to; None where BASE_URL is an address of numbers, for which there are none."""
    name = urlsplit(str(current_app.config["BASE_URL"])).hostname or ""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name or None
    return None  # an address of numbers


def _origin() -> str:
    parts = urlsplit(str(current_app.config["BASE_URL"]))
    return f"{parts.scheme}://{parts.netloc}"


def of(user: User) -> list[Passkey]:
    """The passkeys of a person, the oldest first."""
    return list(db.session.scalars(select(Passkey).where(Passkey.user_id == user.id).order_by(Passkey.id)))


def has_any(user: User) -> bool:
    return db.session.scalar(select(Passkey.id).where(Passkey.user_id == user.id).limit(1)) is not None


def holders(users: list[int]) -> set[int]:
    """Which of the users have a passkey."""
    return set(db.session.scalars(select(Passkey.user_id).where(Passkey.user_id.in_(users))))


# ---- what a browser is asked ------------------------------------------------------------------------------------------


def asked_to_sign_in() -> str:
    """What a browser is asked at the sign-in, as JSON: any passkey of this portal, its owner verified."""
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers.structs import UserVerificationRequirement

    made = generate_authentication_options(rp_id=host() or "", user_verification=UserVerificationRequirement.REQUIRED)
    _keep_challenge(made.challenge, None)
    return options_to_json(made)


def asked_to_register(user: User) -> str:
    """What a browser is asked for a new passkey of the person, as JSON."""
    from webauthn import base64url_to_bytes, generate_registration_options, options_to_json
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    made = generate_registration_options(
        rp_id=host() or "",
        rp_name=NAME,
        user_id=str(user.id).encode(),
        user_name=user.email,
        user_display_name=user.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(p.credential)) for p in of(user)],
    )
    _keep_challenge(made.challenge, user)
    return options_to_json(made)


def _keep_challenge(challenge: bytes, user: User | None) -> None:
    db.session.add(PasskeyChallenge(key_hash=sha256(challenge).hexdigest(), user_id=user.id if user else None))
    db.session.flush()


def _challenge(answer: dict[str, Any], user: User | None) -> bytes | None:
    """The challenge that an answer has signed, if it is ours, of this person, and lasts; asking uses it up."""
    from webauthn import base64url_to_bytes

    signed = json.loads(base64url_to_bytes(answer["response"]["clientDataJSON"]))
    challenge: bytes = base64url_to_bytes(signed["challenge"])
    mine = (PasskeyChallenge.key_hash == sha256(challenge).hexdigest(), PasskeyChallenge.at > clock.now() - LASTS)
    whose = PasskeyChallenge.user_id.is_(None) if user is None else PasskeyChallenge.user_id == user.id
    used = db.session.execute(delete(PasskeyChallenge).where(*mine, whose))
    keep()  # used up, though the answer may be an error
    return challenge if used.rowcount else None  # type: ignore[attr-defined]


# ---- what it answers --------------------------------------------------------------------------------------------------


def signed_in(given: str, expected: User | None = None) -> User:
    """Whose passkey has answered; `expected`: who alone it may be. Raises Refused with the reason."""
    from webauthn import base64url_to_bytes, verify_authentication_response
    from webauthn.helpers.exceptions import WebAuthnException

    answer = _read(given)
    held = db.session.scalar(select(Passkey).where(Passkey.credential == _id_of(answer)))
    owner = db.session.get(User, held.user_id) if held is not None else None
    if held is None or owner is None or not owner.active:
        note_access("passkey-failed", "passkey")
        raise Refused(NOT_KNOWN)
    if expected is not None and owner.id != expected.id:
        note_access("passkey-failed", f"user:{expected.id}")
        raise Refused(OF_ANOTHER)
    try:
        challenge = _challenge(answer, None)
        if challenge is None:
            raise Refused(NOT_PROVED)
        lock_row(held)
        found = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=host() or "",
            expected_origin=_origin(),
            credential_public_key=base64url_to_bytes(held.public_key),
            credential_current_sign_count=held.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, Refused, ValueError, KeyError, TypeError) as problem:
        note_access("passkey-failed", f"user:{owner.id}")
        if "sign count" in str(problem).lower():
            mail.tell_person(owner, "accounts.passkey_copied", passkey=held.name)
            keep()
            raise Refused(COPIED) from problem
        raise Refused(NOT_PROVED) from problem
    held.sign_count, held.used_at = found.new_sign_count, clock.now()
    return owner


def register(user: User, name: str, given: str) -> Passkey:
    """Keep a new passkey of the person. Raises Refused with the reason."""
    from webauthn import verify_registration_response
    from webauthn.helpers import bytes_to_base64url
    from webauthn.helpers.exceptions import WebAuthnException

    answer = _read(given)
    try:
        challenge = _challenge(answer, user)
        if challenge is None:
            raise Refused(NOT_PROVED)
        lock_row(user)
        found = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=host() or "",
            expected_origin=_origin(),
            require_user_verification=True,
        )
    except (WebAuthnException, Refused, ValueError, KeyError, TypeError) as problem:
        note_access("passkey-failed", f"user:{user.id}")
        raise Refused(NOT_PROVED) from problem
    if (db.session.scalar(select(func.count()).where(Passkey.user_id == user.id)) or 0) >= MOST:
        raise Refused(TOO_MANY)
    credential = bytes_to_base64url(found.credential_id)
    if db.session.scalar(select(Passkey.id).where(Passkey.credential == credential)):
        raise Refused(TAKEN)
    made = Passkey(
        user_id=user.id,
        credential=credential,
        public_key=bytes_to_base64url(found.credential_public_key),
        sign_count=found.sign_count,
        name=name,
    )
    db.session.add(made)
    db.session.flush()
    note_access("passkey-added", f"user:{user.id}")
    mail.tell_person(user, "accounts.passkey_added", passkey=name)
    return made


def remove(user: User, number: int) -> bool:
    """Forget one passkey of the person; whether there was one."""
    gone = db.session.execute(delete(Passkey).where(Passkey.id == number, Passkey.user_id == user.id))
    if not gone.rowcount:  # type: ignore[attr-defined]
        return False
    note_access("passkey-removed", f"user:{user.id}")
    return True


def remove_all(user: User) -> None:
    db.session.execute(delete(Passkey).where(Passkey.user_id == user.id))


def forget_old() -> int:
    """Destroy challenges whose time has passed; how many."""
    gone = db.session.execute(delete(PasskeyChallenge).where(PasskeyChallenge.at < clock.now() - LASTS))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _read(given: str) -> dict[str, Any]:
    """The answer of a browser as sent. Raises Refused for what is none."""
    try:
        answer = json.loads(given) if len(given) <= LONGEST else None
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict) or not isinstance(answer.get("response"), dict):
        raise Refused(NOT_PROVED)
    return answer


def _id_of(answer: dict[str, Any]) -> str:
    found = answer.get("id")
    return found[:1400] if isinstance(found, str) else ""
