"""The main job in one go, for each of the seven kinds: from signing up to the row in the ministry's annual workbook.

Only pages, mails and commands are used, as people use them.
"""

import io
import re
from datetime import date, datetime, timedelta

import openpyxl
import pyotp
import pytest
from sqlalchemy import select

from filings import terms
from portal.core import clock
from portal.core.db import db
from portal.core.mail import Mail
from portal.core.mail import text_of as words_of
from portal.core.passwords import hashed
from tests import factories as make
from tests import filing_forms as forms
from tests.client import CheckingClient
from tests.pdf_text import text_of

PASSWORD = "a long sentence of mine"
HASH = hashed(PASSWORD)
MONDAY = datetime(2026, 11, 23, 1, tzinfo=clock.UTC)  # ten o'clock in Seoul
WEDNESDAY = MONDAY + timedelta(days=2)
MANAGER, EDITOR = "manager@example.org", "editor@example.org"
IN_BULK = ("DISPATCH", "EDU")


def mailed(address: str, path: str) -> str:
    """The link with `path` in the newest mail to the address."""
    db.session.rollback()
    newest = db.session.scalars(select(Mail).where(Mail.address == address).order_by(Mail.id.desc())).first()
    return re.search(rf"https?://[^/\s]+({path}\S+)", words_of(newest)).group(1)


def sign_up(browser: CheckingClient, organisation: str, number: str) -> None:
    """A newcomer with an organisation, by the mailed link."""
    page = browser.get("/sign-up")
    person = {
        "name": "가상 대표담당",
        "email": MANAGER,
        "phone": "02-000-0000",
        "new_password": PASSWORD,
        "again": PASSWORD,
    }
    founded = {
        "business_number": number,
        "founder": "hospital",
        "organisation_name": organisation,
        "institution_code": "12345678",
        "category": "종합병원",
        "region": "부산",
        "address": "부산 가상구 가상로 3",
        "representative": "가상 대표",
        "organisation_phone": "051-000-0000",
        "incorporated": "no",
        "has_department": "yes",
    }
    browser.submit(page.form("/sign-up"), **person, **founded)
    page = browser.get(mailed(MANAGER, "/sign-up/"))
    page = browser.submit(page.form("/sign-up/"))
    browser.submit(page.form("/sign-in"), password=PASSWORD)


def invite(manager: CheckingClient, colleague: CheckingClient) -> None:
    page = manager.get("/organisation")
    manager.submit(page.form("/organisation/invitations"), email=EDITOR, role="editor")
    page = colleague.get(mailed(EDITOR, "/invitation/"))
    colleague.submit(
        page.form("/invitation/"), name="가상 동료", phone="02-000-0001", new_password=PASSWORD, again=PASSWORD
    )


def sign_in_as_official(browser: CheckingClient, role: str) -> None:
    """Password, then the second factor, which the official sets up on the first day."""
    who = make.user(role, password_hash=HASH, session_key="k", unit="해외진출팀", name="가상 담당")
    db.session.commit()
    page = browser.get("/sign-in")
    page = browser.submit(page.form("/sign-in"), email=who.email, password=PASSWORD)
    assert page.h1 == "2단계 인증 설정"
    key = page.words(page.all("span", class_="copyable__text")[0]).replace(" ", "")
    browser.submit(page.form("/second-factor/new"), code=pyotp.TOTP(key).at(clock.now()))


def decide(officer: CheckingClient, number: str, *, in_bulk: bool) -> str:
    """Find the case in the worklist, take it, look the licence up, accept; the address of the case."""
    page = officer.get("/worklist")
    place = officer.follow(page.link(number)).response.request.path
    page = officer.get(place)
    page = officer.submit(page.form("moves/take"))
    page = officer.get(page.link("개설허가 확인"))
    page = officer.submit(page.form("moves/check_licence"), reason="개설신고 사항을 확인했습니다.")
    if not in_bulk:
        officer.submit(officer.get(place).form("moves/accept"))
        return place
    mark = officer.get("/worklist?handler=mine").all("input", name="case")[0].get("value")
    page = officer.get("/worklist/bulk", query_string={"case": mark, "move": "accept"})
    page = officer.submit(page.form("/worklist/bulk"))
    assert "1건을 처리했습니다" in page.words()
    return place


def table(workbook: bytes, name: str) -> list[dict[str, object]]:
    """The rows of a named table, by heading."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    cells = next(sheet[t.ref] for sheet in book for t in sheet.tables.values() if t.name == name)
    headings, *rows = [[cell.value for cell in row] for row in cells]
    return [dict(zip(headings, row, strict=True)) for row in rows]


QUICK = ("OPEN",)  # all seven in the full run
EACH = [pytest.param(kind, marks=[] if kind in QUICK else [pytest.mark.slow]) for kind in terms.TYPES]


@pytest.mark.parametrize("kind", EACH)
def test_from_signing_up_to_the_row_in_the_annual_workbook(app, client, today, tmp_path, kind):
    today(MONDAY)
    number = make.business_number()
    colleague, officer, ministry, passer_by = (CheckingClient(app) for _ in range(4))
    sign_up(client, "가상한빛병원", number)
    invite(client, colleague)

    place = forms.start(colleague)
    told = make.answers(kind, country="VN", city="하노이", staff=4)
    known = {k: v for k, v in told.items() if k not in {"organisation_name", "business_number", "category", "region"}}
    page = forms.write(colleague, place, known, make.papers_needed(kind))
    assert "신고 기한까지 45일 남았습니다" in page.words()
    page = forms.submit(client, place)
    receipt = page.h1
    assert receipt == "F-2026-000001"
    assert "2026. 12. 4. (금)까지 처리 결과를 알려 드립니다" in page.words()

    today(WEDNESDAY)
    sign_in_as_official(officer, "officer")
    desk = decide(officer, receipt, in_bulk=kind in IN_BULK)
    assert "제2026-0001호" in officer.get(desk).words()
    subjects = db.session.scalars(select(Mail.subject).where(Mail.address == EDITOR).order_by(Mail.id)).all()
    assert [s[: s.index("]") + 1] for s in subjects][-2:] == ["[접수]", "[수리]"]

    assert colleague.get(place, 303).location.startswith("/sign-in"), "two days later"
    page = colleague.get("/sign-in")
    colleague.submit(page.form("/sign-in"), email=EDITOR, password=PASSWORD)
    page = colleague.get(place)
    with colleague.plain.get(page.link("신고확인증 (PDF)")) as answer:
        paper = text_of(answer.data)
    assert "제2026-0001호" in paper
    assert "가상한빛병원" in paper
    page = passer_by.get(page.link("진위확인 페이지 보기"))
    assert "지금도 효력이 있습니다" in page.words()
    assert terms.TYPES[kind].ko in page.words()

    sign_in_as_official(ministry, "ministry")
    assert terms.TYPES[kind].ko in ministry.get("/reports/annual/2026").words()
    with ministry.plain.get("/reports/annual/2026.xlsx") as answer:
        downloaded = answer.data
    out = tmp_path / "annual.xlsx"
    done = app.test_cli_runner().invoke(args=["report", "annual", "--year", "2026", "--out", str(out)])
    assert done.exit_code == 0, done.output
    for workbook in (downloaded, out.read_bytes()):
        assert table(workbook, "register") == [the_row(kind, number)]
        assert {r["진출유형"]: r["누적"] for r in table(workbook, "by_type") if r["누적"]} == {
            terms.TYPES[kind].ko: 1,
            "합계": 1,
        }


def the_row(kind: str, number: str) -> dict[str, object]:
    """The line of sheet 19 as the ministry must get it."""
    day = datetime.combine(date(2026, 11, 23), datetime.min.time())
    return {
        "신고확인증번호": "제2026-0001호",
        "접수일": day,
        "수리일": day + timedelta(days=2),
        "신고구분": "신규",
        "기관명": "가상한빛병원",
        "종별": "종합병원",
        "시도": "부산",
        "사업자등록번호": f"{number[:3]}-{number[3:5]}-{number[5:]}",
        "전담부서 유무": "유",
        "진출유형": terms.TYPES[kind].ko,
        "진출국가": "베트남",
        "도시": "하노이",
        "현지기관명": "Fictional Clinic Hanoi",
        "진료과목": "피부·성형",
        "병상수": {"OPEN": 20, "ENTRUST": 100}.get(kind, 0),
        "사유구분": "허가" if kind == "OPEN" else "계약",
        "사유발생일": day,
        "계약종료일": None,
        "파견인원": 4,
        "운영상태": terms.STATUSES["preparing"].ko,
        "비고": None,
    }
