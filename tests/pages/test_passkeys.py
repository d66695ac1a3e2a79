"""Passkeys: registered with the proofs that the account asks, opening the portal alone; each forged, replayed, late or
foreign answer is refused in words.
"""

import json
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from portal.core import clock, second_factor
from portal.core.cases import AccessLog
from portal.core.mail import Mail
from portal.core.people import User
from portal.shell.signing.models import OpenSession, Passkey, PasskeyChallenge
from tests import factories as make
from tests.authenticator import PRESENT, Device, altered
from tests.client import CheckingClient
from tests.pages.test_accounts import NOON, PASSWORD, person, sign_in

NOT_PROVED = "패스키를 확인하지 못했습니다."


@pytest.fixture(autouse=True)
def at_localhost(app, monkeypatch, today):
    """WebAuthn takes no address of numbers."""
    monkeypatch.setitem(app.config, "BASE_URL", "http://localhost:8000")
    today(NOON)


def options_of(page):
    return page.all("div", class_="form")[0].get("data-passkey-create")


def register(client, device, name="가상 노트북", status=200, **proofs):
    """As a person of the session of `client`."""
    page = client.get("/passkeys/new")
    page = client.submit(page.form("/passkeys/new"), name=name, **proofs)
    return client.submit(page.form("/passkeys"), credential=device.created(options_of(page)), status=status)


def asked(client):
    return client.plain.post("/sign-in/passkey/options").get_data(as_text=True)


def use(client, answer, status=200):
    page = client.get("/sign-in")
    return client.submit(page.form("/sign-in/passkey"), credential=answer, status=status)


@pytest.fixture
def held(client, session):
    """A person with a passkey, signed out; the device."""
    who, device = person(session, name="가상 열쇠지기"), Device()
    client.sign_in(who)
    register(client, device)
    client.post("/sign-out")
    return who, device


def signed_in_as(client):
    return client.plain.get("/profile").status_code == 200


# ---- the way through --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["officer", "panel", ""])
def test_a_passkey_is_registered_and_opens_the_portal_alone(client, session, role):
    who, device = person(session, *([role] if role else [])), Device()
    sign_in(client, who.email)
    page = client.get("/passkeys/new")
    page = client.submit(page.form("/passkeys/new"), name="가상 노트북")
    client.submit(page.form("/passkeys"), credential=device.created(options_of(page)))
    assert session.query(Passkey).one().name == "가상 노트북"
    assert "가상 노트북" in client.get("/profile").words()
    assert [m.subject for m in session.query(Mail)] == ["[보안] 패스키를 등록했습니다"]
    client.post("/sign-out")
    device.count = 1
    use(client, device.signed(asked(client)))
    assert signed_in_as(client)
    assert session.query(OpenSession).one().factor
    session.expire_all()
    assert (session.query(Passkey).one().sign_count, session.query(Passkey).one().used_at) == (1, clock.now())


def test_one_leads_where_the_person_was_going(client, held):
    _, device = held
    page = client.get("/sign-in?next=/profile")
    page = client.submit(page.form("/sign-in/passkey"), credential=device.signed(asked(client)))
    assert page.h1 == "내 정보"


def test_another_one_asks_for_what_the_account_has(client, session, held):
    """Whose only factor is a passkey adds another with the password, soon after they signed in with it."""
    _, device = held
    use(client, device.signed(asked(client)))
    page = client.get("/passkeys/new")
    page = client.submit(page.form("/passkeys/new"), name="둘째", password="wrong wrong wrong", status=422)
    assert "지금 비밀번호가 맞지 않습니다." in page.words()
    register(client, Device(), name="둘째", password=PASSWORD)
    assert session.query(Passkey).count() == 2


@pytest.mark.parametrize(("minutes", "taken"), [(9, True), (10, False), (11, False)])
def test_a_passkey_proves_for_ten_minutes(client, session, held, today, minutes, taken):
    _, device = held
    use(client, device.signed(asked(client)))
    today(NOON + timedelta(minutes=minutes))
    page = client.get("/passkeys/new")
    page = client.submit(page.form("/passkeys/new"), name="둘째", password=PASSWORD, status=200 if taken else 422)
    assert ("10분 안에 패스키로 로그인한 뒤에" in page.words()) != taken


# ---- what is refused --------------------------------------------------------------------------------------------------


def test_an_answer_works_once(client, held):
    _, device = held
    answer = device.signed(asked(client))
    use(client, answer)
    client.post("/sign-out")
    page = use(client, answer, status=422)
    assert NOT_PROVED in page.words()
    assert not signed_in_as(client)


@pytest.mark.parametrize(("seconds", "taken"), [(299, True), (300, False), (301, False)])
def test_a_challenge_lasts_five_minutes(client, held, today, seconds, taken):
    _, device = held
    options = asked(client)
    today(NOON + timedelta(seconds=seconds))
    use(client, device.signed(options), status=200 if taken else 422)
    assert signed_in_as(client) == taken


def test_forged_and_foreign_answers_open_nothing(client, session, held):
    _, device = held
    stranger = Device()
    stranger.id = device.id
    elsewhere, at_another_host = Device(origin="http://localhost.evil.example:8000"), Device(host="evil.example")
    for one in (elsewhere, at_another_host):
        one.id, one.key = device.id, device.key
    attempts = [
        lambda: stranger.signed(asked(client)),  # another key under this id
        lambda: elsewhere.signed(asked(client)),
        lambda: at_another_host.signed(asked(client)),
        lambda: device.signed(asked(client), flags=PRESENT),  # its owner was not verified
        lambda: device.signed(asked(client), challenge="bm90IG91cnM"),
        lambda: altered(device.signed(asked(client)), "signature"),
        lambda: altered(device.signed(asked(client)), "authenticatorData"),
        lambda: altered(device.signed(asked(client)), "clientDataJSON", at=3),
        lambda: "",
        lambda: "[" * 10_000,
        lambda: "{}",
        lambda: json.dumps({"id": 7, "response": {}}),
        lambda: json.dumps({"id": json.loads(device.signed(asked(client)))["id"], "response": {"clientDataJSON": "*"}}),
    ]
    for attempt in attempts:
        page = use(client, attempt(), status=422)
        assert page.h1 == "로그인"
        assert not signed_in_as(client)
    noted = session.query(AccessLog).filter_by(act="passkey-failed").count()
    assert noted >= 8


@pytest.mark.parametrize(
    ("kept", "sent", "taken"), [(0, 0, True), (5, 6, True), (5, 5, False), (5, 4, False), (5, 0, False)]
)
def test_a_count_that_goes_back_is_a_copy(client, session, held, kept, sent, taken):
    _, device = held
    session.query(Passkey).one().sign_count = kept
    session.commit()
    device.count = sent
    page = use(client, device.signed(asked(client)), status=200 if taken else 422)
    assert signed_in_as(client) == taken
    assert ("복제되었을 수 있어" in page.words()) != taken
    session.rollback()
    assert session.scalars(select(Mail.subject).where(Mail.subject.contains("복제"))).all() == (
        [] if taken else ["[보안] 패스키가 복제되었을 수 있습니다"]
    )


def test_a_removed_passkey_and_a_suspended_account_open_nothing(client, session, held):
    who, device = held
    session.get(User, who.id).active = False
    session.commit()
    assert "이 패스키로는 로그인할 수 없습니다." in use(client, device.signed(asked(client)), status=422).words()
    session.get(User, who.id).active = True
    session.delete(session.query(Passkey).one())
    session.commit()
    assert "이 패스키로는 로그인할 수 없습니다." in use(client, device.signed(asked(client)), status=422).words()


def test_the_passkey_of_another_person_gives_no_factor(client, session, held):
    """Signed in by password, a person finishes with their own passkey and no other."""
    _, device = held
    officer, own = person(session, "officer"), Device()
    sign_in(client, officer.email)
    register(client, own)
    client.post("/sign-out")
    page = sign_in(client, officer.email)
    assert page.h1 == "2단계 인증"
    client.get("/worklist", 303)
    page = client.submit(page.form("/sign-in/passkey"), credential=device.signed(asked(client)), status=422)
    assert "다른 사람의 패스키입니다." in page.words()
    client.get("/worklist", 303)
    page = client.get("/second-factor")
    client.submit(page.form("/sign-in/passkey"), credential=own.signed(asked(client)))
    client.get("/worklist")


def test_a_password_alone_gives_no_new_factor_to_who_has_a_passkey(client, session):
    """Otherwise whoever knows an official's password would set up an app of their own."""
    officer, device = person(session, "officer"), Device()
    sign_in(client, officer.email)
    register(client, device)
    client.post("/sign-out")
    sign_in(client, officer.email)
    for path in ("/second-factor/new", "/passkeys/new"):
        assert client.plain.get(path).location.startswith("/second-factor")
    for path in ("/second-factor/new", "/passkeys/new", "/passkeys"):
        answer = client.plain.post(path, data={"name": "남의 것", "code": "123456", "credential": "{}"})
        assert (answer.status_code, answer.location.split("?")[0]) == (303, "/second-factor")
    assert (session.query(Passkey).count(), session.get(User, officer.id).second_factor) == (1, "")


def test_an_app_is_set_up_beside_a_passkey(client, session, held):
    who, device = held
    use(client, device.signed(asked(client)))
    page = client.get("/second-factor/new")
    secret = page.all("dd")[0].itertext().__next__().replace(" ", "")
    code = pyotp.TOTP(secret).at(clock.now())
    page = client.submit(page.form("/second-factor/new"), password="wrong wrong wrong", code=code, status=422)
    assert "지금 비밀번호가 맞지 않습니다." in page.words()
    client.submit(page.form("/second-factor/new"), password=PASSWORD, code=code)
    session.rollback()
    assert session.get(User, who.id).second_factor


# ---- registering and removing -----------------------------------------------------------------------------------------


def test_a_registration_is_of_this_person_this_portal_and_verified(app, client, session):
    who, other = person(session), person(session)
    client.sign_in(who)
    page = client.submit(client.get("/passkeys/new").form("/passkeys/new"), name="가상")
    options = options_of(page)
    strange = CheckingClient(app)
    strange.sign_in(other)
    theirs = strange.submit(strange.get("/passkeys/new").form("/passkeys/new"), name="가상")
    page_form = theirs.form("/passkeys")
    assert NOT_PROVED in strange.submit(page_form, credential=Device().created(options), status=422).words()
    for device, flags in (
        (Device(origin="http://evil.example"), 5),
        (Device(host="evil.example"), 5),
        (Device(), PRESENT),
    ):
        page = client.submit(client.get("/passkeys/new").form("/passkeys/new"), name="가상 열쇠")
        answer = device.created(options_of(page), flags=flags)
        page = client.submit(page.form("/passkeys"), credential=answer, status=422)
        assert NOT_PROVED in page.words()
        assert page.all("input", name="name")[0].get("value") == "가상 열쇠"
    assert session.query(Passkey).count() == 0


def test_a_passkey_is_registered_once(client, session, held):
    _, device = held
    other = person(session)
    client.sign_in(other)
    page = register(client, device, status=422)
    assert "이미 등록된 패스키입니다." in page.words()


@pytest.mark.parametrize(("there", "taken"), [(9, True), (10, False)])
def test_so_many_and_no_more(client, session, there, taken):
    who = person(session)
    secret = second_factor.new_secret()
    second_factor.enrol(who, secret)
    session.add_all(Passkey(user_id=who.id, credential=f"c{n}", public_key="x", name=str(n)) for n in range(there))
    session.commit()
    client.sign_in(who)
    code = second_factor.next_code(who, secret)
    page = register(client, Device(), status=200 if taken else 422, password=PASSWORD, present_code=code)
    assert ("10개까지" in page.words()) != taken


def test_a_passkey_is_removed_with_the_proofs_and_the_last_one_of_an_official_stays(client, session):
    officer, device = person(session, "officer"), Device()
    sign_in(client, officer.email)
    register(client, device)
    number = session.query(Passkey).one().id
    page = client.get(f"/passkeys/{number}/remove")
    page = client.submit(page.form("/remove"), password=PASSWORD, status=422)
    assert "마지막 인증 수단이라 지울 수 없습니다." in page.words()
    register(client, Device(), name="둘째", password=PASSWORD)
    page = client.get(f"/passkeys/{number}/remove")
    assert client.submit(page.form("/remove"), password="wrong wrong wrong", status=422).all("div", id="error-summary")
    client.submit(client.page.form("/remove"), password=PASSWORD)
    assert [one.name for one in session.query(Passkey)] == ["둘째"]


def test_nobody_removes_the_passkey_of_another(client, session, held):
    client.sign_in(person(session))
    number = session.query(Passkey).one().id
    assert client.plain.get(f"/passkeys/{number}/remove").status_code == 303
    assert client.plain.post(f"/passkeys/{number}/remove", data={"password": PASSWORD}).status_code == 303
    session.rollback()
    assert session.query(Passkey).count() == 1


def test_an_administrator_resets_passkeys_too(client, session, held):
    who, _ = held
    client.sign_in(make.user("admin"))
    page = client.get(f"/admin/people/{who.id}")
    client.submit(page.form("/acts"), reason="가상 분실", button=("act", "factor"))
    assert session.query(Passkey).count() == 0


def test_an_address_of_numbers_has_none_and_says_so(client, session, app, monkeypatch):
    monkeypatch.setitem(app.config, "BASE_URL", "http://127.0.0.1:8000")
    assert "passkey" not in client.get("/sign-in").text
    client.sign_in(person(session))
    assert "숫자로 되어 있어 패스키를 쓸 수 없습니다." in client.get("/passkeys/new").words()


def test_challenges_are_swept(session, client):
    asked(client)
    assert session.query(PasskeyChallenge).count() == 1
    from portal.shell.signing.passkeys import forget_old

    with clock.at(NOON + timedelta(minutes=6)):
        assert forget_old() == 1
