"""Choosing an expert: the shortlist of one request with what-if weights, and many requests at once.

Logs what was shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import g, render_template, request
from sqlalchemy import select

from experts import matching, terms
from experts.acts import answers_of
from experts.blueprints import desk as bp
from experts.choice import profiles, proposals
from experts.matching.understood import understood
from experts.models import Consultation, Expert
from experts.pool import queries
from portal.core import clock
from portal.core.attempts import attempt
from portal.core.db import db
from portal.core.fire import fire
from portal.core.reading import sent_number
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, note_access, see_other, tell
from portal.core.workflow import Refused


@bp.get("/consultations/<int:case_id>/shortlist")
@access("officer", "ministry")
def shortlist(case_id: int) -> str:
    """Who is proposed and why; sliders are GET parameters, so a what-if is an address that can be passed on."""
    case = case_or_404(Consultation, case_id)
    note_access("read", f"consultation:{case.id}")
    return _shortlist_page(case)


def _shortlist_page(case: Consultation, reasons: Sequence[Text] = ()) -> str:
    args = request.form if request.method == "POST" else request.args
    weights = proposals.weights_of(args)
    found = proposals.propose(case, weights)
    return render_template(
        "experts/choice/shortlist.html",
        case=case,
        found=found,
        answers=answers_of(case),
        understood=understood(profiles.request_of(case), case.confirmed),
        sliders=[(n, words, round(getattr(weights, n) * 100), round(d * 100)) for n, words, d in proposals.SLIDERS],
        moved=proposals.moved(weights),
        usual={p.expert.id: p.rank for p in proposals.propose(case, matching.DEFAULT).proposals}
        if proposals.moved(weights)
        else {},
        confidence=proposals.CONFIDENCE,
        names=proposals.NAMES,
        depths=terms.DEPTHS,
        fields=terms.named(terms.fields(), case.fields),
        pool_size=len(queries.in_office()),
        may_assign=case.state == "matching" and current_actor().has("officer"),
        state=case.declared.workflow.state(case.state),
        reasons=reasons,
        chosen=request.form.get("expert", "") if request.method == "POST" else "",
        typed=request.form.get("why", "") if request.method == "POST" else "",
        language=g.language,
    )


@bp.post("/consultations/<int:case_id>/shortlist")
@access("officer")
def assign(case_id: int) -> Any:
    """Ask the chosen expert; with a tick the others on the list follow in rank if they pass it on."""
    case, actor = case_or_404(Consultation, case_id), current_actor()
    chosen = db.session.get(Expert, sent_number(request.form.get("expert")) or 0)
    why = request.form.get("why", "").strip()
    with attempt() as tried:
        if chosen is None or not why:
            raise Refused(Text("전문위원을 고르고 고른 까닭을 적어 주세요.", "Choose an expert and say why."))
        shown = proposals.propose(case, proposals.weights_of(request.form))
        rank = proposals.keep(case, shown, chosen, why, actor)
        follow = [p.expert.id for p in shown.proposals if p.expert.id != chosen.id and p.confidence != "low"]
        given = {
            "expert": chosen.id,
            "rank": rank,
            "why": why,
            "fallback": follow if request.form.get("follow") else [],
        }
        fire(case, "assign", actor, given=given, version=_version())
    if tried.refused or chosen is None:
        return _shortlist_page(case, tried.sentences), 422
    tell(
        Text("{n} 전문위원에게 자문을 요청했습니다.", "{n} was asked.").format(
            n=Text(chosen.name, chosen.name_en or chosen.name)
        )
    )
    return see_other("ghkol_desk.consultation", case_id=case.id)


def _version() -> int | None:
    return sent_number(request.form.get("version"))


# ---- many at once -------------------------------------------------------------------------------------------------------


def waiting() -> list[Consultation]:
    """The requests that wait for an expert, by due day."""
    wanted = select(Consultation).where(Consultation.state == "matching")
    return list(db.session.scalars(wanted.order_by(Consultation.due_on, Consultation.id)))


@bp.get("/batch")
@access("officer", "ministry")
def batch() -> str:
    """The plan for all requests that wait, or for those that are ticked: a proposal, nothing is asked yet."""
    return _batch_page()


def _ticked(cases: list[Consultation], given: list[str]) -> list[Consultation]:
    return [c for c in cases if str(c.id) in given] if given else cases


def _batch_page(outcome: dict[int, list[Text]] | None = None) -> str:
    cases = waiting()
    args = request.form if request.method == "POST" else request.args
    chosen = _ticked(cases, args.getlist("case"))
    keep, aside = _once(_pairs(args.getlist("keep"), chosen)), _pairs(args.getlist("aside"), chosen)
    plan, problem = None, None
    try:
        plan = plan_of(chosen, keep, aside)
    except matching.BadInput as refused:
        problem = refused.words
    rows = queries.named({a.expert_id for a in plan.assigned}) if plan else {}
    by_code = {c.code: c for c in cases}
    return render_template(
        "experts/choice/batch.html",
        cases=cases,
        chosen={c.id for c in chosen},
        assigned=[(by_code[a.request_id], rows[a.expert_id], a.affinity, _named(a.note)) for a in plan.assigned]
        if plan
        else [],
        left=[(by_code[x.request_id], x.why) for x in plan.left] if plan else [],
        report=plan.report if plan else None,
        tau=plan.tau if plan else 0,
        wished=sum(bool(profiles.request_of(c).preferred) for c in chosen),
        loads=queries.loads(),
        outcome=outcome or {},
        keep=keep,
        aside=_with_rows(aside, by_code),
        capped=_with_rows(plan.capped, by_code) if plan else [],
        problem=problem,
        pool_size=len(queries.in_office()),
        depths=terms.DEPTHS,
        may_assign=current_actor().has("officer"),
    )


Pair = tuple[str, str]


def _pairs(marks: list[str], cases: list[Consultation]) -> list[Pair]:
    """Pairs as the matching names them from marks such as '12-5' (case, expert);
    what names no case here is passed over.
    """
    codes = {str(c.id): c.code for c in cases}
    found: dict[Pair, None] = {}
    for mark in marks:
        case_id, _, expert_id = mark.partition("-")
        expert = sent_number(expert_id)
        if case_id in codes and expert is not None:
            found[(codes[case_id], queries.code_of(expert))] = None
    return list(found)


def _once(pairs: list[Pair]) -> list[Pair]:
    """One pair a request."""
    return list(dict(pairs).items())


def _with_rows(pairs: Sequence[Pair], cases: Mapping[str, Consultation]) -> list[tuple[Consultation, Expert]]:
    rows = queries.named([expert for _, expert in pairs])
    return [(cases[r], rows[e]) for r, e in pairs if e in rows]


def plan_of(cases: list[Consultation], keep: Sequence[Pair] = (), aside: Sequence[Pair] = ()) -> matching.Batch | None:
    """The exact plan for these requests against the pool of today; None without a request or an expert.

    `keep` are pairs that stand, `aside` pairs that are not to be made. BadInput where a kept expert left the pool.
    """
    index = profiles.index()
    if not cases or not index.experts:
        return None
    return matching.plan_batch([profiles.request_of(c) for c in cases], index, fixed=keep, aside=aside)


def _named(note: Text | None) -> Text | None:
    """The note with names for the codes of the matching."""
    if note is None:
        return None
    for code, expert in queries.named(
        {w for w in note.ko.replace("(", " ").split() if w[:1] == "E" and w[1:7].isdigit()}
    ).items():
        note = Text(note.ko.replace(code, expert.name), note.en.replace(code, expert.name_en or expert.name))
    return note


@bp.post("/batch/again")
@access("officer")
def batch_again() -> Any:
    """Reckon anew: what is ticked stands, what was shown without a tick is put aside,
    and so are the pairs put aside before.
    """
    shown, aside = request.form.getlist("shown"), request.form.getlist("aside")
    keep = [mark for mark in shown if request.form.get(f"expert-{mark.partition('-')[0]}") == mark.partition("-")[2]]
    given = {"case": request.form.getlist("case"), "keep": keep, "aside": aside + [m for m in shown if m not in keep]}
    return see_other("ghkol_desk.batch", **{key: values for key, values in given.items() if values})


@bp.post("/batch")
@access("officer")
def assign_batch() -> Any:
    """Ask everybody in the plan that was shown; a pair that a gate bars by now is told and the others stand."""
    actor = current_actor()
    cases = _ticked(waiting(), request.form.getlist("case"))
    keep, aside = _once(_pairs(request.form.getlist("keep"), cases)), _pairs(request.form.getlist("aside"), cases)
    try:
        plan = plan_of(cases, keep, aside)
    except matching.BadInput:
        plan = None
    planned = {(a.request_id, queries.id_of(a.expert_id)) for a in plan.assigned} if plan else set()
    mark = f"{clock.seoul(clock.now()):%y%m%d-%H%M%S}"
    done, refused = 0, {}
    for case in cases:
        pair = request.form.get(f"expert-{case.id}", "")
        if not pair.isdigit() or (case.code, int(pair)) not in planned:
            if pair:
                refused[case.id] = [Text("그 사이에 계획이 바뀌었습니다.", "The plan has changed since.")]
            continue
        try:
            with db.session.begin_nested():
                expert = db.session.get(Expert, int(pair))
                assert expert is not None
                shown = proposals.propose(case, matching.DEFAULT)
                rank = proposals.keep(case, shown, expert, "일괄 배정", actor, batch=mark)
                fire(
                    case,
                    "assign",
                    actor,
                    given={"expert": expert.id, "rank": rank, "why": f"일괄 배정 {mark}", "fallback": []},
                )
            done += 1
        except Refused as problem:
            refused[case.id] = [*problem.reasons, *problem.fields.values()]
    if refused:
        db.session.flush()
        return _batch_page(refused)
    tell(Text("{n}건을 요청했습니다.", "{n} requests were sent to experts.").format(n=done))
    return see_other("ghkol_desk.batch")
