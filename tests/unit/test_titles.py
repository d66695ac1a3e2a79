"""Titles made of parts in both languages, and what keeps them;
tables and published figures in the language of their reading.
"""

from datetime import date

import pytest

from filings.change.acts import start_change, title_of_change
from filings.filing.content import title_of
from portal.core.cases import Case
from portal.core.tables import TOTAL, Heading, Table
from portal.core.text import Text
from portal.core.titles import joined
from portal.core.web import shown_title
from portal.markets.series.labels import words_of
from tests import factories as make


@pytest.mark.parametrize(
    ("answers", "title"),
    [
        (
            {"organisation_name": "가상병원", "country": "VN", "type": "CONSULT"},
            Text("가상병원 · 베트남 · 운영컨설팅", "가상병원 · Vietnam · Operational consulting"),
        ),
        ({"organisation_name": "가상 질문: 베트남"}, Text("가상 질문: 베트남", "가상 질문: 베트남")),
        ({"country": "MN", "organisation_name": ""}, Text("몽골", "Mongolia")),
        ({"organisation_name": None, "type": "nonsense"}, Text("", "")),
        ({}, Text("", "")),
    ],
)
def test_a_filing_is_called_by_what_it_says(answers, title):
    assert title_of(answers) == title


def test_names_stay_and_words_are_said_in_both_languages():
    assert joined("기타 · 병원", "", Text("종료", "Ending"), Text("종합", "")) == (
        "기타 · 병원 · 종료 · 종합",
        "기타 · 병원 · Ending · 종합",
    )


@pytest.mark.parametrize(("ends", "ko", "en"), [(False, "변경", "Change"), (True, "종료", "Ending")])
def test_a_change_is_called_after_its_filing(ends, ko, en):
    parent = Case(
        titled=Text("가상병원 · 몽골 · 수탁운영", "가상병원 · Mongolia · Operating an institution under contract")
    )
    said = title_of_change(parent, ends=ends)
    assert said.ko == f"{ko}: 가상병원 · 몽골 · 수탁운영"
    assert said.en == f"{en}: 가상병원 · Mongolia · Operating an institution under contract"


@pytest.mark.parametrize(
    ("given", "held", "english"),
    [
        (Text("가상 시범사업", "Fictional pilot"), ("가상 시범사업", "Fictional pilot"), "Fictional pilot"),
        (Text("가상 시범사업", ""), ("가상 시범사업", ""), "가상 시범사업"),
        (Text("가상 시범사업", "가상 시범사업"), ("가상 시범사업", ""), "가상 시범사업"),
        ("가상 질문: 베트남", ("가상 질문: 베트남", ""), "가상 질문: 베트남"),
        ("", ("", ""), ""),
    ],
)
def test_a_case_keeps_its_english_title_where_it_differs(app, given, held, english):
    case = Case(titled=given)
    assert (case.title, case.title_en) == held
    assert shown_title(case, "ko") == held[0]
    assert shown_title(case, "en") == english


def test_a_title_of_long_parts_is_kept_whole(session, today):
    today(date(2026, 11, 23))
    name = "가" * 200
    filer = make.acting(make.member(make.organisation(name=name)))
    case, _ = make.accepted("TECH", filer, country="GS")
    change = start_change(case, filer, ends=True)
    session.commit()
    session.expire_all()
    assert case.title == f"{name} · 사우스조지아 사우스샌드위치 제도 · 의료기술·정보시스템 이전"
    assert len(change.title_en) > 300
    assert change.title_en == (
        f"Ending: {name} · South Georgia and the South Sandwich Islands · Transfer of medical technology or information systems"
    )


def test_a_table_is_read_in_one_language_to_the_last_cell():
    table = Table(
        [Heading(Text("종별", "Class"), "text"), Heading("2026"), Heading(Text("계", "Total"))],
        [[Text("의원", "Clinic"), 7, None], ["없는 말", 0, 7]],
        [TOTAL, 7, 7],
        [Text("기준", "Basis")],
    )
    ko, en = table.in_("ko"), table.in_("en")
    assert (ko.names(), ko.rows, ko.totals) == (
        ["종별", "2026", "계"],
        [["의원", 7, None], ["없는 말", 0, 7]],
        ["합계", 7, 7],
    )
    assert (en.names(), en.rows, en.totals) == (
        ["Class", "2026", "Total"],
        [["Clinic", 7, None], ["없는 말", 0, 7]],
        ["Total", 7, 7],
    )
    assert (ko.notes, en.notes) == (["기준"], ["Basis"])
    assert next(table.objects()) == {"종별": "의원", "2026": 7, "계": None}
    assert next(table.objects("en")) == {"Class": "Clinic", "2026": 7, "Total": None}


def test_a_stream_is_read_row_by_row():
    def rows():
        yield [TOTAL]
        raise AssertionError("a row too many")

    assert next(iter(Table([Heading("x")], rows()).in_("en").rows)) == ["Total"]


@pytest.mark.parametrize(
    ("dimension", "label", "english"),
    [
        ("region", "서울", "Seoul"),
        ("region", "수도권(서울·경기·인천)", "Capital region (Seoul, Gyeonggi, Incheon)"),
        ("class", "상급종합병원", "Tertiary hospital"),
        ("department", "내과통합", "Internal medicine"),
        ("specialty", "피부·성형", "Dermatology and plastic surgery"),
        ("type", "연락사무소", "Liaison office"),
        ("country", "아랍에미리트", "United Arab Emirates"),
        ("country", "기타", "Others"),
        ("class", "기타", "Others"),
        ("type", "없는 말", "없는 말"),
    ],
)
def test_a_label_of_a_published_figure_is_put_into_english_unless_nobody_declares_it(dimension, label, english):
    assert words_of(dimension, label) == (label, english)


@pytest.mark.parametrize("word", ["Mongolia", "몽골", "operational CONSULTING", "운영컨설팅"])
def test_a_title_is_found_in_either_language(session, today, client, word):
    today(date(2026, 11, 23))
    found, _ = make.filed("CONSULT", country="MN")
    other, _ = make.filed("OPEN", country="VN")
    session.commit()
    client.sign_in(make.user("officer"))
    for address in ("/worklist", "/desk/filings/all"):
        words = client.get(f"{address}?q={word}").words()
        assert found.number in words, address
        assert other.number not in words, address
