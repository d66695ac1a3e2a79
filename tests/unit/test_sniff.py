"""What a file is, by its content; what is refused, and in which words."""

import io
import zipfile

import openpyxl
import pytest

from portal.core.sniff import DOCX, HWP, HWPX, JPG, OLE_MAGIC, PDF, PNG, XLSX, Unfit, sniff

PLAIN_PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def types(main: str) -> str:
    return f'<Types><Override PartName="/main.xml" ContentType="{main}"/></Types>'


def zipped(parts: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def ole(streams: dict[str, bytes]) -> bytes:
    """The smallest compound file with these streams: header, FAT, directory, then each stream in its own sectors.

    Streams are padded to 4096 bytes so that none lies in the mini stream.
    """
    end, fat_mark, free = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
    names = list(streams)
    fat = [fat_mark] + [end] * ((len(names) + 4) // 4)
    for n in range(1, len(fat) - 1):
        fat[n] = n + 1
    starts = []
    for _ in names:
        starts.append(len(fat))
        fat += [len(fat) + n + 1 for n in range(7)] + [end]
    fat += [free] * (128 - len(fat))

    def entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
        text = name.encode("utf-16-le") + b"\0\0"
        fields = text.ljust(64, b"\0") + len(text).to_bytes(2, "little") + bytes([kind, 1])
        links = b"".join(n.to_bytes(4, "little") for n in (free, right, child))
        return (fields + links + bytes(36) + start.to_bytes(4, "little") + size.to_bytes(8, "little")).ljust(128, b"\0")

    root = entry("Root Entry", 5, free, 1 if names else free, end, 0)
    entries = [
        entry(name, 2, n + 2 if n + 1 < len(names) else free, free, starts[n], 4096) for n, name in enumerate(names)
    ]
    directory = b"".join([root, *entries])
    directory = directory.ljust(-(-len(directory) // 512) * 512, b"\0")
    header = OLE_MAGIC + bytes(16) + b"\x3e\0\x03\0\xfe\xff\x09\0\x06\0" + bytes(6)
    counts = (
        0,
        1,
        1,
        0,
        4096,
        end,
        0,
        end,
        0,
        0,
    )  # directory sectors, FAT sectors, first directory sector, … first FAT sector
    header += b"".join(n.to_bytes(4, "little") for n in counts)
    header = header.ljust(512, b"\xff")
    body = b"".join(content.ljust(4096, b"\0") for content in streams.values())
    return header + b"".join(n.to_bytes(4, "little") for n in fat) + directory + body


def hwp(properties: int = 1) -> bytes:
    header = b"HWP Document File".ljust(32, b"\0") + b"\x00\x01\x00\x05" + properties.to_bytes(4, "little")
    return ole({"FileHeader": header, "DocInfo": b""})


GOOD = [
    ("pdf", PDF, PLAIN_PDF),
    ("pdf", PDF, b"\n\n" + PLAIN_PDF),
    ("hwp", HWP, hwp()),
    ("hwpx", HWPX, zipped({"mimetype": "application/hwp+zip", "Contents/section0.xml": "<x/>"})),
    ("docx", DOCX, zipped({"[Content_Types].xml": types(WORD_MAIN)})),
    ("xlsx", XLSX, workbook()),
    ("jpg", JPG, b"\xff\xd8\xff\xe0\x00\x10JFIF"),
    ("JPEG", JPG, b"\xff\xd8\xff\xe1\x00\x10Exif"),
    ("png", PNG, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
]


@pytest.mark.parametrize(("ending", "kind", "content"), GOOD)
def test_each_type_is_told_by_its_content(ending, kind, content):
    stream = io.BytesIO(content)
    assert sniff(stream, f"사업운영계획서 v1.2.{ending}") is kind
    assert stream.tell() == 0
    assert kind.media_type


def encrypted_zip() -> bytes:
    content = bytearray(zipped({"[Content_Types].xml": types(WORD_MAIN)}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


REFUSED = {
    "empty": ("a.pdf", b"", "빈 파일"),
    "text": ("a.pdf", "의료 해외진출".encode(), "받을 수 없는 형식"),
    "program": ("a.exe", b"MZ\x90\0", "받을 수 없는 형식"),
    "archive": ("a.zip", zipped({"계약서.pdf": PLAIN_PDF}), "압축을 풀어"),
    "empty archive": ("a.docx", zipped({}), "압축을 풀어"),
    "slides": (
        "a.pptx",
        zipped({"[Content_Types].xml": types("presentationml.presentation.main+xml")}),
        "받을 수 없는",
    ),
    "cut archive": ("a.xlsx", workbook()[:-200], "손상"),
    "cut compound file": ("a.hwp", hwp()[:700], "손상"),
    "bare compound head": ("a.hwp", OLE_MAGIC, "손상"),
    "macro document": (
        "a.docx",
        zipped({"[Content_Types].xml": types("application/vnd.ms-word.document.macroEnabled.main+xml")}),
        "매크로",
    ),
    "hidden macro part": (
        "a.docx",
        zipped({"[Content_Types].xml": types(WORD_MAIN), "word/vbaProject.bin": b"x"}),
        "매크로",
    ),
    "old macro sheet": (
        "a.docx",
        zipped({"[Content_Types].xml": types(WORD_MAIN), "xl/macrosheets/sheet1.xml": b"x"}),
        "매크로",
    ),
    "office password": ("a.xlsx", ole({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "파일 > 정보 > 문서 보호"),
    "zip password": ("a.docx", encrypted_zip(), "파일 > 정보 > 문서 보호"),
    "old Word": ("a.doc", ole({"WordDocument": b"x"}), "옛 형식"),
    "old Excel": ("a.xls", ole({"Workbook": b"x"}), "옛 형식"),
    "other compound file": ("a.msi", ole({"Installer": b"x"}), "받을 수 없는 형식"),
    "hwp password": ("a.hwp", hwp(0b11), "문서 암호"),
    "hwp rights": ("a.hwp", hwp(0b10001), "문서 암호"),
    "hwpx password": (
        "a.hwpx",
        zipped({"mimetype": "application/hwp+zip", "META-INF/manifest.xml": "<odf:encryption-data/>"}),
        "문서 암호",
    ),
    "pdf password": ("a.pdf", PLAIN_PDF.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 5 0 R"), "PDF로 저장"),
    "pdf password in place": ("a.pdf", PLAIN_PDF + b"<</Encrypt<</Filter/Standard>>>>", "PDF로 저장"),
}


@pytest.mark.parametrize(("name", "content", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_taken_is_refused_with_the_way_out(name, content, words):
    stream = io.BytesIO(content)
    with pytest.raises(Unfit) as refusal:
        sniff(stream, name)
    assert words in refusal.value.sentence.ko
    assert str(refusal.value) == refusal.value.sentence.ko
    assert refusal.value.sentence.en
    assert stream.tell() == 0


@pytest.mark.parametrize("at", [(1 << 20) - 5, (1 << 20) - 12, (1 << 20) + 1])
def test_an_encrypted_pdf_is_found_wherever_the_entry_lies(at):
    content = b"%PDF-1.7\n".ljust(at, b" ") + b"/Encrypt 123 0 R" + b" " * 100
    with pytest.raises(Unfit, match="PDF로 저장"):
        sniff(io.BytesIO(content), "a.pdf")


def test_a_pdf_that_only_speaks_of_encryption_is_taken():
    assert sniff(io.BytesIO(PLAIN_PDF + b"(/Encrypt) /EncryptMetadata true"), "a.pdf") is PDF


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("계약서.docx", "확장자는 .docx이지만 내용은 PDF"),
        ("계약서.pdf.exe", "확장자는 .exe이지만 내용은 PDF"),
        ("계약서", "확장자가 없습니다"),
        (".pdf", "확장자가 없습니다"),
        ("계약서.", "확장자가 없습니다"),
        ("", "확장자가 없습니다"),
    ],
)
def test_a_name_that_says_otherwise_is_refused(name, words):
    with pytest.raises(Unfit) as refusal:
        sniff(io.BytesIO(PLAIN_PDF), name)
    assert words in refusal.value.sentence.ko


def test_a_zip_that_grows_beyond_bounds_is_refused_without_unpacking():
    bomb = zipped({"[Content_Types].xml": types(WORD_MAIN), "word/document.xml": bytes(65 << 20)})
    assert len(bomb) < 100_000
    with pytest.raises(Unfit, match="너무 커지는"):
        sniff(io.BytesIO(bomb), "a.docx")


def test_a_zip_that_claims_less_than_it_holds_is_damaged():
    liar = zipped({"[Content_Types].xml": types(WORD_MAIN) + " " * (8 << 20)}).replace(
        ((8 << 20) + len(types(WORD_MAIN))).to_bytes(4, "little"), (200).to_bytes(4, "little")
    )
    with pytest.raises(Unfit, match="손상"):
        sniff(io.BytesIO(liar), "a.docx")


def test_a_zip_of_very_many_parts_is_refused():
    many = zipped({"[Content_Types].xml": types(WORD_MAIN)} | {f"{n}": b"" for n in range(10_001)})
    with pytest.raises(Unfit, match="너무 커지는"):
        sniff(io.BytesIO(many), "a.docx")


def test_a_plainly_large_workbook_is_taken():
    part = {"xl/worksheets/sheet1.xml": b"".join(b"<c><v>%d</v></c>" % (n * 7919) for n in range(300_000))}
    main = types("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml")
    assert sniff(io.BytesIO(zipped({"[Content_Types].xml": main} | part)), "a.xlsx") is XLSX
