"""What a mark is called and looks like on a day, and which conditions of use hold.

Settings are added, never rewritten.
"""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import NamedTuple

from sqlalchemy import func, select

from funds.selection.brand.models import MarkSetting, UseSignature, UseTerms
from funds.selection.brand.svg import PNG, logo
from funds.selection.models import Award
from funds.selection.programmes import PROGRAMMES
from portal.core import contents, dated
from portal.core.db import db
from portal.core.people import Actor
from portal.core.text import Text
from portal.core.workflow import Refused

BRANDED = tuple(key for key, p in PROGRAMMES.items() if p.award.certificate)
"""The programmes whose award is a mark, a designation or a certificate that its holder shows."""


class Face(NamedTuple):
    """Name and logo of a mark as they were on a day; `setting` None where only the programme's own title holds."""

    name: Text
    setting: MarkSetting | None


def settings_of(programme: str) -> Sequence[MarkSetting]:
    """Every setting, newest first."""
    return dated.written(MarkSetting, programme=programme)[::-1]


def face_on(programme: str, day: date | None) -> Face:
    """The name and logo in force on `day` (None: the programme's own title)."""
    found = dated.in_force(dated.written(MarkSetting, programme=programme), day) if day is not None else None
    title = Text(found.name_ko, found.name_en) if found else PROGRAMMES[programme].award.title
    return Face(title, found)


def face_of(award: Award) -> Face:
    """An award bears the name and logo of the day it was given, whatever came later."""
    return face_on(award.programme, award.valid_from)


def logo_bytes(setting: MarkSetting | None) -> bytes | None:
    if setting is None or not setting.logo_sha256:
        return None
    with contents.opened(setting.logo_sha256) as stream:
        return stream.read()


def logo_data(setting: MarkSetting | None) -> str | list[int]:
    """The logo as plain data for a paper: SVG text, or the bytes of a PNG; '' where there is none."""
    content = logo_bytes(setting)
    if content is None or setting is None:
        return ""
    return list(content) if setting.logo_type == PNG else content.decode("utf-8")


def declare(
    programme: str, first_day: date, name: Text, content: bytes, kahf: Text, kahf_url: str, source: str, actor: Actor
) -> MarkSetting:
    """Add a setting from a day on. Raises Refused or UnfitLogo; a day has one setting."""
    if fault := dated.misdated(first_day, settings_of(programme)):
        raise Refused(fields={"valid_from": fault})
    made = MarkSetting(
        programme=programme,
        effective_from=first_day,
        name_ko=name.ko,
        name_en=name.en,
        kahf=kahf.ko,
        kahf_en=kahf.en,
        kahf_url=kahf_url,
        source=source,
        by_id=actor.user_id,
    )
    if content:
        kept, made.logo_type = logo(content)
        made.logo_sha256 = contents.keep_own(BytesIO(kept)).sha256
    else:
        before = face_on(programme, first_day).setting
        if before is not None:
            made.logo_sha256, made.logo_type = before.logo_sha256, before.logo_type
    db.session.add(made)
    db.session.flush()
    return made


# ---- conditions of use -------------------------------------------------------------------------------------------------------------


def terms_of(programme: str) -> Sequence[UseTerms]:
    """Every version, newest first."""
    return dated.written(UseTerms, programme=programme)[::-1]


def terms_on(programme: str, day: date) -> UseTerms | None:
    """The version in force: the highest one whose day has come."""
    return dated.in_force(dated.written(UseTerms, programme=programme), day)


def add_terms(programme: str, first_day: date, text: Text, actor: Actor) -> UseTerms:
    """A new version; it may not begin before the one before it."""
    last = next(iter(terms_of(programme)), None)
    if last is not None and (fault := dated.misdated(first_day, earliest=last.effective_from)):
        raise Refused(fields={"terms_from": fault})
    highest = db.session.scalar(select(func.max(UseTerms.version)).where(UseTerms.programme == programme)) or 0
    made = UseTerms(
        programme=programme,
        version=highest + 1,
        effective_from=first_day,
        text_ko=text.ko,
        text_en=text.en,
        by_id=actor.user_id,
    )
    db.session.add(made)
    db.session.flush()
    return made


def signatures(award_id: int) -> Sequence[UseSignature]:
    wanted = select(UseSignature).where(UseSignature.award_id == award_id).order_by(UseSignature.id.desc())
    return list(db.session.scalars(wanted))


def has_signed(award: Award, terms: UseTerms) -> bool:
    return any(s.terms_id == terms.id for s in signatures(award.id))
