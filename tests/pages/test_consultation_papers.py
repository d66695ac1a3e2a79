"""Papers of a consultation: marked for the expert, some to look at only, shut with the consultation,
every opening told.
"""

import zlib
from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from experts.papers import pledge
from experts.papers.marking import Mark, Unmarkable, marked, pages_of, picture_of
from experts.papers.models import ViewOnly
from portal.core import clock, files
from portal.core.cases import AccessLog, Event
from portal.core.db import db
from portal.core.fire import fire
from portal.core.people import User
from tests import expert_forms as forms
from tests import factories as make

MONDAY = date(2026, 11, 23)
MARK = Mark("가상 김변호", "2026-11-23", "G-2026-000001")


@pytest.fixture(autouse=True)
def monday(today):
    today(MONDAY)


def png(width=6, height=4):
    def chunk(kind, data):
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    rows = b"".join(b"\0" + b"\x20\x80\xc0" * width for _ in range(height))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def attached(case, actor, content=forms.PDF, name="초안.pdf"):
    paper = files.attach(case, "attachment", BytesIO(content), name, actor)
    paper.filed_at = clock.now()
    db.session.flush()
    return paper


@pytest.fixture
def held(session):
    """(case, the client's user, the expert, a paper of theirs) of a consultation under way."""
    one = forms.expert(name="가상 김변호", name_en="Kim Fictional", language="en", zone="Europe/Berlin")
    case, actor = forms.running(one)
    paper = attached(case, actor, forms.pdf_of(12))
    db.session.commit()
    return case, session.get(User, actor.user_id), one, paper


def read(client, path):
    with client.get(path).response as answer:
        return answer.data


def where(case, paper, tail=""):
    return f"/consultations/{case.id}/papers/{paper.id}{tail}"


def test_each_page_of_a_copy_bears_who_reads_it(held, client):
    case, member, one, paper = held
    client.sign_in(one.user)
    page = client.get(f"/expert/consultations/{case.id}")
    answer = client.get(page.link("초안.pdf")).response
    copy = PdfReader(BytesIO(answer.data))
    assert len(copy.pages) == 12
    for number in (0, 11):
        said = copy.pages[number]["/Resources"]["/XObject"]["/ReadersMark"].get_object()
        assert said["/Resources"]["/Font"]
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert "attachment" in answer.headers["Content-Disposition"]
    client.sign_in(member)
    assert read(client, f"/cases/{case.id}/papers/{paper.id}") == forms.pdf_of(12)


def test_the_address_of_the_original_leads_the_expert_to_the_copy(held, client):
    case, _, one, paper = held
    client.sign_in(one.user)
    answer = client.plain.get(f"/cases/{case.id}/papers/{paper.id}")
    assert (answer.status_code, answer.headers["Location"]) == (303, where(case, paper))


@pytest.mark.slow
def test_what_is_to_be_looked_at_only_is_never_downloaded(held, client, session):
    case, member, one, paper = held
    client.sign_in(member)
    page = client.get(f"/consultations/{case.id}")
    page = client.submit(page.form(where(case, paper, "/restrict")))
    assert "전문위원은 이 자료를 화면으로만 봅니다." in page.words()
    assert "막지는 못합니다" in page.words()

    client.sign_in(one.user)
    page = client.get(f"/expert/consultations/{case.id}?lang=ko")
    assert where(case, paper, "/look") in page.links()
    assert where(case, paper) not in page.links()
    assert client.plain.get(where(case, paper)).headers["Location"] == where(case, paper, "/look")
    page = client.get(where(case, paper, "/look"))
    assert [i.get("alt") for i in page.all("img", class_="look__page")] == [f"{n}쪽" for n in range(1, 11)]
    assert "복사를 어렵게 할 뿐 막지는 못하니" in page.words()
    page = client.get(page.link("다음 쪽"))
    assert "11–12쪽" in page.words()
    picture = client.get(where(case, paper, "/pages/12.png")).response
    assert picture.data.startswith(b"\x89PNG")
    assert picture.headers["Content-Disposition"] == "inline"
    client.get(where(case, paper, "/pages/13.png"), status=404)

    client.sign_in(member)
    page = client.get(f"/consultations/{case.id}")
    page = client.submit(page.form(where(case, paper, "/restrict")))
    assert session.scalars(select(ViewOnly)).all() == []


def test_the_client_sees_who_opened_what(held, client, session):
    case, member, one, paper = held
    client.sign_in(one.user)
    for tail in ("/look", "/pages/1.png", "/pages/2.png", ""):
        client.get(where(case, paper, tail)).response.close()
    with clock.at(clock.now() + timedelta(hours=1)):
        client.get(where(case, paper)).response.close()
    client.sign_in(make.user("officer", name="가상담당"))
    client.get(f"/cases/{case.id}/papers/{paper.id}").response.close()
    client.sign_in(member)
    client.get(f"/cases/{case.id}/papers/{paper.id}").response.close()
    page = client.get(f"/consultations/{case.id}")
    table = next(t for t in page.all("table") if "자료를 연 기록" in page.words(t))
    rows = [page.words(r) for r in table.iter("tr")][1:]
    assert len(rows) == 3, rows
    assert sum("가상 김변호" in r for r in rows) == 2
    assert sum("해외진출팀 가상담당" in r for r in rows) == 1
    assert all("초안.pdf" in r for r in rows)
    assert session.scalars(select(AccessLog).where(AccessLog.act == "paper")).all()


def test_closing_shuts_the_files_at_once_also_by_their_addresses(held, client):
    case, member, one, paper = held
    fire(case, "report", forms.acting(one), given={"report": "가상 보고서"})
    client.sign_in(one.user)
    client.get(where(case, paper)).response.close()
    fire(case, "close", make.acting(member), given={"rating": "5"})
    db.session.commit()
    for tail in ("", "/look", "/pages/1.png"):
        page = client.get(where(case, paper, tail), status=410)
        assert "The consultation is over and its files are shut." in page.words()
    page = client.get(f"/expert/consultations/{case.id}")
    assert not [link for link in page.links() if "/papers/" in link]
    assert "its files are shut" in page.words()
    assert client.plain.get(f"/cases/{case.id}/papers/{paper.id}").headers["Location"] == where(case, paper)


@pytest.mark.slow
def test_leaving_shuts_the_files_and_the_next_expert_has_them_after_acceptance(held, client):
    case, _, one, paper = held
    next_one = forms.expert(name="가상 이음")
    fire(case, "leave", forms.acting(one), given={"because_own": "건강"})
    fire(case, "assign", make.officer(), given={"expert": next_one.id, "rank": 1, "why": "가상"})
    db.session.commit()
    client.sign_in(one.user)
    assert "no longer the expert" in client.get(where(case, paper), status=410).words()
    client.get(f"/cases/{case.id}/papers/{paper.id}", status=404)
    client.sign_in(next_one.user)
    client.get(where(case, paper), status=404)
    fire(case, "accept_offer", forms.acting(next_one), given=forms.YES)
    db.session.commit()
    client.get(where(case, paper)).response.close()
    client.sign_in(one.user)
    client.get(where(case, paper), status=410)


@pytest.mark.slow
def test_nobody_else_reaches_the_copies(held, client):
    case, member, _, paper = held
    other, _ = forms.running(forms.expert())
    db.session.commit()
    for who in (forms.expert().user, make.user(), make.user("officer"), member):
        client.sign_in(who)
        for tail in ("", "/look", "/pages/1.png"):
            client.get(where(case, paper, tail), status=404)
    client.get(where(other, paper), status=404)
    client.sign_in(make.member(case.organisation, "viewer"))
    client.post(where(case, paper, "/restrict"), {"only": "view"}, status=403)


def test_a_file_of_a_message_is_opened_the_same_way(held, client):
    case, member, one, _ = held
    client.sign_in(member)
    page = client.get(f"/consultations/{case.id}")
    client.submit(page.form("/messages"), body="사진입니다.", files=[(BytesIO(png()), "현장.png")])
    client.sign_in(one.user)
    page = client.get(f"/expert/consultations/{case.id}")
    answer = client.get(page.link("현장.png")).response
    assert answer.data.startswith(b"%PDF")
    assert answer.mimetype == "application/pdf"
    page = client.submit(page.form("/messages"), body="Mine.", files=[(BytesIO(forms.PDF), "mine.pdf")])
    assert read(client, page.link("mine.pdf")) == forms.PDF
    client.sign_in(member)
    page = client.get(f"/consultations/{case.id}")
    own = [f.get("action") for f in page.all("form") if "/restrict" in (f.get("action") or "")]
    assert len(own) == 2  # the draft and the photograph, not what the expert uploaded


def test_a_file_that_cannot_be_read_is_told_in_a_sentence(held, client):
    case, member, one, _ = held
    broken = attached(case, make.acting(member), b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n", "깨짐.pdf")
    db.session.commit()
    client.sign_in(one.user)
    for tail in ("", "/look", "/pages/1.png"):
        assert "cannot be read well enough" in client.get(where(case, broken, tail), status=422).words()


def test_the_signed_pledge_is_kept_with_its_words(held, client, session):
    case, _, one, _ = held
    event = session.scalars(select(Event).where(Event.name == "consultation.accepted")).one()
    edition, words = pledge.current()
    assert event.facts["pledge_edition"] == edition
    assert event.facts["pledge_words"] == {"ko": words.ko, "en": words.en}
    client.sign_in(one.user)
    page = client.get(f"/expert/consultations/{case.id}")
    assert " ".join(words.en.split()) in page.words()
    assert "Confidentiality pledge, edition 1" in page.words()


def test_the_pledge_is_read_before_it_is_signed(client, session):
    one = forms.expert()
    case, _ = forms.asked(one)
    client.sign_in(one.user)
    words = " ".join(pledge.current().words.ko.split())
    assert words in client.get(f"/expert/consultations/{case.id}").words()
    assert words in client.get(f"/cases/{case.id}/moves/accept_offer").words()


def test_marks_on_odd_pages():
    from pypdf import PdfWriter
    from pypdf.generic import RectangleObject

    writer = PdfWriter()
    for width, height in ((595, 842), (842, 595), (200, 200)):
        writer.add_blank_page(width, height)
    writer.pages[1].rotate(90)
    writer.pages[2].mediabox = RectangleObject((-50, -50, 150, 150))
    out = BytesIO()
    writer.write(out)
    made = marked(out.getvalue(), "application/pdf", MARK)
    assert [p.mediabox.left for p in PdfReader(BytesIO(made)).pages] == [0, 0, -50]
    assert picture_of(made, "application/pdf", 2, MARK).startswith(b"\x89PNG")
    assert pages_of(made, "application/pdf") == 3


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"%PDF-" + bytes(range(256)) * 40])
def test_hostile_files_are_unmarkable(content):
    with pytest.raises(Unmarkable):
        marked(content, "application/pdf", MARK)
    with pytest.raises(Unmarkable):
        marked(content, "image/jpeg", MARK)
    with pytest.raises(Unmarkable):
        marked(png(60_000, 1)[:40].replace((1).to_bytes(4, "big"), (60_000).to_bytes(4, "big")), "image/png", MARK)


def test_a_message_keeps_its_words_though_a_file_is_not_taken(held, client, session):
    case, member, _, _ = held
    client.sign_in(member)
    page = client.get(f"/consultations/{case.id}")
    sent = {"body": "두 파일입니다.", "files": [(BytesIO(b"MZ"), "도구.exe"), (BytesIO(forms.PDF), "좋음.pdf")]}
    page = client.submit(page.form("/messages"), **sent)
    assert "도구.exe: 받을 수 없는 형식입니다." in page.words()
    assert "두 파일입니다." in page.words()
    assert page.link("좋음.pdf")
    page = client.submit(page.form("/messages"), body="그림입니다.", look="yes", files=[(BytesIO(png()), "평면도.png")])
    assert [session.get(files.Paper, p).name for p in session.scalars(select(ViewOnly.paper_id))] == ["평면도.png"]
    page = client.submit(page.form("/messages"), body="", files=[(BytesIO(b"MZ"), "도구.exe")])
    assert page.words().count("두 파일입니다.") == 1
    page = client.submit(page.form("/messages"), body="가" * 10_001, status=422)
    assert "10,000자까지" in page.words()
    assert page.values(page.form("/messages")).get("body") == "가" * 10_001
