"""What an upload would do is found in hand-made files, within a bounded time."""

import hashlib
import io
import time
import zipfile
import zlib

import pytest

from portal.core.contents import look
from portal.core.screening import pdf
from portal.core.screening.findings import TEST_STRING, Budget, Spent
from portal.core.sniff import Unfit

PLAIN = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
END = b"trailer << /Root 1 0 R >>\n%%EOF\n"


def a_pdf(*objects):
    return PLAIN + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, o) for n, o in enumerate(objects, 3)) + END


def packed(content, said=b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode"):
    held = zlib.compress(content)
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (said, len(held), held)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (b"<< /Type /Page >>", []),
        (b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>", ["script"]),
        (b"<</S/JavaScript/JS 5 0 R>>", ["script"]),
        (b"<< /S /J#61v#61Script /JS (x) >>", ["script"]),
        (b"<< /S /#4aavaScript /JS (x) >>", ["script"]),
        (b"<< /S /#4AavaScript /JS (x) >>", ["script"]),
        (b"<< /JavaScripts 1 >>", []),
        (b"<< /Title (JavaScript) >>", []),
        (b"<< /S /Launch /F (cmd.exe) >>", ["launch"]),
        (b"<< /OpenAction << /S /Launch /F (cmd.exe) >> >>", ["launch", "opens"]),
        (b"<< /AA << /O << /S /JavaScript /JS (x) >> >> >>", ["script", "opens"]),
        (b"<< /OpenAction [3 0 R /Fit] >>", []),
        (b"<< /Names << /EmbeddedFiles 4 0 R >> >>", ["embedded"]),
        (b"<< /Subtype /RichMedia >>", ["media"]),
        (b"<< /AcroForm << /XFA 9 0 R >> >>", ["form"]),
        (b"<< /AcroForm << /XFA[(a) 9 0 R] >> >>", ["form"]),
        (b"<< /S /SubmitForm /F (http://x) >>", ["sends"]),
        (b"<< /#45ncrypt 4 0 R >>", ["unlooked"]),
    ],
)
def test_a_pdf_tells_what_it_does_by_the_names_in_it(written, found):
    assert look(a_pdf(written)) == found
    assert look(a_pdf(packed(b"3 0 " + written))) == found


def test_a_name_over_the_seam_of_two_windows_is_seen():
    for at in range((1 << 18) - 16, (1 << 18) + 2):
        assert pdf.look(b"%PDF-1.7" + b" " * (at - 8) + b"/JavaScript " + b" " * 300) == ["script"], at


def test_object_streams_of_other_names_and_spellings_are_opened():
    assert look(a_pdf(packed(b"3 0 << /S /JavaScript >>", b"/Type 9 0 R /N 1 /First 4 /Filter 8 0 R"))) == ["script"]
    assert look(a_pdf(packed(b"3 0 << /S /JavaScript >>", b"/T#79pe /Obj#53tm /Filter /Fl"))) == ["script"]


def test_an_object_stream_that_cannot_be_opened_is_said():
    other = b"<< /Type /ObjStm /N 1 /First 4 /Filter [/ASCIIHexDecode /FlateDecode] >>\nstream\n78da>\nendstream"
    broken = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >>\nstream\n" + b"x\x9c" + b"\xff" * 40
    assert look(a_pdf(other)) == ["unlooked"]
    assert look(a_pdf(broken)) == ["unlooked"]
    picture = b"<< /Subtype /Image /Filter /DCTDecode >>\nstream\n\xff\xd8\xff\xe0\nendstream"
    assert look(a_pdf(b"<< /Type /Outlines /First 5 0 R >>", picture)) == []


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(lambda: PLAIN + b"/" * (30 << 20), id="slashes"),
        pytest.param(lambda: PLAIN + b"stream\nx\x9c" * (3 << 20), id="streams"),
        pytest.param(lambda: PLAIN + b"/Ja" * (10 << 20), id="beginnings"),
        pytest.param(lambda: PLAIN + b"#6a" * (10 << 20), id="escapes"),
        pytest.param(lambda: a_pdf(*[packed(b"1 0 " + b" " * (64 << 20))] * 8), id="bombs"),
        pytest.param(lambda: PLAIN + b"<</First 1/Filter/x" * (1 << 20) + b"stream\n", id="dictionaries"),
    ],
)
def test_a_hostile_pdf_costs_less_than_a_second(content):
    made = content()
    began = time.thread_time()
    found = pdf.look(made)
    assert time.thread_time() - began < 1.0
    assert found in ([], ["unlooked"])


def test_the_budget_ends_at_its_last_byte():
    budget = Budget(10, 100)
    budget.check(100)
    with pytest.raises(Spent):
        budget.check(1)


# ---- office documents ----------------------------------------------------------------------------------------------


def a_docx(**parts):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_rels_", ".rels").replace("_xml", ".xml"), content)
    return made.getvalue()


REL = '<Relationships><Relationship Id="r1" Type="http://x/relationships/%s" Target="http://x/a" %s/></Relationships>'


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ({"word__document_xml": "<w:document/>"}, []),
        ({"word__embeddings__oleObject1.bin": b"x"}, ["embedded"]),
        ({"word__activeX__activeX1_xml": "<a/>"}, ["control"]),
        ({"word__s_rels_": REL % ("attachedTemplate", 'TargetMode="External"')}, ["linked"]),
        ({"word__s_rels_": REL % ("hyperlink", 'TargetMode="External"')}, []),
        ({"word__s_rels_": REL % ("image", "")}, []),
        ({"xl__externalLinks__e_xml": '<externalLink><ddeLink ddeService="cmd"/></externalLink>'}, ["dde"]),
        ({"word__document_xml": "<w:p><w:instrText>DDEAUTO c:\\x</w:instrText></w:p>"}, ["dde"]),
        ({"word__document_xml": "<w:instrText>D</w:instrText><w:instrText>DE c:\\x</w:instrText>"}, ["dde"]),
        ({"word__document_xml": "<w:t>DDEX</w:t>"}, []),
        ({"BinData__BIN0001.OLE": b"x"}, ["embedded"]),
        ({"BinData__image1.eps": b"x"}, ["script"]),
    ],
)
def test_an_office_document_tells_what_reaches_beyond_it(parts, found):
    assert look(a_docx(**parts)) == found


def test_a_document_that_unpacks_to_too_much_is_said_to_be_unlooked():
    assert look(a_docx(word__document_xml=b" " * (40 << 20))) == ["unlooked"]


# ---- the test string of scanners -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        TEST_STRING,
        b"\x89PNG\r\n\x1a\n" + b"." * 100 + TEST_STRING,
        PLAIN + TEST_STRING + END,
        a_pdf(packed(TEST_STRING, b"/Type /EmbeddedFile /Filter /FlateDecode")),
        a_docx(**{"word__embeddings__a.bin": b"x" * ((1 << 18) - 30) + TEST_STRING}),
    ],
)
def test_the_test_string_is_refused_without_a_scanner(content):
    with pytest.raises(Unfit, match="Eicar-Test-Signature"):
        look(content)


def test_the_test_string_is_the_published_one():
    assert len(TEST_STRING) == 68
    assert hashlib.md5(TEST_STRING, usedforsecurity=False).hexdigest() == "44d88612fea8a8f36de82e1278abb02f"
