"""Names of organisations held against each other: spellings that mean one, names that are two,
words that name nobody, odd input.
"""

import time
import unicodedata

import pytest

from portal.core.organisation_names import Aliases, bare_name, keys, names_nobody, same

ONE = [
    ("가상한빛병원", "(의)가상한빛병원"),
    ("가상한빛병원", "의료법인 가상한빛병원"),
    ("의료법인가상한빛병원", "가상 한빛 병원"),
    ("가상메디텍", "㈜가상메디텍"),
    ("가상메디텍", "(주) 가상메디텍"),
    ("가상메디텍", "가상메디텍（주）"),
    ("가상메디텍", "가상메디텍 주식회사"),
    ("가상메디텍", "주식 회사 가상메디텍"),
    ("가상메디텍", "주)가상메디텍"),
    ("가상메디텍", "[주]가상메디텍"),
    ("㈜가상메디텍", "가상메디텍 Inc."),
    ("(유)가상상사", "유한회사 가상상사"),
    ("(재)가상재단", "재단법인 가상재단"),
    ("(사)가상협회", "사단법인 가상협회"),
    ("(학)가상학원", "학교법인 가상학원"),
    ("(복)가상복지", "사회복지법인 가상복지"),
    ("농업회사법인 주식회사 가상팜", "가상팜"),
    ("비영리 사단법인 가상협회", "가상협회"),
    ("의료법인(재단) 가상한빛병원", "가상한빛병원"),
    ("사회적협동조합 가상", "가상 사회적협동조합"),
    ("가상메디텍 귀중", "가상메디텍 ( 주 )"),
    ("가상한빛병원 및 가상대학교", "가상대학교"),
    ("Fictional GmbH & Co. KG", "Fictional Sp. z o.o."),
    ("법무법인(유한) 가상", "가상 법무법인"),
    ("Fictional Consulting", "Fictional Consulting Co., Ltd."),
    ("Fictional Consulting", "FICTIONAL CONSULTING CO.,LTD"),
    ("Fictional Consulting LLC", "Fictional Consulting, L.L.C."),
    ("Fictional Consulting Corp.", "Fictional Consulting Corporation"),
    ("Fictional Med GmbH", "fictional med"),
    ("Fictional Pte. Ltd.", "Fictional"),
    ("Fictional S.p.A.", "Fictional A/S"),
    ("ТОО «Вымысел»", "Вымысел"),
    ("株式会社ガソウ", "ガソウ"),
    ("Saebyeok Hospital", "SAEBYEOK  hospital"),
    ("Ｓａｅｂｙｅｏｋ　Ｈｏｓｐｉｔａｌ", "The Saebyeok Hospital"),
    ("St. Mary’s Clinic", "St Marys Clinic"),
    ("Gasang & Saebyeok", "Gasang and Saebyeok"),
    ("Société Fictive S.A.", "Societe Fictive"),
    (unicodedata.normalize("NFD", "가상한빛병원"), "가상한빛병원"),
    ("\u200b가상\u200d한빛병원\u202e", "\ufeff가상한빛병원\x00"),
    ("가상-한빛·병원", "가상한빛병원"),
    ("가상메디텍(Gasang Meditec)", "Gasang Meditec Co., Ltd."),
    ("가상메디텍(Gasang Meditec)", "(주)가상메디텍"),
    ("Fictional Health Agency (FHA)", "FHA"),
    ("Fictional Health Agency (FHA)", "Fictional Health Agency"),
    ("가상새이름(구 가상옛이름)", "가상옛이름"),
    ("(전) 가상메디텍", "가상메디텍"),
    ("가상한빛병원, 가상대학교", "가상대학교"),
    ("가상한빛병원 영상의학과 과장", "가상한빛병원"),
    ("가상한빛병원(자문 계약)", "가상한빛병원"),
    ("Department of Radiology, Fictional University", "Fictional University"),
]

TWO = [
    ("가상한빛병원", "가상한별병원"),
    ("가상한빛병원", "가상한빛의원"),
    ("가상한빛병원 본원", "가상한빛병원 분원"),
    ("가상한빛병원(본원)", "가상한빛병원(분원)"),
    ("가상한빛병원(서울)", "가상한빛병원(부산)"),
    ("가상한빛병원(서울)", "가상한별병원(서울)"),
    ("가상한빛병원(USA)", "가상한별병원(USA)"),
    ("가상한빛병원/분원", "가상한별병원/분원"),
    ("가상대학교", "가상대학교 산학협력단"),
    ("가상대학교", "가상대학교(산학협력단)"),
    ("가상대학교", "가상대학교병원"),
    ("가상", "가상병원"),
    ("한빛", "가상한빛병원"),
    ("주가상병원", "가상병원"),
    ("전가상병원", "가상병원"),
    ("가상한빛 안과", "가상한빛"),
    ("(주)가상한빛", "(재)가상한빛"),
    ("의료법인 가상", "사회복지법인 가상"),
    ("법무법인 가상", "회계법인 가상"),
    ("Fictional Inc.", "Fictional Medical Inc."),
    ("Fictional Spa", "Fictional"),
    ("Coal Clinic", "Al Clinic"),
    ("Corpus Clinic", "us Clinic"),
    ("유가상", "가상"),
    ("제1가상병원", "제2가상병원"),
    ("가상메디텍 서울지점", "가상메디텍 부산지점"),
    ("Fictional Women’s Hospital", "Women’s Hospital"),
    ("A Clinic", "A+ Clinic"),
    ("前田病院", "田病院"),
]

NOBODY = (
    "", " ", "-", "—", ".", "…", "·", "ㅡ", "ㅇㅇ", "0", "없음", "없음.", "(없음)", "없 음", "해당없음", "해당 없음", "해당 사항 없음", "소속 없음", "무소속", "개인",
    "개인(프리랜서)", "프리랜서", "무직", "N/A", "n/a", "N.A.", "NA", "Ｎ／Ａ", "none", "None.", "NULL", "null", "not applicable", "Freelance", "self-employed",
    "개인 컨설턴트", "독립 컨설턴트", "변호사", "independent consultant", "private individual", "기타", "해당無", "Co., Ltd.", "Inc.", "LLC",
    "병원", "Hospital", "대학교", "서울", "주식회사", "(주)", "㈜", unicodedata.normalize("NFD", "해당 없음"), "\u200b없음\u200b", "\x00", "\ud800",
)  # fmt: skip


@pytest.mark.parametrize(("name", "other"), ONE)
def test_two_spellings_of_one_organisation_meet(name, other):
    assert same(name, other)
    assert same(other, name)


@pytest.mark.parametrize(("name", "other"), TWO)
def test_two_organisations_are_not_taken_for_one(name, other):
    assert keys(name)
    assert keys(other)
    assert not same(name, other)


@pytest.mark.parametrize("name", NOBODY)
def test_a_word_in_place_of_a_name_names_nobody(name):
    assert names_nobody(name)
    assert not same(name, name)


def test_a_form_makes_a_name_of_a_common_word():
    assert not names_nobody("(주)연구소")


def test_the_name_alone_is_what_lists_are_searched_by():
    assert bare_name("㈜ 가상 메디텍") == bare_name(unicodedata.normalize("NFD", "가상메디텍 주식회사")) == "가상메디텍"
    assert bare_name("Fictional Consulting Co., Ltd.") == "fictionalconsulting"
    assert bare_name("주식회사") == ""


def test_aliases_join_names_that_no_rule_can():
    held = Aliases([("가상한빛병원", "가상빛메디컬"), ("㈜가상빛메디컬", "Vit Medical"), ("없음", "가상딴병원")])
    assert held.names("의료법인 가상한빛병원") == {
        "의료법인 가상한빛병원",
        "가상한빛병원",
        "가상빛메디컬",
        "㈜가상빛메디컬",
        "Vit Medical",
    }
    assert held.keys("가상한빛병원") & keys("Vit Medical Inc.")
    assert held.names("가상딴병원") == {"가상딴병원"}
    assert held.names("없음") == held.names("") == frozenset()


@pytest.mark.parametrize(
    "text",
    ["(" * 20_000, "()" * 20_000, "ltd " * 5_000, "가상(" * 10_000, " " * 400_000, "\n" * 40_000, "가상/" * 9_000, "전 " * 9_000, "x.y." * 9_000],
    ids=lambda text: text[:4],
)  # fmt: skip
def test_a_long_cell_takes_no_time(text):
    began = time.process_time()
    keys(text)
    assert time.process_time() - began < 3


def test_a_long_text_is_compared_whole():
    assert same("가상" * 5_000, "가상 " * 5_000)
    assert not same("가상" * 5_000, "가상" * 5_001)
