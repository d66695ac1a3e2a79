"""Market news: draft, review, publish, withdraw; feeds, pictures, subscriptions; nothing unpublished leaks."""

import io
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from portal.core.mail import Mail
from portal.markets.texts import news
from portal.markets.texts.models import Post, PostImage
from tests import factories as make

ATOM = "{http://www.w3.org/2005/Atom}"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)


def written(session, state="published", **given):
    values = {
        "title_ko": "가상 소식 제목",
        "title_en": "",
        "ko": "가상 소식 본문",
        "en": "",
        "sources": "가상 자료",
        "countries": ["VN"],
        "topics": ["market"],
    }
    post = news.write(None, values | given, make.officer(unit="시장정보팀"))
    if state != "draft":
        news.send(post)
    if state == "published":
        news.publish(post, make.officer())
    session.commit()
    return post


def test_a_post_is_read_in_both_languages(session, client):
    post = written(session, title_en="Fictional news", en="## Heading\n\nText")
    page = client.get(f"/news/{post.id}")
    assert page.h1 == "가상 소식 제목"
    assert "시장정보팀" in page.words()
    page = client.get(f"/news/{post.id}?lang=en")
    assert page.h1 == "Fictional news"
    assert next(page.words(e) for e in page.all("h2")) == "Heading"


def test_the_list_is_narrowed_by_country_and_topic(session, client):
    written(session)
    written(session, title_ko="몽골 소식", countries=["MN"], topics=["law"])
    assert "몽골 소식" not in client.get("/news?country=VN").words()
    assert "몽골 소식" in client.get("/news?topic=law").words()
    client.get("/news?country=nowhere", status=404)


@pytest.mark.parametrize("state", ["draft", "review", "withdrawn"])
def test_nothing_unpublished_leaks(session, client, state):
    post = written(session, "draft", title_ko="비밀제목", ko="비밀본문", title_en="Secret title", en="Secret text")
    image = PostImage(post_id=post.id, alt="비밀그림", media_type="image/png", sha256="0" * 64)
    session.add(image)
    if state != "draft":
        news.send(post)
    if state == "withdrawn":
        news.publish(post, make.officer())
        news.withdraw(post)
    session.commit()
    client.get(f"/news/{post.id}", status=404)
    client.get(f"/news/images/{image.id}", status=404)
    for path in (
        "/news",
        "/news?country=VN",
        "/countries/VN",
        "/news/feed.atom",
        "/news/feed.rss",
        "/search?q=비밀본문",
    ):
        text = client.plain.get(path).get_data(as_text=True)
        assert "비밀제목" not in text, path
        assert "Secret" not in text, path
    assert client.plain.get("/search/suggest?q=비밀제목").json == []
    client.get(f"/desk/texts/posts/{post.id}", status=303)
    client.sign_in(make.member(make.organisation()))
    client.get(f"/desk/texts/posts/{post.id}", status=403)


def test_feeds_are_well_formed_and_name_what_is_published(session, client):
    post = written(session, ko="a < b & <b>c</b>", title_ko="제목 & <제목>")
    atom = ElementTree.fromstring(client.plain.get("/news/feed.atom?country=VN").data)
    assert [e.findtext(ATOM + "title") for e in atom.iter(ATOM + "entry")] == ["제목 & <제목>"]
    assert next(atom.iter(ATOM + "entry")).findtext(ATOM + "id").endswith(f"/news/{post.id}")
    rss = ElementTree.fromstring(client.plain.get("/news/feed.rss").data)
    assert [i.findtext("title") for i in rss.iter("item")] == ["제목 & <제목>"]
    assert not list(ElementTree.fromstring(client.plain.get("/news/feed.atom?country=MN").data).iter(ATOM + "entry"))


def test_an_officer_writes_and_another_publishes(session, client):
    one, other = make.user("officer"), make.user("officer")
    client.sign_in(one)
    form = client.get("/desk/texts/posts/new").form(containing="title_ko")
    page = client.submit(form, button=("act", "preview"), title_ko="새 글", ko="# 머리\n\n<script>x</script>")
    assert "<script>x" not in page.text
    page = client.submit(form, button=("act", "save"), title_ko="새 글", countries="베트남, 없는나라", status=422)
    assert "없는 국가입니다: 없는나라" in page.words()
    page = client.submit(
        form, button=("act", "send"), title_ko="새 글", ko="본문", countries="베트남, mn", topics="law"
    )
    post = session.query(Post).one()
    assert (post.state, post.countries) == ("review", ["VN", "MN"])
    client.post(f"/desk/texts/posts/{post.id}", {"act": "publish", "version": post.version}, status=422)
    client.sign_in(other)
    client.post(f"/desk/texts/posts/{post.id}", {"act": "publish", "version": post.version - 1}, status=422)
    client.post(f"/desk/texts/posts/{post.id}", {"act": "publish", "version": post.version}, status=200)
    assert client.get(f"/news/{post.id}").h1 == "새 글"
    page = client.get(f"/desk/texts/posts/{post.id}")
    client.submit(page.form(containing="act"), button=("act", "withdraw"))
    client.get(f"/news/{post.id}", status=404)


def test_a_picture_is_shown_once_its_post_is_published(session, client):
    officer = make.user("officer")
    client.sign_in(officer)
    post = written(session, "draft")
    page = client.get(f"/desk/texts/posts/{post.id}")
    page = client.submit(page.form(containing="image"), image=(io.BytesIO(PNG), "a.png"), alt="가상 그림")
    image = session.query(PostImage).one()
    news.write(
        post,
        {
            "title_ko": "글",
            "title_en": "",
            "ko": f"![가상 그림](/news/images/{image.id})",
            "en": "",
            "sources": "",
            "countries": [],
            "topics": ["law"],
        },
        make.officer(),
    )
    news.send(post)
    news.publish(post, make.officer())
    session.commit()
    shown = client.get(f"/news/{post.id}").all("img", alt="가상 그림")[0]
    with client.plain.get(shown.get("src")) as answer:
        assert answer.mimetype == "image/png"
        assert answer.data == PNG


@pytest.mark.parametrize(
    ("content", "name", "alt"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.png", "그림"),
        (b"%PDF-1.4", "a.png", "그림"),
        (PNG, "a.jpg", "그림"),
        (b"%PDF-1.4", "a.pdf", "그림"),
        (PNG, "a.png", ""),
        (b"", "a.png", "그림"),
    ],
)
def test_pictures_that_lie_are_refused(session, client, content, name, alt):
    client.sign_in(make.user("officer"))
    post = written(session, "draft")
    form = client.get(f"/desk/texts/posts/{post.id}").form(containing="image")
    page = client.submit(form, image=(io.BytesIO(content), name), alt=alt, status=422)
    assert page.all("p", id="picture-alt-error" if alt == "" else "picture-image-error")
    assert session.query(PostImage).count() == 0


def test_a_digest_goes_out_once_a_day_with_the_countries_asked_for(session, client, today):
    today(datetime(2026, 11, 22, 3, tzinfo=UTC))
    reader = make.member(make.organisation())
    client.sign_in(reader)
    form = client.get("/news/subscriptions?country=VN").form(containing="country")
    page = client.submit(form)
    assert "베트남" in [page.words(e) for e in page.all("span")]
    today(datetime(2026, 11, 22, 6, tzinfo=UTC))
    written(session, title_ko="베트남 새 글")
    written(session, title_ko="몽골 새 글", countries=["MN"])
    written(session, "review", title_ko="검토 중인 글")
    assert news.send_digests() == 0, "the subscription is of today: tomorrow morning"
    today(datetime(2026, 11, 22, 22, 0, tzinfo=UTC))  # 07:00 in Seoul
    assert news.send_digests() == 0
    today(datetime(2026, 11, 22, 23, 30, tzinfo=UTC))  # 08:30
    assert news.send_digests() == 1
    assert news.send_digests() == 0
    body = session.query(Mail).filter_by(user_id=reader.id).one().body
    assert "베트남 새 글" in body
    assert "몽골" not in body
    assert "검토" not in body
    client.post("/news/subscriptions", {"country": "VN", "act": "remove"}, status=200)
    assert news.subscriptions(reader.id) == []
    client.post("/news/subscriptions", {"country": "XX"}, status=200)
    assert news.subscriptions(reader.id) == []
