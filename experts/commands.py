"""`flask experts rank` and `flask experts assign`: the matching over JSON files, without the database.

Bad input is one sentence on standard error and exit code 2.
"""

import json
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup
from tqdm import tqdm

from experts import matching
from experts.matching.people import BadInput, Expert, Request

experts = AppGroup("experts", help="Match experts and requests read from JSON files; needs no database.")

_FILE = click.Path(path_type=Path)


class _Refused(click.ClickException):
    exit_code = 2


@experts.command()
@click.option("--experts", "experts_file", type=_FILE, required=True, help="Experts: a JSON list.")
@click.option("--requests", "requests_file", type=_FILE, required=True, help="Requests: a JSON list.")
@click.option("--out", type=_FILE, required=True, help="Where to write {request id: [expert ids, best first]}.")
@click.option("--top", type=click.IntRange(1, 100), default=5, show_default=True, help="Experts a request.")
def rank(experts_file: Path, requests_file: Path, out: Path, top: int) -> None:
    """Rank the experts for each request; a request that nobody suits gets an empty list."""
    pool, asked = _read(experts_file, requests_file)
    index = matching.build_index(pool)
    run = {r.id: matching.ranking(r, index, top) for r in tqdm(asked, unit="request", disable=len(asked) < 100)}
    _write(out, run)
    empty = sum(not found for found in run.values())
    click.echo(
        f"요청 {len(asked)}건, 전문위원 {len(pool)}명, 적합한 전문위원이 없는 요청 {empty}건 → {out}\n"
        f"{len(asked)} requests, {len(pool)} experts, {empty} requests that nobody suits → {out}"
    )


@experts.command()
@click.option("--experts", "experts_file", type=_FILE, required=True, help="Experts: a JSON list.")
@click.option("--requests", "requests_file", type=_FILE, required=True, help="Requests: a JSON list.")
@click.option("--out", type=_FILE, required=True, help="Where to write the plan.")
def assign(experts_file: Path, requests_file: Path, out: Path) -> None:
    """Assign all requests at once; who stays unassigned is named with the reason."""
    pool, asked = _read(experts_file, requests_file)
    batch = matching.plan_batch(asked, matching.build_index(pool))
    given: dict[str, list[dict[str, Any]]] = {request_id: [] for request_id in batch.request_ids}
    for pair in batch.assigned:
        note = {"note": pair.note._asdict()} if pair.note else {}
        given[pair.request_id].append({"expert": pair.expert_id, "affinity": round(pair.affinity, 4), **note})
    left = [{"request": x.request_id, "missing": x.missing, "why": x.why._asdict()} for x in batch.left]
    report = {key: value for key, value in batch.report._asdict().items() if key != "seconds"}
    _write(out, {"assignments": given, "unassigned": left, "floor": batch.tau, "report": report})
    click.echo(
        f"배정 {batch.report.assigned}건, 미배정 {batch.report.unassigned}건 ({batch.report.seconds:.2f}초) → {out}\n"
        f"{batch.report.assigned} assigned, {batch.report.unassigned} left ({batch.report.seconds:.2f} s) → {out}"
    )


def _read(experts_file: Path, requests_file: Path) -> tuple[list[Expert], list[Request]]:
    try:
        return matching.experts_from(_json(experts_file)), matching.requests_from(_json(requests_file))
    except BadInput as refused:
        raise _Refused(f"{refused.words.ko}\n{refused.words.en}") from refused


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BadInput(f"{path} 파일을 읽을 수 없습니다.", f"The file {path} cannot be read.") from error
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path} 파일은 UTF-8 JSON이 아닙니다.", f"The file {path} is not UTF-8 JSON.") from error


def _write(out: Path, value: Any) -> None:
    try:
        out.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise _Refused(f"{out}에 쓸 수 없습니다.\nCannot write to {out}.") from error
