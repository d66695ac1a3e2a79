"""Gets the front-end packages of `package-lock.json` and copies the few files that pages use into
`portal/static/vendor/`.

Run as a script by `./run`, again only when the lock file changes; knows neither Flask nor the portal. Nothing
third-party is committed. npm is the machine's, else the one that pip brings with `requirements-node.txt`.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "portal" / "static" / "vendor"
PACKAGES = ROOT / "node_modules"
KRDS = "krds-uiux/resources"
ATLAS = "world-atlas"
TAKEN = (  # folder in node_modules, file or folder in it, where it goes under VENDOR
    (KRDS, "css/token/krds_tokens.css", "krds"),
    (KRDS, "css/component/output.css", "krds"),
    (KRDS, "fonts/PretendardGOV-Regular.subset.woff2", "krds"),
    (KRDS, "fonts/PretendardGOV-Medium.subset.woff2", "krds"),
    (KRDS, "fonts/PretendardGOV-Bold.subset.woff2", "krds"),
    (KRDS, "img/component", "krds"),
    (ATLAS, "countries-50m.json", "world-atlas"),
)
LEAST_NPM = 7  # the first that reads our lock file
LOG = Path(os.environ.get("SETUP_LOG") or ROOT / "setup.log")
NO_NODE = "Node를 받지 못했습니다. Node 20 이상을 먼저 설치해 주세요. / Node could not be brought: install Node 20 or newer first."
NO_PACKAGES = "화면 꾸러미를 받지 못했습니다. 인터넷 연결을 확인해 주세요. / The front-end packages could not be brought: check the network."


def say(words: str) -> None:
    sys.stdout.write(f"· {words}\n")
    sys.stdout.flush()


def step(words: str, command: list[str], unmet: str, **options: Any) -> None:
    """Carry a command out, its words before it and a dot a second; what it prints goes to the log.

    RuntimeError names both.
    """
    sys.stdout.write(f"· {words} ")
    with LOG.open("ab") as log:
        done = subprocess.Popen(command, stdout=log, stderr=log, **options)  # noqa: S603  (our own command)
        while True:
            sys.stdout.flush()
            try:
                failed = done.wait(timeout=1)
                break
            except subprocess.TimeoutExpired:
                sys.stdout.write(".")
    sys.stdout.write("\n")
    if failed:
        raise RuntimeError(f"{unmet} 까닭 / Why: {LOG}")


def npm() -> list[str]:
    """The command of an npm that is new enough; pip brings one if the machine has none."""
    bundled = Path(sys.executable).parent / "npm"
    for found in (shutil.which("npm"), str(bundled) if bundled.exists() else None):
        if found and _major(found) >= LEAST_NPM:
            return [found]
    install_node()
    return [str(bundled)]


def install_node() -> None:
    """Put pip's Node and npm into the environment."""
    lock = str(ROOT / "requirements-node.txt")
    pip = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off"]
    step("Node를 받습니다 / Getting Node", [*pip, "--require-hashes", "-r", lock], NO_NODE)


def install(folder: Path) -> None:
    """`npm ci` in `folder`, unless what its lock file names is already there."""
    lock = folder / "package-lock.json"
    stamp = folder / "node_modules" / ".stamp"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if _read(stamp) == wanted:
        return
    command = npm()
    path = os.pathsep.join((str(Path(command[0]).parent), os.environ.get("PATH", "")))
    words = "화면 꾸러미를 받습니다 / Getting the front-end packages"
    step(words, [*command, "ci", "--loglevel=error"], NO_PACKAGES, cwd=folder, env={**os.environ, "PATH": path})
    stamp.write_text(wanted, encoding="ascii")


def copy() -> None:
    """Put the files in place; the stamp is written last, so that a copy cut short is made again."""
    made = hashlib.sha256((ROOT / "package-lock.json").read_bytes())
    made.update("\n".join("/".join(one) for one in TAKEN).encode())
    stamp = VENDOR / "stamp"
    if _read(stamp) == made.hexdigest():
        return
    shutil.rmtree(VENDOR, ignore_errors=True)
    for folder, name, place in TAKEN:
        source, target = PACKAGES / folder / name, VENDOR / place / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copyfile(source, target)
    stamp.write_text(made.hexdigest(), encoding="ascii")


def _read(stamp: Path) -> str:
    return stamp.read_text(encoding="ascii") if stamp.is_file() else ""


def _major(command: str) -> int:
    try:
        said = subprocess.run([command, "--version"], capture_output=True, text=True, timeout=60, check=True)  # noqa: S603
        return int(said.stdout.split(".")[0])
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0


if __name__ == "__main__":
    try:
        install(ROOT)
        copy()
    except RuntimeError as unmet:
        sys.exit(str(unmet))
