"""The commands of the domain, thin over pure functions: re-compute a committee result, fit the credit model.

None needs a database. Exit status: 0 computed, 2 the input was refused (one line per problem on standard error, Korean
then English), 1 the result could not be written.
"""

import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from flask.cli import AppGroup

from funds.finance.credit.factors import SHIPPED, Model, shipped_model
from funds.selection import scoring
from funds.unusable import Unusable
from portal.core.text import Text

T = TypeVar("T")

awards = AppGroup("awards", short_help="심사 결과의 계산 (committee results)")
funds_group = AppGroup("funds", short_help="펀드와 신용평가 (funds and credit)")
COMMANDS: tuple[click.Command, ...] = (awards, funds_group)


@awards.command("score", with_appcontext=False)
@click.option("--rubric", "rubric_path", type=Path, required=True, help="심사기준표 rubric.json")
@click.option("--scores", "scores_path", type=Path, required=True, help="평가표 scores.json")
@click.option("--out", "out_path", type=Path, required=True, help="결과를 쓸 파일 result.json")
def score_command(rubric_path: Path, scores_path: Path, out_path: Path) -> None:
    """Compute ranks and selection from a rubric and the scores of a panel."""

    def compute() -> dict[str, Any]:
        rubric_source, scores_source = sources(rubric_path, scores_path)
        return scoring.score(*scoring.read(rubric_source, scores_source)).as_json()

    write_json(out_path, or_refuse(compute))


def or_refuse(compute: Callable[[], T]) -> T:
    """What `compute` returns; where its input is unusable, every problem on standard error and exit status 2."""
    try:
        return compute()
    except Unusable as unusable:
        for line in unusable.lines():
            click.echo(line, err=True)
        sys.exit(2)


def sources(*paths: Path) -> list[bytes]:
    """The bytes of all files. Raises `Unusable` naming each that cannot be read."""
    contents, problems = [], []
    for path in paths:
        try:
            contents.append(path.read_bytes())
        except OSError as error:
            problems.append(
                Text("{path} 파일을 읽을 수 없습니다({reason}).", "The file {path} cannot be read ({reason}).").format(
                    path=path, reason=error.strerror
                )
            )
    if problems:
        raise Unusable(problems)
    return contents


def write_json(path: Path, value: object) -> None:
    """Write `value` whole or not at all; a reader never meets half a file."""
    write_text(path, json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def write_text(path: Path, content: str) -> None:
    """Write beside the target and move it into place; exit status 1 where the place cannot be written."""
    try:
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(content)
        os.chmod(beside, 0o644)
        os.replace(beside, path)
    except OSError as error:
        raise click.ClickException(
            f"{path} 파일에 쓸 수 없습니다({error.strerror}). / The file {path} cannot be written ({error.strerror})."
        ) from error


@funds_group.command("calibrate-credit", with_appcontext=False)
@click.option("--outcomes", "outcomes_path", type=Path, required=True, help="항목별 값과 defaulted(0/1) 열이 있는 CSV")
@click.option("--model", "version", default=SHIPPED, show_default=True, help="신용평가 모형의 판")
@click.option("--penalty", type=click.FloatRange(min=0, min_open=True), default=1.0, show_default=True, help="L2 벌점")
@click.option("--out", "out_path", type=Path, required=True, help="계수와 AUC·Brier·구간을 쓸 JSON")
@click.option("--plot", "plot_path", type=Path, help="신뢰도 그림을 그릴 SVG")
def calibrate_credit_command(
    outcomes_path: Path, version: str, penalty: float, out_path: Path, plot_path: Path | None
) -> None:
    """Fit the credit scorecard to a file of outcomes and report how well it foretells."""
    from funds.finance.credit.calibration import calibrate
    from funds.finance.credit.plot import reliability_svg

    calibration = or_refuse(lambda: calibrate(_model(version), text_of(outcomes_path), penalty))
    write_json(out_path, calibration.as_json())
    if plot_path:
        write_text(plot_path, reliability_svg(calibration.bins))
    click.echo(f"AUC {calibration.auc:.3f}, Brier {calibration.brier:.3f} ({calibration.rows})")


def _model(version: str) -> Model:
    try:
        return shipped_model(version)
    except LookupError:
        words = Text("신용평가 모형 {version}이(가) 없습니다.", "There is no credit model {version}.")
        raise Unusable([words.format(version=version)]) from None


def text_of(path: Path) -> str:
    """The text of a UTF-8 file. Raises `Unusable` where it cannot be read."""
    (content,) = sources(path)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = Text("{path}: UTF-8로 저장된 파일이 아닙니다.", "{path}: the file is not UTF-8 text.")
        raise Unusable([words.format(path=path)]) from None
