"""A country's public page: its pilots and who is on the registers for it, and nothing that is not public yet."""

from datetime import date

import pytest

from funds.selection.queries import award_of
from tests import funding, pilot_maker


@pytest.fixture(autouse=True)
def monday(today):
    today(date(2026, 11, 23))


def test_a_country_names_its_published_pilots_and_counts_the_others(client, session):
    pilot_maker.planned(country="UZ", title="가상 계획뿐인 사업")
    pilot_maker.running(country="UZ", title="가상 진행 사업")
    public = pilot_maker.planned(country="UZ", title="가상 공개 사업", title_en="Fictional public pilot")
    public.state, public.source = "recorded", "가상 계획(2023)"
    session.commit()
    words = client.get("/countries/UZ").words()
    assert "가상 공개 사업" in words
    assert "가상 계획(2023)" in words
    assert "이 포털에서 관리하는 시범사업 1건" in words
    assert "가상 진행 사업" not in words
    assert "가상 계획뿐인 사업" not in words
    assert "Fictional public pilot" in client.get("/countries/UZ?lang=en").words()
    assert "ICT 시범사업" not in client.get("/countries/KZ?lang=ko").words()


def test_a_country_names_who_is_on_a_register_for_it(client, session):
    _, cases = funding.decided_call()
    award = award_of(cases[0].id)
    award.country, award.holder = "VN", "가상마크병원"
    session.commit()
    assert "가상마크병원" not in client.get("/countries/VN").words()
    funding.signed(cases[0])
    session.commit()
    page = client.get("/countries/VN")
    assert "가상마크병원" in page.words()
    assert client.get(page.link("명부 보기")).status == 200
    assert "가상마크병원" not in client.get("/countries/KZ").words()
