"""The content store: each content once, under its hash, within the limit, whoever writes at the same time."""

import hashlib
import io
import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.core.sniff import Unfit
from portal.core.storage import Store

CONTENT = "의료 해외진출 신고서".encode() * 1000


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def kept_files(store):
    return [p for p in store.root.rglob("*") if p.is_file()]


def test_content_comes_back_under_its_hash(store):
    stored = store.put(io.BytesIO(CONTENT), limit=len(CONTENT))
    assert stored == (hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))
    with store.open(stored.sha256) as kept:
        assert kept.read() == CONTENT
    assert store.holds(stored.sha256)


def test_the_same_content_is_kept_once(store):
    first, again = (store.put(io.BytesIO(CONTENT), 1 << 20) for _ in range(2))
    other = store.put(io.BytesIO(b"other"), 1 << 20)
    assert first == again
    assert sorted(p.parent.name + p.name for p in kept_files(store)) == sorted([first.sha256, other.sha256])


def test_more_than_the_limit_is_a_sentence_and_leaves_nothing(store):
    with pytest.raises(Unfit) as refusal:
        store.put(io.BytesIO(bytes((3 << 20) + 1)), limit=3 << 20)
    assert "3MB까지" in refusal.value.sentence.ko
    assert "3MB" in refusal.value.sentence.en
    assert kept_files(store) == []


def test_no_more_is_read_than_the_limit_needs(store):
    stream = io.BytesIO(bytes(50 << 20))
    with pytest.raises(Unfit, match=r"2\.5MB"):
        store.put(stream, limit=5 << 19)
    assert stream.tell() <= 4 << 20


def test_a_stream_that_breaks_leaves_nothing(store):
    class Broken(io.BytesIO):
        def read(self, size=-1):
            if self.tell():
                raise ConnectionResetError
            return super().read(100)

    with pytest.raises(ConnectionResetError):
        store.put(Broken(CONTENT), 1 << 20)
    assert kept_files(store) == []


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n", "..", "0" * 62 + "/.."])
def test_only_a_hash_opens_anything(store, name):
    with pytest.raises(FileNotFoundError):
        store.open(name)
    assert not store.holds(name)


def test_a_hash_that_is_not_kept_is_not_found(store):
    with pytest.raises(FileNotFoundError):
        store.open("0" * 64)
    assert not store.holds("0" * 64)


def test_what_killed_uploads_left_is_swept_and_running_ones_are_not(store):
    old, running = store.root / "partial-old", store.root / "partial-running"
    for partial in (old, running):
        partial.write_bytes(b"half")
    two_days_ago = time.time() - 2 * 86400
    os.utime(old, (two_days_ago, two_days_ago))
    Store(store.root)
    assert not old.exists()
    assert running.exists()


def test_eight_writers_of_the_same_and_of_other_content_do_not_disturb_each_other(store):
    contents = [CONTENT + bytes([n % 3]) for n in range(48)]
    with ThreadPoolExecutor(8) as pool:
        stored = list(pool.map(lambda content: Store(store.root).put(io.BytesIO(content), 1 << 20), contents))
    assert [s.sha256 for s in stored] == [hashlib.sha256(content).hexdigest() for content in contents]
    assert len(kept_files(store)) == 3
    for content, kept in zip(contents, stored, strict=True):
        with store.open(kept.sha256) as stream:
            assert stream.read() == content
