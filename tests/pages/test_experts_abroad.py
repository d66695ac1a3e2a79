"""An expert abroad: every instant by Seoul's clock and their own,
pages and mails in English from the request to the end.
"""

import re
from datetime import date

import pytest
from sqlalchemy import select

from experts.models import Consultation
from experts.times import deadline
from portal.core import clock, threads
from portal.core.db import db
from portal.core.fire import fire
from portal.core.mail import Mail
from portal.core.reminders import remind
from tests import expert_forms as forms
from tests import factories as make

MONDAY = date(2026, 11, 23)
KOREAN = re.compile("[가-힣]")
AT_SEOUL = re.compile(r"\d{1,2} [A-Z][a-z]{2} \d{4} \([A-Z][a-z]{2}\) \d\d:\d\d(?! Seoul · )")


@pytest.fixture(autouse=True)
def monday(today):
    today(MONDAY)


@pytest.fixture
def abroad(session):
    owner = make.organisation(name="가상한빛병원", name_en="Fictional Hanbit Hospital")
    member = make.member(owner, name="Fictional Member")
    one = forms.expert(name="Jane Fictional", name_en="Jane Fictional", language="en", zone="Europe/Berlin")
    case, actor = forms.asked(
        one,
        make.acting(member),
        depth="indepth",
        title="Licence",
        text="A licence for a screening centre in Almaty is needed.",
    )
    db.session.commit()
    return case, actor, one


def test_a_day_ends_by_both_clocks():
    assert deadline(date(2026, 11, 24), "Europe/Berlin").ko == "2026. 11. 24. (화) 24:00 서울 · 16:00 베를린"
    assert deadline(date(2026, 11, 24), "Asia/Seoul").en == "24 Nov 2026 (Tue)"
    assert deadline(date(2026, 11, 24), "Pacific/Nowhere").en == "24 Nov 2026 (Tue)"
    assert "24:00 Seoul · 10:00" in deadline(date(2026, 11, 24), "America/New_York").en


def test_each_page_tells_instants_by_both_clocks(abroad, client):
    case, actor, one = abroad
    client.sign_in(one.user)
    page = client.get(f"/expert/consultations/{case.id}")
    assert "25 Nov 2026 (Wed) 24:00 Seoul · 16:00 Berlin" in page.words()
    assert "24:00 Seoul · 16:00 Berlin" in client.get("/expert/").words()
    fire(case, "accept_offer", forms.acting(one), given=forms.YES)
    thread = threads.thread_of(case, "consultation")
    threads.post(thread, actor, "The draft is attached.")
    db.session.commit()
    for where in (f"/expert/consultations/{case.id}", "/expert/", "/notices", f"/cases/{case.id}/clock", "/"):
        words = client.get(where).words()
        assert not AT_SEOUL.search(words), (where, AT_SEOUL.search(words))
    words = client.get(f"/expert/consultations/{case.id}").words()
    assert words.count("Seoul · ") >= 4  # pledge, message, history
    client.sign_in(make.user("officer"))
    assert "Seoul · " not in client.get("/notices?lang=en").words()


@pytest.mark.slow
def test_all_mails_to_an_expert_abroad_are_english(abroad, session):
    case, actor, one = abroad
    forms.files.attach(case, "attachment", forms.BytesIO(forms.PDF), "a.pdf", actor)
    officer = make.officer()
    with clock.at(date(2026, 11, 24)):
        remind()
    fire(case, "accept_offer", forms.acting(one), given=forms.YES)
    threads.post(threads.thread_of(case, "consultation"), actor, "The draft is attached.")
    fire(case, "plan", forms.acting(one), given={"plan": "Three steps."})
    fire(case, "report", forms.acting(one), given={"report": "Done."})
    fire(case, "again", actor, given={"reason": "And the fee?"})
    fire(case, "report", forms.acting(one), given={"report": "With the fee."})
    fire(case, "close", actor, given={"rating": "5"})
    second, _ = forms.asked(one, actor, title="Second", text="A second question on the licence of the centre.")
    fire(second, "recall", officer, given={"reason": "가상"})
    third, _ = forms.running(one, actor, title="Third", text="A third question on the licence of the centre.")
    fire(third, "replace", officer, given={"reason": "가상"})
    mails = session.scalars(select(Mail).where(Mail.user_id == one.user_id).order_by(Mail.id)).all()
    subjects = " | ".join(m.subject for m in mails)
    for words in ("[Request]", "[Reminder]", "[New message]", "[More asked]", "[Over]"):
        assert words in subjects, subjects
    for mail in mails:
        said = mail.subject + mail.body.replace(officer.name, "").replace("해외진출팀", "")
        assert not KOREAN.search(re.sub(r"Officer: .*", "", said)), mail.body
    assert "24:00 Seoul · 16:00 Berlin" in mails[0].body
    assert "Fictional Hanbit Hospital · Kazakhstan · " in mails[0].body
    over = [m.body for m in mails if m.subject.startswith("[Over]")]
    assert ["delete any copies" in body for body in over] == [True, False, True]


def test_nothing_is_sent_twice_to_who_ended_it(abroad, session):
    case, _, one = abroad
    fire(case, "accept_offer", forms.acting(one), given=forms.YES)
    fire(case, "leave", forms.acting(one), given={"because_own": "illness"})
    subjects = [m.subject for m in session.scalars(select(Mail).where(Mail.user_id == one.user_id))]
    assert not any("[Over]" in s for s in subjects)
    assert session.get(Consultation, case.id).expert_id is None
