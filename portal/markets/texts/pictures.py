"""Whether a file that begins like a picture is one: its blocks are walked, nothing is decoded. Pure."""

from typing import BinaryIO

from portal.core.sniff import JPG, PNG, FileType, Unfit
from portal.core.text import Text

_MOST_SIDE = 12_000
_NO_PICTURE = Text(
    "그림으로 열 수 없는 파일입니다. 그림 프로그램에서 JPG나 PNG로 다시 저장해 주세요.",
    "It cannot be opened as a picture. Save it again as JPG or PNG.",
)
_TOO_WIDE = Text(
    "그림이 너무 큽니다. 가로·세로 12,000픽셀까지입니다.", "The picture has more than 12,000 pixels a side."
)
_SIZES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})  # JPEG markers of a frame


def look(stream: BinaryIO, kind: FileType) -> None:
    """Walk a PNG or JPG (other types pass); rewound after. Raises Unfit for one that only begins like a picture."""
    if kind not in (PNG, JPG):
        return
    data = stream.read()
    stream.seek(0)
    size = _png(data) if kind == PNG else _jpg(data)
    if size is None or not all(size):
        raise Unfit(_NO_PICTURE)
    if max(size) > _MOST_SIDE:
        raise Unfit(_TOO_WIDE)


def _png(data: bytes) -> tuple[int, int] | None:
    """(width, height) of a PNG whose chunks run from IHDR to IEND."""
    if data[12:16] != b"IHDR":
        return None
    at = 8
    while at + 12 <= len(data):
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if name == b"IEND":
            return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
        at += 12 + length
    return None


def _jpg(data: bytes) -> tuple[int, int] | None:
    """(width, height) of a JPEG from its frame, which segments lead to."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in _SIZES:
            return int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
        at += 1 if marker == 0xFF else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None
