"""Pages of the survey of needed staff and of the courses: what is refused, what stays on the page, who sees what."""

from datetime import date

import pytest

from experts.courses.models import CourseApplication
from experts.workforce import results
from portal.core import clock
from portal.core.cases import Draft
from tests import factories as make
from tests import learning

MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def monday(today):
    today(MONDAY)


def test_wrong_cells_are_told_beside_them_and_kept(client, session):
    member = make.member(make.organisation())
    case = learning.returned(learning.survey(), learning.row(), who=member, state="asked")
    session.commit()
    client.sign_in(member)
    client.get(f"/workforce/returns/{case.id}")
    typed = {"r1-this_year": "-5", "new1-country": "VN", "new1-occupation": "간호사", "new1-next_year": "1000000000"}
    page = client.submit(client.page.form(containing="r1-country"), **typed, status=422, button=("go", "send"))
    for control in ("r1-this_year", "r2-next_year", "r2-occupation"):
        assert page.all("p", id=f"{control}-error"), control
    assert page.values(page.form(containing="r1-country"))["r2-next_year"] == "1000000000"
    held = session.get(Draft, case.id).answers
    assert held["r1"]["this_year"] == "-5"
    page = client.submit(page.form(containing="r1-country"), button=("go", "more"), status=422)
    assert page.all("select", name="new10-country")
    emptied = dict.fromkeys((f"r2-{c}" for c in ("country", "occupation", "next_year")), "") | {"r1-this_year": "5"}
    page = client.submit(page.form(containing="r1-country"), **emptied, none="yes", status=422, button=("go", "send"))
    assert "적은 행이 있습니다" in page.text
    page = client.submit(page.form(containing="r1-country"), none="no", button=("go", "send"))
    assert "조사표를 냈습니다" in page.text
    page = client.post(f"/workforce/returns/{case.id}", {"go": "save", "r1-country": "우즈벡"}, status=409)
    assert "1행 국가우즈벡" in page.words()


def test_returns_are_seen_by_their_organisation_and_officials_alone(client, session):
    survey = learning.survey()
    case = learning.returned(survey, learning.row(), state="submitted")
    viewer, stranger = make.member(case.organisation, "viewer"), make.member(make.organisation())
    officer = make.user("officer")
    session.commit()
    address = f"/workforce/returns/{case.id}"
    client.sign_in(viewer)
    client.get(address)
    client.post(address, {"go": "send"}, status=403)
    client.post(f"/workforce/{survey.id}/join", status=403)
    client.sign_in(stranger)
    client.get(address, status=404)
    client.sign_in(officer)
    client.get(address, status=303)
    client.get(f"/desk/workforce/returns/{case.id}?lang=en")
    client.get(f"/desk/workforce/{survey.id}/results?measure=this_year")


def test_sums_of_fewer_than_three_are_closed_on_the_public_page_only(client, session):
    survey = learning.survey()
    for n in range(3):
        learning.returned(
            survey, learning.row("VN", next_year=5), *([learning.row("KZ", next_year=41)] if n == 0 else [])
        )
    survey.closes_at = survey.opens_at
    full = results.table(results.lines(survey), "next_year", protect=False)
    assert full["rows"][0][:2] == ["KZ", [41]]
    shown = results.to_publish(survey)
    survey.published, survey.published_at = shown, clock.now()
    session.commit()
    text = client.get("/workforce/results/2026").words()
    assert "41" not in text
    assert "비공개" in text
    assert client.get("/workforce/results/2026?measure=odd&lang=en").status == 200


def test_applying_needs_consent_and_a_course_that_takes_applications(client, session):
    course, hidden = learning.course(), learning.course(state="proposed")
    person = make.user()
    session.commit()
    assert "로그인하면 신청할 수 있습니다" in client.get(f"/courses/{course.id}").text
    client.sign_in(person)
    client.get(f"/courses/{course.id}?lang=en")
    page = client.submit(client.page.form(action="apply"), motive="Because", status=422)
    assert page.all("fieldset", id="consent")
    client.post(f"/courses/{hidden.id}/apply", {"consent": "yes"}, status=404)
    page = client.submit(page.form(action="apply"), consent="yes")
    case = session.query(CourseApplication).one()
    assert (case.state, case.organisation_id, case.motive) == ("accepted", None, "Because")
    assert course.title_en in client.get("/?lang=en").text
