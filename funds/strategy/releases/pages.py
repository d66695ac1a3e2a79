"""Pages of the indicator files: what was imported, the upload, and what changed from one release to the next."""

from decimal import Decimal
from typing import Any

from flask import abort, g, render_template, request

from funds.strategy import queries as q
from funds.strategy.indicators.figures import INDICATORS
from funds.strategy.models import IndicatorRelease
from funds.strategy.pages import bp
from funds.strategy.releases.acts import IMPORTED, changes_since_before, keep_release
from funds.unusable import Unusable
from portal.core.db import db
from portal.core.text import Text
from portal.core.web import access, current_actor, see_other, tell

MOST_SHOWN = 200


def _page(problems: tuple[Text, ...] = ()) -> str:
    return render_template(
        "funds/strategy/releases/index.html",
        releases=q.releases(),
        counting={r.id for r in q.counting().values()},
        shipped={code: q.shipped_release(code) for code in IMPORTED},
        indicators=INDICATORS,
        imported=IMPORTED,
        problems=problems,
        given=request.form,
    )


@bp.get("/files")
@access("officer", "ministry")
def files() -> str:
    return _page()


@bp.post("/files")
@access("officer", "ministry")
def file_import() -> Any:
    """Take one file in; what is wrong with it is said in sentences and nothing is kept."""
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return _page((Text("파일을 골라 주세요.", "Choose a file."),)), 422
    indicator = request.form.get("indicator", "")
    try:
        kept = keep_release(
            upload.stream.read(),
            upload.filename,
            current_actor(),
            indicator=indicator if indicator in IMPORTED else "",
            older=request.form.get("older") == "yes",
            aside=request.form.get("aside") == "yes",
        )
    except Unusable as wrong:
        db.session.rollback()
        return _page(wrong.problems), 422
    if kept.new:
        tell(
            f"{kept.row.updated} 판의 수치 {kept.row.figures:,}개를 가져왔습니다.",
            f"{kept.row.figures:,} figures of the release of {kept.row.updated} came in.",
        )
    else:
        tell("이미 가져온 파일입니다. 바뀐 것이 없습니다.", "This file was imported before. Nothing changed.", "info")
    return see_other("strategy.release", release_id=kept.row.id)


@bp.get("/files/<int:release_id>")
@access("officer", "ministry")
def release(release_id: int) -> str:
    """One file: what it held, what was set aside, and what changed since the release before."""
    row = db.session.get(IndicatorRelease, release_id) if release_id < 2**31 else None
    if row is None:
        abort(404)
    changes = changes_since_before(row)
    revised = sorted(changes.revised, key=lambda r: -abs(r.percent or Decimal(0))) if changes else []
    return render_template(
        "funds/strategy/releases/page.html",
        row=row,
        counts=row.id in {r.id for r in q.counting().values()},
        shipped=q.shipped_release(row.indicator),
        changes=changes,
        later=q.release_after(row),
        revised=revised[:MOST_SHOWN],
        by_year=_by_year(changes),
        indicator=INDICATORS.get(row.indicator),
        name=lambda iso3: q.country_name(iso3, g.language),
        most=MOST_SHOWN,
    )


def _by_year(changes: Any) -> list[tuple[int, int, int, int]]:
    """(year, added, removed, revised) of the years in which anything changed, newest first."""
    if changes is None:
        return []
    years = sorted({r.year for part in (changes.added, changes.removed, changes.revised) for r in part}, reverse=True)
    return [
        (year, *(sum(r.year == year for r in part) for part in (changes.added, changes.removed, changes.revised)))
        for year in years
    ]
