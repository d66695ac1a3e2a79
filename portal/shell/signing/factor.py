"""The second factor: asked after the password, set up with an app. Officials cannot go on without it."""

from typing import Any

from flask import g, redirect, render_template, request, session, url_for

from portal.core import carried, demo, mail
from portal.core import second_factor as codes
from portal.core.asking import Asking
from portal.core.db import lock_row
from portal.core.web import access, note_access, see_other, tell
from portal.shell.signing import passkeys
from portal.shell.signing import questions as q
from portal.shell.signing.acts import (
    WRONG_CODE,
    has_factor,
    has_passed,
    mark_factor,
    me,
    pass_factor,
    proof_of,
    prove,
    sign_off,
)
from portal.shell.signing.again import brought, carried_along, go_on
from portal.shell.signing.blueprint import bp
from portal.shell.signing.links import safe_next
from portal.shell.signing.tries import is_locked

OFFER = "second_factor_offer"


@bp.get("/second-factor")
@access("signed-in")
def second_factor() -> Any:
    if has_passed(me()):
        return redirect(_target() or "/", code=303)
    if not has_factor(me()):
        return see_other("accounts.second_factor_new", next=_target())
    return _ask(Asking((q.CODE,)))


@bp.post("/second-factor")
@access("signed-in")
def second_factor_given() -> Any:
    if has_passed(me()):
        return redirect(_target() or "/", code=303)
    asked = Asking((q.CODE,), given=request.form)
    if asked.good and me().second_factor and pass_factor(me(), asked.text("code")):
        return _onward()
    if is_locked(me()):
        sign_off()
        if (held := carried.opened(request.form.get("carried", ""))) is not None:
            g.pop("actor", None)
            return go_on(held)
        tell(
            "인증번호를 여러 번 잘못 입력해 잠시 로그인할 수 없습니다.",
            "Too many wrong codes: nobody can sign in for a while.",
            "error",
        )
        return see_other("accounts.sign_in")
    if asked.good:
        asked.fault("code", WRONG_CODE)
    return _ask(asked), 422


def ask() -> str:
    """The page that asks for the code, or sets a factor up, right after the password: in the same answer."""
    if has_factor(me()):
        return _ask(Asking((q.CODE,)))
    session[OFFER] = codes.sealed(codes.new_secret())
    return _offer(Asking(_asked_when_new()))


def _onward() -> Any:
    """Where the person wanted to go; with a form that came along, back to it."""
    held = brought()
    return go_on(held) if held is not None else redirect(_target() or "/", code=303)


def _closed() -> dict[str, Any]:
    """The frame of a page while the rest of the portal is closed: no menu, no links but signing out."""
    return {"menu": [], "account": {"sign_out": url_for("accounts.sign_out")}}


def _ask(asked: Asking) -> str:
    return render_template(
        "shell/accounts/second_factor.html",
        asked=asked,
        next=_target() or "",
        carried=carried_along(),
        has_app=bool(me().second_factor),
        passkeys=passkeys.of(me()),
        passkey_host=passkeys.host(),
        **_closed(),
        demo_code=demo.shown_code(me()),
    )


@bp.get("/second-factor/new")
@access("signed-in")
def second_factor_new() -> Any:
    if has_factor(me()) and not has_passed(me()):
        return see_other("accounts.second_factor", next=_target())
    if OFFER not in session:
        session[OFFER] = codes.sealed(codes.new_secret())
    return _offer(Asking(_asked_when_new()))


@bp.post("/second-factor/new")
@access("signed-in")
def second_factor_confirmed() -> Any:
    """The code proves that the app holds the secret; whoever replaces one proves both present ones too."""
    if has_factor(me()) and not has_passed(me()):
        return see_other("accounts.second_factor", next=_target())
    secret = codes.opened(session.get(OFFER, ""))
    if secret is None:
        return see_other("accounts.second_factor_new", next=_target())
    asked = Asking(_asked_when_new(), given=request.form)
    step = codes.step_of(secret, asked.text("code")) if asked["code"] else None
    if asked["code"] and step is None:
        asked.fault("code", WRONG_CODE)
    if has_factor(me()):
        prove(asked)
    if not asked.good or step is None:
        return _offer(asked), 422
    lock_row(me())
    codes.enrol(me(), secret, step)
    session.pop(OFFER)
    mark_factor(me())
    note_access("second-factor-set", f"user:{me().id}")
    mail.tell_person(me(), "accounts.second_factor_set")
    tell("2단계 인증을 설정했습니다.", "The second factor is set up.")
    return _onward()


def _asked_when_new() -> tuple[Any, ...]:
    return (*proof_of(me()), q.NEW_CODE) if has_factor(me()) else (q.CODE,)


def _offer(asked: Asking) -> str:
    import segno

    secret = codes.opened(session[OFFER])
    assert secret is not None
    address = codes.address(me(), secret)
    return render_template(
        "shell/accounts/second_factor_new.html",
        asked=asked,
        next=_target() or "",
        carried=carried_along(),
        secret=" ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        address=address,
        picture=segno.make(address, error="m").svg_data_uri(scale=5, border=2, light="#fff"),
        **({} if has_passed(me()) else _closed()),
    )


def _target() -> str | None:
    return safe_next(request.values.get("next"))
