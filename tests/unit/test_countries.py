"""Countries by whatever people call them."""

import unicodedata

import pytest
from babel import Locale

from portal.core import countries

NAMED = {
    "AE": "아랍에미리트 아랍에미레이트 UAE U.A.E. u.a.e 에미리트",
    "US": "미국 미합중국 USA U.S. U.S.A. us 아메리카합중국",
    "GB": "영국 UK U.K. England 스코틀랜드",
    "SA": "사우디 KSA 사우디아라비아왕국",
    "CN": "중국 중화인민공화국 PRC P.R.C. 중공",
    "UZ": "우즈벡 우즈베크 우즈베키스탄공화국",
    "ID": "인니 인도네시아 IDN",
    "MY": "말련 말레이지아",
    "ZA": "남아공 남아프리카공화국 남아프리카 RSA",
    "MM": "버마 미얀마연방",
    "SZ": "스와질란드 에스와티니 Swaziland",
    "TR": "터키 튀르키예 Turkey Türkiye Turkiye",
    "MK": "마케도니아 구유고/마케도니아 FYROM 북마케도니아",
    "KG": "키르기즈 키르기스 키르기즈공화국 키르기즈스탄",
    "GE": "그루지야 그루지아 조지아",
    "BY": "벨로루시 벨라루스 백러시아",
    "UA": "우크라이나 우크라",
    "AU": "호주 오스트레일리아",
    "CD": "콩고민주공화국 콩고(민) 자이르 DRC 민주콩고",
    "CG": "콩고 콩고공화국 콩고-브라자빌",
    "AD": "AND and 안도라",
    "ST": "st STP 상투메프린시페",
    "IT": "이태리 이탈리아",
    "CZ": "체코 체코공화국 Czechia",
    "VN": "월남 베트남 越南",
}
PHRASES = {
    "구 유고슬라비아 마케도니아 공화국": "MK",
    "Republic of Indonesia": "ID",
    "Tanzania, United Republic of": "TZ",
    "Rep. of the Congo": "CG",
    "Democratic Republic of the Congo": "CD",
    "Dem. Rep. Congo": "CD",
    "the Netherlands": "NL",
    "Trinidad & Tobago": "TT",
    "St. Lucia": "LC",
    "Cote d'Ivoire": "CI",
    "Côte d’Ivoire": "CI",
    "Kingdom of Nepal": "NP",
    "구 버마": "MM",
    "미국(캘리포니아)": "US",
    "베트남 (호찌민) (신규)": "VN",
    "콩고(민주공화국) (신규)": "CD",
    "ＵＳＡ": "US",
    "\u3000베 트 남\n": "VN",
    "Lao P.D.R.": "LA",
    "South Korea": "KR",
    "조선민주주의인민공화국": "KP",
}


@pytest.mark.parametrize(("iso2", "written"), [(iso2, word) for iso2, words in NAMED.items() for word in words.split()])
def test_everyday_former_and_short_names(iso2, written):
    assert countries.find(written) == iso2
    assert countries.find(unicodedata.normalize("NFD", written)) == iso2
    assert countries.find(f" {written.upper()} ") == iso2


@pytest.mark.parametrize(("written", "iso2"), PHRASES.items())
def test_names_of_several_words(written, iso2):
    assert countries.find(written) == iso2


@pytest.mark.parametrize(
    "written", ["", " ", "-", "무지개국", "아틀란티스", "두바이", "of", "the", "미국, 캐나다", "ZZ", "1", "유럽"]
)
def test_what_is_no_country(written):
    assert countries.find(written) is None


def test_every_country_is_found_by_its_codes_and_by_what_unicode_calls_it():
    rows = countries.all_countries()
    assert len(rows) == 250  # ISO 3166 and Kosovo
    for country in rows:
        for written in (country.iso2, country.iso3, country.iso2.lower(), *country.name, *country.aliases):
            assert countries.find(written) == country.iso2, written
        for language in ("ko", "en"):
            assert countries.find(Locale(language).territories[country.iso2]) == country.iso2


def test_names_follow_the_ministry():
    shown = {iso2: countries.name(iso2) for iso2 in ("AU", "US", "AE", "CD", "CG", "DO", "HK", "KG", "ZA", "TR")}
    assert shown == {
        "AU": "호주",
        "US": "미국",
        "AE": "아랍에미리트",
        "CD": "콩고민주공화국",
        "CG": "콩고공화국",
        "DO": "도미니카공화국",
        "HK": "홍콩",
        "KG": "키르기스스탄",
        "ZA": "남아프리카공화국",
        "TR": "튀르키예",
    }
    assert countries.name("AU", "en") == "Australia"
    assert countries.name("??") == "??"


def test_choices_are_in_the_order_of_the_names():
    korean = [name for _, name in countries.choices("ko")]
    assert korean[:3] == ["가나", "가봉", "가이아나"]
    assert korean == sorted(korean)
    english = [name for _, name in countries.choices("en")]
    assert english.index("Åland Islands") < english.index("Albania")


def test_regions():
    assert {c.region for c in countries.all_countries()} == set(countries.REGIONS)
    assert [countries.region(iso2) for iso2 in ("CN", "KZ", "AE", "PE", "NG", "??")] == [
        "china",
        "asia",
        "mideast",
        "america",
        "euraf",
        None,
    ]
