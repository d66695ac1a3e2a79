"""What the search finds of the programmes: published calls, results and holders; nothing planned, nothing undecided."""

from datetime import date

from flask import url_for

from funds.selection.search import SOURCES, call_documents, holder_documents
from portal.core import search
from portal.core.aliases import OrganisationAlias
from portal.core.fire import fire
from tests import factories as make
from tests import funding
from tests.funding import START, at_hour


def test_calls_results_and_holders_are_found_and_nothing_else(session, client, today):
    today(at_hour(START, 9))
    planned = funding.planned(title="준비중비밀공모")
    _, cases = funding.decided_call(members=3, applications=2, seats=1)
    winner = next(c for c in cases if c.state == "selected")
    loser = next(c for c in cases if c.state != "selected")
    today(at_hour(date(2026, 4, 10), 9))
    assert not list(holder_documents())  # an offer is nobody's business
    award = funding.signed(winner)
    fire(award, "give_notice", make.officer(), given={"intended": "suspend", "days": 10, "reason": "가상"})
    documents = [*call_documents(), *holder_documents()]
    said = " ".join(f"{d.title.ko} {d.body.ko}" for d in documents)
    assert winner.organisation.name in said
    assert loser.organisation.name not in said
    assert planned.title not in said
    assert "사전통지" not in said
    session.add(OrganisationAlias(name=winner.organisation.name, other="가상빛메디컬", source="가상"))
    search.refresh(SOURCES)
    session.commit()
    assert [e.endpoint for e in search.find("가상빛메디컬").entries] == ["funds.check_code"]
    found = {e.endpoint for e in search.find(winner.organisation.name).entries}
    assert found == {"funds.call", "funds.check_code"}
    for entry in search.find(winner.organisation.name).entries:
        with client.app.test_request_context():
            url = url_for(entry.endpoint, **entry.args)
        client.get(url)
