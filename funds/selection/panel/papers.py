"""Papers of the committee: 평가표 and 집계표 as PDF to sign and as Excel. Data in, bytes out."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from funds.selection.models import Call
from funds.selection.panel.result import Computed, compute
from funds.selection.panel.sealed import body_of, judged, sheets_of
from funds.selection.programmes.declaration import SAMPLE
from funds.selection.scoring.terms import plain
from portal.core import clock, papers
from portal.core.excel import TEXT, Column, Sheet, write_book
from portal.core.panels.queries import seats_of


def tally_rows(done: Computed, call: Call) -> tuple[list[str], list[list[str]]]:
    """집계표: heading and a row an application by rank."""
    names = {a.number: a.organisation.name if a.organisation else "" for a in judged(call)}
    members = list(done.sheet.members)
    heading = ["순위", "접수번호", "기관", *members, "제외", "평균", "가점", "감점", "최종", "판정"]
    rows = []
    for m in done.result.applications:
        totals = [plain(m.member_totals[label]) if label in m.member_totals else "제척" for label in members]
        verdict = "선정권" if m.selected else "기준 통과" if m.passed else "미달"
        rows.append(
            [
                str(m.rank),
                m.id,
                names.get(m.id, ""),
                *totals,
                ", ".join(m.dropped),
                plain(m.mean, 2),
                plain(m.bonus),
                plain(m.penalty),
                plain(m.final, 2),
                verdict,
            ]
        )
    return heading, rows


def sheet_rows(call: Call) -> list[tuple[str, str, list[list[str]]]]:
    """평가표: (application, member, [criterion, maximum, score, comment]) of every counted sheet."""
    numbers = {a.id: a.number or "" for a in judged(call)}
    assert call.rubric is not None
    found = []
    for sheet in sheets_of(call):
        if sheet.application_id not in numbers:
            continue
        rows = [
            [c["label"], c["max"], sheet.scores.get(c["id"], ""), (sheet.comments or {}).get(c["id"], "")]
            for c in body_of(call)["criteria"]
            if not c.get("automatic")
        ]
        found.append((numbers[sheet.application_id], sheet.seat.label, rows))
    return sorted(found, key=lambda row: (row[0], row[1]))


def tally_book(call: Call) -> bytes:
    """평가표 and 집계표 as one workbook: criteria × members with their reasons."""
    done = compute(call)
    heading, rows = tally_rows(done, call)
    long_rows = [[number, member, *row] for number, member, sheet in sheet_rows(call) for row in sheet]
    out = BytesIO()
    note = f"{call.number} {call.title} · 평가 기준 {done.rubric.version}{_sample(call)} · 통과 {plain(done.rubric.pass_mark)}점"
    write_book(
        [
            Sheet(
                tab="집계표",
                table="tally",
                title="집계표",
                note=note,
                columns=[Column(h, TEXT) for h in heading],
                rows=rows,
            ),
            Sheet(
                tab="평가표",
                table="score_sheets",
                title="평가표",
                note=note,
                columns=[Column(h, TEXT) for h in ("접수번호", "위원", "항목", "배점", "점수", "의견")],
                rows=long_rows,
            ),
        ],
        out,
    )
    return out.getvalue()


def _sample(call: Call) -> str:
    return f" {SAMPLE.ko}" if call.rubric and call.rubric.sample else ""


def tally_pdf(call: Call) -> bytes:
    """집계표 to sign, a line a member."""
    done = compute(call)
    heading, rows = tally_rows(done, call)
    return papers.pdf(
        "table",
        {
            "lang": "ko",
            "issuer": "보건복지부",
            "title": "집계표",
            "lead": f"{call.number} {call.title} · 평가 기준 {done.rubric.version}{_sample(call)}",
            "tables": [{"title": "", "heading": heading, "rows": rows}],
            "dated": clock.today().isoformat(),
            "signatures": [f"{s.label} {s.reviewer.name}{' (위원장)' if s.chair else ''}" for s in seats_of(call)],
        },
    )


def sheets_pdf(call: Call) -> bytes:
    """Every 평가표, each under its application and member."""
    tables: Sequence[dict[str, Any]] = [
        {"title": f"{number} · {member}", "heading": ["항목", "배점", "점수", "의견"], "rows": rows}
        for number, member, rows in sheet_rows(call)
    ]
    return papers.pdf(
        "table",
        {
            "lang": "ko",
            "issuer": "보건복지부",
            "title": "평가표",
            "lead": f"{call.number} {call.title}",
            "tables": list(tables),
            "dated": clock.today().isoformat(),
            "signatures": [f"{s.label} {s.reviewer.name}" for s in seats_of(call)],
        },
    )
