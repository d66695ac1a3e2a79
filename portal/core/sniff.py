"""What an uploaded file is, told by its content. Reads little of it, unpacks nothing, and never trusts its name.

Takes PDF, HWP, HWPX, DOCX, XLSX, JPG and PNG; everything else, and what an officer could not open (passwords) or should
not (macros), is refused with a sentence that says how to put it right.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from portal.core.text import Text

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHUNK = 1 << 20
_MOST_PARTS = 10_000
_MOST_UNPACKED = 512 << 20
_MOST_RATIO = 100
_SMALL_UNPACKED = 64 << 20
_MOST_READ = 1 << 20


@dataclass(frozen=True)
class FileType:
    """A kind of file we take: its key, shown label, media type and the endings of its name (the first is usual)."""

    key: str
    label: str
    media_type: str
    endings: tuple[str, ...]


PDF = FileType("pdf", "PDF", "application/pdf", ("pdf",))
HWP = FileType("hwp", "HWP", "application/x-hwp", ("hwp",))
HWPX = FileType("hwpx", "HWPX", "application/hwp+zip", ("hwpx",))
DOCX = FileType("docx", "DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",))
XLSX = FileType("xlsx", "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",))
JPG = FileType("jpg", "JPG", "image/jpeg", ("jpg", "jpeg"))
PNG = FileType("png", "PNG", "image/png", ("png",))
TAKEN = (PDF, HWP, HWPX, DOCX, XLSX, JPG, PNG)
ENDINGS = tuple(ending for kind in TAKEN for ending in kind.endings)


class Unfit(ValueError):
    """A file we do not take; `sentence` says why and what to do."""

    def __init__(self, sentence: Text) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return self.sentence.ko


_LIST = ", ".join(kind.label for kind in TAKEN)
_EMPTY = Text("빈 파일입니다. 내용이 있는 파일을 올려 주세요.", "The file is empty. Choose a file with content.")
_UNKNOWN = Text(
    f"받을 수 없는 형식입니다. 받는 형식: {_LIST}", f"This type of file is not taken. Types taken: {_LIST}."
)
_BROKEN = Text(
    "파일이 손상되어 열 수 없습니다. 원본에서 다시 저장하여 올려 주세요.",
    "The file is damaged and cannot be opened. Save it again from the original.",
)
_ARCHIVE = Text(
    "압축 파일은 받지 않습니다. 압축을 풀어 안의 문서를 하나씩 올려 주세요.",
    "Archives are not taken. Unpack it and upload the documents one by one.",
)
_BOMB = Text(
    "압축을 풀면 너무 커지는 파일이라 받을 수 없습니다. 내용을 나누어 다시 저장해 주세요.",
    "The file grows too large when unpacked. Split its content and save it again.",
)
_MACROS = Text(
    "매크로가 든 문서는 받지 않습니다. 매크로 없는 형식(.docx, .xlsx)으로 저장하여 올려 주세요.",
    "Documents with macros are not taken. Save it as .docx or .xlsx without macros.",
)
_OLD = Text(
    "옛 형식의 오피스 문서입니다. .docx 또는 .xlsx로 저장하거나 PDF로 바꾸어 올려 주세요.",
    "This is an old Office format. Save it as .docx, .xlsx or PDF.",
)
_OFFICE_PASSWORD = Text(
    "암호가 걸린 문서입니다. ‘파일 > 정보 > 문서 보호’에서 암호를 지우고 저장하여 올려 주세요.",
    "The document has a password. Remove it under File > Info > Protect, save and upload again.",
)
_HWP_PASSWORD = Text(
    "암호나 보안이 설정된 한글 문서입니다. ‘보안 > 문서 암호 변경/해제’에서 해제하고 저장하여 올려 주세요.",
    "The HWP document is protected. Remove its password or security in the Security menu, save and upload again.",
)
_PDF_PASSWORD = Text(
    "암호나 권한 제한이 걸린 PDF입니다. 문서 속성의 ‘보안’에서 제한을 없애거나, 인쇄에서 ‘PDF로 저장’하여 올려 주세요.",
    "The PDF is encrypted. Remove its security in the document properties, or print it to a new PDF.",
)
_OTHER_NAME = Text(
    "이름의 확장자는 .{given}이지만 내용은 {label}입니다. 확장자를 .{ending}(으)로 고치거나 맞는 파일을 올려 주세요.",
    "The name ends in .{given} but the content is {label}. Rename it to .{ending} or choose the right file.",
)
_NO_ENDING = Text(
    "파일 이름에 확장자가 없습니다. 내용이 {label}이므로 이름 끝에 .{ending}을(를) 붙여 주세요.",
    "The name has no ending. The content is {label}: add .{ending} to the name.",
)


def sniff(stream: BinaryIO, filename: str) -> FileType:
    """The type of a seekable stream by its content; rewound after. Raises Unfit, also if the name says otherwise."""
    try:
        found = _by_content(stream)
    finally:
        stream.seek(0)
    ending = filename.rpartition(".")[2].strip().casefold() if "." in filename.strip(". ") else ""
    if ending not in found.endings:
        sentence = _OTHER_NAME if ending else _NO_ENDING
        raise Unfit(sentence.format(given=ending[:20], label=found.label, ending=found.endings[0]))
    return found


def _by_content(stream: BinaryIO) -> FileType:
    stream.seek(0)
    head = stream.read(1024)
    if not head:
        raise Unfit(_EMPTY)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPG
    if head.startswith(OLE_MAGIC):
        return _inside_ole(stream)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _inside_zip(stream)
    if b"%PDF-" in head:
        if _occurs(stream, _PDF_ENCRYPTED):
            raise Unfit(_PDF_PASSWORD)
        return PDF
    raise Unfit(_UNKNOWN)


# the entry of a trailer or cross-reference stream, by reference or in place; '/EncryptMetadata' is not one
_PDF_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")


def _occurs(stream: BinaryIO, pattern: re.Pattern[bytes]) -> bool:
    return any(pattern.search(window) for window in _windows(stream))


def _windows(stream: BinaryIO, overlap: int = 64) -> Iterator[bytes]:
    stream.seek(0)
    tail = b""
    while chunk := stream.read(_CHUNK):
        yield tail + chunk
        tail = chunk[-overlap:]


def _inside_ole(stream: BinaryIO) -> FileType:
    import olefile

    stream.seek(0, 2)
    size = stream.tell()
    stream.seek(0)
    try:
        with olefile.OleFileIO(stream) as ole:
            names = {entry[0] for entry in ole.listdir()}
            header = b""
            # sizes are claims: reading is bounded by what the file really holds
            if "FileHeader" in names and ole.get_size("FileHeader") <= 4096 and ole.root.size <= size:
                header = ole.openstream("FileHeader").read(40)
    except Exception as problem:  # a hostile container may fail in any way; all of them mean the same to the sender
        raise Unfit(_BROKEN) from problem
    if header.startswith(b"HWP Document File"):
        if int.from_bytes(header[36:40], "little") & _HWP_LOCKED:
            raise Unfit(_HWP_PASSWORD)
        return HWP
    if "EncryptedPackage" in names:
        raise Unfit(_OFFICE_PASSWORD)
    raise Unfit(_OLD if names & {"WordDocument", "Workbook", "Book", "PowerPoint Document"} else _UNKNOWN)


# properties of the HWP 5.0 file header: password, DRM, certificate encryption, certificate DRM
_HWP_LOCKED = 1 << 1 | 1 << 4 | 1 << 8 | 1 << 10
_OFFICE_MAIN = {
    DOCX: b"openxmlformats-officedocument.wordprocessingml.document.main+xml",
    XLSX: b"openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}


def _inside_zip(stream: BinaryIO) -> FileType:
    if sum(window.count(b"PK\x01\x02") for window in _windows(stream, overlap=3)) > _MOST_PARTS:
        raise Unfit(_BOMB)
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            return _document_in(archive)
    except Unfit:
        raise
    except Exception as problem:  # as above
        raise Unfit(_BROKEN) from problem


def _document_in(archive: zipfile.ZipFile) -> FileType:
    parts = archive.infolist()
    unpacked, packed = sum(p.file_size for p in parts), sum(p.compress_size for p in parts)
    if unpacked > _MOST_UNPACKED or (unpacked > _SMALL_UNPACKED and unpacked > _MOST_RATIO * packed):
        raise Unfit(_BOMB)
    names = {p.filename for p in parts}
    if any(p.flag_bits & 1 for p in parts):
        raise Unfit(_OFFICE_PASSWORD if "[Content_Types].xml" in names else _ARCHIVE)
    if _part(archive, names, "mimetype").strip() == b"application/hwp+zip":
        if b"encryption-data" in _part(archive, names, "META-INF/manifest.xml"):
            raise Unfit(_HWP_PASSWORD)
        return HWPX
    types = _part(archive, names, "[Content_Types].xml")
    if b"macroEnabled" in types or any(_is_macro(name) for name in names):
        raise Unfit(_MACROS)
    found = next((kind for kind, main in _OFFICE_MAIN.items() if main in types), None)
    if found is None:
        raise Unfit(_UNKNOWN if types else _ARCHIVE)
    return found


def _part(archive: zipfile.ZipFile, names: set[str], name: str) -> bytes:
    if name not in names:
        return b""
    with archive.open(name) as part:
        return part.read(_MOST_READ)


def _is_macro(name: str) -> bool:
    return name.casefold().endswith("vbaproject.bin") or "/macrosheets/" in name.casefold()
