"""What pages cost with 1,000 and with 100,000 cases: the median time of each, and its SQL statements."""

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlalchemy import event

from tests import factories as make
from tests.bench.portal import portal, write_register

PATHS = (
    "/worklist",
    "/worklist?state=received",
    "/desk/filings/register",
    "/desk/filings/register?country=VN",
    "/reports",
    "/notices",
    "/",
)
ROUNDS = 40


def run(sizes: tuple[int, int] = (1_000, 100_000)) -> dict[str, Any]:
    costs = [_costs(size) for size in sizes]
    return {
        "bound_ratio": 1.25,
        "bound_statements": 12,
        **{
            path: {
                f"ms_{sizes[0]}": round(costs[0][path][0] * 1000, 2),
                f"ms_{sizes[1]}": round(costs[1][path][0] * 1000, 2),
                "ratio": round(costs[1][path][0] / costs[0][path][0], 2),
                "statements": costs[1][path][1],
            }
            for path in PATHS
        },
    }


def _costs(size: int) -> dict[str, tuple[float, int]]:
    from filings.register.imports import import_register
    from portal.core.db import db
    from portal.core.people import SYSTEM

    with tempfile.TemporaryDirectory() as folder, portal() as app:
        path = Path(folder) / "register.xlsx"
        write_register(path, size)
        assert import_register(path, SYSTEM).exit_status == 0
        _open_half(db)
        officer = make.user("officer")
        held = make.signed_in(officer)
        client = app.test_client()
        with client.session_transaction() as session:
            session.update(held)
        return {page: _cost(client, db, page) for page in PATHS}


def _open_half(db: Any) -> None:
    """Half of the imported cases are put back into work, so that the worklist is as long as the register; a fifth of
    all are of one country, as in the real register, so that its list fills a page at both sizes.
    """
    db.session.execute(
        db.text("UPDATE cases SET state = 'received', pending = true, due_on = '2026-12-31' WHERE id % 2 = 0")
    )
    db.session.execute(db.text("UPDATE filing_content SET country = 'VN' WHERE id % 5 = 0"))
    db.session.execute(db.text("ANALYZE"))
    db.session.commit()


def _cost(client: Any, db: Any, page: str) -> tuple[float, int]:
    count = 0

    def counted(*_args: object) -> None:
        nonlocal count
        count += 1

    event.listen(db.engine, "before_cursor_execute", counted)
    answer = client.get(page)
    assert answer.status_code == 200, (page, answer.status_code)
    event.remove(db.engine, "before_cursor_execute", counted)
    times = []
    for _ in range(ROUNDS):
        started = time.process_time()
        client.get(page)
        times.append(time.process_time() - started)
    return statistics.median(times), count
