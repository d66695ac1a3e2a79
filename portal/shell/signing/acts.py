"""Who may sign in: passwords, failures, lock-out, sessions. Must not know pages.

Whatever goes wrong the answer is the same, so that nobody learns which addresses have an account or are locked.
"""

from datetime import timedelta

from flask import g, session
from flask_login import current_user, login_user, logout_user
from sqlalchemy import func, select

from portal.core import clock, demo, passwords, second_factor
from portal.core.asking import Asking
from portal.core.cases import AccessLog
from portal.core.db import db, lock_row
from portal.core.people import User
from portal.core.roles import new_key
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import current_actor, note_access
from portal.core.workflow import Refused
from portal.shell.signing import passkeys, sessions
from portal.shell.signing import questions as q
from portal.shell.signing.tries import LOCK, fail, forget_devices, forgive, forgive_all, is_locked, remember

LOCKED = Text(
    "비밀번호를 여러 번 잘못 입력해 {minutes}분 동안 바꿀 수 없습니다.",
    "Too many wrong passwords: nothing can be changed for {minutes} minutes.",
).format(minutes=int(LOCK.total_seconds() // 60))
WRONG_CODE = Text(
    "인증번호가 맞지 않거나 이미 쓴 번호입니다. 앱에 지금 보이는 번호를 입력해 주세요.",
    "The code is wrong or was used already. Enter the one that your app shows now.",
)
PASSKEY_FIRST = Text(
    "{minutes}분 안에 패스키로 로그인한 뒤에 바꿀 수 있습니다. 로그아웃하고 패스키로 다시 로그인해 주세요.",
    "This is changed within {minutes} minutes of a sign-in by passkey. Please sign out and in again with it.",
).format(minutes=int(sessions.FRESH.total_seconds() // 60))
FILLED_IN = "filled_in"
MAILS = 3
MAILS_WITHIN = timedelta(hours=1)


def user_of(email: str) -> User | None:
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def attempt(email: str, password: str) -> User | None:
    """The person whose address and password these are, unless locked out or suspended;
    each failure is counted and kept. Raises Busy.
    """
    found = user_of(email)
    held, user_id = (found.password_hash, found.id) if found else ("", None)
    db.session.rollback()  # nobody waits for the database while a password is hashed
    right = passwords.matches(held, password)
    user = db.session.get(User, user_id) if user_id else None
    if user is None or not user.active or demo.is_closed(user):
        note_access("sign-in-failed", email)
        return None
    lock_row(user)
    if is_locked(user):
        note_access("sign-in-locked", email)
        return None
    if not right:
        note_access("sign-in-failed", email)
        fail(user)
        return None
    if passwords.is_outdated(user.password_hash):
        user.password_hash = passwords.hashed(password)
    return user


def may_mail(email: str, act: str) -> bool:
    """Whether the address that a stranger typed may have one more mail: a few an hour. The asking is noted either way.

    Counted alike for addresses with and without an account; the answer to the reader must be the same in all cases.
    """
    subject = email.strip().lower()[:120]
    recent = select(func.count()).where(
        AccessLog.at > clock.now() - MAILS_WITHIN, AccessLog.act == act, AccessLog.subject == subject
    )
    note_access(act, subject)
    return (db.session.scalar(recent) or 0) < MAILS


def me() -> User:
    """The person signed in, as the row itself (not Flask-Login's stand-in for it)."""
    held: User = current_user._get_current_object()
    return held


def proof_of(user: User) -> tuple[Field, ...]:
    """What is asked before what guards the account is changed: the password, and the factor of whoever has one."""
    return (q.PASSWORD, q.PRESENT_CODE) if user.second_factor else (q.PASSWORD,)


def prove(asked: Asking) -> None:
    """What a person has and knows, before what guards the account is changed (`proof_of`): anything wrong counts as a
    failed sign-in, and a locked account changes nothing. Nothing is looked at while the rest is not good: no code is
    used up for nothing.
    """
    if not asked.good:
        return
    lock_row(me())
    if is_locked(me()):
        asked.fault("password", LOCKED)
    elif not passwords.matches(me().password_hash, asked.text("password")):
        asked.fault("password", Text("지금 비밀번호가 맞지 않습니다.", "This is not your present password."))
        note_access("password-wrong", f"user:{me().id}")
        fail(me())
    elif not me().second_factor and passkeys.has_any(me()) and not sessions.is_fresh():
        asked.fault("", PASSKEY_FIRST)
    elif me().second_factor and not second_factor.passes(me(), asked.text("present_code"), demo.codes_ahead(me())):
        asked.fault("present_code", WRONG_CODE)
        note_access("second-factor-failed", f"user:{me().id}")
        fail(me())


def fill_in(email: str) -> None:
    """Begin the next sign-in of this browser with the address; it stands in no address bar, log or history."""
    session[FILLED_IN] = email


def filled_in() -> str:
    return str(session.get(FILLED_IN, ""))


def open_session(user: User) -> None:
    """Begin a new session; what the browser held before is dropped."""
    sessions.end_this()
    session.clear()
    session.permanent = True
    login_user(user)
    sessions.begin(user)
    if not needs_factor(user):
        _passed(user)
    _forget_actor()


def pass_factor(user: User, code: str) -> bool:
    """Whether the code is right; a wrong one counts as a failed sign-in."""
    lock_row(user)
    if is_locked(user):
        return False
    if not second_factor.passes(user, code, demo.codes_ahead(user)):
        note_access("second-factor-failed", f"user:{user.id}")
        fail(user)
        return False
    mark_factor(user)
    return True


def mark_factor(user: User) -> None:
    """The second factor was given: the session goes on under a new key."""
    sessions.begin(user, factor=True)
    _passed(user)
    _forget_actor()


def has_passed(user: User) -> bool:
    return not needs_factor(user) or sessions.has_factor()


def needs_factor(user: User) -> bool:
    """Officials and panel members always, others once they have one."""
    return user.is_official or "panel" in user.roles or bool(user.second_factor)


def has_factor(user: User) -> bool:
    """Whether the person has one already: an app or a passkey. Who has none sets one up after the password."""
    return bool(user.second_factor) or passkeys.has_any(user)


def by_passkey(given: str) -> User:
    """Begin a session for the owner of the passkey that has answered, password and factor in one. Raises Refused."""
    waiting = me() if current_user.is_authenticated and not has_passed(me()) else None
    user = passkeys.signed_in(given, waiting)
    if demo.is_closed(user):
        raise Refused(passkeys.NOT_KNOWN)
    sessions.end_this()
    session.clear()
    session.permanent = True
    login_user(user)
    mark_factor(user)
    return user


def sign_off() -> None:
    """The session of this browser ends, whoever kept its cookie."""
    sessions.end_this()
    logout_user()
    session.clear()


def end_other_sessions(user: User) -> None:
    """Sign the person out everywhere but here."""
    user.session_key = new_key()
    forget_devices(user)
    sessions.begin(user, factor=sessions.has_factor())


def set_password(user: User, password: str) -> None:
    """A new password; sessions opened with the old one end, a lock is lifted."""
    user.password_hash = passwords.hashed(password)
    user.session_key = new_key()
    forgive_all(user)


def _passed(user: User) -> None:
    forgive(user)
    remember(user)
    note_access("sign-in", f"user:{user.id}")


def _forget_actor() -> None:
    g.pop("actor", None)
    current_actor()
