"""방어 자료: one ZIP of everything that shows how a call was decided, in a full and a partial-disclosure edition.

Re-computable: rubric.json, scores.json and result.json are the bytes whose SHA-256 the log holds. The partial edition
leaves out names of members and what would tell who scored what; it carries the aggregate of each application.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from sqlalchemy import select

from funds.selection.applications.supplements import supplements_of
from funds.selection.calls.minutes import minutes_pdf, minutes_text
from funds.selection.lots.acts import lots_of
from funds.selection.models import Award, Call
from funds.selection.objections import outcome
from funds.selection.objections.acts import objections_to
from funds.selection.objections.models import Objection
from funds.selection.panel import committee, conflicts
from funds.selection.panel.papers import sheets_pdf, tally_book, tally_pdf
from funds.selection.panel.result import compute
from funds.selection.programmes.declaration import SAMPLE
from funds.selection.queries import open_applications
from funds.selection.reviews.queries import review_of
from funds.selection.scoring.files import file_of
from portal.core import clock, periods
from portal.core.cases import Case
from portal.core.db import db
from portal.core.mail import Mail
from portal.core.panels.pool import Reviewer
from portal.core.panels.queries import seats_of

COMMAND = "flask --app wsgi awards score --rubric rubric.json --scores scores.json --out result.json"
EDITIONS = ("full", "partial")
COMPUTED = ("rubric", "scores", "result")


def dossier(call: Call, edition: str) -> bytes:
    """The ZIP of a decided call.

    Every round's files stand in a folder of their own; MANIFEST.txt lists each SHA-256.
    """
    files = _shared(call) | (_full(call) if edition == "full" else _partial(call))
    if edition != "full":
        files = {name: _without_names(call, content) for name, content in files.items()}
    lines = [f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in sorted(files.items())]
    files["MANIFEST.txt"] = ("\n".join(lines) + "\n").encode()
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return out.getvalue()


def _shared(call: Call) -> dict[str, bytes]:
    """What both editions hold: notice, rubric with its dates, the draws, the minutes, how to compute it again."""
    rubric = call.rubric
    assert rubric is not None
    dates = {
        "version": rubric.version,
        "sample": SAMPLE.ko if rubric.sample else "",
        "published_for_comment": _at(rubric.published_at),
        "comment_until": rubric.comment_until.isoformat() if rubric.comment_until else "",
        "effective_from": rubric.effective_from.isoformat() if rubric.effective_from else "",
        "body": rubric.body,
        "comments": [{"at": _at(c.at), "text": c.text} for c in rubric.comments],
    }
    draws = {
        "committee": {"hash": call.draw_hash, "seed": call.draw_seed, "pool": call.draw_pool, "order": call.draw_order}
    } | {
        f"{lot.purpose} {lot.round_no}": {
            "hash": lot.hash,
            "committed_at": _at(lot.committed_at),
            "seed": lot.seed if lot.revealed_at else "",
            "order": lot.order,
        }
        for lot in lots_of(call)
    }
    readme = [
        f"{call.number} {call.title}",
        f"만든 때: {clock.seoul(clock.now()):%Y-%m-%d %H:%M}",
        "",
        "다시 계산하기 (데이터베이스 없이, 단계별 폴더와 이의신청 폴더 안에서):",
        COMMAND,
        "만들어진 result.json의 SHA-256이 MANIFEST.txt의 값과 같아야 한다.",
        "추첨을 다시 하기: 후보 번호마다 SHA-256('수:번호')를 구해 작은 순서로 늘어놓는다. 수의 SHA-256은 추첨 전에 기록되었다.",
    ]
    return {
        "README.txt": "\n".join(readme).encode(),
        "공고.txt": call.notice.encode(),
        "평가기준.json": file_of(dates),
        "추첨.json": file_of(draws),
        "의결서.txt": minutes_text(call).encode(),
        "선정안과 결정.json": file_of(call.proposal or {}),
    }


def _at(instant: Any) -> str:
    return instant.isoformat() if instant else ""


def _full(call: Call) -> dict[str, bytes]:
    found: dict[str, bytes] = {
        "서약과 이해충돌.json": file_of(committee.pledges(call)),
        "기피.json": file_of(
            [
                {
                    "name": c.reviewer.name,
                    "application": c.application.number,
                    "reason": c.reason,
                    "upheld": c.upheld,
                    "decision": c.decision,
                }
                for c in conflicts.open_challenges(call)
            ]
        ),
        "자격과 보완.json": file_of(_eligibility(call)),
        "기록과 봉인.json": file_of(_log(call)),
        "통지.json": file_of(_letters(call)),
        "의결서.pdf": minutes_pdf(call),
        "집계표.xlsx": tally_book(call),
        "집계표.pdf": tally_pdf(call),
        "평가표.pdf": sheets_pdf(call),
    }
    for held in _rounds(call):
        for name in COMPUTED:
            found[f"{held['round']}단계/{name}.json"] = file_of(held[name])
    for objection in _objections(call):
        found |= _objection(objection)
    return found


def _partial(call: Call) -> dict[str, bytes]:
    """Means, bonus and rank of each application by number; no member, no name, no single score."""
    found = {f"{held['round']}단계/aggregate.json": file_of(_aggregate(held["result"])) for held in _rounds(call)}
    for objection in _objections(call):
        held = review_of(objection)
        if held is not None and held.result is not None:
            found[f"이의신청/{objection.number}/aggregate.json"] = file_of(_aggregate(held.result["result"]))
    return found | {"공개 범위.txt": "위원의 이름과 위원별 점수, 의견은 뺀 부분공개본입니다.".encode()}


def _aggregate(result: dict[str, Any]) -> list[dict[str, Any]]:
    kept = ("id", "criterion_means", "mean", "bonus", "penalty", "final", "passed", "rank", "selected")
    return [{k: m[k] for k in kept} for m in result["applications"]]


def _without_names(call: Call, content: bytes) -> bytes:
    """Members are named by their label, others of the pool by their number,
    also where somebody wrote their name into a text.
    """
    objections = _objections(call)
    drawn = [*call.draw_pool, *(i for o in objections if (held := review_of(o)) for i in held.draw_pool)]
    labels = {i: f"후보 {i}" for i in drawn}
    labels |= {s.reviewer_id: s.label for s in seats_of(call, sitting=False)}
    labels |= {s.reviewer_id: s.label for o in objections for s in seats_of(o, sitting=False)}
    people = db.session.scalars(select(Reviewer).where(Reviewer.id.in_(labels)))
    text = content.decode()
    for reviewer in sorted(people, key=lambda r: (-len(r.name), r.id)):
        text = text.replace(reviewer.name, labels[reviewer.id])
    return text.encode()


def _rounds(call: Call) -> list[dict[str, Any]]:
    assert call.result is not None
    compute(call)  # the frozen files must still compute
    return [*call.earlier_results, call.result]


def _eligibility(call: Call) -> list[dict[str, Any]]:
    """Per application what was checked with evidence, what of the automatic criteria was overridden,
    what was supplemented.
    """
    return [
        {
            "application": a.number,
            "eligibility": a.eligibility,
            "automatic": a.automatic,
            "overrides": a.overrides,
            "bonuses": a.granted,
            "penalties": a.penalties,
            "supplements": [
                {
                    "asked_at": _at(s.asked_at),
                    "wanted": s.wanted,
                    "sections": s.sections,
                    "due_on": s.due_on.isoformat(),
                    "ended": s.ended,
                }
                for s in supplements_of(a)
            ],
        }
        for a in open_applications(call)
    ]


# ---- objections ----------------------------------------------------------------------------------------------------------------


def _objections(call: Call) -> list[Objection]:
    return [o for a in open_applications(call) for o in objections_to(a.id)]


def _objection(case: Objection) -> dict[str, bytes]:
    here = f"이의신청/{case.number}"
    held = review_of(case)
    about = {
        "application": case.application.number,
        "grounds": case.grounds,
        "criteria": case.criteria,
        "rules": case.rules,
        "state": case.state,
        "log": _events(case),
        "ranking": outcome.rankings(case),
        "reviewers": [
            {
                "member": s.label,
                "name": s.reviewer.name,
                "employer": s.reviewer.employer,
                "state": s.state,
                "reason": s.reason,
                "declared_at": _at(s.declared_at),
                "handed_in_at": _at(s.handed_in_at),
            }
            for s in seats_of(case, sitting=False)
            if case.state != "rescoring"
        ],
        "draw": {
            "hash": held.draw_hash,
            "seed": held.draw_seed if held.draw_order else "",
            "pool": held.draw_pool,
            "order": held.draw_order,
        }
        if held
        else {},
        "scores": held.result["criteria"] if held and held.result else {},
    }
    found = {f"{here}/이의신청.json": file_of(about)}
    if held is not None and held.result is not None:
        found |= {f"{here}/{name}.json": file_of(held.result[name]) for name in COMPUTED}
    return found


# ---- what was logged and told ----------------------------------------------------------------------------------------------------


def _log(call: Call) -> list[dict[str, Any]]:
    """Every event of the call: who, when, what."""
    return _events(call)


def _events(case: Case) -> list[dict[str, Any]]:
    return [
        {
            "event": e.name,
            "on": e.on.isoformat(),
            "at": e.at.isoformat(),
            "by": e.actor.name if e.actor else "SYSTEM",
            "facts": json.loads(json.dumps(e.facts, default=str)),
        }
        for e in periods.events_of(case)
    ]


def _cases(call: Call) -> Iterable[int]:
    applications = [a.id for a in open_applications(call)]
    awards = db.session.scalars(select(Award.id).where(Award.call_id == call.id))
    return [call.id, *applications, *awards, *(o.id for o in _objections(call))]


def _letters(call: Call) -> list[dict[str, Any]]:
    """Every letter about the call, its applications, awards and objections, with the proof of service: made,
    sent, read, or why not.
    """
    numbers = {a.id: a.number for a in open_applications(call)}
    rows = db.session.scalars(select(Mail).where(Mail.case_id.in_(_cases(call))).order_by(Mail.id))
    return [
        {
            "about": numbers.get(m.case_id or 0) or (m.case.number if m.case else ""),
            "to": m.user.name if m.user else m.address,
            "address": m.address,
            "subject": m.subject,
            "body": m.body,
            "state": m.state,
            "made_at": _at(m.created_at),
            "sent_at": _at(m.sent_at),
            "read_at": _at(m.read_at),
            "tries": m.tries,
            "reason": m.reason,
        }
        for m in rows
    ]
