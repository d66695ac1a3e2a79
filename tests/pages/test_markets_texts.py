"""Texts with attached files, links that are checked, and who stands below them; nothing unpublished is downloaded."""

import io
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest

from portal.core import clock, search
from portal.core.text import Text
from portal.markets.texts import files, guides, link_book, link_faults, news
from portal.markets.texts.models import GuideEdition, LinkLook, TextFile
from tests import factories as make
from tests.pages.test_markets_news import PNG, written

PDF = b"%PDF-1.7\n" + b"x" * 2000


def hwpx():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", "application/hwp+zip")
    return out.getvalue()


def guide(section="market", writer=None, *, publish=True, **given):
    today = clock.today()
    values = {"ko": "본문", "en": "", "sources": "자료", "reviewed_on": today, "review_by": today + timedelta(30)}
    edition = guides.write("VN", section, values | given, writer or make.officer(unit="시장정보팀", name="가상작성"))
    if publish:
        guides.send(edition)
        guides.publish(edition, make.officer(unit="검토팀", name="가상검토"))
    return edition


def hung(owner, name="가.pdf", content=PDF, title="가상 자료"):
    return files.attach(owner, io.BytesIO(content), name, title, make.officer())


def got(client, file):
    with client.plain.get(f"/texts/files/{file.id}") as answer:
        return answer.status_code, answer.data if answer.status_code == 200 else b""


# ---- attached files ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "label"),
    [("안내.pdf", PDF, "PDF"), ("양식.hwpx", hwpx(), "HWPX"), ("그림.png", PNG, "PNG")],
)
def test_a_file_stands_on_the_public_page_with_type_and_size(session, client, name, content, label):
    client.sign_in(make.user("officer"))
    post = written(session, "draft")
    form = client.get(f"/desk/texts/posts/{post.id}").form(containing="title")
    page = client.submit(form, file=(io.BytesIO(content), name), title="가상 붙임")
    assert "가상 붙임" in page.words()
    held = session.query(TextFile).one()
    client.plain.get("/sign-out")
    news.send(post)
    news.publish(post, make.officer())
    session.commit()
    page = client.get(f"/news/{post.id}")
    assert page.link("가상 붙임") == f"/texts/files/{held.id}"
    assert f"{name} · {label}" in page.words()
    with client.plain.get(f"/texts/files/{held.id}") as answer:
        assert answer.data == content
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert ("attachment" in answer.headers["Content-Disposition"]) == (label != "PNG")


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"<html><script>1</script>", "a.pdf", "받을 수 없는 형식"),
        (PDF, "a.png", "내용은 PDF"),
        (b"\x89PNG\r\n\x1a\n<script>alert(1)</script>", "a.png", "그림으로 열 수 없는"),
        (b"MZ\x90", "a.exe", "받을 수 없는 형식"),
        (b"", "a.pdf", "빈 파일"),
        (None, "", "파일을 골라 주세요"),
    ],
)
def test_files_that_lie_are_refused_at_the_field(session, client, content, name, said):
    client.sign_in(make.user("officer"))
    post = written(session, "draft")
    form = client.get(f"/desk/texts/posts/{post.id}").form(containing="title")
    given = {"file": (io.BytesIO(content), name)} if content is not None else {}
    page = client.submit(form, title="붙임", status=422, **given)
    assert said in page.words(page.all("p", id="attach-file-error")[0])
    assert session.query(TextFile).count() == 0


def test_nothing_unpublished_is_downloaded_by_its_address(session, client):
    post, edition = written(session, "draft"), guide(publish=False)
    held = [hung(post), hung(edition)]
    session.commit()
    assert [got(client, f)[0] for f in held] == [404, 404]
    client.sign_in(make.member(make.organisation()))
    assert [got(client, f)[0] for f in held] == [404, 404]
    client.sign_in(make.user("officer"))
    assert [got(client, f) for f in held] == [(200, PDF), (200, PDF)]
    news.send(post)
    news.publish(post, make.officer())
    session.commit()
    client.sign_in(make.member(make.organisation()))
    assert [got(client, f)[0] for f in held] == [200, 404]
    news.withdraw(post)
    session.commit()
    assert got(client, held[0])[0] == 404
    assert client.plain.get(f"/texts/files/{2**40}").status_code == 404


def test_a_file_goes_only_with_a_new_version(session, client):
    first = guide(publish=False)
    held = hung(first)
    guides.send(first)
    guides.publish(first, make.officer())
    session.commit()
    client.sign_in(make.user("officer"))
    client.post(f"/desk/texts/files/{held.id}/remove", {}, status=422)
    assert held.until is None
    second = guide(publish=False, ko="새 본문")
    copy = files.standing(second)[0]
    session.commit()
    page = client.get("/desk/texts/guides/VN/market")
    client.submit(next(f for f in page.all("form") if f.get("action") == f"/desk/texts/files/{copy.id}/remove"))
    assert files.standing(second) == []
    assert got(client, held)[0] == 200, "the public still reads the first edition with its file"
    guides.send(second)
    guides.publish(second, make.officer())
    session.commit()
    client.sign_in(make.member(make.organisation()))
    assert got(client, held)[0] == got(client, copy)[0] == 404
    assert "가상 자료" not in client.get("/countries/VN").words()
    assert session.query(TextFile).count() == 2, "the record stays"


def test_a_changed_file_asks_for_a_new_review(session):
    edition = guide(publish=False)
    guides.send(edition)
    before = edition.version
    hung(edition)
    assert (edition.state, edition.version) == ("draft", before + 1)


# ---- links -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("/countries/XX", "없는 국가 코드"),
        ("/nowhere", "없는 페이지"),
        ("/countries/VN/guide/tax", "공개되지 않은"),
        ("/news/1", "공개되지 않은"),
        ("/news/images/7", "없는 페이지"),
        ("/texts/files/7", "없는 페이지"),
        ("/desk/texts", "누구나 볼 수 있는"),
        ("/statistics/filings/2026/register", "없는 페이지"),
        ("/statistics/published/nothing", "없는 페이지"),
        ("/plan/tasks/9-9-9", "없는 페이지"),
        ("/packages/7", "공개되지 않은"),
        ("/static/../wsgi.py", "없는 페이지"),
        ("http://khidi.or.kr", "https://"),
        ("https://192.168.0.1/", "내부망"),
    ],
)
def test_links_that_lead_nowhere_are_said_with_their_line(session, client, url, said):
    known = search.Document(
        key="1", title=Text("가상", ""), body=Text("", ""), endpoint="packages.page", args={"package_id": 1}
    )
    search.put("packages", known)
    written(session, "draft")
    with client.app.test_request_context():
        found = link_faults.faults(f"첫 줄\n둘째 줄 [여기]({url})")
    assert [(f.line, f.old) for f in found] == [(2, False)]
    assert said in found[0].sentence.ko


def test_pictures_of_other_sites_are_said(client):
    with client.app.test_request_context():
        assert [f.sentence.en for f in link_faults.faults("![x](https://example.org/x.png)")] == [
            "Only pictures kept by the portal are shown."
        ]


def test_links_that_lead_somewhere_pass(session, client):
    published = written(session)
    own = guide(publish=False)
    picture = hung(own, "a.png", PNG)
    text = f"[a](/countries/VN#market) [b](/news/{published.id}) [c](/statistics/filings/2026/by_year) [d](/plan?x=1) [t](/plan/tasks/2-1-1) [h](/programmes/registers/mark) [e](https://khidi.or.kr)\n![f](/texts/files/{picture.id})"
    with client.app.test_request_context():
        assert link_faults.faults(text, own) == []
        assert [f.sentence.ko for f in link_faults.faults(text)] == ["공개되지 않은 내용입니다."], (
            "of another text, not yet public"
        )
        assert [(f.old, "/countries/VN" in f.sentence.ko) for f in link_faults.faults("[g](/countries/Vietnam)")] == [
            (True, True)
        ]


def test_wrong_links_are_said_on_saving_and_keep_a_text_from_review_and_publication(session, client):
    client.sign_in(make.user("officer"))
    form = client.get("/desk/texts/guides/SA/tax").form(containing="ko")
    text = "첫 줄\n\n[보기](/countries/ZZ)"
    page = client.submit(form, button=("act", "save"), ko=text, sources="출처")
    assert "3번째 줄: /countries/ZZ" in page.words()
    page = client.submit(page.form(containing="ko"), button=("act", "send"), status=422)
    assert "3번째 줄 /countries/ZZ: 없는 국가 코드입니다." in page.words(page.all("p", id="ko-error")[0])
    page = client.get("/desk/texts/links")
    assert "없는 국가 코드입니다" in page.words()
    post = written(session)
    linking = written(session, "review", ko=f"[글](/news/{post.id})")
    news.withdraw(post)
    session.commit()
    page = client.post(f"/desk/texts/posts/{linking.id}", {"act": "publish", "version": linking.version}, status=422)
    assert "공개되지 않은 내용입니다" in page.words()


def test_outside_links_are_confirmed_by_hand_and_the_longest_unseen_stand_first(session, client, today):
    today(datetime(2026, 1, 5, 3, tzinfo=UTC))
    officer = make.user("officer", name="가상확인")
    guide(ko="[가](https://a.example.org/x) [나](https://b.example.org/)")
    session.commit()
    page = client.get("/countries/VN")
    assert page.words().count("아직 손으로 확인하지 않음") == 2
    client.sign_in(officer)
    page = client.get("/desk/texts/links")
    form = page.form(containing="link")
    assert "골라 주세요" in client.submit(form, button=("act", "works")).words()
    client.submit(form, button=("act", "works"), link=link_book.mark_of("https://a.example.org/x"))
    assert "손으로 마지막 확인: 2026. 1. 5." in client.get("/countries/VN").words()
    assert [o.url for o in link_book.outside()] == ["https://b.example.org/", "https://a.example.org/x"]
    today(datetime(2026, 2, 5, 3, tzinfo=UTC))
    client.sign_in(officer)
    client.post("/desk/texts/links", {"act": "broken", "link": link_book.mark_of("https://b.example.org/")}, status=200)
    assert "열리지 않음" in client.get("/desk/texts/links").words()
    assert [o.broken for o in link_book.outside()] == [False, True]
    today(datetime(2026, 9, 5, 3, tzinfo=UTC))
    assert [o.old for o in link_book.outside()] == [True, True]
    client.sign_in(officer)
    client.post("/desk/texts/links", {"link": "0" * 64}, status=200)
    assert session.query(LinkLook).count() == 2, "what stands in no text is not confirmed"


def test_links_of_texts_in_work_are_nobody_elses_business(session, client):
    guide(publish=False, ko="[가](https://secret.example.org/)")
    session.commit()
    assert link_book.outside() == []
    client.get("/desk/texts/links", status=303)
    client.sign_in(make.member(make.organisation()))
    client.get("/desk/texts/links", status=403)


# ---- who stands below a text -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "writer", "reviewer"),
    [
        ("unit", "시장정보팀", "검토팀"),
        ("name", "가상작성", "가상검토"),
        ("both", "시장정보팀 가상작성", "검토팀 가상검토"),
    ],
)
def test_writer_and_reviewer_stand_below_as_the_setting_says(session, client, monkeypatch, way, writer, reviewer):
    monkeypatch.setitem(client.app.config, "SIGNED_BY", way)
    guide()
    session.commit()
    page = client.get("/countries/VN")
    facts = {page.words(dt): page.words(dd) for dt, dd in zip(page.all("dt"), page.all("dd"), strict=True)}
    assert (facts["작성"], facts["검토"]) == (writer, reviewer)
    assert facts["마지막 확인"]
    assert facts["다음 확인"]
    client.get(page.link("바뀐 내용 보기"))


def test_a_setting_that_is_none_does_not_start(tmp_path):
    from portal.config import settings

    assert settings({"DATA_DIR": str(tmp_path), "SIGNED_BY": "name"})["SIGNED_BY"] == "name"
    with pytest.raises(ValueError, match="unit, name, both"):
        settings({"DATA_DIR": str(tmp_path), "SIGNED_BY": "초성"})


def test_editions_and_their_differences_are_reached_from_the_country_page(session, client, today):
    today(date(2026, 3, 2))
    guide(ko="앞의 글")
    guide(ko="뒤의 글")
    session.commit()
    assert session.query(GuideEdition).count() == 2
    page = client.get(client.get("/countries/VN").link("바뀐 내용 보기"))
    assert [page.words(e) for e in page.all("ins")] == ["+뒤의 글"]
    assert "검토팀" in page.words()
