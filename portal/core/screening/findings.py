"""What is found in an upload, in words; the test string of scanners; and how much may be read of it. Pure."""

import time
from collections.abc import Iterator

from portal.core.sniff import Unfit
from portal.core.text import Text

SECONDS = 0.8
"""Of the processor, for one file; what was not looked at by then is flagged as such."""
MOST_UNPACKED = 32 << 20
"""Bytes that are unpacked of one file to look at them."""

FINDINGS = {
    "script": Text("스크립트가 있습니다", "It has a script"),
    "launch": Text("다른 프로그램을 실행하려 합니다", "It starts other programs"),
    "opens": Text("열면 저절로 움직이는 동작이 있습니다", "It acts by itself when it is opened"),
    "embedded": Text("다른 파일이 들어 있습니다", "It holds other files"),
    "media": Text("동영상 같은 움직이는 내용이 있습니다", "It holds rich media"),
    "form": Text("움직이는 양식(XFA)이 있습니다", "It holds an active form (XFA)"),
    "sends": Text("내용을 밖으로 보내는 동작이 있습니다", "It sends or fetches data"),
    "linked": Text("밖에서 내용을 가져오는 연결이 있습니다", "It loads content from outside"),
    "dde": Text("다른 프로그램을 부르는 수식이나 필드(DDE)가 있습니다", "It calls other programs (DDE)"),
    "control": Text("ActiveX 컨트롤이 있습니다", "It holds an ActiveX control"),
    "unlooked": Text("안을 다 살펴보지 못했습니다", "Not all of it could be looked into"),
}
"""What an officer is told beside a file, by its key; the first is the gravest."""

TEST_STRING = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_INFECTED = Text(
    "악성코드가 든 파일이라 받지 않습니다({finding}). 컴퓨터를 백신으로 검사한 뒤 다른 파일을 올려 주세요.",
    "The file holds malware ({finding}) and is not taken. Scan your computer, then upload another file.",
)


class Spent(Exception):
    """The budget of one file is used up."""


class Budget:
    """Processor time and unpacked bytes that one file may cost."""

    def __init__(self, seconds: float = SECONDS, unpacked: int = MOST_UNPACKED) -> None:
        self._until, self._left = time.thread_time() + seconds, unpacked

    def check(self, unpacked: int = 0) -> None:
        """Raises Spent when nothing is left, `unpacked` bytes taken off."""
        self._left -= unpacked
        if self._left < 0 or time.thread_time() > self._until:
            raise Spent


def infected(finding: str) -> Unfit:
    """What the sender of malware is told."""
    return Unfit(_INFECTED.format(finding=finding))


def in_order(found: set[str]) -> list[str]:
    return [key for key in FINDINGS if key in found]


def windows(size: int, width: int = 1 << 18, overlap: int = 256) -> Iterator[tuple[int, int]]:
    """(from, to) of pieces of `size` bytes that overlap, so that a word at a seam is seen whole."""
    for begin in range(0, size, width):
        yield begin, min(size, begin + width + overlap)
