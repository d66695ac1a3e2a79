"""What an import leaves in the database: once and only once, effective from the right day, earlier years untouched."""

import json
from datetime import date, timedelta

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from filings.columns.register import COLUMNS
from filings.models import Content, Filing
from filings.register import staging, write
from filings.register.imports import import_register
from portal.core.cases import Case, Event
from portal.core.db import db
from portal.core.people import SYSTEM, Organisation
from portal.shell.reports import annual
from tests import factories as make
from tests.unit.register_maker import clean_cells, clean_rows, write_messy

TODAY = date(2026, 11, 22)


@pytest.fixture
def register(today, session, tmp_path):
    """Writes a register of `rows` and gives its path."""
    today(TODAY)

    def made(rows, name="register.xlsx"):
        book = Workbook()
        sheet = book.active
        sheet.append([c.heading for c in COLUMNS])
        for row in rows:
            sheet.append(row)
        path = tmp_path / name
        book.save(path)
        return path

    return made


def line(number="제2022-0001호", **given):
    """One right row as a clerk would type it."""
    row = {
        "신고확인증번호": number,
        "접수일": "2022-03-02",
        "수리일": "2022-03-08",
        "신고구분": "신규",
        "기관명": "가상한빛의원",
        "종별": "의원",
        "시도": "서울",
        "사업자등록번호": make.business_number(7),
        "전담부서 유무": "유",
        "진출유형": "운영컨설팅",
        "진출국가": "베트남",
        "도시": "하노이",
        "현지기관명": "Fictional Clinic",
        "진료과목": "치과",
        "병상수": "0",
        "사유구분": "계약",
        "사유발생일": "2022-02-21",
        "계약종료일": "",
        "파견인원": "",
        "운영상태": "운영중",
        "비고": "",
    }
    return [(row | given).get(column.heading, "") for column in COLUMNS]


def counts():
    return tuple(
        db.session.scalar(select(func.count()).select_from(t)) for t in (Case, Filing, Content, Organisation, Event)
    )


def test_a_row_becomes_a_filing_with_certificate_content_and_event(register):
    outcome = import_register(register([line()]), SYSTEM)
    assert (outcome.exit_status, outcome.rows_written) == (0, 1)
    case = db.session.scalar(select(Filing))
    assert (case.state, case.certificate_no, case.days_taken, case.in_time) == ("accepted", "제2022-0001호", 5, True)
    assert case.late_days is None
    assert case.organisation.verified is False
    content = db.session.scalar(select(Content))
    assert (content.effective_from, content.effective_to, content.country) == (date(2022, 3, 8), None, "VN")
    assert [e.name for e in db.session.scalars(select(Event))] == ["filing.imported"]


def test_the_same_file_twice_changes_nothing(register):
    path = register([line(), line("제2022-0002호")])
    import_register(path, SYSTEM)
    before = counts()
    again = import_register(path, SYSTEM)
    assert (again.exit_status, again.rows_written, again.changed) == (0, 0, [])
    assert counts() == before


def test_many_organisations_and_cases_are_told_apart(register, tmp_path, today):
    today(date(2026, 11, 22))
    rows = clean_rows(300, seed=3)
    path = tmp_path / "messy.xlsx"
    write_messy(path, rows, seed=3)
    outcome = import_register(path, SYSTEM)
    assert outcome.rows_written == len(rows), outcome.problems[:3]
    assert db.session.scalar(select(func.count()).select_from(Content)) == len(rows)
    assert not staging.unfinished(before=make.clock.now() + timedelta(days=1))


def test_a_differing_row_waits_for_the_day_from_which_it_holds(register):
    import_register(register([line()]), SYSTEM)
    changed = register([line(진출국가="몽골")], "changed.xlsx")
    held = import_register(changed, SYSTEM)
    assert held.exit_status == 1
    assert "기준일" in held.halt.ko
    assert held.rows_written == 0
    assert db.session.scalar(select(Content.country)) == "VN"


def test_a_reclassification_leaves_earlier_years_as_they_were(register):
    import_register(register([line()]), SYSTEM)
    outcome = import_register(
        register([line(진출국가="몽골", 신고구분="변경")], "changed.xlsx"), SYSTEM, as_of=date(2024, 5, 1)
    )
    assert outcome.exit_status == 0
    assert outcome.changed == ["제2022-0001호"]
    of = {year: [r["ISO"] for r in annual.figures(year)["by_country"]] for year in (2022, 2023, 2024)}
    assert of == {2022: ["VN"], 2023: ["VN"], 2024: ["MN"]}
    assert annual.figures(2024)["changes"][-1]["변경신고"] == 1
    assert counts()[:3] == (1, 1, 2)
    again = import_register(register([line(진출국가="몽골", 신고구분="변경")], "changed.xlsx"), SYSTEM)
    assert again.rows_written == 0
    assert again.exit_status == 0


@pytest.mark.parametrize(("as_of", "word"), [(date(2027, 1, 1), "오지 않은"), (date(2021, 1, 1), "뒤")])
def test_an_impossible_day_is_answered_by_a_sentence(register, as_of, word):
    import_register(register([line()]), SYSTEM)
    outcome = import_register(register([line(도시="호찌민")], "changed.xlsx"), SYSTEM, as_of=as_of)
    assert outcome.exit_status == 1
    assert word in outcome.halt.ko
    assert db.session.scalar(select(Content.city)) == "하노이"


def test_wrong_rows_hold_everything_back_unless_the_good_ones_are_taken(register):
    path = register([line(), line("제2022-0002호", 병상수="-3"), line("제2022-0003호")])
    held = import_register(path, SYSTEM)
    assert (held.exit_status, held.rows_read, held.rows_ready, held.rows_written) == (1, 3, 2, 0)
    assert counts()[0] == 0
    taken = import_register(path, SYSTEM, take_good_rows=True)
    assert (taken.exit_status, taken.rows_written) == (1, 2)


def test_a_dry_run_writes_nothing(register):
    outcome = import_register(register([line()]), SYSTEM, dry_run=True)
    assert (outcome.exit_status, outcome.rows_ready, outcome.rows_written) == (0, 1, 0)
    assert counts()[0] == 0


def test_silence_before_2018_10_19_is_no_deemed_acceptance(register):
    late = {"수리일": "2018-12-03", "사유발생일": "2018-10-01", "사유구분": "계약"}
    import_register(
        register(
            [line("제2018-0001호", 접수일="2018-10-18", **late), line("제2018-0002호", 접수일="2018-10-19", **late)]
        ),
        SYSTEM,
    )
    found = dict(db.session.execute(select(Filing.certificate_no, Filing.deemed)).all())
    assert found == {"제2018-0001호": False, "제2018-0002호": True}
    row = annual.figures(2018)["processing"][-1]
    assert (row["수리"], row["수리간주"], row["기한 내 처리율(%)"]) == (1, 1, 0.0)


def test_lateness_counts_calendar_days_and_leaves_companies_out(register):
    late = {"접수일": "2022-03-02", "사유발생일": "2021-12-16"}
    import_register(register([line(**late), line("제2022-0002호", 종별="기업", **late)]), SYSTEM)
    assert annual.figures(2022)["late"] == [{"연도": "2022", "지연건수": 1, "평균 초과일": 27.0, "최대 초과일": 27}]


def test_the_next_certificate_follows_the_highest_imported_one(register, today):
    import_register(
        register([line("제2026-0040호", 접수일="2026-03-02", 수리일="2026-03-09", 사유발생일="2026-02-20")]), SYSTEM
    )
    case, _ = make.accepted()
    assert case.certificate_no == "제2026-0041호"


def test_a_known_organisation_is_not_made_twice(register):
    owner = make.organisation(business_number=make.business_number(7))
    import_register(register([line()]), SYSTEM)
    assert db.session.scalar(select(Filing.organisation_id)) == owner.id
    assert db.session.scalar(select(func.count()).select_from(Organisation)) == 1


def test_an_import_that_dies_half_way_leaves_nothing(register, monkeypatch):
    path = register([line(), line("제2022-0002호")])
    before = counts()

    def killed(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(write, "_insert_event", killed)
    with pytest.raises(KeyboardInterrupt):
        import_register(path, SYSTEM)
    db.session.rollback()
    assert counts() == before
    monkeypatch.undo()
    assert import_register(path, SYSTEM).rows_written == 2


def test_a_change_filing_can_start_from_an_imported_row(register):
    from filings.filing.content import latest_answers

    import_register(register([line()]), SYSTEM)
    answers = latest_answers(db.session.scalar(select(Filing)))
    assert (answers["type"], answers["country"], answers["contract_on"]) == ("CONSULT", "VN", "2022-02-21")


@pytest.mark.parametrize(("name", "status"), [("right", 0), ("wrong", 1), ("refused", 2), ("missing", 2)])
def test_the_command_says_how_it_went_and_always_writes_its_report(register, app, tmp_path, name, status):
    path = register([line(진출국가="무지개국")] if name == "wrong" else [line()])
    if name == "refused":
        path.write_bytes(b"")
    if name == "missing":
        path.unlink()
    report = tmp_path / "problems.json"
    done = app.test_cli_runner().invoke(args=["register", "import", str(path), "--report", str(report)])
    assert done.exit_code == status, done.output
    read = json.loads(report.read_text(encoding="utf-8"))
    assert bool(read["refused"]) == (status == 2)
    assert [p["code"] for p in read["problems"]] == (["unknown_country"] if name == "wrong" else [])


def test_a_report_that_cannot_be_written_is_said_before_anything_is_imported(register, app, tmp_path):
    path, report = register([line()]), tmp_path / "nowhere" / "problems.json"
    done = app.test_cli_runner().invoke(args=["register", "import", str(path), "--report", str(report)])
    assert done.exit_code == 2
    assert "쓸 수 없습니다" in done.output
    assert db.session.scalar(select(func.count()).select_from(Filing)) == 0


@pytest.mark.parametrize("day", ["nonsense", "2026-02-30", "20260131", ""])
def test_an_as_of_day_that_is_none_is_one_sentence(register, app, day):
    done = app.test_cli_runner().invoke(args=["register", "import", str(register([line()])), "--as-of", day])
    assert done.exit_code == 2
    assert done.output == f"--as-of: ‘{day}’은(는) 날짜가 아닙니다. 2026-01-31처럼 적어 주세요.\n"
    assert db.session.scalar(select(func.count()).select_from(Filing)) == 0


def test_clean_cells_of_the_maker_have_the_register_columns():
    assert len(clean_cells(clean_rows(1)[0])) == len(COLUMNS)


def test_only_the_reclassified_cases_get_new_days(register):
    other = line("제2022-0002호", 수리일="2022-03-10")
    import_register(register([line(), other]), SYSTEM)
    import_register(register([line(수리일="2022-03-09"), other], "changed.xlsx"), SYSTEM, as_of=date(2024, 5, 1))
    found = dict(db.session.execute(select(Filing.certificate_no, Filing.decided_on)).all())
    assert found == {"제2022-0001호": date(2022, 3, 9), "제2022-0002호": date(2022, 3, 10)}
    assert dict(db.session.execute(select(Filing.certificate_no, Filing.days_taken)).all()) == {
        "제2022-0001호": 5,
        "제2022-0002호": 6,
    }


def test_a_change_starts_from_what_the_register_said_last(register):
    from filings.filing.content import latest_answers

    case, _ = make.accepted("CONSULT", country="VN", city="하노이")
    content = db.session.scalar(select(Content))
    row = line(
        case.certificate_no,
        접수일="2026-11-22",
        수리일="2026-11-22",
        사유발생일="2026-11-22",
        진출국가="몽골",
        사업자등록번호=content.business_number,
        기관명=content.organisation_name,
    )
    assert import_register(register([row]), SYSTEM, as_of=TODAY).rows_written == 1
    answers = latest_answers(db.session.get(Filing, case.id))
    assert (answers["country"], answers["consulting_scope"]) == ("MN", "개원 준비")
