"""Papers as PDF: what stands in them, that data is never markup, and that odd letters do not stop them."""

import re
from io import BytesIO

import pytest
from lxml import etree
from pypdf import PdfReader

from portal.core.papers import pdf, qr_svg
from portal.core.printing import clusters, printable
from tests.pdf_text import pages_of, text_of

ADDRESS = "https://portal.example.go.kr/verify"
CERTIFICATE = {
    "lang": "ko",
    "number": "제2026-0163호",
    "organisation": "가상한빛병원",
    "representative": "가상홍길동",
    "institution_class": "종합병원",
    "filing_type": "수탁운영",
    "clause": "법 제2조제1호나목",
    "place": "베트남 하노이",
    "foreign_institution": "Virtual Hanoi Hospital",
    "received_on": "2026-11-23",
    "accepted_on": "2026-12-05",
    "issued_on": "2026-12-07",
    "deemed": False,
    "issuer": "보건복지부장관",
    "edition": 1,
    "supersedes": "",
    "mark": "",
    "qr": qr_svg(ADDRESS),
    "verify_url": ADDRESS,
    "verify_code": "ABCD-EFGH-JKLM",
}
LETTER = {
    "lang": "ko",
    "issuer": "한국보건산업진흥원장",
    "house": "한국보건산업진흥원",
    "number": "2026-0412",
    "dated": "2026-11-24",
    "recipient": "가상한빛병원 대표 귀하",
    "title": "의료 해외진출 신고서 보완 요구",
    "body": ["보완이 필요하여 알려 드립니다.", "보완이 도착할 때까지 처리 기간이 멈춥니다."],
    "facts": [["접수번호", "2026-000163"]],
    "items_title": "보완할 사항",
    "items": [["계약서 사본", "마지막 쪽이 빠져 있습니다."]],
    "basis": ["시행령 제3조제4항"],
    "remedy": ["60일 이내에 이의신청을 할 수 있습니다."],
    "officer": {"unit": "해외진출지원팀", "name": "가상김담당", "phone": "043-000-0000"},
}


def assert_says(content: bytes, *words: str) -> None:
    said = text_of(content)
    for word in words:
        assert re.sub(r"\s+", "", word) in said


def test_a_certificate_says_what_it_certifies():
    content = pdf("certificate", CERTIFICATE)
    assert pages_of(content) == 1
    assert_says(
        content,
        "의료 해외진출 신고확인증",
        *(CERTIFICATE[k] for k in ("number", "organisation", "representative", "institution_class", "filing_type")),
        *(CERTIFICATE[k] for k in ("clause", "place", "foreign_institution", "issuer", "verify_url", "verify_code")),
        "신고 접수일 2026년 11월 23일",
        "신고 수리일 2026년 12월 5일",
        "제4조제5항에 따라 위와 같이 의료 해외진출 신고가 수리되었음을 확인하고",
    )
    assert "재발급" not in text_of(content)


def test_a_certificate_after_deemed_acceptance_names_the_paragraph():
    content = pdf("certificate", CERTIFICATE | {"deemed": True})
    assert_says(content, "2026년 12월 5일 (법 제4조제4항에 따른 수리간주)", "수리된 것으로 보아")


def test_a_later_edition_says_which_one_it_replaces():
    content = pdf("certificate", CERTIFICATE | {"edition": 2, "supersedes": "제1판을 갈음합니다.", "mark": "견본"})
    assert_says(content, "재발급 2판", "제1판을 갈음합니다.", "견")


def test_an_english_certificate_is_english_throughout_but_for_names():
    english = {"lang": "en", "issuer": "Minister of Health and Welfare", "deemed": True}
    content = pdf("certificate", CERTIFICATE | english)
    assert pages_of(content) == 1
    assert_says(
        content, "5 December 2026 (deemed accepted, Article 4(4))", "Issued under Article 4(5) of the Act", "Code ABCD"
    )
    assert "수리" not in text_of(content)


def test_a_letter_says_everything_it_is_given():
    assert_says(
        pdf("letter", LETTER),
        *(LETTER[k] for k in ("issuer", "number", "recipient", "title", "items_title")),
        *LETTER["body"],
        "접수번호 2026-000163",
        "계약서 사본 마지막 쪽이 빠져 있습니다.",
        "시행일 2026년 11월 24일",
        "근거",
        "시행령 제3조제4항",
        "불복 방법 60일 이내에",
        "해외진출지원팀 | 가상김담당 | 043-000-0000",
    )


def test_a_letter_leaves_out_what_it_is_not_given():
    said = text_of(pdf("letter", {"title": "알림", "recipient": "귀하", "issuer": "원장"}))
    assert not any(word in said for word in ("근거", "불복", "담당", "문서번호", "시행일", "진위확인"))


def test_a_long_letter_runs_over_pages_and_stays_tagged():
    content = pdf("letter", LETTER | {"items": LETTER["items"] * 60, "mark": "견본"})
    assert pages_of(content) > 1
    assert is_tagged(content)


def is_tagged(content: bytes) -> bool:
    return b"/StructTreeRoot" in content and b"pdfuaid:part" in content


@pytest.mark.parametrize(("template", "data"), [("certificate", CERTIFICATE), ("letter", LETTER)])
def test_papers_are_a4_tagged_for_accessibility_and_carry_no_time_of_their_own(template, data):
    content = pdf(template, data)
    assert content == pdf(template, dict(data))
    assert is_tagged(content)
    assert b"/Lang(ko)" in content
    assert b"595.27" in content
    assert b"841.88" in content
    assert b"/CreationDate" not in content


def test_data_is_never_markup():
    odd = "3. 1. ~ 2028 #panic() [a] *b* _c_ $d$ `e` <f> @g \\ // h \"i\" 'j' = k"
    said = text_of(pdf("certificate", CERTIFICATE | {"foreign_institution": odd}))
    assert re.sub(r"\s+", "", odd) in said


def test_long_names_stay_on_the_page():
    content = pdf(
        "certificate",
        CERTIFICATE | {"organisation": "가상한빛국제의료재단" * 20, "foreign_institution": "A" * 300, "mark": "견본"},
    )
    assert pages_of(content) == 1
    assert "A" * 300 in text_of(content)


def test_the_scripts_of_partner_countries_are_printed():
    names = "Bệnh viện 北京醫院 简体 Қазақ Өзбек Монгол病院"
    content = pdf("certificate", CERTIFICATE | {"foreign_institution": names})
    assert_says(content, names)
    assert "〓" not in text_of(content)


SCRIPTS = {
    "Thai": "โรงพยาบาลกรุงเทพ น้ำใจที่นี่",
    "Lao": "ໂຮງໝໍມະໂຫສົດ ນ້ຳໃຈ",
    "Khmer": "មន្ទីរពេទ្យកាល់ម៉ែត ភ្នំពេញ",
    "Myanmar": "ရန်ကုန်ဆေးရုံကြီး ကျန်းမာရေး",
    "Arabic": "مستشفى دبي الدولي",
    "Hebrew": "בית חולים",
    "Devanagari": "अस्पताल क्षेत्र",
    "Bengali": "হাসপাতাল",
    "Tamil": "மருத்துவமனை",
    "Telugu": "ఆసుపత్రి",
}


def fonts_of(content: bytes) -> set[str]:
    page = PdfReader(BytesIO(content)).pages[0]
    return {str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()}


@pytest.mark.parametrize("script", SCRIPTS)
def test_each_script_is_set_in_its_own_font(script):
    content = pdf(
        "certificate", CERTIFICATE | {"foreign_institution": SCRIPTS[script], "organisation": SCRIPTS[script]}
    )
    assert "〓" not in text_of(content)
    assert "일부글자는" not in text_of(content)
    assert is_tagged(content)
    assert any(f"NotoSans{script}" in font for font in fonts_of(content))


@pytest.mark.parametrize(
    ("odd", "shown"),
    [
        ("병원😀", "병원〓"),
        ("a\x00b\x1b", "a〓b〓"),
        ("\ud800", "〓"),
        ("\ue000", "〓"),
        ("ᩋᩥ", "〓"),
        ("สි", "〓"),
        ("👩\u200d🔬의원", "〓의원"),
        ("🇰🇷x", "〓x"),
    ],
)
def test_a_letter_with_its_marks_that_no_font_has_is_one_gap_and_the_paper_says_so(odd, shown):
    content = pdf("certificate", CERTIFICATE | {"foreign_institution": odd})
    assert_says(content, shown, "일부 글자는 인쇄용 글꼴에 없어", CERTIFICATE["organisation"])
    assert text_of(content).count("〓") == shown.count("〓") + 1  # and once in the note
    assert is_tagged(content)


def test_scripts_with_a_gap_between_them_stay():
    content = pdf("letter", LETTER | {"body": ["โรงพยาบาล 😀 ສະບາຍດີ"], "lang": "en"})
    assert_says(content, "โรงพยาบาล", "〓", "Some characters are not in the printing fonts")
    assert text_of(content).count("〓") == 2


def test_very_many_letters_without_a_glyph_still_make_a_paper():
    odd = "".join(chr(code) for code in range(0x13000, 0x13064))
    content = pdf("letter", LETTER | {"body": [odd, "โรงพยาบาล"]})
    assert_says(content, "일부 글자는", LETTER["title"], "โรงพยาบาล", "〓" * 100)
    assert is_tagged(content)


def test_more_odd_letters_than_are_tried_are_gaps_and_not_boxes():
    odd = "".join(chr(code) for code in range(0x12000, 0x12380))
    content = pdf("letter", LETTER | {"body": [odd]})
    assert text_of(content).count("〓") == 0x380 + 1
    assert is_tagged(content)


def test_decomposed_letters_are_composed():
    assert printable({"a": ["\u1112\u1161\u11ab", "e\u0301\tx"]}) == ({"a": ["한", "é x"]}, False)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("ab", ["a", "b"]), ("น้ำใจ", ["น้ำ", "ใ", "จ"]), ("ນ້ຳ", ["ນ້ຳ"]), ("ន្ទី", ["ន្ទី"]), ("က္က", ["က္က"]), ("क्ष", ["क्ष"]), ("가나", ["가", "나"]),
        ("👩\u200d🔬x", ["👩\u200d🔬", "x"]), ("🇰🇷🇻🇳", ["🇰🇷", "🇻🇳"]), ("\u0301a", ["\u0301", "a"]), ("\x00\u0301", ["\x00", "\u0301"]), ("", []),
    ],
)  # fmt: skip
def test_what_a_reader_takes_for_one_letter(text, parts):
    assert list(clusters(text)) == parts


def test_many_marks_on_one_letter_take_no_time():
    content = pdf("certificate", CERTIFICATE | {"foreign_institution": "z" + "\u0301\u0489" * 2_000})
    assert_says(content, CERTIFICATE["organisation"])


@pytest.mark.parametrize("name", ["nothing", "../papers", "paper.typ", ""])
def test_only_templates_that_are_there(name):
    with pytest.raises(LookupError):
        pdf(name, {})


def test_a_qr_code_is_a_scalable_drawing():
    drawing = etree.fromstring(qr_svg(ADDRESS))
    assert etree.QName(drawing).localname == "svg"
    assert drawing.get("viewBox")
    assert drawing.get("width") is None
    assert qr_svg(ADDRESS) != qr_svg(ADDRESS + "?")
    assert "style" not in qr_svg(ADDRESS)
