"""What the selection gives the portal's search: calls with their results, holders of awards.

Nothing that is not public.
"""

from collections.abc import Iterator

from sqlalchemy import select

from funds.selection.awards.queries import register_query, shown_state
from funds.selection.calls.queries import winners
from funds.selection.models import Call
from funds.selection.programmes import PROGRAMMES
from portal.core import countries
from portal.core.aliases import aliases
from portal.core.db import db
from portal.core.search import Document, Source
from portal.core.text import Text

HIDDEN = ("planned", "cancelled")


def call_documents() -> Iterator[Document]:
    """A call with its notice; once decided also with the names of those selected, which its page then shows."""
    wanted = select(Call).where(Call.state.not_in(HIDDEN)).order_by(Call.id)
    for call in db.session.scalars(wanted):
        title = PROGRAMMES[call.programme].title
        named = ", ".join(a.organisation.name for a in winners(call) if a.organisation)
        selected = Text(f" 선정: {named}", f" Selected: {named}") if named else Text("", "")
        yield Document(
            key=str(call.id),
            title=call.titled,
            body=Text(
                f"{title.ko} {call.number or ''}. {call.notice}{selected.ko}",
                f"{title.en} {call.number or ''}.{selected.en}",
            ),
            endpoint="funds.call",
            args={"case_id": call.id},
            on=call.received_on,
        )


def holder_documents() -> Iterator[Document]:
    """Every award that a public register names, led to its check page; and the registers themselves."""
    for programme in PROGRAMMES.values():
        held = list(db.session.scalars(register_query(programme.key)))
        if held:
            yield Document(
                key=programme.key,
                title=Text("{p} 명부", "Register: {p}").format(p=programme.title),
                body=programme.lead,
                endpoint="funds.holders",
                args={"programme": programme.key},
            )
        known = aliases()
        for award in held:
            state, land = shown_state(award), award.country
            yield Document(
                key=f"{programme.key}-{award.id}",
                title=Text(f"{award.holder} {award.number}", f"{award.holder} {award.number}"),
                body=Text(
                    f"{programme.title.ko} {state.ko} {countries.name(land) if land else ''} {award.valid_from}–{award.valid_to}",
                    f"{programme.title.en} {state.en} {countries.name(land, 'en') if land else ''} {award.valid_from}–{award.valid_to}",
                ),
                endpoint="funds.check_code",
                args={"code": award.code},
                country=land,
                on=award.valid_from,
                also=" . ".join(sorted(known.names(award.holder) - {award.holder})),
            )


SOURCES = (
    Source("calls", Text("공모와 선정 결과", "Calls and results"), call_documents),
    Source("holders", Text("인증·지정 명부", "Registers of holders"), holder_documents),
)
