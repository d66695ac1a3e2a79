"""What the reading of careers and requests must understand, and what it must not fall for."""

import re

import pytest

from experts.concepts.lexicon import DATA, lexicon
from experts.concepts.phrases import phrase
from experts.concepts.understanding import READ_AT_MOST, name, sentences, understand
from tests.unit.matching_set import rows


def countries(text, role="expert"):
    return set(understand(text, role=role).weights("country"))


def concepts(text, role="expert"):
    return set(understand(text, role=role).weights("concept"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("인도네시아 병원 허가", {"ID"}),
        ("인도에서 의약품 등록", {"IN"}),
        ("인도적 지원 물자 납품", set()),
        ("장비 인도 조건과 인도일", set()),
        ("인도양 섬나라", set()),
        ("세부 종합병원 신축", {"PH"}),
        ("세부 사항과 세부적 절차, 세부계획", set()),
        ("오만에서 면허를 받았다", {"OM"}),
        ("오만 가지 서류", set()),
        ("가나 보건부 입찰", {"GH"}),
        ("가나다순 목록", set()),
        ("의료관광이란 무엇인가", set()),
        ("이란 테헤란 병원", {"IR"}),
        ("결제 수단과 이동 수단", set()),
        ("호주머니 사정", set()),
        ("호주 임상시험", {"AU"}),
        ("부탄가스 취급", set()),
        ("아이티 기업의 시스템", set()),
        ("몽골과 우즈벡의 병원", {"MN", "UZ"}),
        ("호치민과 하노이", {"VN"}),
        ("두바이보건청(DHA) 면허", {"AE"}),
        ("비엔티안 국립병원", {"LA"}),
        ("NMPA 등록과 PMDA 신청", {"CN", "JP"}),
        ("ANVISA and COFEPRIS filings", {"BR", "MX"}),
        ("Contact us for his work in Uzbekistan", {"UZ"}),
        ("Vietnamese-speaking nurse", set()),
        ("Vietnamese hospitals", {"VN"}),
        ("베트남어 통역", set()),
        ("Latin American hospitals", set()),
        ("Россия", {"RU"}),
        ("中国 医院", {"CN"}),
        ("수술을 지도하였다", set()),
        ("도하 병원", {"QA"}),
        ("필수바이오 사업", set()),
        ("파리바게트 매장", set()),
    ],
)
def test_countries_are_read_by_name_city_and_regulator_and_not_inside_other_words(text, expected):
    assert countries(text) == expected


@pytest.mark.parametrize(
    ("text", "has", "hasnot"),
    [
        ("병원정보시스템(HIS) 구축", "his_emr", ""),
        ("She improved his appointments", "", "his_emr"),
        ("PR 대행", "brand_pr", ""),
        ("prepared the IT budget", "", "brand_pr"),
        ("AI 기반 진단 보조", "ai_med", ""),
        ("said the air was clean", "", "ai_med"),
        ("who pays for it", "", "un_tender"),
        ("의료기기 임상시험 계획", "md_clin", "clin_trial"),
        ("신약 임상시험 계획", "clin_trial", "md_clin"),
        ("의료기기 품목허가", "md_reg", "drug_reg"),
        ("의약품 품목허가", "drug_reg", "md_reg"),
        ("알마티 의료법인 기장", "local_books", "lic_facility"),
        ("의사 면허 취득", "med_license", "lic_facility"),
        ("병원 시설 면허를 신청", "lic_facility", "med_license"),
        ("시설면허신청", "lic_facility", ""),
        ("반려동물 약품을 수출", "", "drug_reg"),
        ("운영 수수료를 정하는 계약", "", "training"),
        ("소비자 설문", "", "med_license"),
        ("의료기관세무 담당", "", "customs"),
        ("한번 검토해 보세요", "", "customs"),
        ("임상시험관리 기준", "clin_trial", "svc_fertility"),
        ("이 부분만 확인", "", "svc_fertility"),
        ("통합자료 정리", "", "corp_jv"),
        ("재판매 금지", "", "dispute"),
        ("의사소통관리", "", "customs"),
        ("계약을 검토", "", "drug_reg"),
        ("환자 수가 줄었다", "", "insurance_rcm"),
        ("보건부 차관 면담", "", "oda"),
        ("기술 지침을 정리", "", "svc_kmed"),
    ],
)
def test_topics_by_phrase_abbreviation_and_the_longer_wording(text, has, hasnot):
    found = concepts(text)
    assert not has or has in found
    assert not hasnot or hasnot not in found


@pytest.mark.parametrize(
    "text",
    [
        "아랍에미리트 병원 인허가에 관심이 있다.",
        "베트남 병원 개설 허가 경험은 없습니다.",
        "두바이 병원 인허가에 관하여 강연을 하였다.",
        "No experience in hospital licensing in Dubai.",
        "Interested in hospital licensing in Vietnam.",
        "Gave a talk on hospital licensing in Qatar.",
    ],
)
def test_what_was_only_wished_spoken_of_or_denied_is_no_work(text):
    reading = understand(text)
    assert not reading.weights("concept")
    assert not reading.weights("country")
    assert "lic_facility" in reading.only_mentioned("concept")


def test_denial_reaches_no_further_than_its_clause():
    reading = understand("미국 FDA 의료기기 승인 경험은 없으나 베트남 병원 개설 허가를 다수 대리하였다.")
    assert set(reading.weights("concept")) == {"lic_facility"}
    assert set(reading.weights("country")) == {"VN"}


def test_in_a_request_wishes_are_the_point_and_refusals_are_not():
    wished = understand("베트남 의료기기 등록에 관심이 있습니다.", role="request")
    assert "md_reg" in wished.weights("concept")
    refused = understand("세무 상담이 아니라 병원 인허가를 문의합니다.", role="request")
    assert set(refused.weights("concept")) == {"lic_facility"}


def test_a_title_counts_twice_and_a_setting_counts_little_beside_a_topic():
    reading = understand("재활병원 개설 허가를 문의합니다.", title="재활병원 인허가", role="request").weights("concept")
    assert reading["lic_facility"] > 3 * reading["svc_rehab"]
    assert understand("재활병원 프로그램 자문").weights("concept") == {"svc_rehab": 1.0}


def test_every_tag_shows_its_words_in_its_sentence():
    text = "카자흐스탄 조세법상 고정사업장 판정. VAT refunds in Almaty; JCI 준비도 했다."
    for tag in understand(text).tags:
        assert tag.sentence[tag.start : tag.end] == tag.words


def test_languages_of_a_request_count_only_when_the_meeting_runs_in_them():
    assert understand("상담은 러시아어로 진행합니다.", role="request").weights("language") == {"ru": 1.0}
    assert not understand("러시아어 자료가 있습니다.", role="request").weights("language")


def test_blocs_stand_for_their_countries():
    assert frozenset({"AE", "SA", "QA", "KW", "BH", "OM"}) in understand("GCC 병원 위탁운영").blocs


def test_long_texts_odd_scripts_and_nothing_are_read_without_trouble():
    long = understand("베트남 병원 개설 허가와 의료기기 등록 " * 2000)
    assert long.cut
    assert "lic_facility" in long.weights("concept")
    assert sum(len(s) for s in sentences("가" * READ_AT_MOST)) == READ_AT_MOST
    for text in ("", " ", "?", "\x00\u200b", "مستشفى في دبي", "ՀՀ İSTANBUL hospital", "🙂" * 50):
        assert understand(text).tags is not None


def test_the_lexicon_is_whole():
    book = lexicon()
    assert len(book.fields) == 12
    assert len(book.concepts) == 49
    assert {c.field for c in book.concepts.values()} == set(book.fields)
    assert len(book.countries) == 250
    assert all(c.region == "" or c.region in book.regions for c in book.countries.values())
    used = {label for rules in book.rules_by_label.values() for rule in rules for label in rule.need + rule.without}
    groups = {
        "@" + line[1:].split("]")[0]
        for line in (DATA / "groups.txt").read_text(encoding="utf-8").splitlines()
        if line.startswith("[")
    }
    assert {label for label in used if label.startswith("@")} <= groups


@pytest.mark.parametrize("code", lexicon().concepts)
def test_every_concept_is_found_by_its_own_names(code):
    """An officer who writes the name of a topic, in Korean or English, finds it."""
    called = name("concept", code)
    assert code in concepts(called.ko, role="request")
    assert code in concepts(called.en, role="request")


def test_topics_are_read_in_the_words_of_hospitals_firms_and_experts():
    cases = [(row[0], row[1]) for row in rows("wordings.txt")]
    missed = [(code, text) for code, text in cases if code not in concepts(text, role="request")]
    assert len(cases) > 150
    assert {code for code, _ in cases} == set(lexicon().concepts)
    assert len(missed) <= len(cases) * 0.05, missed


def test_a_setting_is_the_work_where_it_is_run():
    run = understand("하노이 건강검진센터 운영 총괄").weights("concept")
    assert run["svc_checkup"] == 1.0
    assert understand("하노이 건강검진센터 수요 예측").weights("concept")["svc_checkup"] < 0.5


def test_a_phrase_without_words_is_refused():
    with pytest.raises(ValueError, match="빈 표현"):
        phrase("=")


@pytest.mark.parametrize("sign", ["-", "<"])
def test_a_sign_alone_is_a_word_and_a_sign_with_one_letter_is_a_rule(sign):
    alone = re.compile(phrase(f"가 {sign}").pattern)
    assert alone.search(f"가 {sign}")
    assert not alone.search("가")
    ruled = re.compile(phrase(f"가 {sign}나").pattern)
    assert ruled.search("가")
    assert not ruled.search({"-": "가나", "<": "나가"}[sign])
