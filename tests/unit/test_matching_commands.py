"""`flask experts rank` and `assign` over files: results,
and one sentence with exit code 2 for input that cannot be read.
"""

import json

import pytest
from flask import Flask

from experts.commands import experts as group

EXPERT = {
    "id": "E1",
    "fields": ["legal"],
    "countries": ["VN"],
    "years": 9,
    "max_load": 2,
    "career": "하노이 병원 개설 허가",
}
REQUEST = {"id": "R1", "title": "하노이 병원 개설 허가", "countries": ["VN"], "fields": ["legal"], "n_needed": 1}


@pytest.fixture
def call(tmp_path):
    app = Flask("commands")
    app.cli.add_command(group)

    def run(command, experts, requests, *more):
        for name, value in (("experts", experts), ("requests", requests)):
            text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
        given = [
            f"--experts={tmp_path}/experts.json",
            f"--requests={tmp_path}/requests.json",
            f"--out={tmp_path}/out.json",
        ]
        result = app.test_cli_runner().invoke(args=["experts", command, *given, *more])
        out = tmp_path / "out.json"
        return result, json.loads(out.read_text(encoding="utf-8")) if out.exists() else None

    return run


def test_rank_writes_ids_best_first_and_an_empty_list_where_nobody_suits(call):
    other = {**EXPERT, "id": "E0", "fields": ["ict"], "career": "병원정보시스템 구축"}
    lost = {**REQUEST, "id": "R2", "title": "칠레 노동 소송", "countries": ["CL"]}
    result, run = call("rank", [EXPERT, other], [lost, REQUEST], "--top=1")
    assert result.exit_code == 0
    assert run == {"R1": ["E1"], "R2": []}
    assert "1건" in result.output


def test_assign_names_who_stays_unassigned_and_why(call):
    result, plan = call("assign", [{**EXPERT, "max_load": 1}], [REQUEST, {**REQUEST, "id": "R2"}])
    assert result.exit_code == 0
    assert plan["assignments"] == {
        "R1": [{"expert": "E1", "affinity": plan["assignments"]["R1"][0]["affinity"]}],
        "R2": [],
    }
    assert plan["unassigned"][0]["request"] == "R2"
    assert plan["unassigned"][0]["why"]["ko"]
    assert plan["report"]["assigned"] == 1


def test_the_same_input_writes_the_same_plan(call):
    people = [{**EXPERT, "id": f"E{n}"} for n in range(5)]
    wishes = [{**REQUEST, "id": f"R{n}"} for n in range(7)]
    assert call("assign", people, wishes)[1] == call("assign", people[::-1], wishes[::-1])[1]


@pytest.mark.parametrize("command", ["rank", "assign"])
@pytest.mark.parametrize(
    ("experts", "requests"),
    [
        ("{", [REQUEST]),
        ({"id": "E1"}, [REQUEST]),
        ([{"name": "x"}], [REQUEST]),
        ([EXPERT, EXPERT], [REQUEST]),
        ([{**EXPERT, "years": "아홉"}], [REQUEST]),
        ([{**EXPERT, "max_load": -1}], [REQUEST]),
        ([{**EXPERT, "fields": "legal"}], [REQUEST]),
        ([{**EXPERT, "availability": 3}], [REQUEST]),
        ([{**EXPERT, "availability": {"unavailable": [{"from": "어제"}]}}], [REQUEST]),
        ([EXPERT], [{**REQUEST, "text": 3}]),
        ([EXPERT], [{**REQUEST, "starts_on": "2026-99-99"}]),
        ([EXPERT], "\udcff".encode("utf-8", "surrogatepass").decode("latin-1")),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(call, command, experts, requests):
    result, out = call(command, experts, requests)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert result.output.startswith("Error: ")
    assert out is None


def test_a_missing_file_is_a_sentence(call):
    result, _ = call("rank", [EXPERT], [REQUEST], "--experts=/nowhere/experts.json")
    assert result.exit_code == 2
    assert "읽을 수 없습니다" in result.output


def test_empty_files_are_no_error(call):
    assert call("rank", [], [REQUEST])[1] == {"R1": []}
    assert call("assign", [EXPERT], [])[1]["assignments"] == {}


def test_unknown_codes_are_left_aside(call):
    odd = {
        **EXPERT,
        "fields": ["legal", "astrology"],
        "countries": ["VN", "QQ"],
        "regions": ["MOON"],
        "languages": ["xx"],
    }
    assert call("rank", [odd], [{**REQUEST, "fields": ["astrology"], "countries": ["QQ", "VN"]}])[1] == {"R1": ["E1"]}
