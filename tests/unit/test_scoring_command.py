"""The command that re-computes a committee result: exit status, what it writes and what it says."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from funds import commands
from funds.selection import scoring

CASE = json.loads((Path(__file__).parents[1] / "golden" / "scoring" / "three-members.json").read_text("utf-8"))
RUBRIC, SCORES = CASE["rubric"], CASE["scores"]


@pytest.fixture
def runner() -> FlaskCliRunner:
    app = Flask(__name__)
    app.cli.add_command(commands.awards)
    return FlaskCliRunner(app)


def run(runner: FlaskCliRunner, folder: Path, rubric: str | bytes, scores: str | bytes) -> Any:
    for name, content in (("rubric.json", rubric), ("scores.json", scores)):
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    places = [str(folder / name) for name in ("rubric.json", "scores.json", "result.json")]
    arguments = ["awards", "score", "--rubric", places[0], "--scores", places[1], "--out", places[2]]
    return runner.invoke(args=arguments)


def test_the_command_writes_the_result(runner: FlaskCliRunner, tmp_path: Path) -> None:
    done = run(runner, tmp_path, json.dumps(RUBRIC), "\ufeff" + json.dumps(SCORES))
    assert (done.exit_code, done.output) == (0, "")
    written = json.loads((tmp_path / "result.json").read_text("utf-8"))
    assert written == scoring.score(*scoring.parse(RUBRIC, SCORES)).as_json()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["result.json", "rubric.json", "scores.json"]


def test_the_command_refuses_with_status_two(runner: FlaskCliRunner, tmp_path: Path) -> None:
    done = run(runner, tmp_path, json.dumps(RUBRIC | {"seats": -1, "decimals": 9}), json.dumps(SCORES))
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 2
    assert done.stdout == ""
    assert all(" / rubric." in line for line in done.stderr.splitlines())
    assert not (tmp_path / "result.json").exists()


@pytest.mark.parametrize(
    ("rubric", "sentence"),
    [
        (b"{", "rubric: this is not JSON (line 1, column 2)."),
        (b"", "rubric: this is not JSON (line 1, column 1)."),
        (b"\xff\xfe", "rubric: the file is not UTF-8 text."),
        (b"[" * 100_000, "rubric: a number is too long or the nesting is too deep to be read."),
        (b'{"seats": ' + b"9" * 5000 + b"}", "rubric: a number is too long or the nesting is too deep to be read."),
    ],
)
def test_the_command_refuses_what_is_no_json(
    runner: FlaskCliRunner, tmp_path: Path, rubric: bytes, sentence: str
) -> None:
    done = run(runner, tmp_path, rubric, json.dumps(SCORES))
    assert done.exit_code == 2
    assert done.stderr.splitlines()[0].endswith(sentence)


def test_a_broken_file_does_not_hide_the_flaws_of_the_other(runner: FlaskCliRunner, tmp_path: Path) -> None:
    done = run(runner, tmp_path, json.dumps(RUBRIC | {"seats": -1}), "{")
    assert [line.rpartition(" / ")[2].partition(":")[0] for line in done.stderr.splitlines()] == [
        "scores",
        "rubric.seats",
    ]
    done = run(runner, tmp_path, "{", json.dumps(SCORES | {"members": "M1"}))
    assert [line.rpartition(" / ")[2].partition(":")[0] for line in done.stderr.splitlines()] == [
        "rubric",
        "scores.members",
    ]


def test_a_key_written_twice_is_refused(runner: FlaskCliRunner, tmp_path: Path) -> None:
    twice = json.dumps(SCORES).replace('"M2": {"staff"', '"M1": {"staff"', 1)
    done = run(runner, tmp_path, json.dumps(RUBRIC), twice)
    assert done.exit_code == 2
    assert 'scores: the key "M1" is written twice in one object.' in done.stderr


def test_nan_as_a_json_constant_is_refused(runner: FlaskCliRunner, tmp_path: Path) -> None:
    done = run(runner, tmp_path, json.dumps(RUBRIC), json.dumps(SCORES).replace('"61.5"', "NaN", 1))
    assert done.exit_code == 2
    assert 'but it is "NaN".' in done.stderr


def test_a_missing_file_is_refused(runner: FlaskCliRunner, tmp_path: Path) -> None:
    none = str(tmp_path / "none.json")
    done = runner.invoke(args=["awards", "score", "--rubric", none, "--scores", none, "--out", none])
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 2


def test_an_unwritable_place_is_told(runner: FlaskCliRunner, tmp_path: Path) -> None:
    for name, content in (("r", RUBRIC), ("s", SCORES)):
        (tmp_path / name).write_text(json.dumps(content), "utf-8")
    out = str(tmp_path / "none" / "result.json")
    done = runner.invoke(
        args=["awards", "score", "--rubric", str(tmp_path / "r"), "--scores", str(tmp_path / "s"), "--out", out]
    )
    assert done.exit_code == 1
    assert "cannot be written" in done.stderr
