"""One RFC 5322 message read: who wrote it, to whom, what they wrote themselves, which files they sent along. Pure.

Takes what real programs send: wrong charset names, raw 8-bit headers, names of files in three encodings. Runs nothing.
The head is read by itself, so that who wrote a mail is known before anything of its body is parsed.
"""

import hashlib
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import collapse_rfc2231_value, getaddresses

from portal.core import reading
from portal.shell.inbox.markup import text_of_html, unflowed
from portal.shell.inbox.quoting import Over, Own, read_own

MOST_HEAD = 256 * 1024  # bytes of the headers that are looked at
MOST_FILES = 20
MOST_MARKUP = 1_000_000  # letters of HTML that are looked at
MOST_PARTS = 200  # texts of one mail that are taken
_LONGEST_HEADER = 50_000  # letters of one header that are looked at
_KOREAN = ("euc-kr", "euckr", "ks_c_5601-1987", "ksc5601", "ks_c_5601", "cp949", "uhc", "windows-949", "ksc_5601")
_MEANT = dict.fromkeys(_KOREAN, "cp949") | {
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "shift_jis": "cp932", "x-sjis": "cp932", "big5": "cp950", "windows-874": "cp874", "tis-620": "cp874",
    "iso-8859-8-i": "iso-8859-8", "iso-8859-6-i": "iso-8859-6", "us-ascii": "utf-8", "ascii": "utf-8", "iso-8859-1": "cp1252", "latin1": "cp1252",
}  # fmt: skip
"""The code page that is meant in fact by the name of a charset."""
_NO_CHARSETS = (
    "idna",
    "punycode",
    "unicode_escape",
    "unicode-escape",
    "raw_unicode_escape",
    "undefined",
    "mbcs",
    "oem",
)
_UNTYPED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_HEAD_ENDS = re.compile(rb"\r?\n[ \t]*\r?\n|\r[ \t]*\r")
_TO = ("delivered-to", "x-original-to", "envelope-to", "to", "cc")
_AUTO_SUBJECT = re.compile(
    r"\W*(자동\s?(회신|응답|답장)|부재\s?중|automatic reply|auto(matic)?[- ]?(reply|response)|out of (the )?office)\b",
    re.I,
)
_AUTO_SENDERS = re.compile(r"(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)([+-].*)?@", re.I)
_SIGNATURES = ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")


@dataclass(frozen=True)
class Enclosed:
    """A file that came along."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """The head of a mail. `sender` is the address of From, small letters, '' where there is not exactly one.

    `key` tells one message from all others.
    """

    sender: str
    recipients: tuple[str, ...]
    subject: str
    message_id: str
    key: str
    automatic: bool


@dataclass(frozen=True)
class Body:
    """What was written in a mail, and its files; those beyond MOST_FILES by name alone."""

    own: Own
    files: tuple[Enclosed, ...] = ()


def read_head(raw: bytes, envelope: Sequence[str] = ()) -> Letter:
    """The head of the message; `envelope` are recipients that the mail server names."""
    ends = _HEAD_ENDS.search(raw, 0, MOST_HEAD)
    message = _mended(message_from_bytes(raw[: ends.end() if ends else MOST_HEAD]))
    senders = _addresses(message, ("from",))
    named = " ".join(_header(message, "message-id").split())[:998]
    return Letter(
        sender=senders[0] if len(senders) == 1 else "",
        recipients=tuple(dict.fromkeys([*(e.strip().casefold() for e in envelope), *_addresses(message, _TO)])),
        subject=_subject(message),
        message_id=named,
        key=hashlib.sha256(named.encode("utf-8", "replace") if named else raw).hexdigest(),
        automatic=_is_automatic(message),
    )


def read_body(raw: bytes, letter: Letter, ours: Collection[str] = ()) -> Body:
    """What the writer of `letter` wrote in it, plain text before HTML, and its files;
    pictures shown within HTML are none.

    `ours`: addresses that our notices carry, as `read_own` takes them. Any mail may raise any exception here.
    """
    message = _mended(message_from_bytes(raw))
    plain, rich, found = _contents(message)
    own = _own(plain, ours, letter.subject)
    if not own.words and any(rich):
        more = any(len(one) > MOST_MARKUP for one in rich)
        own = _own([text_of_html(one[:MOST_MARKUP]) for one in rich], ours, letter.subject, more=more)
    return Body(own, found)


def _own(texts: Sequence[str], ours: Collection[str], subject: str, *, more: bool = False) -> Own:
    return read_own(unicodedata.normalize("NFC", _UNTYPED.sub("", "\n".join(texts))), ours, subject, more=more)


def _subject(message: Message) -> str:
    return " ".join(_header(message, "subject").split())


def _addresses(message: Message, names: Sequence[str]) -> list[str]:
    """Addresses as they stand: the names beside them are decoded by nobody, so that none passes for an address."""
    held = [str(value)[:_LONGEST_HEADER] for name in names for value in message.get_all(name, [])]
    return [address.strip().casefold() for _, address in getaddresses(held) if "@" in address]


def _header(message: Message, name: str) -> str:
    return _decoded(str(message.get(name, ""))[:_LONGEST_HEADER])


def _mended(part: Message) -> Message:
    """The part with its raw 8-bit headers as text."""
    for name, value in list(part.raw_items()):
        if isinstance(value, str) and not value.isascii():
            part.replace_header(name, _text(value.encode("utf-8", "surrogateescape"), "utf-8"))
    return part


def _decoded(value: str) -> str:
    """Encoded words (RFC 2047) as text."""
    try:
        pieces = decode_header(value)
    except (ValueError, MessageError):
        pieces = [(value, None)]
    return _UNTYPED.sub("", "".join(p if isinstance(p, str) else _text(p, c or "utf-8") for p, c in pieces))


def _text(octets: bytes, charset: str) -> str:
    """By the named charset, as the code page that it is in fact; else UTF-8, else Korean."""
    named = charset.strip().strip("\"'").casefold()
    meant = "utf-8" if named in _NO_CHARSETS else _MEANT.get(named, named)  # no charsets of mail; some take square time
    for attempt in (meant, "utf-8", "cp949"):
        try:
            return octets.decode(attempt)
        except (LookupError, ValueError):
            continue
    return octets.decode("cp949" if meant == "cp949" else "utf-8", "replace")


def _is_automatic(message: Message) -> bool:
    """Whether a machine wrote it (RFC 3834), a list sent it on, or it tells of a mail that did not arrive."""
    submitted = _header(message, "auto-submitted").split(";")[0].strip().casefold()
    return (
        submitted not in ("", "no")
        or _header(message, "precedence").strip().casefold() in ("bulk", "junk", "list", "auto_reply", "auto-reply")
        or any(message.get(name) is not None for name in ("x-autoreply", "x-autorespond", "x-autoresponder", "list-id"))
        or _header(message, "return-path").strip() == "<>"
        or message.get_content_type() == "multipart/report"
        or bool(_AUTO_SUBJECT.match(_subject(message)))
        or any(_AUTO_SENDERS.match(a) for a in _addresses(message, ("from",)))
    )


def _contents(message: Message) -> tuple[list[str], list[str], tuple[Enclosed, ...]]:
    """Its plain texts, its texts in HTML, its files."""
    plain: list[str] = []
    rich: list[str] = []
    found: list[Enclosed] = []
    shown = ""
    for part in _parts(message):
        kind, name = part.get_content_type(), _name_of(part)
        attached = part.get_content_disposition() == "attachment" or bool(name)
        if not attached and kind in ("text/plain", "text/html"):
            if len(plain) + len(rich) >= MOST_PARTS:
                raise Over(f"more than {MOST_PARTS} texts")
            (rich if kind == "text/html" else plain).append(_words(part))
        elif kind not in _SIGNATURES and (attached or kind == "message/rfc822"):
            shown = shown or " ".join(rich)
            within = (part.get("content-id") or "").strip().strip("<>")
            if not (within and f"cid:{within}" in shown):
                found.append(Enclosed(name, _octets(part) if len(found) < MOST_FILES else b""))
    return plain, rich, tuple(found)


def _words(part: Message) -> str:
    text = _text(_octets(part), part.get_content_charset() or "utf-8")
    if part.get_content_type() == "text/plain" and str(part.get_param("format") or "").casefold() == "flowed":
        return unflowed(text, delsp=str(part.get_param("delsp") or "").casefold() == "yes")
    return text


def _parts(message: Message) -> list[Message]:
    """The leaves; an enclosed mail is one leaf, not what it holds. HTML comes before the pictures that it shows."""
    leaves: list[Message] = []
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if part.get_content_maintype() == "multipart" and isinstance(held := part.get_payload(), list):
            waiting.extend(reversed([one for one in held if isinstance(one, Message)]))
        else:
            leaves.append(_mended(part))
    return leaves


def _octets(part: Message) -> bytes:
    if part.get_content_type() == "message/rfc822":
        held = part.get_payload()
        return held[0].as_bytes() if isinstance(held, list) and held and isinstance(held[0], Message) else b""
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _name_of(part: Message) -> str:
    """The name of a file, however its program encoded it; '' where it has none."""
    for header, key in (("content-disposition", "filename"), ("content-type", "name")):
        value = part.get_param(key, header=header)
        if value:
            named = _decoded(collapse_rfc2231_value(value) if isinstance(value, tuple) else value)
            return reading.file_name(named)
    return ""
