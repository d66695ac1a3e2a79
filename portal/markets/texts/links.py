"""The links of a text: on which line each stands, and whether an outside address is one that may stand there. Pure.

Nobody is ever asked whether an outside page is there: the portal sends no request to third parties.
"""

import ipaddress
import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from portal.core.text import Text
from portal.markets.markdown import parsed

_HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_PRIVATE = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "test", "invalid", "example")
LONGEST = 2000


class Link(NamedTuple):
    """A link or picture of a text: its line (from 1) and its address as written."""

    line: int
    url: str
    picture: bool = False


def links(markdown: str) -> list[Link]:
    """Every link and picture, in the order of the text."""
    return [link for token in parsed(markdown) if token.type == "inline" for link in _inline(token)]


def _inline(token: Any) -> Iterator[Link]:
    line = (token.map[0] if token.map else 0) + 1
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            line += 1
        url = child.attrGet({"link_open": "href", "image": "src"}.get(child.type, ""))
        if url is not None:
            yield Link(line, unquote(str(url)), child.type == "image")


def is_inside(url: str) -> bool:
    """Whether it leads into the portal ('/countries/VN')."""
    return url.startswith("/") and url[1:2] not in ("/", "\\")


def is_outside(url: str) -> bool:
    """Whether it leads to somebody else's page and is written as such."""
    return url.startswith("https://") and form_fault(url) is None


def form_fault(url: str) -> Text | None:
    """What is wrong with an address that does not lead into the portal; None where it may stand."""
    if url.startswith("#") and len(url) > 1:
        return None
    if len(url) > LONGEST:
        return Text("주소가 너무 깁니다.", "The address is too long.")
    if re.fullmatch(r"mailto:[^@\s]+@[^@\s]+\.[^@\s]+", url):
        return None
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode().lower()
    except ValueError:  # idna's UnicodeError is one
        return Text("주소로 읽을 수 없습니다.", "It cannot be read as an address.")
    if parts.scheme == "http":
        return Text("https:// 주소만 적을 수 있습니다.", "Only https:// addresses are taken.")
    if parts.scheme != "https":
        return Text(
            "포털 안은 /로, 바깥은 https://로 시작하게 적어 주세요.",
            "Begin with / inside the portal, https:// outside.",
        )
    if "@" in parts.netloc:
        return Text("주소에 사용자 이름이 들어 있습니다.", "The address holds a user name.")
    return _host_fault(host)


def _host_fault(host: str) -> Text | None:
    try:
        public = ipaddress.ip_address(host).is_global
    except ValueError:
        public = _HOST.fullmatch(host) is not None and host.rpartition(".")[2] not in _PRIVATE
        if not public and (re.fullmatch(r"[0-9.x]+", host) or host.rpartition(".")[2] in _PRIVATE):
            return Text("내부망 주소입니다.", "It is a private address.")
        return None if public else Text("서버 이름이 없거나 잘못되었습니다.", "The host is missing or wrong.")
    return None if public else Text("내부망 주소입니다.", "It is a private address.")
