"""The pages of passkeys: signing in with one, registering, removing. What a browser asks a device is a script's."""

from typing import Any

from flask import Response, jsonify, make_response, redirect, render_template, request, url_for

from portal.core import mail
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, say, see_other, tell
from portal.shell.signing import entry, passkeys
from portal.shell.signing.acts import by_passkey, has_factor, has_passed, mark_factor, me, proof_of, prove
from portal.shell.signing.again import brought, go_on
from portal.shell.signing.blueprint import bp
from portal.shell.signing.links import safe_next
from portal.shell.signing.questions import ADDRESS, PASSWORD
from portal.shell.signing.tries import too_often_from_here

NAMED = (
    Field(
        key="name",
        label=Text("패스키 이름", "Name of the passkey"),
        required=True,
        longest=60,
        hint=Text("어느 기기에 있는지 알 수 있게 적어 주세요.", "So that you know which device holds it."),
        example=Text("업무용 노트북", "Work laptop"),
    ),
)
LAST = Text(
    "마지막 인증 수단이라 지울 수 없습니다. 다른 패스키나 인증 앱을 먼저 등록해 주세요.",
    "It is the last proof of this account: register another passkey or an app first.",
)


@bp.post("/sign-in/passkey/options")
@access("everybody")
def passkey_options() -> Response:
    """What the browser is to sign."""
    if too_often_from_here():
        return make_response(jsonify(said=say(entry.TOO_OFTEN)), 429)
    return make_response(passkeys.asked_to_sign_in(), {"Content-Type": "application/json", "Cache-Control": "no-store"})


@bp.post("/sign-in/passkey")
@access("everybody")
def passkey_sign_in() -> Any:
    asked = Asking((ADDRESS, PASSWORD))
    with attempt(asked) as tried:
        by_passkey(request.form.get("credential", ""))
    if tried.refused:
        return entry.page(asked), 422
    held = brought()
    return go_on(held) if held is not None else redirect(safe_next(request.form.get("next")) or "/", code=303)


@bp.get("/passkeys/new")
@access("signed-in")
def passkey_new() -> Any:
    return _closed_to_them() or _form(Asking(_asked()))


@bp.post("/passkeys/new")
@access("signed-in")
def passkey_begin() -> Any:
    """With the proofs given, the page on which the device is asked."""
    if (elsewhere := _closed_to_them()) is not None:
        return elsewhere
    asked = Asking(_asked(), given=request.form)
    if has_factor(me()):
        prove(asked)
    if not asked.good:
        return _form(asked), 422
    return _form(asked, options=passkeys.asked_to_register(me()), name=asked.text("name"))


@bp.post("/passkeys")
@access("signed-in")
def passkey_register() -> Any:
    if (elsewhere := _closed_to_them()) is not None:
        return elsewhere
    asked = Asking(NAMED, given=request.form)
    with attempt(asked) as tried:
        if asked.good:
            passkeys.register(me(), asked.text("name"), request.form.get("credential", ""))
    if tried.refused or not asked.good:
        again = Asking(_asked(), {"name": request.form.get("name", "")})
        again.errors |= asked.errors
        return _form(again), 422
    if not has_passed(me()):
        mark_factor(me())
    tell("패스키를 등록했습니다.", "The passkey is registered.")
    return redirect(safe_next(request.form.get("next")) or url_for("accounts.profile"), code=303)


@bp.post("/passkeys/<int:number>/remove")
@access("signed-in")
def passkey_remove(number: int) -> Any:
    """One's own is removed with both proofs; the last proof of whoever needs one stays."""
    asked = Asking(proof_of(me()), given=request.form, prefix=f"passkey-{number}-")
    held = next((one for one in passkeys.of(me()) if one.id == number), None)
    if held is None:
        return see_other("accounts.profile")
    if needs_one() and not me().second_factor and len(passkeys.of(me())) == 1:
        asked.fault("", LAST)
    prove(asked)
    if not asked.good:
        return _removing(number, asked), 422
    passkeys.remove(me(), number)
    mail.tell_person(me(), "accounts.passkey_removed", passkey=held.name)
    tell("패스키를 지웠습니다.", "The passkey is removed.")
    return see_other("accounts.profile")


@bp.get("/passkeys/<int:number>/remove")
@access("signed-in")
def passkey_removing(number: int) -> Any:
    if not any(one.id == number for one in passkeys.of(me())):
        return see_other("accounts.profile")
    return _removing(number, Asking(proof_of(me()), prefix=f"passkey-{number}-"))


def needs_one() -> bool:
    """Whether the person may not be without any factor."""
    return me().is_official or "panel" in me().roles


def _removing(number: int, asked: Asking) -> str:
    held = next(one for one in passkeys.of(me()) if one.id == number)
    return render_template("shell/accounts/passkey_remove.html", asked=asked, passkey=held)


def _closed_to_them() -> Any:
    """Whoever has a factor and has not given it registers nothing."""
    return None if has_passed(me()) or not has_factor(me()) else see_other("accounts.second_factor")


def _asked() -> tuple[Field, ...]:
    return (*NAMED, *proof_of(me())) if has_factor(me()) else NAMED


def _form(asked: Asking, *, options: str = "", name: str = "") -> str:
    return render_template(
        "shell/accounts/passkey_new.html",
        asked=asked,
        options=options,
        name=name,
        host=passkeys.host(),
        next=safe_next(request.values.get("next")) or "",
        **({} if has_passed(me()) else {"menu": [], "account": {"sign_out": url_for("accounts.sign_out")}}),
    )
