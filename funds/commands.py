"""The commands of the domain, thin over pure functions: re-compute a committee result, fit the credit model, read figures.

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

from funds import scoring
from funds.unusable import Unusable
from portal.core.text import Text

T = TypeVar("T")

awards = AppGroup("awards", short_help="심사 결과의 계산 (committee results)")
COMMANDS: tuple[click.Command, ...] = (awards,)


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
