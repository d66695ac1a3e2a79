"""The links of a text by line, the form of outside addresses, and pictures that only begin like one."""

import io
import struct
import zlib

import pytest

from portal.core.sniff import JPG, PDF, PNG, Unfit
from portal.markets.texts import links, pictures


def test_links_and_pictures_are_found_by_line():
    text = "첫 줄\n[가](/countries/VN) 그리고\n[나](https://khidi.or.kr/a)\n\n- ![다](/texts/files/3)\n- <https://mohw.go.kr>\n\n[라][1]\n\n[1]: /plan"
    assert links.links(text) == [
        (2, "/countries/VN", False),
        (3, "https://khidi.or.kr/a", False),
        (5, "/texts/files/3", True),
        (6, "https://mohw.go.kr", False),
        (8, "/plan", False),
    ]
    assert links.links("`[가](/x)` 그리고 \\[나](/y)") == []


@pytest.mark.parametrize(
    "url",
    ["https://www.khidi.or.kr/board?x=1#a", "https://보건복지부.한국/", "https://8.8.8.8/", "#market", "mailto:a@b.kr"],
)
def test_addresses_that_may_stand(url):
    assert links.form_fault(url) is None


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://khidi.or.kr", "https://"),
        ("ftp://khidi.or.kr", "https://"),
        ("//khidi.or.kr/a", "https://"),
        ("countries/VN", "/로"),
        ("data:text/html,x", "/로"),
        ("https://", "서버 이름"),
        ("https://khidi", "서버 이름"),
        ("https://kh_idi.or.kr", "서버 이름"),
        ("https://user:pw@khidi.or.kr", "사용자 이름"),
        ("https://localhost/", "내부망"),
        ("https://portal.internal/", "내부망"),
        ("https://10.0.0.3/", "내부망"),
        ("https://127.0.0.1:8000/", "내부망"),
        ("https://[::1]/", "내부망"),
        ("https://169.254.169.254/latest", "내부망"),
        ("https://127.1/", "내부망"),
        ("https://[half", "읽을 수 없습니다"),
        ("https://a.kr/" + "x" * 2000, "너무 깁니다"),
        ("#", "/로"),
    ],
)
def test_addresses_that_may_not(url, said):
    assert said in links.form_fault(url).ko


def png(width=2, height=2):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = zlib.compress(b"".join(b"\0" + bytes(width) for _ in range(min(height, 4))))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x00\x10\x00\x20\x03" + b"\0" * 9 + b"\xff\xd9"


@pytest.mark.parametrize(("data", "kind"), [(png(), PNG), (JPEG, JPG), (b"%PDF-1.4", PDF)])
def test_pictures_pass(data, kind):
    stream = io.BytesIO(data)
    pictures.look(stream, kind)
    assert stream.tell() == 0


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n<script>alert(1)</script>", PNG),
        (png()[:-12], PNG),
        (png(0, 5), PNG),
        (png(12_001), PNG),
        (b"\xff\xd8\xff<html>", JPG),
        (JPEG.replace(b"\xff\xc0", b"\xff\xc4"), JPG),
        (b"\xff\xd8\xff", JPG),
    ],
)
def test_what_only_begins_like_a_picture_is_refused(data, kind):
    with pytest.raises(Unfit):
        pictures.look(io.BytesIO(data), kind)
