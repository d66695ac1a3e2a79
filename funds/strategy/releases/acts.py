"""Takes a World Bank file in: read strictly, kept whole, compared with the release before.

Refuses in sentences, keeps nothing then.
"""

import hashlib
from typing import NamedTuple

from sqlalchemy import insert, select

from funds.strategy.indicators.figures import INDICATORS
from funds.strategy.indicators.revisions import Changes, compare
from funds.strategy.indicators.worldbank import AREAS, Release, read_release
from funds.strategy.models import IndicatorFigure, IndicatorRelease
from funds.strategy.queries import as_release, iso2_by_iso3, release_before, releases
from funds.unusable import Unusable
from portal.core import reading
from portal.core.db import db
from portal.core.people import Actor
from portal.core.text import Text, shortened

MOST_BYTES = 20 * 1024 * 1024
IMPORTED = tuple(code for code in INDICATORS if not code.startswith("KR."))


class Kept(NamedTuple):
    """A release as it stands in the portal; `new` unless the same file was there before."""

    row: IndicatorRelease
    new: bool


def keep_release(
    content: bytes, file_name: str, actor: Actor, *, indicator: str = "", older: bool = False, aside: bool = False
) -> Kept:
    """Keep the file `content` as a release.

    `indicator`: the code that the file must hold ('' for any that we rank by). `older`: a release before the newest one
    is taken too, for comparison. `aside`: lines with an unknown country code are left out rather than refused. Raises
    `Unusable` with every problem; the same file twice changes nothing.
    """
    if len(content) > MOST_BYTES:
        raise Unusable([Text("파일이 20 MB를 넘습니다.", "The file is larger than 20 MB.")])
    digest = hashlib.sha256(content).hexdigest()
    same = db.session.scalar(select(IndicatorRelease).where(IndicatorRelease.sha256 == digest))
    if same is not None:
        return Kept(same, new=False)
    release = read_release(content, frozenset(iso2_by_iso3()), indicator=indicator or None)
    held = releases(release.indicator)
    problems = _doubtful(release, aside=aside)
    if release.indicator not in IMPORTED:
        words = Text("{code}은(는) 순위에 쓰는 지표가 아닙니다.", "{code} is not an indicator of the ranking.")
        problems.append(words.format(code=release.indicator))
    if any(r.updated == release.updated for r in held):
        words = Text(
            "{day} 판이 이미 있는데 내용이 다릅니다. 받은 뒤에 고친 파일이 아닌지 확인해 주세요.",
            "There is a release of {day} with other content. Check that the file was not altered.",
        )
        problems.append(words.format(day=release.updated))
    elif held and release.updated < held[0].updated and not older:
        words = Text(
            "{day} 판은 이미 가진 {held} 판보다 오래되었습니다. 비교만 하려면 ‘이전 판도 비교용으로 보관’을 골라 주세요.",
            "The release of {day} is older than {held}, held here. To compare only, tick “keep an older release”.",
        )
        problems.append(words.format(day=release.updated, held=held[0].updated))
    if problems:
        raise Unusable(problems)
    row = IndicatorRelease(
        indicator=release.indicator,
        name=shortened(release.indicator_name, 200),
        updated=release.updated,
        years=list(release.years),
        groups=list(release.groups),
        unknown=[list(pair) for pair in release.unknown],
        file_name=reading.file_name(file_name),
        sha256=digest,
        figures=len(release.figures),
        by_id=actor.user_id,
    )
    db.session.add(row)
    db.session.flush()
    rows = [
        {"release_id": row.id, "iso3": f.iso3, "year": f.year, "value": format(f.value, "f")} for f in release.figures
    ]
    if rows:
        db.session.execute(insert(IndicatorFigure), rows)
    return Kept(row, new=True)


def _doubtful(release: Release, *, aside: bool) -> list[Text]:
    """Unknown country codes, unless they are set aside, and figures below zero:
    none of what we rank by can be negative.
    """
    code_words = Text(
        "모르는 나라 코드입니다: {code} ({name}). 빼고 가져오려면 ‘모르는 나라 코드는 빼고 가져오기’를 골라 주세요.",
        "Unknown country code: {code} ({name}). To leave it out, tick “leave out unknown country codes”.",
    )
    value_words = Text("{iso3} {year}년: {value}, 0보다 작을 수 없습니다.", "{iso3} {year}: {value} is below zero.")
    unknown = [] if aside else [pair for pair in release.unknown if pair[0] not in AREAS]
    return [code_words.format(code=code, name=name) for code, name in unknown] + [
        value_words.format(iso3=f.iso3, year=f.year, value=f.value) for f in release.figures if f.value < 0
    ]


def changes_since_before(row: IndicatorRelease) -> Changes | None:
    """What changed from the release before to this one; None where it is the first."""
    before = release_before(row)
    return compare(as_release(before), as_release(row)) if before else None
