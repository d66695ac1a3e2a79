"""The desk's pages of the marks: settings and conditions by date, the list for the maker of plaques."""

import csv
from datetime import date
from io import BytesIO, StringIO
from typing import Any

from flask import Response, abort, render_template, request
from sqlalchemy import select

from funds.selection.brand import settings
from funds.selection.brand.pages import ENDINGS, bp
from funds.selection.brand.svg import MOST_BYTES, UnfitLogo
from funds.selection.models import Award
from funds.selection.programmes import PROGRAMMES
from portal.core import clock
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.cases import Case
from portal.core.db import db
from portal.core.excel import DAY, TEXT, Column, Sheet, write_book
from portal.core.reading import sent_year
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, current_actor, see_other, tell
from portal.core.workflow import Refused

_SETTING = (
    Field(key="valid_from", label=Text("적용일", "In force from"), type="date", required=True),
    Field(key="name_ko", label=Text("이름(국문)", "Name in Korean"), required=True),
    Field(key="name_en", label=Text("이름(영문)", "Name in English"), required=True),
    Field(key="logo", label=Text("로고(PNG·SVG, 200KB까지)", "Logo (PNG or SVG, up to 200 KB)"), type="paper", hint=Text("올리지 않으면 앞의 로고를 이어 씁니다.", "Without one the earlier logo stays.")),
    Field(key="kahf", label=Text("KAHF와의 관계", "How it stands to KAHF"), type="text", longest=1000),
    Field(key="kahf_en", label=Text("KAHF와의 관계(영문)", "How it stands to KAHF, in English"), type="text", longest=1000),
    Field(key="kahf_url", label=Text("KAHF 안내 주소", "Address about KAHF"), longest=300),
    Field(key="source", label=Text("근거", "Source"), required=True, longest=500),
)  # fmt: skip


_TERMS = (
    Field(key="terms_from", label=Text("적용일", "In force from"), type="date", required=True),
    Field(
        key="text_ko", label=Text("사용 조건(국문)", "Conditions in Korean"), type="text", required=True, longest=8000
    ),
    Field(
        key="text_en", label=Text("사용 조건(영문)", "Conditions in English"), type="text", required=True, longest=8000
    ),
)


def _branded_or_404(programme: str) -> str:
    if programme not in settings.BRANDED:
        abort(404)
    return programme


def _settings_page(programme: str, setting: Asking | None = None, terms: Asking | None = None) -> str:
    today = clock.today()
    return render_template(
        "funds/selection/brand/settings.html",
        programme=PROGRAMMES[programme],
        branded=[PROGRAMMES[key] for key in settings.BRANDED],
        held=settings.settings_of(programme),
        face=settings.face_on(programme, today),
        terms=settings.terms_of(programme),
        terms_now=settings.terms_on(programme, today),
        setting=setting or Asking(_SETTING),
        asking=terms or Asking(_TERMS),
        ministry=current_actor().has("ministry"),
    )


@bp.get("/desk/programmes/marks/<programme>")
@access("officer", "ministry")
def settings_page(programme: str) -> str:
    return _settings_page(_branded_or_404(programme))


@bp.post("/desk/programmes/marks/<programme>")
@access("ministry")
def declare(programme: str) -> Any:
    _branded_or_404(programme)
    asking = Asking(_SETTING, given=request.form)
    url = asking.text("kahf_url")
    if url and not url.startswith(("https://", "http://")):
        asking.fault(
            "kahf_url", Text("https://로 시작하는 주소를 적어 주세요.", "Give an address that begins with https://.")
        )
    upload = request.files.get("logo")
    content = upload.stream.read(MOST_BYTES + 1) if upload is not None and upload.filename else b""
    if asking.good:
        with attempt(asking):
            try:
                settings.declare(
                    programme,
                    date.fromisoformat(asking["valid_from"]),
                    Text(asking["name_ko"], asking["name_en"]),
                    content,
                    Text(asking.text("kahf"), asking.text("kahf_en")),
                    url,
                    asking.text("source"),
                    current_actor(),
                )
            except UnfitLogo as problem:
                raise Refused(fields={"logo": problem.sentence}) from problem
    if not asking.good:
        return _settings_page(programme, setting=asking), 422
    tell("설정을 추가했습니다.", "The setting was added.")
    return see_other("marks.settings_page", programme=programme)


@bp.post("/desk/programmes/marks/<programme>/terms")
@access("ministry")
def add_terms(programme: str) -> Any:
    _branded_or_404(programme)
    asking = Asking(_TERMS, given=request.form)
    if asking.good:
        with attempt(asking):
            made = settings.add_terms(
                programme,
                date.fromisoformat(asking["terms_from"]),
                Text(asking["text_ko"], asking["text_en"]),
                current_actor(),
            )
    if not asking.good:
        return _settings_page(programme, terms=asking), 422
    tell(Text("사용 조건 {n}판을 추가했습니다.", "Version {n} was added.").format(n=made.version))
    return see_other("marks.settings_page", programme=programme)


HEADINGS = (
    "번호",
    "기관명(국문)",
    "기관명(영문)",
    "마크 이름(국문)",
    "마크 이름(영문)",
    "유효기간 시작",
    "유효기간 끝",
    "로고 파일",
    "로고 SHA-256",
)


def plaque_rows(programme: str, year: int | None) -> list[list[Any]]:
    """What a plaque says, a row an award in force, given in `year` (None: any): as on the day of the award."""
    wanted = select(Award).where(Award.programme == programme, Case.state.in_(("in_force", "notice")))
    rows = []
    for award in db.session.scalars(wanted.order_by(Award.number)):
        if award.valid_from is None or (year is not None and award.valid_from.year != year):
            continue
        face = settings.face_of(award)
        setting = face.setting
        ending = ENDINGS.get(setting.logo_type, "") if setting else ""
        own = award.organisation.name_en if award.organisation else ""
        rows.append(
            [
                award.number,
                award.holder,
                own,
                face.name.ko,
                face.name.en,
                award.valid_from,
                award.valid_to,
                f"{programme}-{setting.effective_from:%Y%m%d}.{ending}" if setting and ending else "",
                setting.logo_sha256 if setting else "",
            ]
        )
    return rows


def _year() -> int | None:
    return sent_year(request.args.get("year"))


@bp.get("/desk/programmes/marks/<programme>/plaques")
@access("officer", "ministry")
def plaques(programme: str) -> str:
    _branded_or_404(programme)
    rows = plaque_rows(programme, _year())
    return render_template(
        "funds/selection/brand/plaques.html",
        programme=PROGRAMMES[programme],
        rows=rows,
        year=_year(),
        held=settings.settings_of(programme),
    )


@bp.get("/desk/programmes/marks/<programme>/plaques.<any(xlsx, csv):kind>")
@access("officer", "ministry")
def plaque_file(programme: str, kind: str) -> Response:
    _branded_or_404(programme)
    rows = plaque_rows(programme, _year())
    if kind == "csv":
        out = StringIO()
        writer = csv.writer(out)
        writer.writerow(HEADINGS)
        writer.writerows([[_plain(v) for v in row] for row in rows])
        content, media = ("\ufeff" + out.getvalue()).encode(), "text/csv; charset=utf-8"
    else:
        book = BytesIO()
        columns = [Column(h, DAY if "유효기간" in h else TEXT) for h in HEADINGS]
        title = f"{PROGRAMMES[programme].title.ko} 현판 자료"
        write_book(
            [Sheet(tab="현판", table="plaques", title=title, note=f"{clock.today()} 기준", columns=columns, rows=rows)],
            book,
        )
        content, media = book.getvalue(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    answer = Response(content, mimetype=media.partition(";")[0], content_type=media)
    answer.headers["Content-Disposition"] = f'attachment; filename="plaques-{programme}.{kind}"'
    return answer


def _plain(value: Any) -> str:
    """A cell of the CSV; what a spreadsheet might take for a formula is marked as text."""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
