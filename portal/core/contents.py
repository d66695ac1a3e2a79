"""The one door to what is kept by its hash: what comes in is looked at, what goes out is judged.

With a scanner set (CLAMD) content waits in quarantine, opened by nobody, until it was scanned
(`portal.core.quarantine`); without one it is taken, and said to be unscanned. What was found in it stands in
`Content`, once a content.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO

from flask import Response, current_app, send_file
from sqlalchemy import JSON, Index, Integer, String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.db import Base, Instant, db
from portal.core.screening import office, pdf
from portal.core.screening.findings import FINDINGS, TEST_STRING, infected
from portal.core.sniff import JPG, OLE_MAGIC, PNG, Unfit
from portal.core.storage import Store, Stored
from portal.core.text import Text

NO_LIMIT = 1 << 40
_LOOKED_AT = 64 << 20  # bytes; nothing that is uploaded is longer
STATES = {
    "unscanned": Text("검사하지 않음", "Not scanned"),
    "waiting": Text("검사 중", "Being checked"),
    "clean": Text("검사함", "Scanned"),
    "infected": Text("악성코드", "Malware"),
    "own": Text("포털이 만듦", "Made by the portal"),
}
_WAITING = Text(
    "악성코드를 검사하고 있는 파일입니다. 보통 1분쯤 걸립니다. 잠시 뒤 다시 열어 주세요.",
    "The file is being checked for malware, which takes about a minute. Please open it again then.",
)
_INFECTED = Text(
    "악성코드({finding})가 발견되어 없앤 파일입니다.",
    "Malware ({finding}) was found in this file and it was destroyed.",
)
_UNSCANNED = Text("악성코드 검사를 하지 않았습니다", "Not scanned for malware")
_PICTURES = (JPG.media_type, PNG.media_type)


class Content(Base):
    """What is known of a kept content. `found`: keys of FINDINGS, null until it was looked at; `trouble`: why it could
    not be scanned yet.
    """

    __tablename__ = "content"
    __table_args__ = (Index("ix_content_state", "state", "tries"),)

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    state: Mapped[str] = mapped_column(String(10))  # of STATES
    found: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    malware: Mapped[str] = mapped_column(String(200), default="")
    trouble: Mapped[str] = mapped_column(String(200), default="")
    tries: Mapped[int] = mapped_column(Integer, default=0)
    scanned_at: Mapped[datetime | None] = mapped_column(Instant)

    @property
    def is_shut(self) -> bool:
        """Whether nobody may open it, now or ever."""
        return self.state in ("waiting", "infected")


class Shut(Exception):
    """Content that nobody opens; `sentence` says why."""

    def __init__(self, sentence: Text, *, for_good: bool) -> None:
        super().__init__(sentence.ko)
        self.sentence, self.for_good = sentence, for_good


def store() -> Store:
    found: Store = current_app.extensions["store"]
    return found


# ---- in ------------------------------------------------------------------------------------------------------------


def keep(stream: BinaryIO, limit: int) -> Stored:
    """Keep an upload that `sniff` took, or that a page reads itself. Raises Unfit for malware or a size beyond `limit`.

    Looked at before it is stored: what is refused leaves no trace.
    """
    stream.seek(0)
    found = look(stream.read(min(limit, _LOOKED_AT) + 1))
    stream.seek(0)
    kept = store().put(stream, limit)
    _note(kept, "waiting" if current_app.config["CLAMD"] else "unscanned", found)
    return kept


def keep_own(stream: BinaryIO) -> Stored:
    """Keep what the portal made itself."""
    kept = store().put(stream, NO_LIMIT)
    _note(kept, "own", [])
    return kept


def look(data: bytes) -> list[str]:
    """Keys of FINDINGS of a content, by its type. Raises Unfit for the test string of scanners."""
    if TEST_STRING in data:
        raise infected("Eicar-Test-Signature")
    if data[:1024].find(b"%PDF-") >= 0:
        return pdf.look(data)
    if data.startswith(b"PK"):
        return office.look(data)
    return office.look_old(data) if data.startswith(OLE_MAGIC) else []


def _note(kept: Stored, state: str, found: list[str] | None) -> None:
    """A row for the content; one that stands keeps what is known. Raises Unfit for what malware was found in before."""
    if db.engine.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]
    values = {
        "sha256": kept.sha256,
        "size": kept.size,
        "at": clock.now(),
        "state": state,
        "found": found,
        "malware": "",
        "trouble": "",
        "tries": 0,
    }
    db.session.execute(insert(Content).values(values).on_conflict_do_nothing())
    held = db.session.get(Content, kept.sha256)
    assert held is not None
    if held.state == "infected":
        store().drop(kept.sha256)
        raise infected(held.malware)
    if held.state == "own":
        held.state = state
    if held.found is None:
        held.found = found


def adopt(hashes: Iterable[str]) -> int:
    """Rows for contents that were kept before there were any, and a look at each; how many."""
    done = 0
    for sha256 in hashes:
        try:
            with store().open(sha256) as stream:
                data = stream.read(_LOOKED_AT)
                size = stream.seek(0, 2)
        except FileNotFoundError:
            continue
        try:
            found = look(data)
        except Unfit:
            found = ["unlooked"]
        _note(Stored(sha256, size), "unscanned", found)
        done += 1
    return done


# ---- out -----------------------------------------------------------------------------------------------------------


def opened(sha256: str) -> BinaryIO:
    """The content for reading. Raises Shut while it waits or when malware was found, FileNotFoundError where it is not
    kept.
    """
    held = db.session.get(Content, sha256)
    if held is not None and held.state == "infected":
        raise Shut(_INFECTED.format(finding=held.malware), for_good=True)
    if held is not None and held.state == "waiting":
        raise Shut(_WAITING, for_good=False)
    return store().open(sha256)


def sent(sha256: str, media_type: str, name: str, *, inline: bool = False) -> Response:
    """The content as an answer that no browser runs: a download; a picture in which nothing was found may be shown
    `inline`. Raises as `opened`.
    """
    content = opened(sha256)
    held = db.session.get(Content, sha256)
    shown = inline and media_type in _PICTURES and not (held and held.found)
    answer = send_file(content, mimetype=media_type, as_attachment=not shown, download_name=name or None, etag=False)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.call_on_close(content.close)
    return answer


def warnings(held: Content | None) -> list[tuple[Text, str]]:
    """What an official is told beside a file: words and tone."""
    said = [(FINDINGS[key], "warning") for key in (held.found if held else None) or () if key in FINDINGS]
    return [*said, (_UNSCANNED, "gray")] if held is None or held.state == "unscanned" else said


def standing(held: Content | None) -> Text | None:
    """What everybody is told beside a file that nobody opens."""
    if held is not None and held.state == "infected":
        return _INFECTED.format(finding=held.malware)
    return STATES["waiting"] if held is not None and held.state == "waiting" else None


def without_row(hashes: Iterable[str]) -> list[str]:
    """Those of which nothing is known yet."""
    wanted = sorted({one for one in hashes if one})
    known: set[str] = set()
    for n in range(0, len(wanted), 500):
        known |= set(db.session.scalars(select(Content.sha256).where(Content.sha256.in_(wanted[n : n + 500]))))
    return [one for one in wanted if one not in known]
