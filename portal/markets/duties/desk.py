"""Korean-side duties at the officers' desk: each edited as a new dated version,
with its source and its day of review.
"""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, abort, render_template, request

from portal.core import clock, dated, search
from portal.core.asking import Asking
from portal.core.dated_page import stand
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, current_actor, see_other, tell
from portal.markets.duties import acts, queries
from portal.markets.duties.terms import CERTAINTY, FOUNDERS, STAGES, Duty
from portal.markets.terms import EXPANSIONS
from portal.markets.texts import links

bp = Blueprint("duty_desk", __name__, url_prefix="/desk/duties")
REVIEWED_AFTER = timedelta(days=365)

ASKED = (
    Field(key="title_ko", label=Text("할 일(한국어)", "Duty (Korean)"), required=True, longest=300),
    Field(key="title_en", label=Text("할 일(영어)", "Duty (English)"), required=True, longest=300),
    Field(key="stage", label=Text("언제쯤", "Stage"), type="choice", required=True, choices=STAGES),
    Field(key="founders", label=Text("누가(설립 형태)", "Whose (founder types)"), type="choices", required=True, choices=FOUNDERS),
    Field(key="expansions", label=Text("어떤 진출", "Kinds of expansion"), type="choices", required=True, choices={k: words for k, (words, _) in EXPANSIONS.items()}),
    Field(key="when_ko", label=Text("기한(한국어)", "When (Korean)"), longest=300),
    Field(key="when_en", label=Text("기한(영어)", "When (English)"), longest=300),
    Field(key="authority_ko", label=Text("기관(한국어)", "Authority (Korean)")),
    Field(key="authority_en", label=Text("기관(영어)", "Authority (English)")),
    Field(key="law_ko", label=Text("법적 근거(한국어)", "Law (Korean)")),
    Field(key="law_en", label=Text("법적 근거(영어)", "Law (English)")),
    Field(key="certainty", label=Text("확인 정도", "How certain"), type="choice", required=True, choices={k: words for k, (words, _) in CERTAINTY.items()}),
    Field(key="source", label=Text("출처", "Source"), required=True, longest=500),
    Field(key="source_url", label=Text("출처 주소", "Address of the source"), longest=500, hint=Text("https://로 시작하는 공개 주소", "A public address that begins with https://")),
    Field(key="effective_from", label=Text("시행일(이 판의 첫날)", "In force from"), type="date", required=True),
    Field(key="reviewed_on", label=Text("자료를 확인한 날", "Source checked on"), type="date", required=True, past=True),
    Field(key="review_by", label=Text("다시 확인할 날", "To be checked again by"), type="date", required=True),
    Field(key="ended", label=Text("이 날부터 의무가 없어집니까?", "Does the duty end on that day?"), type="yesno", required=True),
)  # fmt: skip


@bp.get("")
@access("officer", "ministry")
def index() -> str:
    """Every duty in force, those to be checked again first."""
    held = sorted(queries.in_force(clock.today()), key=lambda d: d.review_by)
    coming = [d for versions in queries.versions().values() for d in versions if dated.is_coming(d)]
    return render_template(
        "markets/duties/desk.html", duties=held, coming=coming, certainty=CERTAINTY, founders=FOUNDERS
    )


@bp.get("/new")
@bp.get("/<key>")
@access("officer", "ministry")
def edit(key: str = "") -> str:
    return _page(key, Asking(ASKED, _answers(key)))


def _versions(key: str) -> list[Duty]:
    found = queries.versions().get(key, []) if key else []
    if key and not found:
        abort(404)
    return found


def _answers(key: str) -> dict[str, Any]:
    """The newest version as a new one of today."""
    today, held = clock.today(), _versions(key)
    days = {"effective_from": today, "reviewed_on": today, "review_by": today + REVIEWED_AFTER}
    answers: dict[str, Any] = {k: d.isoformat() for k, d in days.items()} | {"ended": "no"}
    if held:
        last = held[-1]
        for name in ("title", "when", "authority", "law"):
            answers[f"{name}_ko"], answers[f"{name}_en"] = getattr(last, name)
        answers |= {k: getattr(last, k) for k in ("stage", "certainty", "source", "source_url")}
        answers |= {"founders": list(last.founders), "expansions": list(last.expansions)}
    return answers


@bp.post("/new")
@bp.post("/<key>")
@access("officer", "ministry")
def save(key: str = "") -> Any:
    """Add a version; the ones before it stay."""
    _versions(key)
    asking = Asking(ASKED, given=request.form)
    _check(asking)
    if not asking.good:
        return _page(key, asking), 422
    days = {k: date.fromisoformat(asking.text(k)) for k in ("effective_from", "reviewed_on", "review_by")}
    lists = {k: asking[k] for k in ("founders", "expansions")}
    plain = {f.key: asking.text(f.key) for f in ASKED if f.key not in days and f.key not in lists and f.key != "ended"}
    made = acts.write(
        key or acts.new_key(), plain | lists | days | {"ended": asking["ended"] == "yes"}, current_actor()
    )
    _index(made.key)
    tell("새 판을 저장했습니다.", "The new version was saved.")
    return see_other("duty_desk.edit", key=made.key)


def _check(asking: Asking) -> None:
    if asking["certainty"] == "sure" and not asking.text("law_ko"):
        asking.fault(
            "law_ko",
            Text("법령에서 확인했다면 조문을 적어 주세요.", "Name the article if it was confirmed in the law."),
        )
    if asking.text("source_url") and not links.is_outside(asking.text("source_url")):
        fault = links.form_fault(asking.text("source_url"))
        asking.fault("source_url", fault or Text("https:// 주소를 적어 주세요.", "Give an https:// address."))
    if asking.text("review_by") and asking.text("review_by") <= clock.today().isoformat():
        asking.fault(
            "review_by", Text("다시 확인할 날을 오늘 뒤로 정해 주세요.", "Name a later day for the next review.")
        )


def _index(key: str) -> None:
    """What is found follows at once; a duty that is none (yet, or any more) is not found."""
    document = next((d for d in queries.documents() if d.key == key), None)
    if document is None:
        search.drop(queries.SOURCE, key)
    else:
        search.put(queries.SOURCE, document)


def _page(key: str, asking: Asking) -> str:
    return render_template(
        "markets/duties/edit.html",
        key=key,
        asking=asking,
        versions=stand(_versions(key)),
        certainty=CERTAINTY,
        founders=FOUNDERS,
        expansions=EXPANSIONS,
    )
