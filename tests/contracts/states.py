"""Draws docs/states.md from the declarations: `python -m tests.contracts.states` writes it, a test holds it."""

from pathlib import Path

from portal.core.module import Kind

TARGET = Path(__file__).resolve().parents[2] / "docs" / "states.md"


def drawn(kinds: list[Kind]) -> str:
    """Every kind's life as a diagram, with who may make each move."""
    parts = ["# The life of each kind\n\nDrawn from the declarations (`python -m tests.contracts.states`).\n"]
    for kind in kinds:
        lines = [
            f"## {kind.title.ko} ({kind.title.en})\n",
            "```mermaid",
            "stateDiagram-v2",
            f"  [*] --> {kind.workflow.start}",
        ]
        lines += [f"  {s.key}: {s.label.ko}" for s in kind.workflow.states]
        for move in kind.workflow.moves:
            lines += [f"  {source} --> {move.to or source}: {move.label.ko}" for source in move.source]
        lines += [f"  {s.key} --> [*]" for s in kind.workflow.states if not s.open]
        lines.append("```\n")
        rows = [
            f"| {m.label.ko} | `{m.name}` | {', '.join(rule.label.ko for rule in m.by)} | `{m.event}` | {', '.join(m.tells) or '–'} |"
            for m in kind.workflow.moves
        ]
        lines += ["| 절차 | move | who | event | told |", "| --- | --- | --- | --- | --- |", *rows, ""]
        parts.append("\n".join(lines))
    return "\n".join(parts)


if __name__ == "__main__":
    import os
    import tempfile

    os.environ.setdefault("SECRET_KEY", "the key of tests and documents alone")
    os.environ.setdefault("DATA_DIR", tempfile.mkdtemp())
    import wsgi
    from portal.core.declared import all_kinds

    with wsgi.create().app_context():
        TARGET.write_text(drawn(list(all_kinds())), encoding="utf-8")
