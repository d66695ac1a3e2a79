"""ClamAV's daemon, asked about one content at a time by INSTREAM, over TCP or a Unix socket.

Says found or not found; whatever else happens is a Trouble with its reason, and never 'not found'.
"""

import re
import socket
import time
from pathlib import Path
from typing import BinaryIO

from portal.core.text import Text

_CHUNK = 1 << 16
_LONGEST = 4096
_FOUND = re.compile(r"stream: (.{1,200}) FOUND")


TROUBLES = {
    "late": Text("검사기가 제때 답하지 않았습니다.", "The scanner did not answer in time."),
    "away": Text("검사기에 닿지 못했습니다.", "The scanner cannot be reached."),
    "large": Text("검사기가 받는 크기(StreamMaxLength)를 넘습니다.", "It is over the scanner’s StreamMaxLength."),
    "odd": Text("검사기의 답을 알 수 없습니다.", "The scanner’s answer is not understood."),
    "missing": Text("파일이 보관소에 없습니다.", "The file is not in the store."),
}
"""Why a content could not be judged."""
_LASTING = ("late", "away")


class Trouble(Exception):
    """The content was not judged; `reason` of TROUBLES. `lasting` if asking for another one would not help either."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason, self.lasting = reason, reason in _LASTING


def scan(address: str, content: BinaryIO, seconds: float) -> str:
    """The name of what was found in the content, '' for nothing; at most about `seconds`."""
    until = time.monotonic() + seconds
    try:
        with _connected(address, seconds) as line:
            _send(line, content, until)
            answer = _answer(line, until)
    except TimeoutError:
        raise Trouble("late") from None
    except OSError as problem:
        raise Trouble("away") from problem
    if answer == "stream: OK":
        return ""
    if found := _FOUND.fullmatch(answer):
        return found[1]
    if "size limit exceeded" in answer:
        raise Trouble("large")
    raise Trouble("odd")


def _connected(address: str, seconds: float) -> socket.socket:
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(seconds)
        try:
            line.connect(str(Path(address)))
        except BaseException:
            line.close()
            raise
        return line
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=seconds)


def _send(line: socket.socket, content: BinaryIO, until: float) -> None:
    """The content in chunks, each behind its length; one that the daemon hangs up on is judged by its answer."""
    try:
        line.sendall(b"zINSTREAM\0")
        while chunk := content.read(_CHUNK):
            line.settimeout(_left(until))
            line.sendall(len(chunk).to_bytes(4, "big") + chunk)
        line.sendall(bytes(4))
    except (BrokenPipeError, ConnectionResetError):
        pass


def _answer(line: socket.socket, until: float) -> str:
    said = b""
    while b"\0" not in said and len(said) <= _LONGEST:
        line.settimeout(_left(until))
        piece = line.recv(_LONGEST)
        if not piece:
            break
        said += piece
    whole, ended, _ = said.partition(b"\0")
    return whole.decode("ascii", "replace").strip() if ended else ""


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
