"""The life of a guide section: written as a draft, sent for review, published by a second person,
reviewed again by a day.

Nothing published is changed: a new edition replaces it. Must not know pages.
"""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from portal.core import clock, countries, mail, search
from portal.core.db import db, lock_row
from portal.core.people import Actor, officers
from portal.core.text import Text
from portal.core.workflow import Refused
from portal.markets.terms import SECTIONS
from portal.markets.texts import files, link_faults
from portal.markets.texts.models import GuideEdition

SOURCE = "guides"
REVIEWED_AFTER = 365  # days: proposed, the writer may name another day
REMIND_BEFORE = 14


def published(country: str) -> dict[str, GuideEdition]:
    """The newest published edition of each section of a country."""
    wanted = select(GuideEdition).where(GuideEdition.country == country, GuideEdition.state == "published")
    return {e.section: e for e in db.session.scalars(wanted.order_by(GuideEdition.no))}


def history(country: str, section: str) -> list[GuideEdition]:
    """The published editions of a section, the newest first."""
    wanted = select(GuideEdition).where(
        GuideEdition.country == country, GuideEdition.section == section, GuideEdition.state == "published"
    )
    return list(db.session.scalars(wanted.order_by(GuideEdition.no.desc())))


def countries_with_guides() -> dict[str, int]:
    """How many sections of each country are published."""
    wanted = (
        select(GuideEdition.country, func.count(GuideEdition.section.distinct()))
        .where(GuideEdition.state == "published")
        .group_by(GuideEdition.country)
    )
    return {country: sections for country, sections in db.session.execute(wanted)}  # noqa: C416


def working(country: str, section: str) -> GuideEdition | None:
    """The edition that is being written or reviewed, if any."""
    wanted = select(GuideEdition).where(
        GuideEdition.country == country, GuideEdition.section == section, GuideEdition.state.in_(("draft", "review"))
    )
    return db.session.scalar(wanted.order_by(GuideEdition.no.desc()).limit(1))


def write(country: str, section: str, given: dict[str, Any], actor: Actor) -> GuideEdition:
    """Keep what was written as the draft of the section. `given`: ko, en, sources, reviewed_on and review_by (days)."""
    edition = working(country, section)
    if edition is None:
        last = db.session.scalar(
            select(func.max(GuideEdition.no)).where(GuideEdition.country == country, GuideEdition.section == section)
        )
        before = published(country).get(section)
        edition = GuideEdition(country=country, section=section, no=(last or 0) + 1, version=0)
        db.session.add(edition)
        db.session.flush()
        if before is not None:
            files.carry(before, edition)
    for key in ("ko", "en", "sources", "reviewed_on", "review_by"):
        setattr(edition, key, given[key])
    edition.state, edition.author_id, edition.at = "draft", actor.user_id, clock.now()
    edition.version += 1
    db.session.flush()
    return edition


def gaps(edition: GuideEdition) -> dict[str, Text]:
    """What keeps an edition from being published, by field."""
    found: dict[str, Text] = {}
    if not edition.ko.strip():
        found["ko"] = Text("한국어 본문을 적어 주세요.", "Write the Korean text.")
    if not edition.sources.strip():
        found["sources"] = Text(
            "출처가 없는 내용은 공개하지 않습니다. 확인한 자료를 적어 주세요.",
            "Nothing is published without a source. Name what was checked.",
        )
    if edition.reviewed_on is None or edition.reviewed_on > clock.today():
        found["reviewed_on"] = Text(
            "자료를 마지막으로 확인한 날을 적어 주세요.", "Give the day the sources were last checked."
        )
    if edition.review_by is None or edition.review_by <= clock.today():
        found["review_by"] = Text("다시 확인할 날을 오늘 뒤로 정해 주세요.", "Name a later day for the next review.")
    for key, sentence in link_faults.gaps(edition).items():
        found.setdefault(key, sentence)
    return found


def send(edition: GuideEdition) -> None:
    """Ask for the review. Raises Refused with what is missing."""
    _move(edition, "draft", "review")


def hand_back(edition: GuideEdition) -> None:
    """Back to the writer."""
    lock_row(edition)
    if edition.state != "review":
        raise Refused(Text("검토 중인 글이 아닙니다.", "It is not in review."))
    edition.state, edition.version = "draft", edition.version + 1


def publish(edition: GuideEdition, actor: Actor) -> None:
    """Show it to the public. Only a second person may: whoever wrote it does not publish it."""
    if edition.author_id == actor.user_id:
        raise Refused(
            Text("쓴 사람이 아닌 담당자가 공개할 수 있습니다.", "Somebody other than the writer publishes it.")
        )
    _move(edition, "review", "published")
    edition.publisher_id, edition.published_at = actor.user_id, clock.now()
    db.session.flush()
    search.put(SOURCE, document(edition))


def _move(edition: GuideEdition, before: str, after: str) -> None:
    lock_row(edition)
    if edition.state != before:
        raise Refused(
            Text(
                "그 사이에 상태가 바뀌었습니다. 화면을 새로 열어 주세요.",
                "Its state has changed since. Open the page again.",
            )
        )
    found = gaps(edition)
    if found:
        raise Refused(fields=found)
    edition.state, edition.version = after, edition.version + 1


def proposed_review(day: date) -> date:
    return day + timedelta(days=REVIEWED_AFTER)


def remind_reviews() -> int:
    """Mail the officers once about guides whose day of review is near or over."""
    by = clock.today() + timedelta(days=REMIND_BEFORE)
    newest = (
        select(func.max(GuideEdition.id))
        .where(GuideEdition.state == "published")
        .group_by(GuideEdition.country, GuideEdition.section)
    )
    wanted = select(GuideEdition).where(
        GuideEdition.id.in_(newest), GuideEdition.review_by <= by, GuideEdition.reminded_on.is_(None)
    )
    due = list(db.session.scalars(wanted.order_by(GuideEdition.review_by, GuideEdition.id)))
    if not due:
        return 0
    for person in officers():
        mail.tell_person(person, "markets.review", editions=due, sections=SECTIONS)
    for edition in due:
        edition.reminded_on = clock.today()
    return len(due)


# ---- what is found ----------------------------------------------------------------------------------------------------


def document(edition: GuideEdition) -> search.Document:
    title = SECTIONS[edition.section]
    return search.Document(
        key=f"{edition.country}/{edition.section}",
        title=Text(*(f"{countries.name(edition.country, lang)} {title.in_(lang)}" for lang in ("ko", "en"))),
        body=Text(search.plain(edition.ko), search.plain(edition.en)),
        endpoint="countries.country",
        args={"iso2": edition.country, "_anchor": edition.section},
        country=edition.country,
        on=edition.reviewed_on,
        also=" . ".join(file.title for file in files.standing(edition)),
    )


def documents() -> list[search.Document]:
    """Every published section."""
    newest = (
        select(func.max(GuideEdition.id))
        .where(GuideEdition.state == "published")
        .group_by(GuideEdition.country, GuideEdition.section)
    )
    return [document(e) for e in db.session.scalars(select(GuideEdition).where(GuideEdition.id.in_(newest)))]
