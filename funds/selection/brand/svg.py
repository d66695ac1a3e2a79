"""Logos as they may be kept: an SVG reduced to shapes, a PNG as it is.

Pure: bytes in, bytes out, a sentence where unfit.
Only elements and attributes named here survive; nothing that runs, links or loads is kept.
"""

import re

from portal.core.text import Text

MOST_BYTES = 200 * 1024
SVG, PNG = "image/svg+xml", "image/png"
_SPACE = "http://www.w3.org/2000/svg"
_SHAPES = frozenset(
    [
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "defs",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
        "title",
        "desc",
        "text",
        "tspan",
    ]
)
_LOOKS = frozenset(
    [
        "id",
        "class",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "fx",
        "fy",
        "d",
        "points",
        "width",
        "height",
        "viewBox",
        "preserveAspectRatio",
        "transform",
        "fill",
        "fill-rule",
        "fill-opacity",
        "stroke",
        "stroke-width",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-miterlimit",
        "stroke-dasharray",
        "stroke-opacity",
        "opacity",
        "offset",
        "stop-color",
        "stop-opacity",
        "gradientUnits",
        "gradientTransform",
        "clip-path",
        "clip-rule",
        "clipPathUnits",
        "font-family",
        "font-size",
        "font-weight",
        "text-anchor",
        "letter-spacing",
        "version",
    ]
)
_OWN_REFERENCE = re.compile(r"url\(\s*['\"]?#[\w.-]+['\"]?\s*\)")

_LARGE = Text("로고는 200KB까지 올릴 수 있습니다.", "A logo has at most 200 KB.")
_OTHER = Text("PNG나 SVG 파일을 올려 주세요.", "Send a PNG or SVG file.")
_BROKEN = Text("SVG 파일을 읽을 수 없습니다.", "The SVG file cannot be read.")
_ACTIVE = Text(
    "스크립트나 외부 연결, DOCTYPE이 든 SVG는 받지 않습니다.", "An SVG with scripts, links or a DOCTYPE is not taken."
)
_SIZELESS = Text("SVG에 viewBox가 없습니다.", "The SVG has no viewBox.")


class UnfitLogo(ValueError):
    """A logo that is not taken; `sentence` says why."""

    def __init__(self, sentence: Text) -> None:
        super().__init__(sentence.ko)
        self.sentence = sentence


def logo(content: bytes) -> tuple[bytes, str]:
    """The logo as it is kept, and its media type. Raises UnfitLogo."""
    if len(content) > MOST_BYTES:
        raise UnfitLogo(_LARGE)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return content, PNG
    if b"<svg" not in content[:4096]:
        raise UnfitLogo(_OTHER)
    return _clean(content), SVG


def _clean(content: bytes) -> bytes:
    from lxml import etree

    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise UnfitLogo(_ACTIVE)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as problem:
        raise UnfitLogo(_BROKEN) from problem
    if root.tag != f"{{{_SPACE}}}svg":
        raise UnfitLogo(_OTHER)
    if not root.get("viewBox"):
        raise UnfitLogo(_SIZELESS)
    for element in list(root.iter()):
        _keep_looks(element)
    etree.cleanup_namespaces(root, keep_ns_prefixes=[])
    made: bytes = etree.tostring(root, encoding="utf-8")
    return made


def _keep_looks(element: object) -> None:
    """Refuse what acts; drop attributes that are not looks."""
    from lxml import etree

    assert isinstance(element, etree._Element)
    name = etree.QName(element)
    if name.namespace != _SPACE or name.localname not in _SHAPES:
        if name.localname in ("metadata", "namedview"):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
            return
        raise UnfitLogo(_ACTIVE)
    for key, value in list(element.attrib.items()):
        plain = str(value)
        outside = "url(" in plain.casefold() and not _OWN_REFERENCE.fullmatch(plain.strip())
        if str(key).casefold().startswith("on") or "javascript:" in plain.casefold() or outside:
            raise UnfitLogo(_ACTIVE)
        if key not in _LOOKS:
            del element.attrib[key]
