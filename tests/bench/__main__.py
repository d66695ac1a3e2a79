"""`./bench`: what the documents claim, measured. Ratios come from one run; they are printed and kept in results.json.

`./bench pages imports …` runs only those. A benchmark, not a timed test: nothing here fails a build.
"""

import importlib
import json
import platform
import sys
from pathlib import Path

from tqdm import tqdm

RESULTS = Path(__file__).with_name("results.json")
PARTS = ("start", "pages", "imports", "workbook", "matching", "search")


def main(wanted: list[str]) -> None:
    held = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    held["machine"] = {"python": platform.python_version(), "system": platform.platform(), "cores": _cores()}
    parts = [p for p in PARTS if (not wanted or p in wanted) and (Path(__file__).parent / f"bench_{p}.py").exists()]
    for part in tqdm(parts, unit="part", disable=None):
        held[part] = importlib.import_module(f"tests.bench.bench_{part}").run()
        tqdm.write(f"{part} {json.dumps(held[part], ensure_ascii=False, indent=1)}")
    RESULTS.write_text(json.dumps(held, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _cores() -> int | None:
    import os

    return os.cpu_count()


if __name__ == "__main__":
    main(sys.argv[1:])
