"""Writes tests/golden/routes.txt: `python -m tests.contracts.routes`.

What it says is read before it is committed; a test holds it. Notes after `|` are by hand and stay: what a plain GET
answers where it is neither 200 (allowed), 303 (a visitor is led to sign in) nor 403 (not allowed), as `who=status`;
`who` is a role of the table, `all`, `signed-in` or `member`.
"""

from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from portal.core.web import access_of

TARGET = Path(__file__).resolve().parents[1] / "golden" / "routes.txt"
HEAD = """\
# Every route: endpoint, method, address, who may open it. Written by `python -m tests.contracts.routes`, then read.
# Behind | by hand: what a plain GET answers where it is neither 200 (allowed), 303 (visitor: sign in first) nor 403 (not allowed).
"""


def lines(app: Flask) -> Iterator[tuple[str, str, str, str]]:
    """(endpoint, methods, address, who) of each route of the application."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda r: (r.endpoint, r.rule, sorted(r.methods or ()))):
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        declared = access_of(app, rule.endpoint)
        assert declared is not None
        who = "everybody" if declared.everybody else "signed-in" if declared.signed_in else ""
        yield rule.endpoint, methods, rule.rule, who or ",".join(["member"] * declared.members + sorted(declared.roles))


def golden() -> dict[tuple[str, str, str, str], dict[str, int]]:
    """The lines of the file with their notes."""
    found = {}
    for line in TARGET.read_text(encoding="utf-8").splitlines() if TARGET.exists() else []:
        if line and not line.startswith("#"):
            route, _, notes = line.partition(" | ")
            endpoint, methods, address, who = (part.strip() for part in route.split("  ") if part.strip())
            found[endpoint, methods, address, who] = {k: int(v) for k, v in (n.split("=") for n in notes.split())}
    return found


def written(app: Flask) -> str:
    notes = {key[:3]: value for key, value in golden().items()}
    text = HEAD
    for endpoint, methods, address, who in lines(app):
        noted = " ".join(f"{k}={v}" for k, v in notes.get((endpoint, methods, address), {}).items())
        text += f"{endpoint:32}  {methods:4}  {address:64}  {who}{' | ' if noted else ''}{noted}\n"
    return text


if __name__ == "__main__":
    import os
    import tempfile

    os.environ.setdefault("SECRET_KEY", "the key of tests and documents alone")
    os.environ.setdefault("DATA_DIR", tempfile.mkdtemp())
    import wsgi

    TARGET.write_text(written(wsgi.create()), encoding="utf-8")
