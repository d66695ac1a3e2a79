"""A text of any length and of any signs, in forms, files and mails of each domain:
refused in words or kept whole, never cut unsaid.
"""

import io
from datetime import date
from email.message import EmailMessage

import openpyxl
import pytest

from experts.courses.acts import meetings
from filings.register.report import _writable
from funds.grants.reconciling import workbook as reconciling
from funds.selection.calls.models import Question
from portal.core import mail, search
from portal.core.cases import Draft
from portal.core.db import db
from portal.core.reading import file_name
from portal.core.search import Document, SearchEntry
from portal.core.text import Text, shortened
from portal.markets.g2g.models import Cooperation
from portal.markets.series import workbook as series
from portal.shell.inbox.letter import read_head
from tests import factories as make
from tests import funding, learning
from tests.funding import START, at_hour

ODD = {
    "a long word": "가" * 20_000,
    "many words": "가상 병원 " * 4_000,
    "blanks": " " * 400_000,
    "line breaks": "가" + "\n" * 40_000 + "나",
    "tabs": "가\t" * 10_000,
    "NUL": "가\0나",
    "half a character": b"\xed\xa0\x80".decode(errors="replace") + "가",
    "direction marks": "\u202e가\u2066나\u2069\u200b",
    "decomposed": "\u1100\u1161" * 5_000,
    "marks upon marks": "a" + "\u0301" * 5_000,
    "private": "가\ue000",
    "a noncharacter": "가\uffff",
}


@pytest.mark.parametrize(
    ("text", "longest", "said"),
    [
        ("가나다", 3, "가나다"),
        ("가나다라", 3, "가나…"),
        ("가나 다라 마바", 7, "가나 다라…"),
        ("가나 다라 마바", 6, "가나 다라…"),
        ("가 나다라마바사", 6, "가 나다라…"),
        ("", 1, ""),
    ],
)
def test_a_shortened_text_shows_that_it_is(text, longest, said):
    assert shortened(text, longest) == said


def kept(value):
    """Whether a text may be stored: composed, nothing that PostgreSQL or a paper refuses, not cut."""
    return "\0" not in value and not any("\ud800" <= c <= "\udfff" for c in value)


@pytest.fixture
def member(client, session, today):
    today(date(2026, 3, 2))
    person = make.member(make.organisation(), "editor")
    session.commit()
    client.sign_in(person)
    return person


@pytest.mark.parametrize("kind", ODD)
def test_any_text_in_a_filing_is_kept_or_refused_in_words(client, session, member, kind):
    case, _ = make.draft("OPEN", make.acting(member))
    session.commit()
    page = client.get(f"/filings/{case.id}/sections/place")
    answer = client.plain.post(f"/filings/{case.id}/sections/place", data=filled(page, "place", city=ODD[kind]))
    assert answer.status_code in (200, 303, 422)
    assert kept(session.get(Draft, case.id).answers.get("city") or "")
    if kind in ("a long word", "many words"):
        assert "100자 이내로 적어 주세요" in answer.text


@pytest.mark.parametrize("kind", ODD)
def test_any_text_in_a_question_is_kept_or_refused_in_words(client, session, member, kind):
    page = client.get("/centre/ask")
    given = filled(page, "/ask", topic="procedure", country="VN", title=ODD[kind], text=ODD[kind])
    answer = client.plain.post("/centre/ask", data=given)
    assert answer.status_code in (200, 303, 422)
    if kind == "a long word":
        assert "지금은 20,000자입니다" in answer.text
        assert ODD[kind] in answer.text


@pytest.mark.parametrize("kind", ODD)
def test_any_text_in_a_report_of_misuse_is_kept_or_refused_in_words(client, session, today, kind):
    today(date(2026, 3, 2))
    page = client.get("/programmes/misuse/")
    given = filled(page, "misuse", about="grant", named=ODD[kind], happened=ODD[kind], place=ODD[kind])
    answer = client.plain.post("/programmes/misuse/", data=given)
    assert answer.status_code in (200, 303, 422)


@pytest.mark.parametrize("kind", ODD)
def test_any_text_in_a_cooperation_is_kept_or_refused_in_words(client, session, today, kind):
    today(date(2026, 3, 2))
    client.sign_in(make.user("officer"))
    session.commit()
    given = {"kind": "mou", "country": "UZ", "title_ko": ODD[kind], "source": ODD[kind], "partner": ODD[kind]}
    page = client.get("/cooperation/new")
    answer = client.plain.post("/cooperation/new", data=page.values(page.form(containing="title_ko")).to_dict() | given)
    assert answer.status_code in (200, 303, 422)
    assert all(kept(one.title_ko) for one in session.query(Cooperation))


@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize(
    "path", ["/search?q=", "/countries?q=", "/certificates?number=1&code=", "/courses/check?number=1&code="]
)
def test_any_text_in_an_address_is_answered(client, session, path, kind):
    text = ODD[kind][:4_000]
    where, _, name = path.rpartition("?")
    pairs = dict(pair.split("=") for pair in name.split("&"))
    pairs[list(pairs)[-1]] = text
    assert client.plain.get(where, query_string=pairs, follow_redirects=True).status_code in (200, 404, 422)


def filled(page, action, **given):
    values = page.values(page.form(action)).to_dict()
    return values | given


# ---- experts ------------------------------------------------------------------------------------------------------------


def test_a_subject_of_a_session_that_is_too_long_is_named_by_its_line():
    line = "2026-12-0{n} 09:00-12:00 {s}"
    good = line.format(n=1, s="가" * 200)
    found, problem = meetings(good)
    assert ([m.subject for m in found], problem) == (["가" * 200], None)
    _, problem = meetings(good + "\n" + line.format(n=2, s="가" * 201))
    assert problem == Text(
        "2번째 줄의 주제를 200자 이내로 적어 주세요.", "Write the subject of line 2 in at most 200 characters."
    )


def test_a_cell_of_a_return_that_is_too_long_is_kept_whole_and_refused(client, session, member):
    case = learning.returned(learning.survey(), learning.row(), who=member, state="asked")
    session.commit()
    page = client.get(f"/workforce/returns/{case.id}")
    long = "가상 " * 4_000 + "끝"
    page = client.submit(page.form(containing="r1-country"), **{"r1-reason": long}, status=422, button=("go", "send"))
    assert "500자까지 적을 수 있습니다." in page.words()
    assert session.get(Draft, case.id).answers["r1"]["reason"] == long


# ---- filings ------------------------------------------------------------------------------------------------------------


def test_a_cell_too_long_for_a_workbook_shows_that_it_goes_on():
    assert _writable("가" * 32_000) == "가" * 32_000
    assert _writable("가" * 32_001) == "가" * 31_999 + "…"


# ---- funds --------------------------------------------------------------------------------------------------------------


def test_an_answer_to_a_question_that_is_too_long_stays_in_its_field(client, session, today):
    today(at_hour(START, 9))
    call = funding.published()
    question = Question(call_id=call.id, user_id=make.user().id, text="가상 질문")
    session.add(question)
    session.commit()
    client.sign_in(make.user("officer"))
    page = client.get(f"/desk/programmes/calls/{call.id}")
    long = "가" * 4_001
    page = client.submit(page.form(f"/questions/{question.id}"), answer=long, status=422)
    assert "답변을 4,000자 이내로 적어 주세요." in page.words()
    assert long in page.text
    assert session.get(Question, question.id).answer == ""
    client.submit(page.form(f"/questions/{question.id}"), answer=long[1:])
    assert session.get(Question, question.id).answer == long[1:]


def test_a_cell_of_a_card_file_that_is_too_long_is_named():
    book = openpyxl.Workbook()
    book.active.append(["집행일자", "집행금액(원)", "거래처명"])
    book.active.append([date(2026, 5, 4), 1000, "가" * 201])
    book.active.append([date(2026, 5, 4), 1000, "가" * 200])
    out = io.BytesIO()
    book.save(out)
    found = reconciling.read(out.getvalue())
    assert [(w.place, w.why.ko) for w in found.wrong] == [("C2", "200자가 넘습니다.")]
    assert [row.payee for row in found.rows] == ["가" * 200]


# ---- markets ------------------------------------------------------------------------------------------------------------


def test_cells_of_a_series_that_are_too_long_are_named():
    key = next(k for k, one in series.SERIES.items() if any(not series.DIMENSIONS[d].holds for d in one.dimensions))
    one = series.SERIES[key]
    kind = next(series.DIMENSIONS[d].sheet for d in one.dimensions if not series.DIMENSIONS[d].holds)
    book = openpyxl.Workbook()
    book.active.append(list(series.COLUMNS))
    book.active.append([one.first, kind, "", 1, "", "가" * 301])
    out = io.BytesIO()
    book.save(out)
    found = series.read(key, io.BytesIO(out.getvalue()))
    assert [(p.cell, p.sentence.ko) for p in found.problems] == [("F2", "300자 이내로 적어 주세요: " + "가" * 20)]


def test_a_title_that_is_too_long_for_the_index_shows_that_it_goes_on(session):
    title = Text("가상 " * 250 + "끝", "word " * 250)
    search.put("news", Document(key="1", title=title, body=Text("가", ""), endpoint="news.index"))
    entry = session.query(SearchEntry).filter_by(source="news", key="1").one()
    assert entry.title_ko == " ".join(["가상"] * 100) + "…"
    assert entry.title_en == " ".join(["word"] * 60) + "…"


# ---- mails --------------------------------------------------------------------------------------------------------------


def test_a_subject_of_a_thousand_letters_is_read_whole_and_shortened_in_the_answer(session, app):
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "a@example.org", "b@example.org", "가" * 1_000
    subject = read_head(bytes(letter)).subject
    assert subject == "가" * 1_000
    told = mail.tell_address("a@example.org", "inbox.refused", heading=subject, sentence="가상", left_out=[])
    db.session.flush()
    assert told.subject == "[답장 안내] " + "가" * 291 + "…"
    assert len(told.subject) == 300


@pytest.mark.parametrize(
    ("name", "ending"), [("가" * 100 + ".pdf", "….pdf"), ("a" * 300, "…"), ("가" * 90 + "." + "b" * 30, "…")]
)
def test_a_name_of_a_file_of_more_than_255_bytes_keeps_its_ending(name, ending):
    assert file_name(name).endswith(ending)
    assert len(file_name(name).encode()) <= 255
