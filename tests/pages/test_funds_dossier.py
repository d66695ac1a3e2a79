"""방어 자료: everything that defends a decision is in the ZIP,
and the command in it gives the very bytes whose hash was logged.
"""

import hashlib
import io
import json
import shlex
import zipfile
from datetime import date

import pytest
from flask import Flask

from funds import commands
from funds.selection.calls import dossier
from funds.selection.scoring.files import file_of
from portal.core import mail
from portal.core.panels.pool import Reviewer
from tests import factories as make
from tests import funding
from tests.funding import START, at_hour

WHOLE = {
    "공고.txt", "평가기준.json", "추첨.json", "서약과 이해충돌.json", "기피.json", "자격과 보완.json", "기록과 봉인.json",
    "통지.json", "의결서.txt", "의결서.pdf", "선정안과 결정.json", "집계표.pdf", "집계표.xlsx", "평가표.pdf", "README.txt", "MANIFEST.txt",
    "1단계/rubric.json", "1단계/scores.json", "1단계/result.json",
}  # fmt: skip


@pytest.fixture
def call(session, today):
    today(at_hour(START, 9))
    made, _ = funding.decided_call(members=3, applications=2)
    today(at_hour(date(2026, 4, 10), 9))
    session.commit()
    return made


def opened(call, edition):
    return zipfile.ZipFile(io.BytesIO(dossier.dossier(call, edition)))


def test_the_command_in_the_file_computes_the_logged_hash_again(call, session, tmp_path):
    with opened(call, "full") as held:
        assert set(held.namelist()) == WHOLE
        held.extractall(tmp_path)
        command = next(line for line in held.read("README.txt").decode().splitlines() if line.startswith("flask "))
        log = json.loads(held.read("기록과 봉인.json"))
        manifest = dict(reversed(line.split("  ", 1)) for line in held.read("MANIFEST.txt").decode().splitlines())
    words = shlex.split(command)
    assert words[:3] == ["flask", "--app", "wsgi"]
    folder = tmp_path / "1단계"
    given = [str(folder / word) if word.endswith(".json") else word for word in words[3:]]
    given[-1] = str(folder / "again.json")
    app = Flask(__name__)
    app.cli.add_command(commands.awards)
    done = app.test_cli_runner().invoke(args=given)
    assert (done.exit_code, done.output) == (0, "")
    again = file_of(json.loads((folder / "again.json").read_text("utf-8")))
    concluded = next(e for e in log if e["event"] == "call.concluded")
    logged = concluded["facts"]["sha256"]["result.json"]
    assert hashlib.sha256(again).hexdigest() == logged == manifest["1단계/result.json"]
    for name, digest in manifest.items():
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest, name


def test_it_proves_service_attendance_and_both_steps_of_each_draw(call, session):
    mail.deliver()
    with opened(call, "full") as held:
        letters = json.loads(held.read("통지.json"))
        draws = json.loads(held.read("추첨.json"))
        minutes = held.read("의결서.txt").decode()
        eligibility = json.loads(held.read("자격과 보완.json"))
    told = [m for m in letters if m["subject"].startswith(("[선정]", "[미선정]", "[예비"))]
    assert len(told) >= 2
    assert all(m["made_at"] and m["sent_at"] and m["state"] == "sent" for m in told)
    assert hashlib.sha256(draws["committee"]["seed"].encode()).hexdigest() == draws["committee"]["hash"]
    assert draws["reserve 1"]["hash"]
    assert "재적위원 3명, 참석 3명(M1, M2, M3), 의결정족수 2명" in minutes
    assert all(one["eligibility"]["taxes"]["evidence"] for one in eligibility)


def test_the_partial_edition_names_no_member_even_where_somebody_wrote_their_name(call, session):
    reviewer = session.query(Reviewer).first()
    call.minutes = f"{reviewer.name} 위원이 이견을 밝혔다."
    with opened(call, "partial") as held:
        whole = b"".join(held.read(name) for name in held.namelist()).decode()
        names = set(held.namelist())
    assert not [r.name for r in session.query(Reviewer) if r.name in whole]
    assert "이견을 밝혔다" in whole
    assert "member_totals" not in whole
    assert "통지.json" not in names


def test_it_is_made_only_once_the_call_is_decided_and_for_officials(session, client, today):
    today(at_hour(START, 9))
    call, cases, _ = funding.judged_call(members=3, applications=1)
    member = make.member(cases[0].organisation)
    session.commit()
    path = f"/desk/programmes/calls/{call.id}/dossier/full.zip?purpose=duty"
    client.sign_in(make.user("officer")).get(path, status=422)
    client.sign_in(member).get(path, status=403)


def test_the_minutes_to_sign(call, client):
    from tests.pdf_text import text_of

    client.sign_in(make.user("officer"))
    page = client.get(f"/desk/programmes/calls/{call.id}")
    said = text_of(client.plain.get(page.link("서명할 PDF")).data)
    assert "의결서" in said
    assert "재적위원3명,참석3명(M1,M2,M3),의결정족수2명" in said
    client.get(f"/desk/programmes/calls/{call.id}/minutes.xlsx", status=404)
