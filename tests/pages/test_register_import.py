"""The register through the browser: check first, write after, never twice, and every problem where it happened."""

import io
import json
from datetime import date

import openpyxl
import pytest

from filings.models import Content, Filing
from filings.register.models import ImportRun, StagedRow
from portal.core.cases import AccessLog
from portal.core.contents import store
from tests import factories as make

HEADINGS = [
    "신고확인증번호",
    "접수일",
    "수리일",
    "신고구분",
    "기관명",
    "종별",
    "시도",
    "사업자등록번호",
    "전담부서유무",
    "진출유형",
    "진출국가",
    "도시",
    "현지기관명",
    "진료과목",
    "병상수",
    "사유구분",
    "사유발생일",
    "계약종료일",
    "파견인원",
    "운영상태",
    "비고",
]
PATH = "/desk/filings/register/import"
BRN = make.business_number(777)


def row(serial: int, **given):
    values = dict(
        zip(
            HEADINGS,
            [
                f"제2021-{serial:04d}호",
                "2021-03-02",
                "2021-03-10",
                "신규",
                "가상가져온병원",
                "병원",
                "서울",
                BRN,
                "유",
                "운영컨설팅",
                "베트남",
                "하노이",
                "Clinic",
                "치과",
                0,
                "계약",
                "2021-02-20",
                "",
                "",
                "운영중",
                "",
            ],
            strict=True,
        )
    )
    return [(values | given)[h] for h in HEADINGS]


def book(*rows):
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "신고대장"
    sheet.append(HEADINGS)
    for one in rows:
        sheet.append(one)
    out = io.BytesIO()
    made.save(out)
    out.seek(0)
    return out


@pytest.fixture
def officer(session, client):
    made = make.user("officer", name="가상담당관")
    session.commit()
    client.sign_in(made)
    return made


def send(client, file, name="register.xlsx", status=200):
    page = client.get(PATH)
    return client.submit(page.form("import"), file=(file, name), status=status)


def write(client, page, status=200, **given):
    return client.submit(page.form("import/"), status=status, **given)


def test_a_right_file_is_written_only_after_it_was_looked_at(officer, client, session):
    page = send(client, book(row(1), row(2)))
    assert "모든 행이 올바릅니다" in page.words()
    assert session.query(Filing).count() == 0
    page = write(client, page)
    assert "새 신고 2건" in page.words()
    assert session.query(Filing).count() == 2
    assert session.query(StagedRow).count() == 0
    run = session.query(ImportRun).one()
    assert (run.state, run.rows_new, run.by_id) == ("written", 2, officer.id)
    acts = [log.act for log in session.query(AccessLog)]
    assert "register-checked" in acts
    assert "register-written" in acts


def test_the_same_file_sent_again_has_nothing_to_write(officer, client, session):
    write(client, send(client, book(row(1))))
    page = send(client, book(row(1)))
    assert "모든 행이 이미 저장되어 있습니다" in page.words()
    assert session.query(Content).count() == 1


def test_a_second_click_on_write_changes_nothing(officer, client, session):
    page = send(client, book(row(1)))
    form = page.form("import/")
    write(client, page)
    assert "신고대장에 저장했습니다" in client.submit(form).words()  # led to what the first click has done
    again = client.post(form.get("action"), {})  # from another tab
    assert "이미 저장했거나" in again.words()
    assert session.query(Content).count() == 1
    assert session.query(ImportRun).count() == 1


def test_each_problem_is_told_by_sheet_row_column_and_cell(officer, client, session):
    page = send(client, book(row(1), row(2, 병상수="약 30", 진출국가="아틀란티스"), row(3)))
    assert "고칠 곳이 2개" in page.words()
    cells = {page.words(tr): tr for tr in page.all("tr")}
    assert any("K3" in words and "진출국가" in words and "아틀란티스" in words for words in cells)
    assert any("O3" in words and "약 30" in words for words in cells)
    assert session.query(Filing).count() == 0


def test_good_rows_are_taken_only_when_asked_for(officer, client, session):
    page = send(client, book(row(1), row(2, 병상수=-3)))
    refused = write(client, page, status=422)
    assert "올바른 행만 저장" in refused.words()
    assert session.query(Filing).count() == 0
    page = client.submit(refused.form("import/"), button=("take_good_rows", "1"))
    assert "새 신고 1건" in page.words()
    assert session.query(Filing).one().certificate_no == "제2021-0001호"


def test_rows_that_differ_need_an_as_of_day_and_a_wrong_one_keeps_the_page(officer, client, session, today):
    today(date(2026, 11, 23))
    write(client, send(client, book(row(1), row(2))))
    code = session.query(Filing).filter_by(certificate_serial=1).one().certificate_code
    page = send(client, book(row(1, 진출국가="몽골"), row(2)))
    assert "제2021-0001호" in page.words()
    page = write(client, page, status=422)
    assert page.all("p", id="as_of-error")
    page = write(client, page, status=422, as_of="2027-01-01")
    assert "아직 오지 않은 날" in page.words()
    page = write(client, page, status=422, as_of="2020-01-01")
    assert "뒤(2021-03-10)에 효력이 시작된" in page.words()
    assert page.all("input", id="as_of")[0].get("value") == "2020-01-01"
    assert session.query(ImportRun).order_by(ImportRun.id.desc()).first().state == "checked"
    page = write(client, page, as_of="2026-01-01")
    assert "재분류 1건" in page.words()
    held = session.query(Content).filter_by(certificate_no="제2021-0001호").order_by(Content.id).all()
    assert [(c.country, c.effective_to) for c in held] == [("VN", date(2026, 1, 1)), ("MN", None)]
    titles = [c.title for c in session.query(Filing).order_by(Filing.certificate_serial)]
    assert ["몽골" in title for title in titles] == [True, False]
    assert "더 새로운 판" in client.get(f"/certificates/{code}?number=2021-1").words()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.xlsx", "비어 있습니다"),
        (b"%PDF-1.7", "a.xlsx", "형식이 다르거나"),
        (b"PK\x03\x04 broken", "a.xlsx", "손상"),
        ("신고확인증번호\n".encode(), "a.csv", ""),
    ],
)
def test_a_refused_file_is_told_why_and_leaves_no_trace(officer, client, session, content, name, words):
    page = send(client, io.BytesIO(content), name, status=422)
    assert words in page.words(page.all("p", id="file-error")[0])
    assert session.query(ImportRun).count() == 0
    import hashlib

    assert not store().holds(hashlib.sha256(content).hexdigest())


def test_no_file_at_all_is_told_at_the_field(officer, client):
    page = client.get(PATH)
    page = client.submit(page.form("import"), status=422)
    assert "파일을 골라 주세요" in page.words(page.all("p", id="file-error")[0])


def test_problems_come_as_the_marked_workbook_and_as_json(officer, client):
    page = send(client, book(row(1), row(2, 진출국가="아틀란티스")))
    with client.plain.get(page.link("JSON")) as answer:
        found = json.loads(answer.data)
    assert (found["rows_read"], found["rows_ready"], found["rows_written"], found["refused"]) == (2, 1, 0, None)
    assert [(p["row"], p["column"], p["code"]) for p in found["problems"]] == [(3, "진출국가", "unknown_country")]
    with client.plain.get(page.link("문제 표시 엑셀") + "?purpose=duty") as answer:
        sheet = openpyxl.load_workbook(io.BytesIO(answer.data))["신고대장"]
    assert "나라 이름이 아닙니다" in sheet["K3"].comment.text


def test_many_problems_are_paged_and_the_rest_is_in_the_files(officer, client):
    page = send(client, book(*(row(n, 병상수=-n) for n in range(1, 121))))
    assert "1 / 3쪽" in page.words()
    page = client.get(page.link("다음").split("#")[0])
    assert "O52" in page.words()
    assert "O51" not in page.words()


def test_a_csv_in_cp949_comes_in_too(officer, client, session):
    lines = [",".join(HEADINGS), ",".join(str(v) for v in row(1))]
    send_page = send(client, io.BytesIO("\n".join(lines).encode("cp949")), "신고대장.csv")
    write(client, send_page)
    assert session.query(Content).one().organisation_name == "가상가져온병원"


def test_a_run_that_is_being_read_says_so_and_reloads_by_itself(officer, client, session):
    session.add(ImportRun(filename="large.xlsx", by_id=officer.id))
    session.commit()
    page = client.get(f"{PATH}/1")
    assert "지금 읽고 있습니다" in page.words()
    assert page.response.headers["Refresh"].startswith("5;")


def test_history_names_who_and_how_many(officer, client):
    write(client, send(client, book(row(1))))
    page = client.get(PATH)
    assert "가상담당관" in page.words()
    assert "register.xlsx" in page.words()


def test_filers_and_unknown_runs_get_nothing(officer, client, session):
    client.get(f"{PATH}/99", status=404)
    client.get(f"{PATH}/99/problems.json", status=404)
    client.sign_in(make.member(make.organisation()))
    client.get(PATH, status=403)
    client.sign_in(make.user("ministry")).get(PATH)
