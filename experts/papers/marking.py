"""The reader's mark over a paper: over each page of a PDF, over a picture, or drawn into the picture of a page. Pure.

The original is never touched. The mark says who opened a copy; it hinders passing it on and cannot prevent it.
"""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

from portal.core import papers, sniff
from portal.core.text import Text

MOST_PAGES = 500
_MOST_PIXELS = 80_000_000
_LONG_SIDE = 1600  # pixels of the picture of a page
_NAME = "/ReadersMark"
_TEMPLATE = Path(__file__).with_name("mark.typ")
PICTURES = {sniff.JPG.media_type: "below.jpg", sniff.PNG.media_type: "below.png"}
MARKABLE = {sniff.PDF.media_type, *PICTURES}


class Unmarkable(ValueError):
    """A paper that cannot be read well enough to mark it; `sentence` says what to do."""

    def __init__(self) -> None:
        super().__init__("unmarkable")
        self.sentence = Text(
            "읽을 수 없는 파일이라 표시를 넣어 열어 드릴 수 없습니다. 올린 기관에 다시 저장해 올려 달라고 해 주세요.",
            "The file cannot be read well enough to mark and open it. Please ask whoever uploaded it to save it again.",
        )


@dataclass(frozen=True)
class Mark:
    """What stands over a page: the reader, the day and the case."""

    reader: str
    day: str
    number: str

    @property
    def words(self) -> list[str]:
        return [self.reader, f"{self.day} · {self.number}"]


def marked(content: bytes, media_type: str, mark: Mark) -> bytes:
    """A PDF with the mark over each page; a picture becomes a PDF of one page. Raises Unmarkable."""
    try:
        return _marked_picture(content, media_type, mark) if media_type in PICTURES else _marked_pdf(content, mark)
    except Unmarkable:
        raise
    except (
        Exception
    ) as problem:  # a damaged or hostile file may fail in any way; all of them mean the same to the reader
        raise Unmarkable from problem


def pages_of(content: bytes, media_type: str) -> int:
    """How many pages there are to look at. Raises Unmarkable."""
    if media_type in PICTURES:
        return 1
    from pypdf import PdfReader

    try:
        found = len(PdfReader(BytesIO(content)).pages)
    except Exception as problem:  # as above
        raise Unmarkable from problem
    if not 0 < found <= MOST_PAGES:
        raise Unmarkable
    return found


def picture_of(content: bytes, media_type: str, number: int, mark: Mark) -> bytes:
    """Page `number` (from 1) as a PNG with the mark in it.

    Raises Unmarkable; LookupError where there is no such page.
    """
    if not 1 <= number <= pages_of(content, media_type):
        raise LookupError(number)
    try:
        if media_type in PICTURES:
            return _drawn(mark, _size(content), content, PICTURES[media_type], "png")
        page, size = _one_page(content, number)
        return _drawn(mark, size, page, "below.pdf", "png")
    except Unmarkable:
        raise
    except Exception as problem:  # as above
        raise Unmarkable from problem


def _marked_pdf(content: bytes, mark: Mark) -> bytes:
    """The pages as they are, and after each its mark, drawn once for each size of page."""
    from pypdf import PdfReader, PdfWriter

    reader = PdfReader(BytesIO(content))
    if not 0 < len(reader.pages) <= MOST_PAGES:
        raise Unmarkable
    writer = PdfWriter(clone_from=reader)
    begin = writer._add_object(_stream(b"q\n"))
    marks: dict[tuple[float, float], Any] = {}
    for page in writer.pages:
        box = page.mediabox
        size = (round(float(box.width), 1), round(float(box.height), 1))
        if size not in marks:
            marks[size] = _form(writer, _drawn(mark, size, b"", "", "pdf"))
        _draw_over(writer, page, begin, marks[size])
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _stream(data: bytes) -> Any:
    from pypdf.generic import DecodedStreamObject

    made = DecodedStreamObject()
    made.set_data(data)
    return made


def _form(writer: Any, overlay: bytes) -> Any:
    """A page as a form of the document (ISO 32000-1, 8.10), to be drawn on any of its pages."""
    from pypdf import PdfReader
    from pypdf.generic import NameObject

    page = PdfReader(BytesIO(overlay)).pages[0]
    contents = page.get_contents()
    form = _stream(contents.get_data() if contents is not None else b"").flate_encode()
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = page.mediabox
    resources: Any = page["/Resources"].get_object()
    form[NameObject("/Resources")] = resources.clone(writer)
    return writer._add_object(form)


def _draw_over(writer: Any, page: Any, begin: Any, form: Any) -> None:
    """What the page draws stands between q and Q, so that nothing of it moves or hides the mark."""
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject

    holder = page
    while "/Resources" not in holder and "/Parent" in holder:
        holder = holder["/Parent"].get_object()
    own = DictionaryObject(holder["/Resources"].get_object() if "/Resources" in holder else {})
    held_drawn: Any = own["/XObject"].get_object() if "/XObject" in own else {}
    drawn = DictionaryObject(held_drawn)
    drawn[NameObject(_NAME)] = form
    own[NameObject("/XObject")] = drawn
    page[NameObject("/Resources")] = own
    box = page.mediabox
    end = writer._add_object(_stream(f"\nQ q 1 0 0 1 {float(box.left)} {float(box.bottom)} cm {_NAME} Do Q\n".encode()))
    held = page.get("/Contents")
    held = held.get_object() if held is not None else None
    if held is None:
        before = []
    elif isinstance(held, ArrayObject):
        before = list(held)
    else:
        before = [page.raw_get("/Contents")]
    page[NameObject("/Contents")] = ArrayObject([begin, *before, end])


def _marked_picture(content: bytes, media_type: str, mark: Mark) -> bytes:
    return _drawn(mark, _size(content), content, PICTURES[media_type], "pdf")


def _one_page(content: bytes, number: int) -> tuple[bytes, tuple[float, float]]:
    """One page as a PDF of its own, and its size as it is shown."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    page = writer.add_page(PdfReader(BytesIO(content)).pages[number - 1])
    out = BytesIO()
    writer.write(out)
    width, height = float(page.cropbox.width), float(page.cropbox.height)
    return out.getvalue(), (height, width) if page.rotation % 180 else (width, height)


def _drawn(mark: Mark, size: tuple[float, float], below: bytes, name: str, form: Literal["pdf", "png"]) -> bytes:
    width, height = size
    if not (1 <= width <= 15_000 and 1 <= height <= 15_000):
        raise Unmarkable
    data = {"width": width, "height": height, "words": mark.words, "below": name}
    beside = {name: below} if name else {}
    if form == "pdf":
        return papers.drawn(_TEMPLATE, data, beside, "pdf")
    return papers.drawn(_TEMPLATE, data, beside, "png", ppi=72 * min(2.0, _LONG_SIDE / max(size)))


def _size(content: bytes) -> tuple[float, float]:
    """Width and height of a picture as a page in points, its long side that of A4 or less."""
    width, height = _pixels(content)
    if not 0 < width * height <= _MOST_PIXELS:
        raise Unmarkable
    scale = min(1.0, 842 / max(width, height))
    return max(1.0, width * scale), max(1.0, height * scale)


def _pixels(content: bytes) -> tuple[int, int]:
    """Width and height from the header of a PNG, or of the first frame of a JPEG (turned as its camera was held)."""
    if content.startswith(b"\x89PNG"):
        return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    at = 2
    while at + 9 < len(content):
        if content[at] != 0xFF:
            at += 1
            continue
        kind = content[at + 1]
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            return int.from_bytes(content[at + 7 : at + 9], "big"), int.from_bytes(content[at + 5 : at + 7], "big")
        at += 2 if kind == 0xFF or 0xD0 <= kind <= 0xD9 else 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    raise Unmarkable
