"""Sealed means sealed: until the last member has handed in, no page tells any role anything of a score,
not even a count.
"""

import re
from datetime import date, timedelta

import pytest

from funds.selection.panel import attendance, conflicts, sealed
from funds.selection.panel.models import HandIn, ScoreSheet
from funds.selection.panel.result import compute
from portal.core import clock
from portal.core.fire import fire
from portal.core.panels import acts as machine
from portal.core.panels import pool
from portal.core.panels.queries import seats_of
from portal.core.workflow import Refused
from tests import factories as make
from tests import funding
from tests.funding import START, actor_of, at_hour

SECRET = "그지없이비밀인의견"
TOKEN = re.compile(rb'name="(?:csrf_token|form_key)" value="[^"]*"')


def user_of(actor):
    return make.db.session.get(make.User, actor.user_id)


def pages_of(call, cases):
    desk, panel = "/desk/programmes", f"/panel/{call.id}"
    found = [
        "/",
        "/programmes/",
        f"/programmes/calls/{call.id}",
        f"{desk}/",
        f"{desk}/calls/{call.id}",
        f"{desk}/calls/{call.id}/committee",
        f"{desk}/calls/{call.id}/result",
        f"{desk}/calls/{call.id}/sensitivity",
        f"{desk}/calls/{call.id}/tally.xlsx",
        f"{desk}/calls/{call.id}/sheets.pdf",
        f"{desk}/pool",
        f"{desk}/awards",
        "/panel/",
        panel,
        f"{panel}/result",
        f"{panel}/conclude",
        f"/cases/{call.id}",
        "/worklist",
        "/programmes/applications/",
    ]
    for case in cases:
        found += [
            f"{desk}/applications/{case.id}",
            f"/programmes/applications/{case.id}",
            f"/cases/{case.id}",
            f"/cases/{case.id}/clock",
        ]
    return found


def seen(client, paths, user):
    """What every page says to a user, with what changes from request to request left out."""
    client.sign_in(user)
    said = {}
    for path in paths:
        answer = client.plain.get(path, follow_redirects=True)
        text = answer.get_data() if answer.mimetype == "text/html" else b""
        said[path] = (answer.status_code, TOKEN.sub(b"", text))
    return said


@pytest.mark.slow
def test_nothing_on_any_page_of_any_other_role_changes_while_members_score(session, client, today):
    today(at_hour(START, 9))
    call, cases, seats = funding.judged_call(members=5, applications=3)
    owner = funding.owner_of(cases[0])
    watchers = [make.user(r) for r in ("officer", "ministry", "admin")] + [
        user_of(actor_of(seats[1])),
        user_of(actor_of(seats[0])),
        user_of(owner),
    ]
    session.commit()
    paths = pages_of(call, cases)
    with clock.at(call.closes_at + timedelta(days=2)):
        before = [seen(client, paths, watcher) for watcher in watchers]
        for seat in seats[2:]:
            for case in sealed.theirs(seat):
                scores = {c["id"]: "7.3" for c in sealed.criteria_judged(call)}
                assert not machine.save_sheet(seat, case, scores, SECRET, {"quality": SECRET})
            attendance.attend(seat)
            machine.hand_in(seat)
        session.commit()
        after = [seen(client, paths, watcher) for watcher in watchers]
    for one, other, watcher in zip(before, after, watchers, strict=True):
        for path in paths:
            assert one[path] == other[path], f"{path} tells {watcher.roles or 'a member'} that somebody scored"
            assert SECRET.encode() not in other[path][1]
    assert call.state == "scoring"
    assert session.query(ScoreSheet).count() == 9
    assert session.query(HandIn).count() == 3


def test_sheets_cannot_be_read_by_any_code_path_before_the_opening(session, today):
    today(at_hour(START, 9))
    call, _, seats = funding.judged_call(members=3, applications=2)
    for seat in seats[:-1]:
        funding.scored(seat, {})
    with pytest.raises(Refused):
        sealed.sheets_of(call)
    with pytest.raises(Refused):
        sealed.scores_json(call)
    with pytest.raises(Refused):
        fire(call, "unseal", make.officer())
    funding.scored(seats[-1], {})
    assert call.state == "opened"
    assert len(sealed.sheets_of(call)) == 6


def test_a_conflict_a_replacement_and_a_stranger_open_nothing(session, client, today):

    today(at_hour(START, 9))
    call, cases, seats = funding.judged_call(members=5, applications=2)
    conflicts.add_conflict(seats[1], cases[0].id, "declared", "가상 이해관계")
    machine.replace(seats[2], make.officer(), "가상 사유")
    session.commit()
    here = f"/panel/{call.id}/applications/{cases[0].id}"
    client.sign_in(user_of(actor_of(seats[1]))).get(here, status=404)
    client.post(here, {"score-quality": "10"}, status=404)
    client.get(f"/panel/{call.id}/applications/{cases[1].id}")
    client.sign_in(user_of(actor_of(seats[2])))
    for path in (here, f"/panel/{call.id}", f"/cases/{cases[1].id}"):
        client.get(path, status=404)
    client.sign_in(make.user("panel")).get(here, status=404)
    client.sign_in(make.user("officer")).get(here, status=404)


def test_the_order_of_members_and_applications_never_changes_a_result(session, today):
    from funds.selection import scoring

    today(at_hour(date(2026, 3, 2), 9))
    call, cases, seats = funding.judged_call(members=5, applications=3)
    for n, seat in enumerate(seats):
        funding.scored(seat, {case.id: {"quality": str(10 + (n * 3 + k) % 15)} for k, case in enumerate(cases)})
    data = sealed.scores_json(call)
    turned = data | {"members": data["members"][::-1], "applications": data["applications"][::-1]}
    rubric = sealed.rubric_json(call)
    one, other = (scoring.score(*scoring.parse(rubric, scores)) for scores in (data, turned))
    assert one.as_json() == other.as_json() == compute(call).result.as_json()


@pytest.mark.slow
def test_nothing_on_any_page_changes_while_new_reviewers_score_again(session, client, today):
    """The re-scoring panel of an objection is under the same seal: not a score, not a count, for nobody."""
    from funds.selection.objections.acts import object_to

    today(at_hour(START, 9))
    call, first, second = funding.overtaken()
    today(at_hour(date(2026, 4, 10), 9))
    objection = object_to(first, ["quality"], "가상 까닭", funding.owner_of(first))
    ministry = make.user("ministry")
    fire(objection, "admit", make.acting(ministry), given={"criteria": ["quality"], "reason": "가상"})
    funding.reviewers(4)
    machine.commit_draw(objection, None, 3, make.officer())
    seats = machine.carry_out_draw(objection, make.officer())
    people = [pool.user_of(seat.reviewer) for seat in seats]
    for seat, person in zip(seats, people, strict=True):
        machine.answer(seat, make.acting(person), accepts=True)
        machine.declare(seat, make.acting(person), {}, secrecy=True, integrity=True)
    chair = user_of(actor_of(seats_of(call)[0]))
    watchers = [
        make.user("officer"),
        ministry,
        make.user("admin"),
        chair,
        people[2],
        make.member(first.organisation),
        make.member(second.organisation),
    ]
    session.commit()
    paths = [
        *pages_of(call, [first, second]),
        f"/desk/programmes/objections/{objection.id}",
        f"/programmes/objections/{objection.id}",
        f"/cases/{objection.id}",
        f"/panel/reviews/{objection.id}",
        f"/cases/{objection.id}/clock",
        "/notices",
    ]
    before = [seen(client, paths, watcher) for watcher in watchers]
    for seat in seats[:2]:
        assert not machine.save_sheet(seat, objection, {"quality": "7.3"}, SECRET)
        machine.hand_in(seat)
    session.commit()
    after = [seen(client, paths, watcher) for watcher in watchers]
    for one, other, watcher in zip(before, after, watchers, strict=True):
        for path in paths:
            assert one[path] == other[path], f"{path} tells {watcher.roles or 'a member'} that somebody scored"
            assert SECRET.encode() not in other[path][1]
    assert objection.state == "rescoring"
    for outsider in (chair, make.user("panel"), make.user("officer")):
        client.sign_in(outsider).get(f"/panel/reviews/{objection.id}", status=404)
    client.sign_in(people[2]).get(f"/programmes/applications/{second.id}", status=404)
