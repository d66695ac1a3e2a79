"""Names that mean one organisation though no rule of writing joins them: officers add them with a source,
and take them back.
"""

from typing import Any

from flask import abort, render_template, request
from sqlalchemy import Select, or_, select

from portal.core import organisation_names
from portal.core.aliases import OrganisationAlias, spelled_like
from portal.core.asking import Asking
from portal.core.db import db
from portal.core.listing import Column, Filter, Listing
from portal.core.people import User
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, current_actor, note_access, see_other, tell
from portal.shell.admin.blueprint import bp

ASKED = (
    Field(key="name", label=Text("기관명", "Name"), required=True, example=Text("가상한빛병원", "Fictional Hospital")),
    Field(
        key="other",
        label=Text("같은 기관의 다른 이름", "Another name of it"),
        required=True,
        example=Text("가상빛메디컬", "FH Medical"),
    ),
    Field(
        key="source",
        label=Text("출처", "Source"),
        required=True,
        longest=300,
        example=Text("법인 등기사항증명서 2026-11-02", "Company register, 2 November 2026"),
    ),
)


def _holding(query: Select[Any], text: str) -> Select[Any]:
    return query.where(or_(spelled_like(OrganisationAlias.name, text), spelled_like(OrganisationAlias.other, text)))


ALIASES = Listing(
    key="aliases",
    title=Text("기관의 다른 이름", "Other names of organisations"),
    query=lambda _actor: select(OrganisationAlias),
    columns=(
        Column(key="name", label=ASKED[0].label, value=lambda a: a.name),
        Column(key="other", label=ASKED[1].label, value=lambda a: a.other),
    ),
    order=(OrganisationAlias.id,),
    descending=True,
    filters=(Filter(key="q", label=Text("기관명", "Name"), apply=_holding),),
)


@bp.get("/aliases")
@access("officer", "ministry", "admin")
def aliases() -> str:
    return _page(Asking(ASKED))


def _page(asked: Asking) -> str:
    page = ALIASES.page(current_actor(), request.args)
    authors = select(User.id, User.name).where(User.id.in_([a.by_id for a in page.rows if a.by_id]))
    return render_template(
        "shell/admin/aliases.html",
        listing=ALIASES,
        page=page,
        by={row.id: row.name for row in db.session.execute(authors)},
        asked=asked,
        may_decide=current_actor().has("officer", "admin"),
    )


@bp.post("/aliases")
@access("officer", "admin")
def alias_add() -> Any:
    asked = Asking(ASKED, given=request.form)
    for key in ("name", "other"):
        if asked.text(key) and organisation_names.names_nobody(asked.text(key)):
            asked.fault(key, Text("기관을 가리키는 이름이 아닙니다.", "This names no organisation."))
    if asked.good and organisation_names.same(asked.text("name"), asked.text("other")):
        asked.fault(
            "other",
            Text(
                "더하지 않아도 이미 같은 기관으로 봅니다.",
                "These are taken for one organisation already, without an entry.",
            ),
        )
    if not asked.good:
        return _page(asked), 422
    made = OrganisationAlias(by_id=current_actor().user_id, **{f.key: asked.text(f.key).strip() for f in ASKED})
    db.session.add(made)
    db.session.flush()
    note_access("alias-add", f"alias:{made.id}")
    tell("이해상충과 검색에서 같은 기관으로 봅니다.", "Conflicts and searches take them for one organisation now.")
    return see_other("admin.aliases")


@bp.post("/aliases/<int:alias_id>/remove")
@access("officer", "admin")
def alias_remove(alias_id: int) -> Any:
    held = db.session.get(OrganisationAlias, alias_id) if alias_id < 2**31 else None
    if held is None:
        abort(404)
    note_access("alias-remove", f"{held.name} = {held.other}"[:100])
    db.session.delete(held)
    tell("다른 이름을 지웠습니다.", "The other name was removed.")
    return see_other("admin.aliases")
