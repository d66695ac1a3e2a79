"""The life of a piece of news, who gets it, and what of it is found.

Nothing that is not published leaves this module's queries.
A post is written as a draft, sent for review, published by a second person, and may be withdrawn. Must not know pages.
"""

from typing import Any, BinaryIO

from sqlalchemy import Select, String, cast, select

from portal.core import clock, contents, mail, search
from portal.core.db import db, lock_row
from portal.core.people import Actor, User
from portal.core.sniff import JPG, PNG, Unfit, sniff
from portal.core.text import Text
from portal.core.workflow import Refused, within
from portal.markets.texts import files, link_faults, pictures
from portal.markets.texts.models import Post, PostImage, Subscription

SOURCE = "news"
IMAGE_LIMIT = 3 * 1024 * 1024
MOST_IMAGES = 20
DIGEST_HOUR = 8


def published(*, country: str = "", topic: str = "") -> Select[Any]:
    """Published posts, the newest first, of a country and a topic if given."""
    wanted = select(Post).where(Post.state == "published")
    for column, code in ((Post.countries, country), (Post.topics, topic)):
        if code:
            wanted = wanted.where(cast(column, String).like(f'%"{code}"%'))
    return wanted.order_by(Post.published_at.desc(), Post.id.desc())


def find(number: int) -> Post | None:
    """A published post."""
    post = db.session.get(Post, number) if number < 2**31 else None
    return post if post is not None and post.state == "published" else None


def image(number: int, *, official: bool) -> PostImage | None:
    """A picture of a published post; officials see those of drafts too."""
    held = db.session.get(PostImage, number) if number < 2**31 else None
    if held is None:
        return None
    post = db.session.get(Post, held.post_id)
    return held if official or (post is not None and post.state == "published") else None


def write(post: Post | None, given: dict[str, Any], actor: Actor) -> Post:
    """Keep what was written as a draft. `given`: title_ko, title_en, ko, en, sources, countries, topics."""
    if post is None:
        post = Post(version=0)
        db.session.add(post)
    elif post.state not in ("draft", "review"):
        raise Refused(Text("공개한 글은 내린 뒤에 고칠 수 있습니다.", "Withdraw a published post before changing it."))
    for key in ("title_ko", "title_en", "ko", "en", "sources", "countries", "topics"):
        setattr(post, key, given[key])
    post.state, post.author_id, post.at, post.version = "draft", actor.user_id, clock.now(), post.version + 1
    db.session.flush()
    return post


def gaps(post: Post) -> dict[str, Text]:
    """What keeps a post from being published, by field."""
    found: dict[str, Text] = {}
    if not post.ko.strip():
        found["ko"] = Text("한국어 본문을 적어 주세요.", "Write the Korean text.")
    if not post.topics:
        found["topics"] = Text("주제를 하나 이상 골라 주세요.", "Choose a topic.")
    if bool(post.title_en.strip()) != bool(post.en.strip()):
        found["title_en"] = Text(
            "영어는 제목과 본문을 함께 적거나 함께 비워 주세요.", "Give both title and text in English, or neither."
        )
    for key, sentence in link_faults.gaps(post).items():
        found.setdefault(key, sentence)
    return found


def send(post: Post) -> None:
    _move(post, ("draft",), "review", check=True)


def hand_back(post: Post) -> None:
    _move(post, ("review",), "draft")


def publish(post: Post, actor: Actor) -> None:
    """Show it to everybody; whoever wrote it does not publish it."""
    if post.author_id == actor.user_id:
        raise Refused(
            Text("쓴 사람이 아닌 담당자가 공개할 수 있습니다.", "Somebody other than the writer publishes it.")
        )
    _move(post, ("review",), "published", check=True)
    post.publisher_id, post.published_at = actor.user_id, clock.now()
    db.session.flush()
    search.put(SOURCE, document(post))


def withdraw(post: Post) -> None:
    """Take it off every page, feed and index at once."""
    _move(post, ("published",), "withdrawn")
    search.drop(SOURCE, str(post.id))


def reopen(post: Post) -> None:
    """A withdrawn post becomes a draft again."""
    _move(post, ("withdrawn",), "draft")


def _move(post: Post, before: tuple[str, ...], after: str, *, check: bool = False) -> None:
    lock_row(post)
    if post.state not in before:
        raise Refused(
            Text(
                "그 사이에 상태가 바뀌었습니다. 화면을 새로 열어 주세요.",
                "Its state has changed since. Open the page again.",
            )
        )
    if check and (found := gaps(post)):
        raise Refused(fields=found)
    post.state, post.version = after, post.version + 1


def add_image(post: Post, stream: BinaryIO, name: str, alt: str) -> PostImage:
    """Keep a picture. Raises Unfit for what is no JPG or PNG by its content, or is too large."""
    if len(post.images) >= MOST_IMAGES:
        raise Unfit(Text("그림은 글 하나에 20개까지 올릴 수 있습니다.", "A post may have up to 20 pictures."))
    found = sniff(stream, name)
    if found not in (JPG, PNG):
        raise Unfit(Text("그림은 JPG나 PNG만 올릴 수 있습니다.", "Pictures must be JPG or PNG."))
    pictures.look(stream, found)
    kept = contents.keep(stream, IMAGE_LIMIT)
    made = PostImage(post_id=post.id, alt=within(alt, 200), media_type=found.media_type, sha256=kept.sha256)
    db.session.add(made)
    db.session.flush()
    return made


# ---- subscriptions ----------------------------------------------------------------------------------------------------


def subscriptions(user_id: int) -> list[str]:
    """Country codes ('' = all) whose news the person gets."""
    wanted = select(Subscription.country).where(Subscription.user_id == user_id).order_by(Subscription.country)
    return list(db.session.scalars(wanted))


def subscribe(user_id: int, country: str) -> None:
    if country not in subscriptions(user_id):
        db.session.add(Subscription(user_id=user_id, country=country))
        db.session.flush()


def unsubscribe(user_id: int, country: str) -> None:
    wanted = select(Subscription).where(Subscription.user_id == user_id, Subscription.country == country)
    for row in db.session.scalars(wanted):
        db.session.delete(row)


def send_digests() -> int:
    """From eight in the morning, one mail a day to everybody whose countries had news since the last one; how many."""
    now = clock.now()
    morning = clock.seoul(now).replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0)
    if clock.seoul(now) < morning:
        return 0
    waiting = (
        select(Subscription).where(Subscription.told_until < morning).order_by(Subscription.user_id).with_for_update()
    )
    by_user: dict[int, list[Subscription]] = {}
    for row in db.session.scalars(waiting):
        by_user.setdefault(row.user_id, []).append(row)
    sent = 0
    for user_id, rows in by_user.items():
        posts = {p.id: p for row in rows for p in _news_for(row, now)}
        person = db.session.get(User, user_id)
        if posts and person is not None:
            mail.tell_person(person, "markets.digest", posts=sorted(posts.values(), key=lambda p: p.id, reverse=True))
            sent += 1
        for row in rows:
            row.told_until = now
    return sent


def _news_for(row: Subscription, now: Any) -> list[Post]:
    wanted = published(country=row.country).where(Post.published_at > row.told_until, Post.published_at <= now)
    return list(db.session.scalars(wanted.limit(50)))


# ---- what is found ----------------------------------------------------------------------------------------------------


def document(post: Post) -> search.Document:
    return search.Document(
        key=str(post.id),
        title=Text(post.title_ko, post.title_en),
        body=Text(search.plain(post.ko), search.plain(post.en)),
        endpoint="news.post",
        args={"number": post.id},
        country=post.countries[0] if len(post.countries) == 1 else "",
        on=clock.seoul(post.published_at).date() if post.published_at else None,
        also=" . ".join(file.title for file in files.standing(post)),
    )


def documents() -> list[search.Document]:
    return [document(p) for p in db.session.scalars(published())]


def drafts() -> list[Post]:
    """What officials work on, and what was withdrawn; the latest first."""
    wanted = select(Post).where(Post.state != "published").order_by(Post.id.desc()).limit(200)
    return list(db.session.scalars(wanted))
