"""The access log: every page of officials stands in it, each line is a sentence, every act that the code notes has words."""

import ast
import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.core.audit.bursts import tell_bursts
from portal.core.audit.sentences import acts
from portal.core.cases import AccessLog
from portal.core.dated_page import DatedPage
from portal.core.mail import Mail
from portal.shell.admin.log import told
from tests import factories as make
from tests.client import CheckingClient
from tests.contracts.lives import MONDAY
from tests.contracts.routes import golden

ROOT = Path(__file__).resolve().parents[2]
PLAIN = [
    (address, who)
    for _, methods, address, who in golden()
    if "GET" in methods
    and "<" not in address
    and who not in ("everybody", "signed-in")
    and "member" not in who.split(",")
]
OFFICIALS = ("officer", "ministry", "admin")


def lines(session):
    session.rollback()
    return list(session.scalars(select(AccessLog).order_by(AccessLog.id)))


# ---- every page ---------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("role", OFFICIALS)
def test_each_page_of_officials_writes_one_line(app, session, today, role):
    """From the table of routes, so that a page that comes later is asked too."""
    today(MONDAY)
    person = make.user(role)
    make.filed("CONSULT")
    session.commit()
    client = CheckingClient(app)
    client.sign_in(person)
    silent, seen = [], 0
    for address, who in PLAIN:
        if role not in who.split(","):
            continue
        before = len(lines(session))
        with client.plain.get(address) as answer:
            status = answer.status_code
        if status == 200:
            seen += 1
            fresh = lines(session)[before:]
            if not fresh or {one.user_id for one in fresh} != {person.id}:
                silent.append(address)
    assert seen > 5
    assert silent == []


def test_a_case_of_somebody_else_is_noted_and_ones_own_is_not(app, session, today):
    today(MONDAY)
    case, owner = make.filed("CONSULT")
    officer = make.user("officer")
    session.commit()
    for user, noted in ((owner.user_id, []), (officer.id, [("read", f"filing:{case.id}")])):
        before = len(lines(session))
        client = CheckingClient(app)
        client.sign_in(session.get(make.User, user))
        client.plain.get(f"/cases/{case.id}", follow_redirects=True)
        assert [(one.act, one.subject) for one in lines(session)[before:]] == noted


@pytest.mark.parametrize("path", ["/", "/statistics", "/profile", "/notices", "/kept?kept-page=/profile"])
def test_what_everybody_sees_and_ones_own_pages_write_none(client, session, path):
    client.sign_in(make.user("officer"))
    before = len(lines(session))
    client.plain.get(path)
    assert lines(session)[before:] == []


def test_a_refused_page_is_noted_once_as_refused(client, session):
    client.sign_in(make.user("expert"))
    before = len(lines(session))
    assert client.plain.get("/worklist").status_code == 403
    assert [one.act for one in lines(session)[before:]] == ["refused"]


# ---- in sentences -------------------------------------------------------------------------------------------------------


def test_every_act_that_the_code_notes_has_words(app):
    noted = set()
    for domain in ("portal", "filings", "experts", "funds"):
        for path in (ROOT / domain).rglob("*.py"):
            text = path.read_text("utf-8")
            noted |= set(re.findall(r"""(?:note_access|log_reads)\([^"')]*["']([a-z-]+)["']""", text))
            noted |= set(re.findall(r"""may_mail\(.*, ["']([a-z-]+)["']\)""", text))
            noted |= set(
                re.findall(r"""(?:MISS|OPENED)\b[^=\n]*= (?:\d+, timedelta\(minutes=\d+\), )?["']([a-z-]+)["']""", text)
            )
            noted |= {
                f"{one}-{act}"
                for one in re.findall(r"noted=[\"']([a-z-]+)[\"']", text)
                for act in ("added", "withdrawn")
            }
    assert DatedPage.__dataclass_fields__["noted"]
    assert {"read", "sign-in", "certificate-miss", "grant-rule-added", "password-asked"} <= noted
    assert noted - set(acts()) == set()


def test_no_act_is_declared_twice(app):
    from portal.core.declared import modules
    from portal.core.noted import NOTED

    keys = [*NOTED, *(key for module in modules() for key in module.noted)]
    assert len(keys) == len(set(keys))


def test_a_line_is_a_sentence(app, session, today):
    today(MONDAY)
    person = make.user("officer", name="가상 김담당", unit="해외진출팀")
    case, _ = make.filed("CONSULT")
    own = make.organisation(name="가상한빛병원")
    session.flush()
    rows = [
        AccessLog(act="read", subject=f"filing:{case.id}", user_id=person.id, address="192.0.2.1"),
        AccessLog(act="paper", subject=f"filing:{case.id} plan", user_id=person.id, address=""),
        AccessLog(act="read", subject=f"organisation:{own.id}", user_id=person.id, address="192.0.2.1"),
        AccessLog(act="page", subject="admin.people", user_id=person.id, address="192.0.2.1", path="/admin/people"),
        AccessLog(act="sign-in-failed", subject="x@example.org", user_id=None, address="203.0.113.9"),
        AccessLog(act="certificate-miss", subject="제2026-9999호", user_id=None, address="203.0.113.9"),
        AccessLog(act="destroyed"),
    ]
    session.add_all(rows)
    session.flush()
    with app.test_request_context():
        shown = told(rows)
    title = f"{case.titled.ko} {case.number}"
    assert [one.told.ko for one in shown] == [
        f"해외진출팀 가상 김담당 님이 192.0.2.1에서 ‘{title}’ 자료를 열람했습니다.",
        f"해외진출팀 가상 김담당 님이 ‘{title}’ 서류를 내려받았습니다.",
        "해외진출팀 가상 김담당 님이 192.0.2.1에서 ‘가상한빛병원’ 자료를 열람했습니다.",
        "해외진출팀 가상 김담당 님이 192.0.2.1에서 ‘사람과 권한’ 화면을 보았습니다.",
        "로그인하지 않은 사람이 203.0.113.9에서 ‘x@example.org’ 계정으로 로그인하지 못했습니다.",
        "로그인하지 않은 사람이 203.0.113.9에서 없는 확인증(‘제2026-9999호’)을 확인하려 했습니다.",
        "보관 규칙에 따라 내용을 없앴습니다.",
    ]
    assert shown[3].told.en == "해외진출팀 가상 김담당 at 192.0.2.1 looked at the page “People and rights”."
    assert [one.url for one in shown] == [
        f"/cases/{case.id}",
        f"/cases/{case.id}",
        f"/admin/organisations/{own.id}",
        "",
        "",
        "",
        "",
    ]


# ---- what an export is for ----------------------------------------------------------------------------------------------


@pytest.fixture
def officer(client, session, today):
    today(MONDAY)
    make.filed("CONSULT")
    client.sign_in(make.user("officer", name="가상 김담당"))
    return client


def test_an_export_asks_what_it_is_for_and_keeps_it(officer, session):
    page = officer.get("/worklist.xlsx?kind=filing")
    assert page.h1 == "내려받는 까닭"
    own = next(form for form in page.all("form") if form.get("action") == "/worklist.xlsx")
    hidden = [(e.get("name"), e.get("value")) for e in own.iter("input") if e.get("type") == "hidden"]
    assert hidden == [("kind", "filing")]
    assert [one for one in lines(session) if one.act == "export"] == []
    with officer.plain.get("/worklist.xlsx?kind=filing&purpose=report") as answer:
        assert answer.mimetype.endswith("spreadsheetml.sheet")
        assert answer.get_data()
    assert [one.why for one in lines(session) if one.act == "export"] == ["보고, 국회·감사 자료"]
    with officer.plain.get("/worklist.xlsx?purpose=other&purpose_words=가상+설문") as answer:
        assert answer.get_data()
    assert [one.why for one in lines(session) if one.act == "export"][-1] == "가상 설문"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("purpose=", "입력해 주세요"),
        ("purpose=fun", "선택"),
        ("purpose=other", "입력해 주세요"),
        ("purpose=other&purpose_words=" + "가" * 101, "100자"),
    ],
)
def test_no_purpose_no_download(officer, session, query, said):
    page = officer.get(f"/worklist.xlsx?{query}", status=422)
    assert page.all("div", id="error-summary")
    assert [one for one in lines(session) if one.act == "export"] == []


FIGURES = {
    "portal/shell/reports/pages.py": {"workbook", "snapshot_file"},  # the annual report
    "portal/markets/g2g/pages.py": {"download"},  # cooperation between governments, public
    "experts/courses/desk.py": {"statistics_book"},
    "experts/payments/pages.py": {"year_book"},  # one's own
    "filings/register/pages.py": {"problems_json"},  # for programs
    "funds/selection/calls/result_desk.py": {"paper"},  # papers of the procedure, to be signed
}
"""Downloads that are noted without a purpose: they hold figures, one's own data, or are papers to be signed."""
EXPORTS = re.compile(r"list_download\(|sheet_download\(|log_reads\(|note_access\(.export.")


def test_every_download_with_data_of_persons_asks(app):
    """Whatever writes an export into the log asks first what it is for."""
    silent = []
    for domain in ("portal", "filings", "experts", "funds"):
        for path in (ROOT / domain).rglob("*.py"):
            place = path.relative_to(ROOT).as_posix()
            for view in ast.parse(path.read_text("utf-8")).body:
                marks = ast.unparse(ast.List(getattr(view, "decorator_list", [])))
                if "access(" in marks and EXPORTS.search(ast.unparse(view)) and "purposed" not in marks:
                    silent.append((place, view.name))
    assert sorted(silent) == sorted((place, name) for place, names in FIGURES.items() for name in names)


# ---- bursts -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("times", "minutes", "told"), [(19, 0, 0), (20, 0, 1), (21, 9, 1), (20, 10, 0), (20, 11, 0)])
def test_a_burst_of_refusals_is_told_to_administrators(session, today, times, minutes, told):
    """burst_times is 20, within ten minutes."""
    today(MONDAY)
    admin, person = make.user("admin"), make.user("expert")
    make.user("officer")
    at = clock.now() - timedelta(minutes=minutes)
    session.add_all(AccessLog(act="refused", user_id=person.id, address="192.0.2.1", at=at) for _ in range(times))
    session.commit()
    assert tell_bursts() == told
    assert [m.user_id for m in session.query(Mail)] == [admin.id] * told
    if told:
        assert f"{person.name} <{person.email}>" in session.query(Mail).one().body
        assert str(times) in session.query(Mail).one().subject


def test_a_burst_is_told_once_an_hour_and_by_address_for_strangers(session, today):
    today(MONDAY)
    make.user("admin")
    lines_of = [AccessLog(act="certificate-miss", address="203.0.113.9", at=clock.now()) for _ in range(20)]
    session.add_all(lines_of + [AccessLog(act="read", address="203.0.113.8", at=clock.now()) for _ in range(30)])
    session.commit()
    assert (tell_bursts(), tell_bursts()) == (1, 0)
    assert session.scalars(select(AccessLog.subject).where(AccessLog.act == "burst")).all() == ["address:203.0.113.9"]
    today(clock.now() + timedelta(minutes=61))
    session.add_all(AccessLog(act="certificate-miss", address="203.0.113.9", at=clock.now()) for _ in range(20))
    session.commit()
    assert tell_bursts() == 1


# ---- what is kept of a person -------------------------------------------------------------------------------------------


def test_a_person_sees_what_is_kept_and_who_looked(client, session, today):
    today(MONDAY)
    case, owner = make.filed("CONSULT")
    officer = make.user("officer", name="가상 김담당", unit="해외진출팀")
    stranger = make.member(make.organisation())
    session.add_all(
        [
            AccessLog(act="read", subject=f"filing:{case.id}", user_id=officer.id, address="192.0.2.1"),
            AccessLog(act="read", subject=f"filing:{case.id}", user_id=owner.user_id, address="192.0.2.2"),
            AccessLog(act="refused", subject=f"user:{owner.user_id}", user_id=officer.id),
        ]
    )
    session.commit()
    client.sign_in(session.get(make.User, owner.user_id))
    page = client.get("/profile/data")
    looks = page.words(page.all("section", id="looks")[0])
    assert f"해외진출팀 가상 김담당 님이 ‘{case.titled.ko} {case.number}’ 자료를 열람했습니다." in looks
    assert "192.0.2." not in looks
    assert "거절" not in looks
    assert "만든 사건 1" in page.words()
    client.sign_in(stranger)
    assert "다른 사람이 본 기록이 없습니다." in client.get("/profile/data").words()
    assert "나에 관해 보관하는 것" in client.get("/profile").words()
