"""The frozen result of the round that an application was last in. A reading only."""

from typing import Any

from funds.selection.models import Application


def round_result(application: Application) -> dict[str, Any] | None:
    """{round, rubric, scores, result, sha256} of that round; None where it was never scored or the round is not concluded."""
    call = application.call
    held = [r for r in (*call.earlier_results, call.result) if r is not None]
    if application.out_in_round is not None:
        held = [r for r in held if r["round"] == application.out_in_round]
    found = next((r for r in reversed(held)), None)
    known = found is not None and any(m["id"] == application.number for m in found["result"]["applications"])
    return found if known else None
