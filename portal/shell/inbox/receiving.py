"""A mail that came in: whether it is the answer of the reader whom the address names, then a message of its thread.

What is refused is answered once, in a sentence, and never where a machine wrote it or where nothing shows that we wrote
first (docs/mail.md). Of a refused mail nothing is kept but a row of the log. Address, signature and sender are looked
at before the body is: whoever may not write here costs nothing.
"""

import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import NamedTuple

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal.core import clock, mail, threads
from portal.core.db import db
from portal.core.people import User, actor_of
from portal.core.reply_address import is_ours, read_address
from portal.core.sniff import Unfit
from portal.core.text import Text, shortened
from portal.core.threads import Message, Thread
from portal.shell.inbox.letter import MOST_FILES, Body, Letter, read_body, read_head
from portal.shell.inbox.log import ReceivedMail
from portal.shell.inbox.quoting import MOST_LETTERS, Own

MOST_AN_HOUR = 30  # messages of one person in one thread
MOST_ANSWERS = 3  # refusals a day told to one address
MOST_TOLD = 30  # lines of one answer

OUTCOMES = {
    "posted": Text("글로 올렸습니다.", "Posted."),
    "partly": Text("글을 올리고, 다음은 뺐습니다.", "Posted without what follows."),
    "duplicate": Text("이미 받은 메일입니다.", "This mail came before."),
    "automatic": Text("자동으로 보낸 메일입니다.", "A machine wrote this mail."),
    "loop": Text("포털이 보낸 메일이 돌아왔습니다.", "A mail of the portal came back."),
    "token": Text(
        "받는 주소가 올바르지 않아 글을 올리지 못했습니다. 안내 메일에 바로 답장하거나 포털에서 적어 주세요.",
        "Nothing was posted: the address is not one of ours. Answer our notice directly, or write in the portal.",
    ),
    "closed": Text(
        "대화가 끝났거나 이제 참여하지 않으시는 대화라서 글을 올리지 못했습니다.",
        "Nothing was posted: the conversation is over, or you are no longer part of it.",
    ),
    "sender": Text(
        "포털에 등록한 주소가 아닌 곳에서 보내셔서 글을 올리지 못했습니다. 안내 메일을 받은 그 주소로 보내 주세요.",
        "Nothing was posted: this is not the address you use in the portal. Send it from the address that got our notice.",
    ),
    "empty": Text(
        "글이 비어 있어 올리지 못했습니다. 인용한 메일보다 위에 답을 적어 주세요.",
        "Nothing was posted: no words were found. Write your answer above the quoted mail.",
    ),
    "long": Text(
        "글이 {n}자를 넘어 올리지 못했습니다. 줄이거나 파일로 붙여 주세요.",
        "Nothing was posted: the text is over {n} letters. Shorten it or attach it as a file.",
    ),
    "size": Text(
        "메일이 {n}MB를 넘어 올리지 못했습니다. 파일은 포털에서 올려 주세요.",
        "Nothing was posted: the mail is over {n} MB. Upload the files in the portal.",
    ),
    "unread": Text(
        "메일을 읽지 못해 글을 올리지 못했습니다. 메일은 따로 보관했습니다. 포털에서 적어 주세요.",
        "Nothing was posted: the mail could not be read and was put aside. Please write in the portal.",
    ),
    "many": Text(
        "짧은 시간에 글이 너무 많이 와서 올리지 못했습니다. 포털에서 적어 주세요.",
        "Nothing was posted: too many messages came in a short time. Please write in the portal.",
    ),
}
"""How a received mail ends, and what its sender is told."""
SILENT = ("posted", "duplicate", "automatic", "loop")


class Received(NamedTuple):
    """What became of one mail; `message` is there if it was posted, `reason` if it could not be read."""

    outcome: str
    message: Message | None = None
    reason: str = ""


@dataclass(frozen=True)
class _Refusal(Exception):
    outcome: str
    reason: str = ""


def size_limit() -> int:
    """Bytes a whole mail may have: an upload of the largest size as mail encodes it, and some words."""
    return int(current_app.config["UPLOAD_LIMIT"]) * 3 // 2


def receive(raw: bytes, envelope: Sequence[str] = ()) -> Received:
    """Take one message as the mail server hands it over; `envelope` are its recipients if the server names them.

    Commits. Safe to repeat: a mail with the same Message-ID is taken once. Raises where the database or the
    store fails, so that the mail server keeps the mail and tries again, and whatever the head of a poisoned
    mail makes a parser raise.
    """
    letter = read_head(raw, envelope)
    if db.session.scalar(select(ReceivedMail.id).where(ReceivedMail.key == letter.key)) is not None:
        db.session.rollback()
        return Received("duplicate")
    row = ReceivedMail(key=letter.key, outcome="posted", size=len(raw))
    db.session.add(row)
    try:
        db.session.flush()
    except IntegrityError:  # the same mail came in twice at once
        db.session.rollback()
        return Received("duplicate")
    message, reason = None, ""
    try:
        thread, user = _addressed(letter, row)
        if len(raw) > size_limit():
            raise _Refusal("size")
        message, left_out = _post(thread, user, _opened(raw, letter))
        if left_out:
            row.outcome = "partly"
            _answer(letter, row, user.language, left_out)
    except _Refusal as refusal:
        row.outcome = refusal.outcome
        _answer(letter, row, _language(letter), [])
        reason = refusal.reason
    found = Received(row.outcome, message, reason)
    db.session.commit()
    return found


def _addressed(letter: Letter, row: ReceivedMail) -> tuple[Thread, User]:
    """The thread and the reader that the address names, if the mail is theirs and they may write there."""
    own = {str(current_app.config["MAIL_SENDER"]).casefold()}
    if letter.sender in own or is_ours(letter.sender) or _is_own_mail(letter.message_id):
        raise _Refusal("loop")
    if letter.automatic:
        raise _Refusal("automatic")
    named = [found for address in letter.recipients if (found := read_address(address))]
    if not named:
        raise _Refusal("token")
    readers = {(thread_id, user_id): db.session.get(User, user_id) for thread_id, user_id in named}
    sent_by = [pair for pair in named if (one := readers[pair]) and one.email.casefold() == letter.sender]
    thread_id, user_id = sent_by[0] if sent_by else named[0]
    thread, user = db.session.get(Thread, thread_id), readers[thread_id, user_id]
    if thread is None or user is None:
        raise _Refusal("token")
    row.thread_id = thread.id
    if not sent_by:
        raise _Refusal("sender")
    if not user.active or not threads.may_write(actor_of(user), thread):
        raise _Refusal("closed")
    return thread, user


def _is_own_mail(message_id: str) -> bool:
    return message_id.startswith("<mail-") and message_id.endswith(f"@{current_app.config['MAIL_DOMAIN']}>")


def _opened(raw: bytes, letter: Letter) -> Body:
    try:
        return read_body(raw, letter, our_addresses(letter))
    except Exception as problem:
        raise _Refusal("unread", reason_of(problem)) from problem


def our_addresses(letter: Letter) -> set[str]:
    """The addresses and the domain that the notice carried which the mail answers;
    of a strange mail those it went to.
    """
    answered = [one for one in letter.recipients if is_ours(one)] or letter.recipients
    return {
        str(current_app.config["MAIL_SENDER"]).casefold(),
        *(one[one.rindex("@") :] for one in answered if "@" in one),
    }


def reason_of(problem: Exception) -> str:
    """Why a mail was put aside, in one line without a word of the mail."""
    frames = traceback.extract_tb(problem.__traceback__)
    return f"{type(problem).__name__} in {frames[-1].name if frames else '?'}"


def _post(thread: Thread, user: User, body: Body) -> tuple[Message, list[str]]:
    """The message as one of its thread; in sentences what of the mail is not in it."""
    words = body.own.words
    if len(words) > threads.LONGEST:
        raise _Refusal("long")
    since = clock.now() - timedelta(hours=1)
    lately = (
        select(func.count())
        .select_from(Message)
        .where(Message.thread_id == thread.id, Message.author_id == user.id, Message.at > since)
    )
    if (db.session.scalar(lately) or 0) >= MOST_AN_HOUR:
        raise _Refusal("many")
    actor = actor_of(user)
    message = threads.begin(thread, actor, words)
    left_out = [sentence.in_(user.language) for sentence in left_of(body.own)]
    left_out += [_told(one.name, _TOO_MANY, user) for one in body.files[MOST_FILES:]]
    taken = 0
    for one in body.files[:MOST_FILES]:
        try:
            threads.enclose(message, actor, BytesIO(one.content), one.name)
            taken += 1
        except Unfit as problem:
            left_out.append(_told(one.name, problem.sentence, user))
    if not words and not taken:
        db.session.delete(message)
        db.session.flush()
        raise _Refusal("empty")
    threads.tell(thread, message)
    return message, left_out


def left_of(own: Own) -> list[Text]:
    """What of the text was not taken for the writer's own, in sentences."""
    said = []
    if own.cut:
        said.append(
            Text(
                "인용한 메일로 보고 뺀 {n}줄: “{first}”부터. 직접 쓰신 글이면 포털에서 적어 주세요.",
                "{n} lines taken for the quoted mail, from “{first}” on. If they are your own, please write them in the portal.",
            ).format(n=len(own.cut), first=shortened(own.cut[0], 80))
        )
    if own.over:
        said.append(
            Text(
                "메일이 길어 처음 {n}자까지만 보았습니다. 나머지는 포털에서 적어 주세요.",
                "The mail is long: only its first {n} letters were read. Please write the rest in the portal.",
            ).format(n=f"{MOST_LETTERS:,}")
        )
    return said


_TOO_MANY = Text(f"파일은 한 번에 {MOST_FILES}개까지 받습니다.", f"At most {MOST_FILES} files are taken with one mail.")


def _told(name: str, sentence: Text, user: User) -> str:
    return f"{name or '?'}: {sentence.in_(user.language)}"


def _language(letter: Letter) -> str:
    known = _known(letter.sender)
    return known.language if known else "ko"


def _known(address: str) -> User | None:
    return db.session.scalar(select(User).where(func.lower(User.email) == address)) if address else None


def _answer(letter: Letter, row: ReceivedMail, language: str, left_out: list[str]) -> None:
    """Tell the sender why nothing, or not all, was posted: if we know the address,
    or they hold an address that we made.
    """
    if row.outcome in SILENT or not letter.sender or not (row.thread_id or _known(letter.sender)):
        return
    since = clock.now() - timedelta(days=1)
    told = (
        select(func.count())
        .select_from(mail.Mail)
        .where(mail.Mail.address == letter.sender, mail.Mail.answers != "", mail.Mail.created_at > since)
    )
    if row.outcome != "partly" and (db.session.scalar(told) or 0) >= MOST_ANSWERS:
        return  # who is known to have written, and is cut, is told each time
    numbers = {"long": f"{threads.LONGEST:,}", "size": str(size_limit() // (1024 * 1024))}
    sentence = OUTCOMES[row.outcome].format(n=numbers.get(row.outcome, ""))
    mail.tell_address(
        letter.sender,
        "inbox.refused",
        language,
        answers=letter.message_id or "-",
        sentence=sentence.in_(language),
        heading=letter.subject,
        left_out=left_out[:MOST_TOLD] + ["…"] * (len(left_out) > MOST_TOLD),
    )
    row.answered = True
