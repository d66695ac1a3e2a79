"""Pages of the 대사: a file beside a settlement, dry or kept; each difference with its reason; the headings as data."""

from typing import Any

from flask import abort, render_template, request

from funds.grants.blueprint import bp
from funds.grants.models import Settlement
from funds.grants.reconciling import acts
from funds.grants.reconciling.columns import BY_KEY, COLUMNS, clashes
from funds.grants.reconciling.models import Reconciliation
from funds.grants.reconciling.pairs import AGREES, DIFFERS, HERE, THERE, counted
from funds.grants.reconciling.workbook import MOST_BYTES
from funds.unusable import Unusable
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.db import db
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, note_access, see_other, tell
from portal.core.workflow import Refused

VERDICTS = {
    AGREES: Text("일치", "Agrees"),
    DIFFERS: Text("다름", "Differs"),
    HERE: Text("정산에만 있음", "Only in the settlement"),
    THERE: Text("e나라도움에만 있음", "Only in e-Naradoum"),
}
TONES = {AGREES: "success", DIFFERS: "warning", HERE: "danger", THERE: "danger"}


def _page(case: Settlement, problems: tuple[Text, ...] = (), compared: acts.Compared | None = None) -> str:
    return render_template(
        "funds/grants/reconciling/compare.html",
        case=case,
        award=case.grant.award,
        problems=problems,
        compared=compared,
        counts=counted(compared.outcomes) if compared else {},
        verdicts=VERDICTS,
        tones=TONES,
        labels=BY_KEY,
        columns=COLUMNS,
        declared=acts.columns_now(),
        kept=[(one, acts.unmarked(one)) for one in acts.kept_for(case)],
    )


def _settlement(case_id: int) -> Settlement:
    case = case_or_404(Settlement, case_id)
    if case.state in ("prepared", "writing"):
        raise Refused(Text("정산보고가 들어온 뒤에 대사합니다.", "It is compared once the settlement was handed in."))
    return case


@bp.get("/settlements/<int:case_id>/reconcile")
@access("officer", "ministry")
def reconcile(case_id: int) -> str:
    return _page(_settlement(case_id))


@bp.post("/settlements/<int:case_id>/reconcile")
@access("officer")
def compare(case_id: int) -> Any:
    """Look at a file (nothing is written), or keep what came of it. Wrong cells keep the whole file out."""
    case = _settlement(case_id)
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return _page(case, (Text("파일을 골라 주세요.", "Choose a file."),)), 422
    content = upload.stream.read(MOST_BYTES + 1)
    try:
        if "keep" not in request.form:
            compared = acts.compare(case, content)
            return _page(case, compared=compared), 422 if compared.reading.wrong else 200
        compared = acts.compare(case, content)
        if compared.reading.wrong:
            return _page(case, compared=compared), 422
        kept, new = acts.keep(case, content, upload.filename, current_actor())
    except Unusable as wrong:
        db.session.rollback()
        return _page(case, wrong.problems), 422
    if new:
        note_access("reconcile", f"settlement:{case.id}")
        tell("대사 결과를 보관했습니다.", "The comparison was kept.")
    else:
        tell("이미 대사한 파일입니다. 바뀐 것이 없습니다.", "This file was compared before. Nothing changed.", "info")
    return see_other("grants.reconciliation", reconciliation_id=kept.id)


def _kept_or_404(reconciliation_id: int) -> Reconciliation:
    found = db.session.get(Reconciliation, reconciliation_id) if reconciliation_id < 2**31 else None
    if found is None:
        abort(404)
    case_or_404(Settlement, found.settlement_id)
    return found


def _kept_page(one: Reconciliation, wrong: dict[int, Text] | None = None, typed: str = "") -> str:
    order = (DIFFERS, HERE, THERE, AGREES)
    return render_template(
        "funds/grants/reconciling/page.html",
        one=one,
        case=one.settlement,
        award=one.settlement.grant.award,
        rows=sorted(one.rows, key=lambda r: (order.index(r.verdict), r.id)),
        counts={v: sum(1 for r in one.rows if r.verdict == v) for v in order},
        unmarked=acts.unmarked(one),
        verdicts=VERDICTS,
        tones=TONES,
        labels=BY_KEY,
        officer=current_actor().has("officer"),
        wrong=wrong or {},
        typed=typed,
    )


@bp.get("/reconciliations/<int:reconciliation_id>")
@access("officer", "ministry")
def reconciliation(reconciliation_id: int) -> str:
    return _kept_page(_kept_or_404(reconciliation_id))


@bp.post("/reconciliations/<int:reconciliation_id>/rows/<int:row_id>")
@access("officer")
def mark(reconciliation_id: int, row_id: int) -> Any:
    one = _kept_or_404(reconciliation_id)
    row = next((r for r in one.rows if r.id == row_id), None)
    if row is None:
        abort(404)
    typed = request.form.get("reason", "")
    with attempt() as tried:
        acts.mark(row, typed, current_actor())
    if tried.sentence is not None:
        return _kept_page(one, {row_id: tried.sentence}, typed), 422
    tell("사유를 적었습니다.", "The reason was kept.")
    return see_other("grants.reconciliation", reconciliation_id=one.id)


# ---- the headings -------------------------------------------------------------------------------------------------------------------


def _fields() -> tuple[Field, ...]:
    hint = Text("쉼표로 나누어 적습니다.", "Separate by commas.")
    boxes = tuple(
        Field(
            key=c.key,
            label=Text("‘{l}’ 열의 다른 제목", "Other headings of “{l}”").format(l=c.label),
            longest=500,
            hint=hint,
        )
        for c in COLUMNS
    )
    source = Field(
        key="source", label=Text("무엇을 보고 정했는지", "What it was taken from"), required=True, longest=500
    )
    return (*boxes, source)


def _columns_page(asking: Asking) -> str:
    return render_template(
        "funds/grants/reconciling/columns.html", asking=asking, declared=acts.columns_now(), columns=COLUMNS
    )


@bp.get("/columns")
@access("officer")
def columns() -> str:
    declared = acts.columns_now()
    held = declared.aliases if declared else {c.key: list(c.aliases) for c in COLUMNS}
    return _columns_page(Asking(_fields(), {key: ", ".join(words) for key, words in held.items()}))


@bp.post("/columns")
@access("officer")
def declare_columns() -> Any:
    asking = Asking(_fields(), given=request.form)
    aliases = {c.key: [w.strip() for w in asking.text(c.key).split(",") if w.strip()] for c in COLUMNS}
    for sentence in clashes(aliases):
        asking.fault("", sentence)
    if not asking.good:
        return _columns_page(asking), 422
    acts.declare_columns(aliases, asking.text("source"), current_actor())
    tell("열 제목을 저장했습니다.", "The headings were saved.")
    return see_other("grants.columns")
