"""Where uploads lie: by SHA-256, outside the web root, each content once. Takes no name or path from users."""

import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from portal.core import clock
from portal.core.sniff import Unfit
from portal.core.text import Text

_CHUNK = 1 << 20
_PARTIAL = "partial-"
_ABANDONED_AFTER = 24 * 3600
_SHA256 = re.compile(r"[0-9a-f]{64}")
_TOO_LARGE = Text(
    "파일이 너무 큽니다. {limit}까지 올릴 수 있습니다. 나누거나 줄여서 다시 올려 주세요.",
    "The file is too large. The limit is {limit}: split or shrink it.",
)


class Stored(NamedTuple):
    """What was kept: lower-case hexadecimal hash and size in bytes."""

    sha256: str
    size: int


class Store:
    """Content under `root` as ab/cdef…; made if it is not there. Safe for many threads and processes at once."""

    def __init__(self, root: Path | str) -> None:
        self.root = Path(root)
        self.root.mkdir(parents=True, exist_ok=True)
        self._sweep()

    def put(self, stream: BinaryIO, limit: int) -> Stored:
        """Keep what `stream` yields from where it stands. Raises Unfit, and keeps nothing, beyond `limit` bytes."""
        handle, name = tempfile.mkstemp(prefix=_PARTIAL, dir=self.root)
        partial = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                stored = _copy(stream, out, limit)
                out.flush()
                os.fsync(out.fileno())
            self._settle(partial, stored.sha256)
        finally:
            partial.unlink(missing_ok=True)
        return stored

    def open(self, sha256: str) -> BinaryIO:
        """The content for reading. Raises FileNotFoundError for a hash that is not kept or is not one."""
        return self._place(sha256).open("rb")

    def holds(self, sha256: str) -> bool:
        """Whether that content is kept."""
        return _SHA256.fullmatch(sha256) is not None and self._place(sha256).exists()

    def names(self) -> Iterator[str]:
        """The hash of every content that is kept."""
        for place in self.root.glob("[0-9a-f][0-9a-f]/*"):
            if _SHA256.fullmatch(name := place.parent.name + place.name):
                yield name

    def size_of_unused(self, sha256: str, since: float) -> int:
        """The bytes of content that nobody put after `since`; 0 where it is younger or not kept."""
        try:
            found = self._place(sha256).stat()
        except FileNotFoundError:
            return 0
        return found.st_size if found.st_mtime < since else 0

    def drop(self, sha256: str, *, unused_since: float | None = None) -> int:
        """Take content out for good: how many bytes; 0 where it is not kept, or was put again after `unused_since`."""
        place = self._place(sha256)
        with self._alone():
            try:
                found = place.stat()
            except FileNotFoundError:
                return 0
            if unused_since is not None and found.st_mtime >= unused_since:
                return 0
            place.unlink()
        return found.st_size

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody puts or drops meanwhile, in no process: content that is put again is never dropped as old."""
        handle = os.open(self.root, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _place(self, sha256: str) -> Path:
        if _SHA256.fullmatch(sha256) is None:
            raise FileNotFoundError("not a content hash")
        return self.root / sha256[:2] / sha256[2:]

    def _settle(self, partial: Path, sha256: str) -> None:
        place = self._place(sha256)
        with self._alone():
            if place.exists():
                os.utime(place)  # as young as an upload of today
                return
            place.parent.mkdir(exist_ok=True)
            partial.chmod(0o440)
            partial.replace(place)
        _sync_folder(place.parent)
        _sync_folder(self.root)

    def _sweep(self) -> None:
        """Clear what killed uploads left behind; another process may still be writing younger ones."""
        before = clock.now().timestamp() - _ABANDONED_AFTER
        for partial in self.root.glob(_PARTIAL + "*"):
            try:
                if partial.stat().st_mtime < before:
                    partial.unlink()
            except FileNotFoundError:
                continue


def _copy(stream: BinaryIO, out: BinaryIO, limit: int) -> Stored:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > limit:
            raise Unfit(_TOO_LARGE.format(limit=shown_size(limit)))
        digest.update(chunk)
        out.write(chunk)
    return Stored(digest.hexdigest(), size)


def shown_size(size: int) -> str:
    """A size as people read it: 1.5MB."""
    for unit, name in ((1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "KB")):
        if size >= unit:
            return f"{size / unit:.1f}".removesuffix(".0") + name
    return f"{size}B"


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
