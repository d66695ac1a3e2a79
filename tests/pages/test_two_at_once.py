"""What several people edit and what two decide at once: nobody writes over what they have not seen, no typed text goes."""

import pytest

from portal.core.db import db
from portal.core.fire import fire
from portal.markets.g2g.models import Cooperation
from tests import factories as make
from tests import funding, learning
from tests.client import CheckingClient
from tests.funding import START, at_hour


def organisation(_today):
    held = make.organisation()
    return make.member(held), make.member(held), "/organisation/edit", "address", "부산 가상구 가상로 "


def cooperation(_today):
    made = Cooperation(kind="mou", country="UZ", title_ko="가상 협약", source="가상", began="2022-11", currency="KRW")
    db.session.add(made)
    db.session.flush()
    return make.user("officer"), make.user("officer"), f"/cooperation/{made.id}/edit", "title_ko", "협약 이름 "


def call(today):
    today(at_hour(START, 9))
    planned = funding.planned()
    return make.user("officer"), make.user("officer"), f"/desk/programmes/calls/{planned.id}/edit", "notice", "공고문 "


def survey(_today):
    made = learning.survey()
    return make.user("officer"), make.user("officer"), f"/desk/workforce/{made.id}/edit", "note", "안내 "


PLACES = {one.__name__: one for one in (organisation, cooperation, call, survey)}


@pytest.mark.parametrize("since", ["as it was", "", "x" * 24])
@pytest.mark.parametrize("place", PLACES)
def test_the_second_sees_what_the_first_stored_and_then_decides(app, client, session, today, place, since):
    one, other, path, field, words = PLACES[place](today)
    session.commit()
    second = CheckingClient(app).sign_in(other)
    form = second.get(path).form(containing=field)
    given = {"institution_code": "12345678"} if place == "organisation" else {}
    client.sign_in(one)
    client.submit(client.get(path).form(containing=field), **given, **{field: words + "첫째"}, path=path)
    mark = {} if since == "as it was" else {"since": since}
    page = second.submit(form, **given, **mark, **{field: words + "둘째"}, status=422, path=path)
    assert f"저장된 내용: {words}첫째" in page.words()
    assert page.values(page.form(containing=field))[field] == words + "둘째"
    assert words + "첫째" in client.get(path).text
    second.submit(page.form(containing=field), **given, path=path)
    assert words + "둘째" in client.get(path).text


@pytest.mark.parametrize("version", ["", "x", "999", None])
def test_a_move_that_names_no_version_of_the_case_is_not_made(client, session, version):
    case, _ = make.filed()
    session.commit()
    client.sign_in(make.user("officer"))
    form = client.get(f"/cases/{case.id}/moves/refuse").form("moves/")
    given = {"reason": "긴 거부 사유입니다.", "remedy": "이의신청"}
    page = client.submit(form, **given, version=version, status=422)
    assert "그 사이에 내용이 바뀌었습니다" in page.words()
    assert page.values(page.form("moves/"))["reason"] == "긴 거부 사유입니다."
    session.rollback()
    assert case.state == "received"


def test_who_comes_second_is_told_who_decided_what_and_keeps_the_reason(client, session):
    case, _ = make.filed("CONSULT", shared_information="no")
    first = make.user("officer", name="가상 먼저")
    session.commit()
    client.sign_in(make.user("officer"))
    form = client.get(f"/cases/{case.id}/moves/refuse").form("moves/")
    fire(case, "accept", make.acting(first))
    session.commit()
    page = client.submit(form, reason="긴 거부 사유입니다.", remedy="이의신청", status=422)
    assert "가상 먼저" in page.words()
    assert "수리 → 수리 거부" not in page.words()
    assert "지금은 할 수 없습니다" in page.words()
    assert page.values(page.form("moves/"))["reason"] == "긴 거부 사유입니다."
