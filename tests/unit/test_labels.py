"""What is kept in Korean and shown in English: titles of cases and labels of tables."""

from types import SimpleNamespace

import pytest
from portal.core.labels import title_of, worded


@pytest.mark.parametrize(
    ("title", "english"),
    [
        ("가상병원 · 베트남 · 운영컨설팅", "가상병원 · Vietnam · Operational consulting"),
        ("변경: 가상병원 · 몽골 · 수탁운영", "Change: 가상병원 · Mongolia · Operating an institution under contract"),
        ("가상 질문: 베트남", "가상 질문: 베트남"),
        ("", ""),
    ],
)
def test_a_title_says_country_and_type_in_english(app, title, english):
    case = SimpleNamespace(title=title)
    assert title_of(case, "ko") == title
    assert title_of(case, "en") == english


def test_an_english_title_of_its_own_comes_first(app):
    assert title_of(SimpleNamespace(title="가상 시범사업", title_en="Fictional pilot"), "en") == "Fictional pilot"
    assert title_of(SimpleNamespace(title="가상 시범사업", title_en=""), "en") == "가상 시범사업"


def test_a_label_that_nobody_declares_stays(app):
    assert [worded(v, "en") for v in ("합계", "서울", "없는 말", 7, None)] == ["Total", "Seoul", "없는 말", 7, None]
