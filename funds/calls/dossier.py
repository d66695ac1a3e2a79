"""방어 자료: one ZIP of everything that shows how a round was decided, in a full and a partial-disclosure edition.

Re-computable: rubric.json, scores.json and result.json are the bytes whose SHA-256 the log holds. The partial edition leaves
out names of members and what would tell who scored what; it carries the aggregate of each application.
"""

import hashlib
import json
import zipfile
from io import BytesIO
from typing import Any

from sqlalchemy import select

from funds.applications.applying import open_applications
from funds.awards.papers import sheets_pdf, tally_book, tally_pdf
from funds.calls.deciding import compute
from funds.calls.files import file_of
from funds.models import Call
from funds.panel import committee, conflicts
from funds.programme import SAMPLE
from portal.core import clock, rules
from portal.core.db import db
from portal.core.mail import Mail

COMMAND = "flask --app wsgi awards score --rubric rubric.json --scores scores.json --out result.json"
EDITIONS = ("full", "partial")


def dossier(call: Call, edition: str) -> bytes:
    """The ZIP of a decided call. Every round's files stand in a folder of their own; MANIFEST.txt lists each SHA-256."""
    files = _shared(call) | (_full(call) if edition == "full" else _partial(call))
    lines = [f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in sorted(files.items())]
    files["MANIFEST.txt"] = ("\n".join(lines) + "\n").encode()
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return out.getvalue()


def _shared(call: Call) -> dict[str, bytes]:
    """What both editions hold: notice, rubric with its dates, the draw, the minutes, how to compute it again."""
    rubric = call.rubric
    assert rubric is not None
    dates = {
        "version": rubric.version,
        "sample": SAMPLE.ko if rubric.sample else "",
        "published_for_comment": rubric.published_at.isoformat() if rubric.published_at else "",
        "comment_until": rubric.comment_until.isoformat() if rubric.comment_until else "",
        "effective_from": rubric.effective_from.isoformat() if rubric.effective_from else "",
        "body": rubric.body,
    }
    readme = [
        f"{call.number} {call.title}",
        f"만든 때: {clock.seoul(clock.now()):%Y-%m-%d %H:%M}",
        "",
        "다시 계산하기 (데이터베이스 없이):",
        COMMAND,
        "추첨을 다시 하기: 후보 번호마다 SHA-256('수:번호')를 구해 작은 순서로 늘어놓는다. 수의 SHA-256은 추첨 전에 기록되었다.",
    ]
    return {
        "README.txt": "\n".join(readme).encode(),
        "공고.txt": call.notice.encode(),
        "평가기준.json": file_of(dates),
        "추첨.json": file_of(
            {"hash": call.draw_hash, "seed": call.draw_seed, "pool": call.draw_pool, "order": call.draw_order}
        ),
        "의결서.txt": call.minutes.encode(),
        "선정안과 결정.json": file_of(call.proposal or {}),
    }


def _full(call: Call) -> dict[str, bytes]:
    found: dict[str, bytes] = {
        "서약과 이해충돌.json": file_of(committee.pledges(call)),
        "기피.json": file_of(
            [
                {"name": c.reviewer.name, "application": c.application.number, "reason": c.reason, "upheld": c.upheld, "decision": c.decision}
                for c in conflicts.open_challenges(call)
            ]
        ),
        "기록과 봉인.json": file_of(_log(call)),
        "통지.json": file_of(_letters(call)),
        "집계표.xlsx": tally_book(call),
        "집계표.pdf": tally_pdf(call),
        "평가표.pdf": sheets_pdf(call),
    }  # fmt: skip
    for held in _rounds(call):
        for name in ("rubric", "scores", "result"):
            found[f"{held['round']}단계/{name}.json"] = file_of(held[name])
    return found


def _partial(call: Call) -> dict[str, bytes]:
    """Means, bonus and rank of each application by number; no member, no name, no single score."""
    kept = ("id", "criterion_means", "mean", "bonus", "penalty", "final", "passed", "rank", "selected")
    found = {
        f"{held['round']}단계/aggregate.json": file_of(
            [{k: m[k] for k in kept} for m in held["result"]["applications"]]
        )
        for held in _rounds(call)
    }
    return found | {"공개 범위.txt": "위원의 이름과 위원별 점수, 의견은 뺀 부분공개본입니다.".encode()}


def _rounds(call: Call) -> list[dict[str, Any]]:
    assert call.result is not None
    compute(call)  # the frozen files must still compute
    return [*call.earlier_results, call.result]


def _log(call: Call) -> list[dict[str, Any]]:
    """Every event of the call: who, when, what."""
    return [
        {"event": e.name, "on": e.on.isoformat(), "at": e.at.isoformat(), "by": e.actor.name if e.actor else "SYSTEM",
         "facts": json.loads(json.dumps(e.facts, default=str))}
        for e in rules.events_of(call)
    ]  # fmt: skip


def _letters(call: Call) -> list[dict[str, Any]]:
    """The letters to the applicants and when each went out."""
    ids = [a.id for a in open_applications(call)]
    rows = db.session.scalars(select(Mail).where(Mail.case_id.in_(ids)).order_by(Mail.id))
    return [
        {"to": m.user.name if m.user else m.address, "subject": m.subject, "body": m.body, "state": m.state,
         "sent_at": m.sent_at.isoformat() if m.sent_at else "", "reason": m.reason}
        for m in rows
    ]  # fmt: skip
