"""의결서: what was decided, who attended, and whether there was a quorum, as text and as a PDF to sign.

Data in, bytes out.
"""

from funds.selection.models import Call
from portal.core import clock, papers
from portal.core.panels.queries import seats_of


def attendance_line(call: Call) -> str:
    """재적·참석·정족수 of the last round; empty where a call was concluded before attendance was kept."""
    held = (call.result or {}).get("meeting")
    if not held:
        return ""
    there = ", ".join(held["attended"])
    return f"재적위원 {held['seated']}명, 참석 {len(held['attended'])}명({there}), 의결정족수 {held['quorum']}명"


def minutes_text(call: Call) -> str:
    return "\n".join(line for line in (call.minutes, attendance_line(call)) if line)


def minutes_pdf(call: Call) -> bytes:
    """The minutes with a line to sign for everybody who attended."""
    rows = [
        [s.label, s.reviewer.name, "위원장" if s.chair else "위원", "참석" if s.attended else "불참"]
        for s in seats_of(call)
    ]
    return papers.pdf(
        "table",
        {
            "lang": "ko",
            "issuer": "보건복지부",
            "title": "의결서",
            "lead": f"{call.number} {call.title}",
            "tables": [
                {
                    "title": "의결 내용",
                    "heading": ["의결서"],
                    "rows": [[line] for line in minutes_text(call).splitlines() if line.strip()],
                },
                {"title": "참석", "heading": ["위원", "이름", "직책", "참석"], "rows": rows},
            ],
            "dated": clock.today().isoformat(),
            "signatures": [
                f"{s.label} {s.reviewer.name}{' (위원장)' if s.chair else ''}" for s in seats_of(call) if s.attended
            ],
        },
    )
