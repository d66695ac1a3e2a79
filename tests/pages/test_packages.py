"""The catalogue of packages: what is published is for everybody, officers keep it, a country shows its own."""

import pytest
from sqlalchemy import select

from funds.strategy.packages.models import Package
from funds.strategy.packages.pages import country_panel
from portal.core.db import db
from tests import factories as make

GIVEN = {
    "title": "가상 유방암 검진 패키지", "title_en": "Fictional screening package", "field": "ai", "country": "SG", "product": "판독 AI\n판독 교육",
    "hospital": "가상대학병원", "firm": "가상메디컬㈜", "published": "yes",
}  # fmt: skip


@pytest.fixture
def office(session, client):
    return client.sign_in(make.user("officer"))


def add(client, status=200, **given):
    return client.submit(client.get("/packages/new").form("/packages/new"), status=status, **GIVEN | given)


def test_a_package_is_added_found_and_changed(office):
    page = add(office)
    assert [page.words(li) for li in page.all("li")].count("판독 교육") == 1
    assert "가상 유방암" in office.get("/packages/?field=ai&country=SG&q=메디컬").words()
    assert "찾은 패키지가 없습니다" in office.get("/packages/?field=his").words()
    held = db.session.scalar(select(Package))
    form = office.get(f"/packages/{held.id}/edit").form("/edit")
    page = office.submit(form, product="판독 AI")
    assert "판독 교육" not in page.words()
    again = office.submit(form, status=422, product="판독 AI 2")
    assert "고쳤습니다" in again.words()
    office.sign_in(make.user()).get(f"/packages/{held.id}?lang=en")


def test_what_is_not_published_is_for_officials(office):
    add(office, published="no")
    held = db.session.scalar(select(Package.id))
    assert country_panel("SG") is None
    office.get(f"/packages/{held}")
    office.sign_in(make.member(make.organisation()))
    office.get(f"/packages/{held}", status=404)
    assert "가상 유방암" not in office.get("/packages/").words()
    office.get("/packages/new", status=403)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"title": ""}, "입력해"),
        ({"country": "KR"}, "대한민국은"),
        ({"hospital": "", "firm": " "}, "하나 이상"),
        ({"field": "nothing"}, "목록에 있는 것"),
    ],
)
def test_what_is_wrong_is_said(office, given, said):
    assert said in add(office, 422, **given).words()


def test_a_country_shows_its_packages(office):
    add(office)
    assert [p.title for p in country_panel("SG")["packages"]] == ["가상 유방암 검진 패키지"]
    assert country_panel("VN") is None
    words = office.get("/countries/SG").words()
    assert "가상 유방암 검진 패키지" in words
