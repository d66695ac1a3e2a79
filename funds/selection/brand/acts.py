"""The signature under the conditions of use: who, when, which version. Before it no file of the mark is handed out."""

from collections.abc import Mapping
from typing import Any

from funds.selection.brand.models import UseSignature
from funds.selection.brand.settings import BRANDED, has_signed, terms_on
from funds.selection.models import Award
from portal.core import clock
from portal.core.db import db
from portal.core.fire import Firing
from portal.core.text import Text
from portal.core.workflow import within


def signable(case: Award, given: Mapping[str, Any]) -> Text | None:
    """The version in force, confirmed, under a name, once."""
    if case.programme not in BRANDED:
        return Text("마크가 없는 사업입니다.", "This award has no mark.")
    terms = terms_on(case.programme, clock.today())
    if terms is None:
        return Text("사용 조건이 아직 정해지지 않았습니다.", "No conditions of use are declared yet.")
    if given.get("terms") != terms.id:
        return Text(
            "사용 조건이 새 판으로 바뀌었습니다. 다시 읽고 서명해 주세요.",
            "The conditions have a new version. Read it and sign again.",
        )
    if has_signed(case, terms):
        return Text("이 판에는 이미 서명했습니다.", "This version was signed already.")
    if not given.get("agreed") or not str(given.get("name") or "").strip():
        return Text("조건에 동의하고 서명하는 사람의 이름을 적어 주세요.", "Agree, and enter the name of who signs.")
    return None


def sign(case: Award, firing: Firing) -> None:
    terms = terms_on(case.programme, firing.on)
    assert terms is not None
    name = within(str(firing.given["name"]), 100)
    db.session.add(UseSignature(award_id=case.id, terms_id=terms.id, name=name, by_id=firing.actor.user_id))
    db.session.flush()
    firing.facts |= {"use_version": terms.version, "signer": name}


def may_download(case: Award) -> Text | None:
    """Why the file of the mark is not handed out; None where it is."""
    terms = terms_on(case.programme, clock.today())
    if case.state not in ("in_force", "notice"):
        return Text("유효한 마크만 내려받을 수 있습니다.", "Only while the mark is in force.")
    if terms is None or not has_signed(case, terms):
        return Text("먼저 지금의 사용 조건에 서명해 주세요.", "Sign the conditions of use in force first.")
    return None
