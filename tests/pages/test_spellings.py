"""Whatever spelling a name or number is typed in: forms keep one, and every list finds it."""

import io
import unicodedata

import pytest

from filings.desk.lists import ALL, IN_FORCE
from portal.core import files
from portal.core.cases import Draft
from portal.core.listing import says
from portal.core.people import SYSTEM, Organisation
from portal.core.web import Given
from tests import factories as make

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def spellings(text):
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    return {
        "decomposed": unicodedata.normalize("NFD", text),
        "zero-width": "\u200b".join(text) + "\ufeff",
        "marked": f"\u200e{text}\u202c",
        "wide": wide,
        "spaced": " ".join(text),
        "ideographic": text.replace(" ", "\u3000"),
        "pasted": f"\t{text}\r\n",
        "dashed": text.replace("-", "–"),
        "upper": text.upper(),
    }


@pytest.fixture
def stored(client, session):
    held = make.organisation(name="가상바다 Clinic-2")
    held.name_en = "Gasang Bada"
    session.commit()
    client.sign_in(make.user("admin"))
    return held


@pytest.mark.parametrize("kind", sorted(spellings("x")))
def test_a_list_finds_a_name_in_any_spelling(client, stored, kind):
    typed = spellings("가상바다 Clinic-2")[kind]
    page = client.plain.get("/admin/organisations", query_string={"q": typed})
    assert page.status_code == 200
    assert "가상바다 Clinic-2" in page.text.split("<tbody", 1)[-1]


@pytest.mark.parametrize("kind", sorted(spellings("x")))
def test_a_list_finds_a_number_in_any_spelling(session, stored, kind):
    shown = f"{stored.business_number[:3]}-{stored.business_number[3:5]}-{stored.business_number[5:]}"
    found = session.query(Organisation).filter(
        says(spellings(shown)[kind], Organisation.name, Organisation.business_number)
    )
    assert [one.id for one in found] == [stored.id]


def test_what_is_stored_in_an_odd_spelling_is_found_by_the_plain_one(session, app):
    odd = make.organisation(name=unicodedata.normalize("NFD", "가상산") + "\u200b\u3000ＡＢＣ ㆍ병원")
    make.organisation(name="가상산 병원")
    session.commit()
    assert [one.id for one in session.query(Organisation).filter(says("가상산 abc병원", Organisation.name))] == [odd.id]


def test_nothing_but_blanks_is_found_nowhere_and_signs_stand_for_themselves(session, app):
    make.organisation(name="가상 50%_병원")
    make.organisation(name="가상 500병원")
    session.commit()
    names = lambda text: [o.name for o in session.query(Organisation).filter(says(text, Organisation.name))]  # noqa: E731
    assert names("\u200b - \u3000") == []
    assert names("\x7f") == []
    assert names("50%_") == ["가상 50%_병원"]
    assert names("병원가상") == []


def test_columns_are_looked_at_one_by_one(session, app):
    made = make.organisation(name="가상하늘")
    made.name_en = "Haneul"
    session.commit()
    assert session.query(Organisation).filter(says("하늘haneul", Organisation.name, Organisation.name_en)).all() == []
    assert session.query(Organisation).filter(says("HANEUL", Organisation.name, Organisation.name_en)).all() == [made]


def test_the_lists_of_filings_find_a_certificate_number_in_any_spelling(app, session):
    case, _ = make.accepted()
    session.commit()
    officer = make.officer()
    for listing in (ALL, IN_FORCE):
        for kind, typed in spellings(case.certificate_no).items():
            assert listing.page(officer, {"q": typed}).count == 1, (listing.key, kind)
        assert listing.page(officer, {"q": case.certificate_no + "9"}).count == 0


def test_a_search_longer_than_any_name_is_not_cut_into_one_that_finds(app, session):
    case, _ = make.accepted()
    session.commit()
    officer = make.officer()
    assert ALL.page(officer, {"q": " ".join(case.certificate_no) + "\u200b" * 201}).count == 0
    assert ALL.given({"q": "가" * 300}) == {"q": "가" * 300}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (unicodedata.normalize("NFD", "하노이"), "하노이"),
        ("\u200b하노이\u202e", "하노이"),
        ("하노이\t\r\n1군", "하노이 1군"),
        ("\u3000하노이\u00a0\u00a01군 ", "하노이 1군"),
        ("하\x07노이", "하노이"),
    ],
)
def test_a_pasted_line_is_kept_as_it_is_seen(client, session, typed, kept):
    assert answers_after(client, session, "place", city=typed)["city"] == kept


def test_a_sign_that_no_paper_can_print_is_named(client, session):
    case, page, path = opened(client, session, "place")
    answer = client.submit(page.form(path), city="하노이\ue001", status=422)
    assert "U+E001" in answer.text
    assert "\ue001" not in str(session.get(Draft, case.id).answers["city"])


def test_a_file_named_on_a_mac_comes_back_under_its_name(app, session):
    case, _ = make.draft("OPEN")
    name = unicodedata.normalize("NFD", "진출 계획서") + ".pdf"
    assert files.attach(case, "plan", io.BytesIO(PDF), name, SYSTEM).name == "진출 계획서.pdf"
    long = files.attach(case, "plan", io.BytesIO(PDF), "가" * 300 + ".pdf", SYSTEM).name
    assert long.endswith("….pdf")
    assert 250 <= len(long.encode()) <= 255
    assert long.startswith("가" * 80)


def opened(client, session, section):
    case, _ = make.draft("OPEN")
    person = make.member(case.organisation, "editor")
    session.commit()
    client.sign_in(person)
    path = f"/filings/{case.id}/sections/{section}"
    return case, client.get(path), path


def answers_after(client, session, section, **typed):
    case, page, path = opened(client, session, section)
    client.submit(page.form(path), **typed)
    return session.get(Draft, case.id).answers


def test_a_password_and_its_repetition_stay_as_typed():
    typed = unicodedata.normalize("NFD", "가상") + "\u00a0비밀\0"
    kept = Given([("password", typed), ("new_password", typed), ("again", typed), ("name", typed)])
    assert kept["password"] == kept["new_password"] == kept["again"] == typed.replace("\0", "")
    assert kept["name"] == "가상 비밀"


def test_a_sum_is_asked_in_a_short_field_as_other_numbers_are(client):
    held = client.get("/style").all("input", id="amount")[0]
    assert "width-short" in held.get("class")
