"""An answer by mail lands in its thread, from the programs that offices use;
what is not such an answer is refused in a sentence.
"""

import mailbox
import re
from base64 import b64encode
from datetime import date, timedelta
from email.message import EmailMessage
from quopri import encodestring

import pytest
from sqlalchemy import select

from portal.core import clock, files, threads
from portal.core.db import db
from portal.core.fire import fire
from portal.core.mail import Mail, deliver
from portal.core.people import User
from portal.core.reply_address import read_address, reply_address
from portal.core.threads import Message, Thread
from portal.shell.inbox.log import ReceivedMail
from portal.shell.inbox.receiving import MOST_AN_HOUR, receive
from tests import expert_forms as forms
from tests import factories as make

MONDAY = date(2026, 11, 23)
DOMAIN = "reply.portal.example"


@pytest.fixture(autouse=True)
def monday(today, app, monkeypatch):
    today(MONDAY)
    monkeypatch.setitem(app.config, "MAIL_REPLY_DOMAIN", DOMAIN)


@pytest.fixture
def told(session):
    """A consultation under way in which the expert has just written: (case, thread, the client's user,
    the notice they got).
    """
    lawyer = forms.expert(name="가상 김변호", language="en", zone="Europe/Berlin")
    case, actor = forms.running(lawyer)
    thread = session.scalars(select(Thread)).one()
    threads.post(thread, forms.acting(lawyer), "허가 신청서 초안을 먼저 보내 주세요.")
    db.session.commit()
    notice = session.scalars(select(Mail).where(Mail.user_id == actor.user_id).order_by(Mail.id.desc())).first()
    return case, thread, session.get(User, actor.user_id), notice


def mailed(told, body="네, 내일 보냅니다.", *, head="", kind="text/plain; charset=utf-8", encoding="8bit", **given):
    """A mail as it comes over the wire."""
    _, _, user, notice = told
    headers = {
        "From": f"=?utf-8?B?{b64encode('가상 담당'.encode()).decode()}?= <{user.email.upper()}>",
        "To": notice.reply_to,
        "Subject": "Re: [새 글] 자문".encode().decode(),
        "Message-ID": f"<{abs(hash((body, head, kind, str(given))))}@mail.example>",
    } | given
    lines = "".join(f"{k}: {v}\r\n" for k, v in headers.items() if v)
    content = body if isinstance(body, bytes) else body.replace("\n", "\r\n").encode()
    framing = f"MIME-Version: 1.0\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return (head + lines + framing).encode() + content


def multipart(told, *parts, kind="mixed", **given):
    """A mail of parts, each (headers, bytes)."""
    made = b"".join(
        b"--BOUND\r\n" + "".join(f"{k}: {v}\r\n" for k, v in head.items()).encode() + b"\r\n" + content + b"\r\n"
        for head, content in parts
    )
    return mailed(told, made + b"--BOUND--\r\n", kind=f'multipart/{kind}; boundary="BOUND"', **given)


WORDS = ({"Content-Type": "text/plain; charset=utf-8"}, "파일을 붙입니다.".encode())


def pdf_part(name, content=forms.PDF, **more):
    return (
        {
            "Content-Type": "application/pdf",
            "Content-Transfer-Encoding": "base64",
            "Content-Disposition": f"attachment; {name}",
        }
        | more,
        b64encode(content),
    )


def last_message(session):
    session.rollback()
    return session.scalars(select(Message).order_by(Message.id.desc())).first()


def answers_to(session, address):
    return session.scalars(select(Mail).where(Mail.answers != "", Mail.address == address).order_by(Mail.id)).all()


def test_the_notice_carries_an_address_and_says_so(told, session, app, tmp_path, monkeypatch):
    _, thread, user, notice = told
    assert read_address(notice.reply_to) == (thread.id, user.id)
    assert read_address(notice.reply_to.upper()) == (thread.id, user.id)
    assert notice.body.startswith("##- 답장은 이 줄 위에 적어 주세요 -##")
    assert "이 메일에 답장하면" in notice.body
    monkeypatch.setitem(app.config, "DATA_DIR", str(tmp_path))
    number = notice.id
    deliver()
    sent = (tmp_path / "mail" / f"{number:08d}.eml").read_text()
    assert re.search(r"^Reply-To:\s+reply\+\d+-\d+-[a-z2-7]{24}@reply\.portal\.example$", sent, re.M)
    assert "Auto-Submitted: auto-generated" in sent


def test_without_a_domain_the_notice_sends_to_the_portal(told, session, app, monkeypatch):
    _, thread, user, _ = told
    monkeypatch.setitem(app.config, "MAIL_REPLY_DOMAIN", "")
    threads.post(thread, forms.acting(thread.case.expert), "하나 더 여쭙니다.")
    notice = session.scalars(select(Mail).where(Mail.user_id == user.id).order_by(Mail.id.desc())).first()
    assert (notice.reply_to, "답은 포털에서 적어 주세요." in notice.body) == ("", True)


def test_who_only_reads_gets_no_address(told, session):
    case, thread, _, _ = told
    viewer = make.member(case.organisation, "viewer")
    threads.post(thread, forms.acting(case.expert), "모두 봅니다.")
    notice = session.scalars(select(Mail).where(Mail.user_id == viewer.id)).one()
    assert notice.reply_to == ""


def test_an_answer_lands_in_the_thread_and_the_expert_hears_of_it_in_english(told, session, client):
    case, _, user, notice = told
    expert_user = case.expert.user
    quoted = "\n".join(f"> {line}" for line in notice.body.split("\n"))
    body = (
        f"네, 내일 보냅니다.\n\n2026년 11월 23일 (월) 오후 3:04, 포털 <portal@portal.invalid>님이 작성:\n\n{quoted}\n"
    )
    found = receive(mailed(told, body))
    assert (found.outcome, found.message.body, found.message.author_id) == ("posted", "네, 내일 보냅니다.", user.id)
    mail = session.scalars(select(Mail).where(Mail.user_id == expert_user.id).order_by(Mail.id.desc())).first()
    assert mail.subject == f"[New message] Consultation {case.number}"
    assert "Answer this mail" in mail.body
    client.sign_in(expert_user)
    assert "네, 내일 보냅니다." in client.get(f"/expert/consultations/{case.id}").words()
    row = session.scalars(select(ReceivedMail)).one()
    assert (row.outcome, row.answered) == ("posted", False)
    kept = " ".join(str(getattr(row, c.name)) for c in ReceivedMail.__table__.columns)
    assert user.email not in kept
    assert "내일" not in kept


def euc(text):
    return text.encode("cp949")


BODIES = {
    "naver, EUC-KR in base64": {"body": b64encode(euc("네, 내일 보냅니다. 똠방각하")), "kind": "text/plain; charset=ks_c_5601-1987", "encoding": "base64"},
    "utf-8, quoted-printable": {"body": encodestring("네, 내일 보냅니다.".encode()), "encoding": "quoted-printable"},
    "no charset named": {"body": "네, 내일 보냅니다.", "kind": "text/plain"},
    "a charset nobody knows": {"body": "네, 내일 보냅니다.", "kind": 'text/plain; charset="x-unknown"'},
    "html alone": {"body": "<html><body><p>네, 내일 보냅니다.</p></body></html>", "kind": "text/html; charset=utf-8"},
    "raw Korean headers": {"body": "네, 내일 보냅니다.", "Subject": "Re: 한글 제목"},
}  # fmt: skip


@pytest.mark.parametrize("style", BODIES)
def test_words_arrive_however_they_are_encoded(told, session, style):
    assert receive(mailed(told, **BODIES[style])).outcome == "posted"
    assert last_message(session).body.startswith("네, 내일 보냅니다.")


def test_plain_text_is_taken_before_html(told, session):
    parts = [
        ({"Content-Type": "text/plain; charset=utf-8"}, "글로 씁니다.".encode()),
        ({"Content-Type": "text/html; charset=utf-8"}, "<p>그림으로 <b>씁니다</b>.</p>".encode()),
    ]
    receive(multipart(told, *parts, kind="alternative"))
    assert last_message(session).body == "글로 씁니다."


def test_files_come_along_under_their_names(told, session):
    case = told[0]
    named = [
        'filename="draft.pdf"',
        "filename*=UTF-8''%EC%B4%88%EC%95%88.pdf",
        f'filename="=?EUC-KR?B?{b64encode(euc("계약서.pdf")).decode()}?="',
        'filename="../../정관.pdf"',
    ]
    assert receive(multipart(told, WORDS, *(pdf_part(n) for n in named))).outcome == "posted"
    papers = [p for p in files.papers_of(case.id) if p.slot == f"message-{last_message(session).id}"]
    assert [p.name for p in papers] == ["draft.pdf", "초안.pdf", "계약서.pdf", "정관.pdf"]
    assert all(p.filed_at for p in papers)


def test_what_uploads_do_not_take_is_left_out_and_told(told, session):
    _, _, user, _ = told
    program = pdf_part('filename="plan.pdf"', b"MZ\x90\x00")
    assert receive(multipart(told, WORDS, program, pdf_part('filename="good.pdf"'))).outcome == "partly"
    assert last_message(session).body == "파일을 붙입니다."
    (answer,) = answers_to(session, user.email.casefold())
    assert "plan.pdf: 받을 수 없는 형식입니다." in answer.body
    assert "good.pdf" not in answer.body


def test_a_picture_of_a_signature_is_no_file(told, session):
    html = ({"Content-Type": "text/html; charset=utf-8"}, '<p>확인했습니다.</p><img src="cid:logo@x">'.encode())
    logo = (
        {"Content-Type": "image/gif; name=logo.gif", "Content-ID": "<logo@x>", "Content-Disposition": "inline"},
        b"GIF89a",
    )
    assert receive(multipart(told, html, logo, kind="related")).outcome == "posted"
    assert last_message(session).body == "확인했습니다."


def test_the_same_mail_is_taken_once(told, session):
    raw = mailed(told)
    assert [receive(raw).outcome, receive(raw).outcome] == ["posted", "duplicate"]
    assert len(session.scalars(select(Message)).all()) == 2
    assert len(session.scalars(select(ReceivedMail)).all()) == 1


REFUSED = {
    "token": {"To": f"reply+1-1-{'a' * 24}@{DOMAIN}"},
    "sender": {"From": "other@example.net"},
    "empty": {"body": "\n\n> 허가 신청서 초안을 먼저 보내 주세요.\n"},
    "long": {"body": "가" * 10_001},
}


@pytest.mark.parametrize("outcome", REFUSED)
def test_what_is_refused_is_answered_once_in_a_sentence(told, session, outcome):
    _, _, user, _ = told
    raw = mailed(told, **REFUSED[outcome])
    assert receive(raw).outcome == outcome
    receive(raw)
    assert last_message(session).body == "허가 신청서 초안을 먼저 보내 주세요."
    sender = "other@example.net" if outcome == "sender" else user.email.casefold()
    (answer,) = answers_to(session, sender)
    assert "올리지 못했습니다" in answer.body
    assert user.email not in (answer.body if outcome == "sender" else "")
    assert session.scalars(select(ReceivedMail)).one().answered is True


def test_who_shows_nothing_of_ours_is_not_answered(told, session):
    """A forged sender must not make the portal write to a stranger."""
    raw = mailed(told, From="stranger@example.net", To=f"reply+1-1-{'b' * 24}@{DOMAIN}")
    assert receive(raw).outcome == "token"
    assert answers_to(session, "stranger@example.net") == []


MACHINES = {
    "outlook": {"head": "Auto-Submitted: auto-generated\r\n", "Subject": "자동 회신: [새 글]"},
    "vacation": {"head": "Auto-Submitted: auto-replied (vacation)\r\n"},
    "list": {"head": "Precedence: bulk\r\n"},
    "naver": {"Subject": "=?utf-8?B?" + b64encode("[부재중] 가상 담당입니다".encode()).decode() + "?="},
    "bounce": {"head": "Return-Path: <>\r\n", "kind": "multipart/report; report-type=delivery-status; boundary=x"},
    "daemon": {"From": "MAILER-DAEMON@mail.example"},
}


@pytest.mark.parametrize("kind", MACHINES)
def test_machines_are_neither_posted_nor_answered(told, session, kind):
    before = len(session.scalars(select(Mail)).all())
    assert receive(mailed(told, **MACHINES[kind])).outcome == "automatic"
    assert len(session.scalars(select(Mail)).all()) == before
    assert len(session.scalars(select(Message)).all()) == 1


def test_our_own_mail_that_comes_back_is_a_loop(told, session):
    _, _, _, notice = told
    for given in (
        {"From": "portal@portal.invalid"},
        {"Message-ID": "<mail-77@portal.invalid>"},
        {"From": notice.reply_to},
    ):
        assert receive(mailed(told, str(given), **given)).outcome == "loop"
    assert answers_to(session, "portal@portal.invalid") == []


@pytest.mark.slow
def test_a_flood_is_stopped_and_told_three_times_a_day(told, session):
    _, _, user, _ = told
    ended = [receive(mailed(told, f"{n}번째")).outcome for n in range(MOST_AN_HOUR + 5)]
    assert ended.count("posted") == MOST_AN_HOUR
    assert ended[-5:] == ["many"] * 5
    assert len(answers_to(session, user.email.casefold())) == 3
    with clock.at(clock.now() + timedelta(hours=2)):
        assert receive(mailed(told, "나중에")).outcome == "posted"


def test_a_mail_beyond_the_limit_is_refused_from_its_head(told, session, app, monkeypatch):
    _, _, user, _ = told
    monkeypatch.setitem(app.config, "UPLOAD_LIMIT", 1024 * 1024)
    assert receive(mailed(told, "가" * 600_000)).outcome == "size"
    assert "1MB를 넘어" in answers_to(session, user.email.casefold())[0].body


def test_the_address_ends_with_the_consultation(told, session):
    case, _, user, _ = told
    fire(case, "report", forms.acting(case.expert), given={"report": "가상 보고서"})
    assert receive(mailed(told, "보고서에 대해 여쭙니다.")).outcome == "posted"
    fire(case, "close", make.acting(user), given={"rating": "5"})
    assert receive(mailed(told, "하나만 더.")).outcome == "closed"
    assert "대화가 끝났거나" in answers_to(session, user.email.casefold())[0].body


@pytest.mark.slow
def test_an_expert_who_left_answers_into_nothing(told, session):
    case, thread, _, _ = told
    former = case.expert.user
    where = reply_address(thread.id, former.id)
    fire(case, "leave", forms.acting(case.expert), given={"because_own": "건강"})
    next_one = forms.expert()
    fire(case, "assign", make.officer(), given={"expert": next_one.id, "rank": 1, "why": "가상"})
    fire(case, "accept_offer", forms.acting(next_one), given=forms.YES)
    found = receive(mailed(told, "아직 답합니다.", From=former.email, To=where))
    assert found.outcome == "closed"
    assert "no longer part of it" in answers_to(session, former.email)[0].body


@pytest.mark.slow
def test_a_suspended_account_posts_nothing(told, session):
    _, _, user, _ = told
    user.active = False
    assert receive(mailed(told)).outcome == "closed"


def test_letters_that_no_database_takes_are_left_out(told, session):
    assert receive(mailed(told, b"\xeb\x84\xa4\x00, \xff\x01ok")).outcome == "posted"
    assert "ok" in last_message(session).body


@pytest.mark.slow
def test_the_command_reads_standard_input_and_a_maildir(told, app, session, tmp_path):
    runner = app.test_cli_runner()
    done = runner.invoke(
        args=["mail", "receive", "--to", told[3].reply_to], input=mailed(told, "파이프로", To="list@x.example")
    )
    assert (done.exit_code, done.output.split(":")[0]) == (0, "posted"), done.output
    box = mailbox.Maildir(tmp_path / "box")
    for words in ("하나", "둘"):
        box.add(mailed(told, words))
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "someone@example.net", f"info@{DOMAIN}", "광고"
    letter.set_content("광고입니다.")
    box.add(letter)
    done = runner.invoke(args=["mail", "receive", "--maildir", str(tmp_path / "box")])
    assert done.exit_code == 0, done.output
    assert "2: posted" in done.output
    assert "1: token" in done.output
    assert list((tmp_path / "box" / "new").iterdir()) == []
    assert {m.body for m in session.scalars(select(Message))} >= {"파이프로", "하나", "둘"}
    assert runner.invoke(args=["mail", "receive", "--maildir", str(tmp_path)]).exit_code == 2
    assert runner.invoke(args=["mail", "receive"], input=b"").exit_code == 2


@pytest.mark.slow
def test_a_mail_that_cannot_be_read_is_put_aside_and_the_next_is_read(told, app, session, tmp_path, monkeypatch):
    user = told[2]
    box = mailbox.Maildir(tmp_path / "box")
    box.add(mailed(told, "<![<![<![", kind="text/html; charset=utf-8"))
    nested = b"".join(b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (n, n + 1) for n in range(3000))
    box.add(mailed(told, nested, kind="multipart/mixed; boundary=b0"))
    box.add(mailed(told, "셋째"))
    runner = app.test_cli_runner()
    done = runner.invoke(args=["mail", "receive", "--maildir", str(tmp_path / "box")])
    assert done.exit_code == 0, done.output
    assert [line.split(":")[1].strip() for line in done.output.splitlines()] == ["empty", "posted", "unread"]
    assert list((tmp_path / "box" / "new").iterdir()) == []
    kept, why = sorted((tmp_path / "box" / "aside").iterdir())
    assert (kept.suffix, why.read_text().split()[0]) == (".eml", "RecursionError")
    assert b"boundary=b0" in kept.read_bytes()
    assert last_message(session).body == "셋째"
    assert "보관했습니다" in " ".join(one.body for one in answers_to(session, user.email.casefold()))
    monkeypatch.setitem(app.config, "DATA_DIR", str(tmp_path))
    done = runner.invoke(
        args=["mail", "receive"], input=mailed(told, nested, kind="multipart/mixed; boundary=b0", Subject="2")
    )
    assert (done.exit_code, "RecursionError" in done.output) == (0, True)
    assert len(list((tmp_path / "mail" / "aside").iterdir())) == 2


def test_nothing_of_the_body_is_parsed_before_address_and_sender_are_known(told, session, monkeypatch):
    def refuse(*_):
        raise AssertionError("the body was read")

    monkeypatch.setattr("portal.shell.inbox.receiving.read_body", refuse)
    assert receive(mailed(told, From="other@example.net")).outcome == "sender"
    assert receive(mailed(told, To=f"reply+1-1-{'a' * 24}@{DOMAIN}")).outcome == "token"
    assert receive(mailed(told)).outcome == "unread"


def test_whoever_is_cut_is_told(told, session):
    """What does not show to be our own notice may be the writer's own words."""
    user = told[2]
    body = "네.\n\nFrom: 가상 김과장\nSent: 2026년 3월 4일 오후 2:30\nTo: 가상 담당\nSubject: 정관\n\n다른 메일입니다."
    found = receive(mailed(told, body))
    assert (found.outcome, found.message.body) == ("partly", "네.")
    (answer,) = answers_to(session, user.email.casefold())
    assert "인용한 메일로 보고 뺀 5줄: “From: 가상 김과장”부터" in answer.body
    assert [receive(mailed(told, f"{n}. {body}")).outcome for n in range(4)] == ["partly"] * 4
    assert len(answers_to(session, user.email.casefold())) == 5
    notice = f"네.\n\n2026년 11월 23일 오후 3:04, 포털 <{told[3].reply_to}>님이 작성:\n\n> 초안을 보내 주세요."
    assert receive(mailed(told, notice)).outcome == "posted"


def test_the_words_of_a_file_are_printed(told, app, tmp_path):
    file = tmp_path / "m.eml"
    file.write_bytes(mailed(told, "네.\n\nср, 4 мар. 2026 г. в 14:30, Портал <other@x.example>:\n> x"))
    done = app.test_cli_runner().invoke(args=["mail", "read", str(file)])
    assert (done.exit_code, done.stdout) == (0, "네.\n")
    assert "뺀 2줄" in done.stderr
    assert app.test_cli_runner().invoke(args=["mail", "read", "-"], input=b"").exit_code == 0
    nested = b"".join(b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (n, n + 1) for n in range(3000))
    file.write_bytes(mailed(told, nested, kind="multipart/mixed; boundary=b0"))
    assert app.test_cli_runner().invoke(args=["mail", "read", str(file)]).exit_code == 65


def test_without_a_domain_the_command_says_so(app, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_REPLY_DOMAIN", "")
    done = app.test_cli_runner().invoke(args=["mail", "receive"], input=b"From: a@b\r\n\r\nx")
    assert done.exit_code == 2
    assert "MAIL_REPLY_DOMAIN" in done.output
