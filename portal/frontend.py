"""Copies the few front-end files that pages use out of `node_modules` into `portal/static/vendor/`, once per lock file.

Run as a script by `./run`; knows neither Flask nor the portal. Nothing third-party is committed.
"""

import hashlib
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "package-lock.json"
VENDOR = ROOT / "portal" / "static" / "vendor"
STAMP = VENDOR / "stamp"
KRDS = ROOT / "node_modules" / "krds-uiux" / "resources"
TAKEN = (
    "css/token/krds_tokens.css",
    "css/component/output.css",
    "fonts/PretendardGOV-Regular.subset.woff2",
    "fonts/PretendardGOV-Medium.subset.woff2",
    "fonts/PretendardGOV-Bold.subset.woff2",
    "img/component",
)


def stamp() -> str:
    """What the copied files depend on: the lock file and this list."""
    made = hashlib.sha256(LOCK.read_bytes())
    made.update("\n".join(TAKEN).encode())
    return made.hexdigest()


def is_fresh() -> bool:
    return STAMP.is_file() and STAMP.read_text(encoding="ascii") == stamp()


def copy() -> None:
    """Put the files in place; the stamp is written last, so that a copy cut short is made again."""
    if not KRDS.is_dir():
        raise SystemExit(
            f"{KRDS} 폴더가 없습니다. npm ci를 먼저 실행해 주세요. / There is no {KRDS}: run npm ci first."
        )
    shutil.rmtree(VENDOR, ignore_errors=True)
    for name in TAKEN:
        source, target = KRDS / name, VENDOR / "krds" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copyfile(source, target)
    STAMP.write_text(stamp(), encoding="ascii")


if __name__ == "__main__":
    if sys.argv[1:] == ["--fresh"]:
        sys.exit(0 if is_fresh() else 1)
    copy()
