"""거점협력센터: a mark holder gets its bonus through facts, is designated, does its tasks, is evaluated and renewed."""

from datetime import date, timedelta

from sqlalchemy import select

from funds.selection.models import Award
from portal.core.fire import fire
from tests import factories as make
from tests import funding
from tests.funding import at_hour
from tests.stories.test_funds_project import move


def test_a_hub_from_its_bonus_to_the_yearly_evaluation(session, client, today):
    today(at_hour(date(2026, 1, 12), 9))
    _, marked = funding.decided_call("mark", seats=1, applications=1)
    holder = marked[0]
    funding.signed(holder)
    member = make.member(holder.organisation)
    session.commit()

    today(at_hour(date(2026, 3, 2), 9))
    call = funding.published("hub", seats=2, members_wanted=3)
    hub, _ = funding.submitted(call, make.acting(member), total=150_000_000, asked=150_000_000, own_share=0)
    other, _ = funding.submitted(call, total=180_000_000, asked=180_000_000, own_share=0)
    assert hub.granted == ["mark"]
    assert other.granted == []
    today(call.closes_at + timedelta(days=1))
    funding.closed(call)
    funding.found_eligible(hub, granted=hub.granted)
    funding.found_eligible(other)
    seats = funding.seated(call, 3)
    fire(call, "start_scoring", make.officer())
    for seat in seats:
        funding.scored(seat, {a.id: {"performance": "33", "tasks": "33", "public": "19"} for a in (hub, other)})
    fire(call, "conclude", funding.actor_of(seats[0]), given={"minutes": "가상 의결"})
    first = call.result["result"]["applications"][0]
    assert (first["id"], first["bonus"]) == (hub.number, "2")
    amounts = {str(hub.id): 150_000_000, str(other.id): 180_000_000}
    fire(
        call,
        "propose",
        make.officer(),
        given={"chosen": [str(hub.id), str(other.id)], "amounts": amounts, "reason": "계산대로"},
    )
    fire(call, "decide", make.acting(make.user("ministry")), given={"reason": "확정"})
    award = session.scalar(select(Award).where(Award.application_id == hub.id))
    session.commit()

    client.sign_in(member)
    page = client.get(f"/programmes/awards/{award.id}")
    client.submit(page.form("awards/"), condition=["0", "1"])
    session.refresh(award)
    assert [(d.kind, d.wanted) for d in award.duties] == [("seminar", 4), ("project", 2), ("referral", 20)]
    assert award.payments[0].amount == 105_000_000
    page = client.get(f"/programmes/awards/{award.id}")
    refused = client.submit(page.form(f"duties/{award.duties[0].id}"), done="네 번", report="", status=422)
    client.submit(refused.form(f"duties/{award.duties[0].id}"), done="4", report="국내 기관 세미나 4회")

    officer = make.user("officer")
    client.sign_in(officer)
    page = client.get(f"/desk/programmes/awards/{award.id}")
    assert "국내 기관 세미나 4회" in page.words()
    today(at_hour(award.valid_to - timedelta(days=30), 9))
    page = move(client.sign_in(officer), award, "renew", reason="실적", status=422)
    assert "성과평가를 먼저" in page.words()
    move(client, award, "evaluate_year", points="92.5", reason="과제를 모두 수행")
    before = award.valid_to
    move(client, award, "renew", reason="성과 우수")
    session.refresh(award)
    assert award.valid_to > before
    page = client.get("/programmes/registers/hub")
    assert award.number in page.words()
