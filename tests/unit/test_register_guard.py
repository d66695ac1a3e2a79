"""What may not come in at all, each with its reason."""

import struct
import zipfile

import pytest

from filings.register.file import addresses, guard, refusals
from filings.register.file.guard import inspect
from filings.register.file.reading import read
from filings.register.file.refusals import Refused
from tests.unit.raw_workbook import LINKS, PACKAGE, archive_bytes, grid, parts, save, sheet_xml, workbook
from tests.unit.register_maker import TODAY


@pytest.fixture
def good():
    return parts({"신고대장": sheet_xml(grid())})


def refusal(path, **options):
    with pytest.raises(Refused) as caught:
        read(path, today=TODAY, **options)
    reason = caught.value.reason
    assert reason.ko
    assert reason.en
    return reason


def relation(kind, target, *, external=False):
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationships xmlns="{PACKAGE}"><Relationship Id="x" Type="{LINKS}/{kind}" Target="{target}"{mode}/></Relationships>'


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("xl/vbaProject.bin", b"x", refusals.MACROS),
        ("xl/macrosheets/sheet1.xml", "<a/>", refusals.MACROS),
        ("xl/externalLinks/externalLink1.xml", "<a/>", refusals.LINKS),
        ("xl/connections.xml", "<a/>", refusals.LINKS),
        (
            "xl/worksheets/_rels/sheet1.xml.rels",
            relation("oleObject", "file:///c:/a.xlsx", external=True),
            refusals.LINKS,
        ),
        ("xl/_rels/other.xml.rels", relation("externalLinkPath", "b.xlsx"), refusals.LINKS),
        ("xl/theme/theme1.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', refusals.DOCTYPE),
        ("docProps/app.xml", "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", refusals.DOCTYPE),
        (
            "docProps/core.xml",
            '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
            refusals.DAMAGED,
        ),
    ],
)
def test_parts_that_may_not_be_there(tmp_path, good, name, content, reason):
    assert refusal(save(tmp_path / "a.xlsx", {**good, name: content})) == reason


def test_a_doctype_on_the_seam_of_two_pieces(tmp_path, good):
    padding = "<!--" + "x" * ((1 << 20) - 10) + "-->"
    assert (
        refusal(save(tmp_path / "a.xlsx", {**good, "xl/theme/theme1.xml": padding + "<!DOCTYPE a><a/>"}))
        == refusals.DOCTYPE
    )


def test_macros_by_content_type(tmp_path, good):
    good["[Content_Types].xml"] = good["[Content_Types].xml"].replace(
        "vnd.openxmlformats-officedocument.spreadsheetml.sheet", "vnd.ms-excel.sheet.macroEnabled"
    )
    assert refusal(save(tmp_path / "a.xlsx", good)) == refusals.MACROS
    assert refusal(save(tmp_path / "a.xlsm", good)) == refusals.MACROS


def test_a_link_to_a_web_page_is_harmless(tmp_path, good):
    good["xl/worksheets/_rels/sheet1.xml.rels"] = relation("hyperlink", "mailto:a@example.kr", external=True)
    assert read(save(tmp_path / "a.xlsx", good), today=TODAY).sheet == "신고대장"


def test_more_than_may_be_unpacked(tmp_path, good, monkeypatch):
    monkeypatch.setattr(guard, "LARGEST", 3 << 20)
    assert refusal(save(tmp_path / "a.xlsx", {**good, "xl/media/a.bin": bytes(4 << 20)})) == refusals.TOO_LARGE
    assert inspect(save(tmp_path / "b.xlsx", {**good, "xl/media/a.bin": bytes(2 << 20)})).kind == "xlsx"


def test_an_archive_that_lies_about_its_size(tmp_path, good, monkeypatch):
    """The claimed size says 10 bytes; the content is counted while it is inflated."""
    monkeypatch.setattr(guard, "LARGEST", 3 << 20)
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        _with_claimed_size(archive_bytes({**good, "xl/media/a.bin": bytes(4 << 20)}), "xl/media/a.bin", 10)
    )
    with zipfile.ZipFile(path) as archive:
        assert archive.getinfo("xl/media/a.bin").file_size == 10
    assert refusal(path) == refusals.TOO_LARGE
    monkeypatch.undo()
    assert refusal(path) == refusals.DAMAGED


def _with_claimed_size(content, name, size):
    at = content.rindex(name.encode()) - 46  # its entry in the central directory
    assert content[at : at + 4] == b"PK\x01\x02"
    return content[: at + 24] + struct.pack("<I", size) + content[at + 28 :]


def test_the_same_part_twice(tmp_path, good):
    path = save(tmp_path / "a.xlsx", good)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
    assert refusal(path) == refusals.DAMAGED


def test_encrypted_workbook(tmp_path, monkeypatch):
    path = tmp_path / "a.xlsx"
    path.write_bytes(_ole("EncryptedPackage"))
    assert refusal(path) == refusals.ENCRYPTED


def test_old_excel_or_other_documents_under_the_name(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(_ole("Workbook"))
    assert refusal(path) == refusals.WRONG_TYPE


def _ole(stream):
    """A compound file with one stream: header, one FAT sector, one directory sector."""
    free, end, fat = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    header = bytearray(guard.OLE + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6))
    header += (
        struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
        + struct.pack("<I", 0)
        + struct.pack("<I", free) * 108
    )
    table = struct.pack("<III", fat, end, end) + struct.pack("<I", free) * 125

    def entry(name, kind, child):
        encoded = name.encode("utf-16-le") + b"\0\0"
        return (
            encoded.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(encoded), kind, 1, free, free, child)
            + bytes(36)
            + struct.pack("<IQ", end, 0)
        )

    directory = entry("Root Entry", 5, 1) + entry(stream, 2, free) + bytes(256)
    return bytes(header) + table + directory


def test_encrypted_entries_of_a_zip(tmp_path, good):
    content = bytearray(archive_bytes(good))
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert refusal(path) == refusals.ENCRYPTED


def test_damaged(tmp_path, good):
    whole = archive_bytes(good)
    path = tmp_path / "a.xlsx"
    for content in (
        whole[:-30],
        whole[: len(whole) // 2],
        whole[:200] + bytes(60) + whole[260:],
        b"PK\x05\x06" + bytes(18),
    ):
        path.write_bytes(content)
        assert refusal(path) == refusals.DAMAGED
    broken = {**good, "xl/worksheets/sheet1.xml": good["xl/worksheets/sheet1.xml"][:-60]}
    assert refusal(save(path, broken)) == refusals.DAMAGED
    assert refusal(save(path, {**good, "xl/workbook.xml": "<workbook"})) == refusals.DAMAGED


def test_every_single_damaged_byte_is_refused_or_harmless(tmp_path, good):
    """Flipping bytes anywhere must end in a refusal or in a reading, never in another error."""
    whole = archive_bytes(good)
    path = tmp_path / "a.xlsx"
    for at in range(0, len(whole), max(len(whole) // 150, 1)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        try:
            for _ in read(path, today=TODAY).chunks():
                pass
        except Refused:
            continue


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.xlsx", b"", refusals.EMPTY),
        ("a.csv", b"", refusals.EMPTY),
        ("a.csv", b"\xef\xbb\xbf\n \n", refusals.EMPTY),
        ("a.xlsx", "신고확인증번호,접수일".encode(), refusals.WRONG_TYPE),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(50), refusals.WRONG_TYPE),
        ("a.csv", b"\x89PNG\r\n\x1a\n" + bytes(50), refusals.WRONG_TYPE),
        ("a.csv", b"%PDF-1.7 ...", refusals.WRONG_TYPE),
        ("a.csv", b"PK\x03\x04....", refusals.WRONG_TYPE),
        ("a.csv", guard.OLE + bytes(600), refusals.WRONG_TYPE),
        ("a.xls", b"abc", refusals.WRONG_TYPE),
        ("a.txt", b"abc", refusals.WRONG_TYPE),
        ("a", b"abc", refusals.WRONG_TYPE),
        ("a.csv", "신고".encode("utf-16"), refusals.BAD_ENCODING),
        ("a.csv", b"\xff\xff\x80,1", refusals.BAD_ENCODING),
    ],
)
def test_empty_files_and_other_types_under_the_name(tmp_path, name, content, reason):
    path = tmp_path / name
    path.write_bytes(content)
    assert refusal(path) == reason


def test_other_zips_under_the_name(tmp_path, good):
    assert (
        refusal(save(tmp_path / "a.xlsx", {"mimetype": "application/hwp+zip", "a.xml": "<a/>"})) == refusals.WRONG_TYPE
    )
    assert refusal(save(tmp_path / "a.xlsm", good)) == refusals.WRONG_TYPE
    word = good["[Content_Types].xml"].replace("spreadsheetml.sheet", "wordprocessingml.document")
    assert refusal(save(tmp_path / "a.xlsx", {**good, "[Content_Types].xml": word})) == refusals.WRONG_TYPE


def test_the_name_it_was_sent_under_counts(tmp_path):
    path = workbook(tmp_path / "upload-17", grid())
    assert read(path, today=TODAY, filename="대장.XLSX").sheet == "신고대장"
    assert refusal(path, filename="대장.csv") == refusals.WRONG_TYPE


def test_empty_workbook(tmp_path):
    assert refusal(workbook(tmp_path / "a.xlsx", [])) == refusals.EMPTY


def test_nothing_is_left_behind(tmp_path, good):
    path = save(tmp_path / "a.xlsx", {**good, "xl/vbaProject.bin": b"x"})
    refusal(path)
    assert [found.name for found in tmp_path.iterdir()] == ["a.xlsx"]


def test_addresses_of_columns():
    for number, letters in ((0, "A"), (20, "U"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")):
        assert addresses.column_letters(number) == letters
        assert addresses.column_number(letters) == number
