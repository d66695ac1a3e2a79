"""Keys: one a purpose, changed without losing anything, long enough; mailed links lie under seal and texts of mails go."""

import stat
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.config import BadSetting, settings
from portal.core import carried, clock, keys, mail, reply_address, second_factor
from portal.core.carried import Carried
from portal.core.db import db
from portal.core.mail import Mail
from portal.shell.admin.commands import _put_in_front
from portal.shell.signing import links
from portal.shell.signing.models import KeptText
from tests import factories as make

OLD, NEW = "o" * 32, "n" * 32
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def kept(app, tmp_path, monkeypatch):
    """A portal that keeps its key itself, in a file of one line."""
    place = tmp_path / "secret_key"
    place.write_text(OLD, encoding="ascii")
    for name, value in (("SECRET_KEY", OLD), ("SECRET_KEY_FILE", str(place)), ("SECRET_KEY_FALLBACKS", [])):
        monkeypatch.setitem(app.config, name, value)
    return place


def rotate(app):
    return app.test_cli_runner().invoke(args=["keys", "rotate"])


def with_keys(monkeypatch, app, present, *before):
    monkeypatch.setitem(app.config, "SECRET_KEY", present)
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", list(before))


# ---- changed without losing anything ----------------------------------------------------------------------------------


def test_a_new_key_loses_nothing(app, session, kept, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_REPLY_DOMAIN", "reply.example")
    person = make.user(password_hash="h", session_key="k")
    second_factor.enrol(person, SECRET)
    written = carried.sealed(Carried(person.id, "/profile", [("name", "가상 이름")], []))
    session.add(KeptText(user_id=person.id, page="/profile", form="profile", sealed=written))
    row = mail.tell_person(person, "accounts.password_reset", token="abc")
    token, address = links.reset_token(person), reply_address.reply_address(7, person.id)
    session.commit()

    told = rotate(app)
    assert told.exit_code == 0, told.output
    lines = kept.read_text("ascii").split("\n")
    assert [len(line) for line in lines] == [64, 32]
    assert lines[1] == OLD
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert not any(key in told.output for key in lines)
    session.expire_all()
    assert links.user_of_reset(token) == person  # links and addresses that are on their way still hold
    assert reply_address.read_address(address) == (7, person.id)

    with_keys(monkeypatch, app, lines[0])  # once the old key is gone, what is kept under seal still opens
    assert second_factor.opened(person.second_factor) == SECRET
    assert carried.opened(session.scalars(select(KeptText.sealed)).one()).fields == [("name", "가상 이름")]
    assert "/password/abc" in mail.text_of(row)
    assert links.user_of_reset(token) is None
    assert reply_address.read_address(address) is None


def test_killed_between_the_key_and_the_seals_nothing_is_lost(app, session, kept):
    person = make.user()
    second_factor.enrol(person, SECRET)
    session.commit()
    _put_in_front(Path(kept), NEW)
    assert settings({"DATA_DIR": str(kept.parent)})["SECRET_KEY_FALLBACKS"] == [OLD]
    assert second_factor.opened(person.second_factor) == SECRET
    assert rotate(app).exit_code == 0
    assert len(kept.read_text("ascii").split("\n")) == 3


def test_what_no_key_opens_is_counted_and_left(app, session, kept, monkeypatch):
    lost, held = make.user(), make.user()
    with_keys(monkeypatch, app, "x" * 32)
    second_factor.enrol(lost, SECRET)
    with_keys(monkeypatch, app, OLD)
    second_factor.enrol(held, SECRET)
    session.commit()
    before = lost.second_factor
    told = rotate(app)
    assert told.exit_code == 1
    assert "FACTOR (User.second_factor): 1건, 열 수 없음 1건 / 1 sealed anew, 1 that no key opens" in told.output
    session.expire_all()
    assert lost.second_factor == before
    assert second_factor.opened(held.second_factor) == SECRET


def test_a_key_of_the_environment_is_not_written(app, session, monkeypatch, tmp_path):
    monkeypatch.setitem(app.config, "SECRET_KEY_FILE", "")
    monkeypatch.chdir(tmp_path)
    told = rotate(app)
    assert (told.exit_code, list(tmp_path.iterdir())) == (0, [])
    assert "SECRET_KEY는 환경에서 옵니다." in told.output


# ---- one a purpose ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("other", sorted(set(keys.SEALS) - {"FACTOR"}))
def test_a_seal_of_one_purpose_is_none_of_another(app, other):
    assert keys.unseal(other, keys.seal("FACTOR", SECRET)) is None
    assert keys.unseal("FACTOR", keys.seal("FACTOR", SECRET)) == SECRET


def test_a_purpose_with_keys_of_its_own_needs_no_other(app, monkeypatch):
    monkeypatch.setitem(app.config, "FACTOR_KEYS", (NEW,))
    sealed = keys.seal("FACTOR", SECRET)
    with_keys(monkeypatch, app, "z" * 32)
    assert keys.unseal("FACTOR", sealed) == SECRET
    monkeypatch.setitem(app.config, "FACTOR_KEYS", ())
    assert keys.unseal("FACTOR", sealed) is None


def test_a_link_of_a_foreign_key_opens_nothing(app, session, monkeypatch):
    person = make.user(password_hash="h", session_key="k")
    session.commit()
    monkeypatch.setitem(app.config, "LINK_KEYS", ("f" * 32,))
    forged = links.reset_token(person)
    monkeypatch.setitem(app.config, "LINK_KEYS", (NEW,))
    assert links.user_of_reset(forged) is None
    assert links.user_of_reset(links.reset_token(person)) == person


# ---- long enough ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["SECRET_KEY", "LINK_KEYS", "REPLY_KEYS", "FACTOR_KEYS", "BANK_KEYS"])
@pytest.mark.parametrize(("letters", "taken"), [(1, False), (31, False), (32, True), (33, True)])
def test_a_short_key_is_refused_by_name_and_never_shown(tmp_path, name, letters, taken):
    given = {"DATA_DIR": str(tmp_path), "SECRET_KEY": OLD, name: "q" * letters}
    if taken:
        assert settings(given)
        return
    with pytest.raises(BadSetting) as refused:
        settings(given)
    assert refused.value.message.startswith(f"{name}: {letters}자입니다. 32자 이상")
    assert "q" * letters + " " not in refused.value.message or letters == 1


def test_short_keys_of_before_still_open(tmp_path):
    held = settings({"DATA_DIR": str(tmp_path), "SECRET_KEY": NEW, "SECRET_KEYS_BEFORE": "short, older"})
    assert held["SECRET_KEY_FALLBACKS"] == ["short", "older"]
    assert settings({"DATA_DIR": str(tmp_path), "BANK_KEYS": f"{NEW}, short"})["BANK_KEYS"] == (NEW, "short")


# ---- mailed links and texts of mails ----------------------------------------------------------------------------------


def test_the_key_of_a_link_stands_in_the_mail_alone(app, session):
    person = make.user()
    row = mail.tell_person(person, "accounts.password_reset", token="the-key-of-the-link")
    session.commit()
    stored = db.session.execute(select(*Mail.__table__.columns)).one()
    assert not any("the-key-of-the-link" in str(cell) for cell in stored)
    assert "/password/the-key-of-the-link" not in row.shown
    assert "/password/…" in row.shown
    mail.deliver()
    written = (Path(app.config["DATA_DIR"]) / f"mail/{row.id:08d}.eml").read_bytes()
    assert "/password/the-key-of-the-link" in message_from_bytes(written, policy=policy.default).get_content()


def test_a_sent_mail_forgets_the_key_of_its_link(app, session, monkeypatch):
    row = mail.tell_person(make.user(), "accounts.password_reset", token="abc")
    session.commit()
    sent = []
    monkeypatch.setitem(app.config, "MAIL_SERVER", "mail.example.org")
    monkeypatch.setattr(mail, "_handed_over", lambda message: sent.append(message.get_content()))
    mail.deliver()
    assert "/password/abc" in sent[0]
    assert (row.state, row.sealed) == ("sent", "")


@pytest.mark.parametrize(("days", "hours", "kept"), [(7, 0, True), (8, 0, True), (8, 1, False)])
def test_keys_of_links_that_open_nothing_any_more_are_forgotten(app, session, days, hours, kept):
    row = mail.tell_person(make.user(), "accounts.password_reset", token="abc")
    row.created_at = clock.now() - timedelta(days=days, hours=hours) + timedelta(seconds=5)
    session.commit()
    mail.forget_links()
    session.commit()
    session.refresh(row)
    assert bool(row.sealed) == kept
