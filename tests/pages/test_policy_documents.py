"""Policy documents on pages: opened with an outline, written by their owners, figures frozen, editions kept,
published only on purpose.
"""

from datetime import date, timedelta

import pytest

from portal.core import clock
from portal.core.cases import Event
from portal.core.fire import fire
from portal.core.mail import Mail
from portal.core.people import Deputy, User
from portal.core.reminders import remind
from portal.markets.documents import due
from portal.markets.documents.chapters import manuscript
from portal.markets.documents.chapters.models import PolicyChapter, PolicyDocument
from portal.markets.documents.chapters.queries import chapters_of
from portal.markets.documents.editions.models import DocumentEdition
from portal.markets.documents.editions.queries import editions_of
from portal.markets.documents.evidence import evaluation, snapshots
from portal.markets.documents.models import DocumentTerm
from portal.markets.plan.models import TaskReport
from portal.markets.plan.terms import TASKS
from tests import factories as make
from tests import policy_maker as policy
from tests.pdf_text import text_of


@pytest.fixture
def desk(session, today):
    """A lead at the ministry, an officer who writes, and a document with its first two chapters given to the
    officer.
    """
    today(date(2026, 11, 23))
    return policy.started()


def test_a_ministry_person_opens_a_document_with_its_usual_chapters(client, session, today):
    today(date(2026, 11, 23))
    lead = make.user("ministry")
    client.sign_in(lead)
    form = client.get("/plan/documents/new").form(containing="lead")
    client.submit(form, type="report", year="2026", lead=lead.id, due_on="", path="/plan/documents/new")
    document = session.query(PolicyDocument).one()
    assert (document.due_on, document.handler_id, document.state) == (date(2026, 8, 31), lead.id, "writing")
    assert [c.heading_ko for c in chapters_of(document)][:2] == ["연도별 계획", "시책의 추진 상황과 평가"]
    assert client.page.h1 == "2026년 국회 연차보고서"
    page = client.post(
        "/plan/documents/new", {"type": "report", "year": "2026", "lead": str(lead.id), "due_on": ""}, status=422
    )
    assert "그해의 문서가 이미 있습니다" in page.words(page.all("div", id="error-summary")[0])


# ---- opening and the outline ----------------------------------------------------------------------------------------------


def test_only_the_ministry_opens_and_nobody_else_sees_documents_at_work(client, session, desk):
    client.sign_in(make.user("officer"))
    client.get("/plan/documents/new", status=403)
    client.get(f"/plan/documents/{desk.document.id}")
    client.sign_in(make.member(make.organisation()))
    for path in ("", "/print", "/outline", "/figures", "/draft.pdf"):
        client.get(f"/plan/documents/{desk.document.id}{path}", status=403)
    client.get(f"/plan/documents/chapters/{desk.chapters[0].id}", status=403)
    assert "2026년 국회 연차보고서" not in client.get("/plan/documents").words()
    assert not [link for link in client.get("/search?q=연차보고서").links() if "/plan/documents/" in link]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"year": "1900"}, "연도"),
        ({"year": ""}, "연도"),
        ({"type": ""}, "문서"),
        ({"lead": ""}, "총괄"),
        ({"due_on": "2026-02-30"}, "기한"),
    ],
)
def test_wrong_openings_are_said_at_the_field(client, session, wrong, said):
    lead = make.user("ministry")
    client.sign_in(lead)
    given = {"type": "report", "year": "2026", "lead": str(lead.id), "due_on": ""} | wrong
    page = client.post("/plan/documents/new", given, status=422)
    assert said in page.words(page.all("div", id="error-summary")[0])
    assert session.query(PolicyDocument).count() == 0


def test_the_lead_arranges_chapters_and_gives_them_owners(client, session, today):
    today(date(2026, 11, 23))
    document, _lead = policy.opened("report")
    writer = make.user("officer", name="가상 집필자")
    first, second = chapters_of(document)[:2]
    client.sign_in(lead_of(document))
    form = client.get(f"/plan/documents/{document.id}/outline").form(containing="ko_new")
    path = f"/plan/documents/{document.id}/outline"
    client.submit(
        form,
        path=path,
        **{
            f"place_{second.id}": 1,
            f"ko_{first.id}": "고친 제목",
            "ko_new": "새 장",
            "place_new": 2,
            f"owner_{first.id}": writer.id,
            f"due_on_{first.id}": "2026-12-18",
            f"unit_{second.id}": "해외진출팀",
            f"due_on_{second.id}": "2026-12-18",
        },
    )
    session.expire_all()
    chapters = chapters_of(document)
    assert [c.heading_ko for c in chapters][:3] == ["시책의 추진 상황과 평가", "고친 제목", "새 장"]
    assert (chapters[1].handler_id, chapters[1].state, chapters[1].due_on) == (writer.id, "writing", date(2026, 12, 18))
    assert (chapters[0].handler_id, chapters[0].unit, chapters[0].state) == (None, "해외진출팀", "writing")
    told = {m.subject for m in session.query(Mail).where(Mail.user_id == writer.id)}
    assert "[장 작성] 2026년 국회 연차보고서 · 고친 제목" in told
    listed = client.sign_in(writer).get("/worklist").words()
    assert "2026년 국회 연차보고서 · 고친 제목" in listed


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"due_on_{id}": "2026-12-18"}, "담당자나 담당 부서를"),
        ({"unit_{id}": "해외진출팀"}, "장의 기한을 적어"),
        ({"unit_{id}": "해외진출팀", "due_on_{id}": "2030-01-01"}, "문서의 기한"),
        ({"unit_{id}": "없는 부서", "due_on_{id}": "2026-12-18"}, "담당 부서"),
        ({"ko_{id}": ""}, "제목"),
        ({"place_{id}": "첫째"}, "숫자만"),
        ({"en_new": "Only English"}, "새 장의 한국어 제목"),
    ],
)
def test_a_wrong_outline_changes_nothing(client, session, today, given, said):
    today(date(2026, 11, 23))
    document, _ = policy.opened("report")
    chapter = chapters_of(document)[0]
    version = document.version
    client.sign_in(lead_of(document))
    form = client.get(f"/plan/documents/{document.id}/outline").form(containing="ko_new")
    page = client.submit(
        form,
        path=f"/plan/documents/{document.id}/outline",
        status=422,
        **{k.format(id=chapter.id): v for k, v in given.items()},
    )
    assert said in page.words(page.all("div", id="error-summary")[0])
    session.expire_all()
    assert document.version == version
    assert chapter.state == "planned"


def lead_of(document):
    return document.handler


def test_an_officer_is_not_the_lead(client, session, desk):
    client.sign_in(make.user("ministry"))
    client.get(f"/plan/documents/{desk.document.id}/outline", status=422)
    client.post(
        f"/plan/documents/{desk.document.id}/figures",
        {"as_of": "2026-11-22", "reason": "x", "act": "freeze"},
        status=422,
    )
    assert snapshots.newest(desk.document.id) is None


# ---- writing --------------------------------------------------------------------------------------------------------------


def chapter_form(client, chapter):
    return client.get(f"/plan/documents/chapters/{chapter.id}").form(containing="ko")


def user_of(session, actor):
    return session.get(User, actor.user_id)


def test_a_chapter_is_written_previewed_handed_in_and_agreed(client, session, desk):
    chapter = desk.chapters[0]
    path = f"/plan/documents/chapters/{chapter.id}"
    client.sign_in(user_of(session, desk.writer))
    form = chapter_form(client, chapter)
    page = client.submit(form, ko="## 소제목\n\n**굵은** <script>x</script>", path=path, button=("act", "preview"))
    assert page.words(page.all("section", aria_labelledby="preview")[0]).startswith("미리보기 소제목")
    assert manuscript.newest(chapter.id) is None, "a preview saves nothing"
    page = client.submit(form, ko="", path=path, button=("act", "hand_in"), status=422)
    assert "한국어 본문을 적고" in page.words()
    client.submit(form, ko="처음 쓴 글입니다.", path=path, button=("act", "save"), version=0)
    page = client.submit(form, ko="늦게 온 글", path=path, button=("act", "save"), version=0, status=422)
    assert "다른 사람이 저장했습니다" in page.words()
    assert "늦게 온 글" in page.text
    client.submit(chapter_form(client, chapter), ko="고쳐 쓴 글입니다.", path=path, button=("act", "hand_in"))
    session.expire_all()
    assert chapter.state == "handed_in"
    versions = client.get(f"{path}/versions").words()
    assert "처음 쓴 글입니다." in versions
    assert "고쳐 쓴 글입니다." in versions
    client.post(path, {"ko": "몰래", "version": "2", "act": "save"}, status=422)
    client.sign_in(user_of(session, desk.lead))
    assert "내 차례" in client.get("/plan/documents").words()
    client.post(f"/cases/{chapter.id}/moves/send_back", {"reason": "", "version": chapter.version}, status=422)
    client.post(f"/cases/{chapter.id}/moves/send_back", {"reason": "출처를 더해 주세요.", "version": chapter.version})
    session.expire_all()
    assert chapter.state == "returned"
    mail = session.query(Mail).where(Mail.case_id == chapter.id).order_by(Mail.id.desc()).first()
    assert mail.user_id == desk.writer.user_id
    assert "출처를 더해 주세요." in mail.body
    assert "출처를 더해 주세요." in client.sign_in(user_of(session, desk.writer)).get(path).words()


def test_only_owner_lead_and_deputies_write(client, session, desk):
    chapter = desk.chapters[0]
    other = make.user("officer", unit="다른 팀")
    client.sign_in(other)
    path = f"/plan/documents/chapters/{chapter.id}"
    assert not list(client.get(path).all("textarea"))
    client.post(path, {"ko": "남의 글", "version": "0", "act": "save"}, status=422)
    assert manuscript.newest(chapter.id) is None
    day = clock.today()
    session.add(Deputy(absent_id=desk.writer.user_id, deputy_id=other.id, first=day, last=day + timedelta(days=3)))
    client.sign_in(other)
    client.post(path, {"ko": "대행의 글", "version": "0", "act": "save"}, status=200)
    assert manuscript.newest(chapter.id).ko == "대행의 글"


def test_a_chapter_of_a_unit_is_written_by_whoever_belongs_to_it(client, session, today):
    today(date(2026, 11, 23))
    document, lead = policy.opened("report")
    chapter = chapters_of(document)[0]
    one, other = make.user("officer", unit="가상통계팀"), make.user("officer", unit="가상통계팀")
    stranger = make.user("officer", unit="가상총무팀")
    fire(chapter, "assign", lead, given={"owner": "", "unit": "가상통계팀", "due_on": "2026-12-18"})
    assert {m.user_id for m in session.query(Mail).where(Mail.case_id == chapter.id)} == {one.id, other.id}
    path = f"/plan/documents/chapters/{chapter.id}"
    client.sign_in(stranger).post(path, {"ko": "남의 글", "version": "0", "act": "save"}, status=422)
    client.sign_in(other)
    assert chapter.title in client.get("/").words(), "on the first page of each of them"
    client.submit(chapter_form(client, chapter), ko="우리 팀의 글", path=path, button=("act", "hand_in"))
    session.expire_all()
    assert (chapter.state, manuscript.newest(chapter.id).by_id) == ("handed_in", other.id)


# ---- figures --------------------------------------------------------------------------------------------------------------


def test_figures_are_frozen_picked_and_stay(client, session, desk):
    make.accepted("OPEN", country="VN")
    chapter = desk.chapters[0]
    path = f"/plan/documents/chapters/{chapter.id}"
    client.sign_in(user_of(session, desk.lead))
    address = f"/plan/documents/{desk.document.id}/figures"
    page = client.post(address, {"as_of": "2026-11-23", "reason": "첫 고정", "act": "compare"})
    assert "아직 고정하지 않았습니다" in page.words()
    assert snapshots.newest(desk.document.id) is None
    client.submit(page.form(containing="as_of"), path=address, button=("act", "freeze"))
    frozen = snapshots.newest(desk.document.id)
    held = {f["key"]: f["value"] for f in frozen.figures}
    assert (held["filings.2026"], held["filings.total"], held["country.VN"], held["tasks.total"]) == (
        "1",
        "1",
        "1",
        "26",
    )
    client.sign_in(user_of(session, desk.writer))
    form = chapter_form(client, chapter)
    page = client.submit(form, ko="올해 신고는", pick="figure:filings.2026", path=path, button=("act", "insert"))
    assert "올해 신고는 {{figure:filings.2026}}" in page.text
    assert manuscript.newest(chapter.id) is None
    client.submit(page.form(containing="ko"), path=path, button=("act", "save"))
    make.accepted("OPEN", country="VN")
    page = client.get(f"/plan/documents/{desk.document.id}/print")
    assert "올해 신고는 1건" in page.words()
    assert "연례 통계 1. 연도별(신고 대장), 기준일 2026-11-23" in page.words()
    client.sign_in(user_of(session, desk.lead))
    page = client.post(address, {"as_of": "2026-11-23", "reason": "다시 고정", "act": "compare"})
    row = next(r for r in page.all("tr") if "2026년 진출신고(2026-11-23까지)" in page.words(r))
    assert page.words(row).endswith("까지) 1 2 1"), "old value, new value, and the chapter that uses it"
    client.submit(page.form(containing="as_of"), path=address, button=("act", "freeze"))
    assert "올해 신고는 2건" in client.get(f"/plan/documents/{desk.document.id}/print").words()
    assert len(snapshots.history(desk.document.id)) == 2


@pytest.mark.parametrize(
    "wrong", [{"as_of": "2026-11-24"}, {"as_of": "2015-01-01"}, {"as_of": ""}, {"as_of": "어제"}, {"reason": ""}]
)
def test_a_wrong_day_freezes_nothing(client, session, desk, wrong):
    client.sign_in(user_of(session, desk.lead))
    given = {"as_of": "2026-11-23", "reason": "가상", "act": "freeze"} | wrong
    page = client.post(f"/plan/documents/{desk.document.id}/figures", given, status=422)
    assert page.all("div", id="error-summary")
    assert snapshots.newest(desk.document.id) is None


@pytest.mark.parametrize("token", ["{{figure:none.2026}}", "{{table:secret}}", "{{ figure }}", "{{7*7}}"])
def test_a_token_without_a_frozen_figure_is_not_handed_in(client, session, desk, token):
    policy.freeze(desk)
    path = f"/plan/documents/chapters/{desk.chapters[0].id}"
    client.sign_in(user_of(session, desk.writer))
    page = client.submit(
        chapter_form(client, desk.chapters[0]), ko=f"값 {token}", path=path, button=("act", "hand_in"), status=422
    )
    assert "고정한 수치에 없는 표시" in page.words(page.all("div", id="error-summary")[0])
    assert manuscript.newest(desk.chapters[0].id).ko == f"값 {token}", "what was written is kept"
    session.expire_all()
    assert desk.chapters[0].state == "writing"


# ---- editions -------------------------------------------------------------------------------------------------------------


def test_an_edition_is_kept_and_published_only_on_purpose(client, session, desk):
    policy.freeze(desk)
    policy.done(desk, ko="비밀스런 문장 {{figure:tasks.total}}", en="A sentence {{figure:tasks.total}}")
    edition = session.query(DocumentEdition).one()
    address = f"/plan/documents/editions/{edition.id}"
    for path in (address, f"{address}.pdf", f"{address}/changes"):
        client.get(path, status=404)
    assert "찾은 문서가 없습니다" in client.get("/search?q=비밀스런").words()
    client.sign_in(user_of(session, desk.lead))
    assert "공개하지 않은 판입니다" in client.get(address).words()
    client.act(desk.document, "publish", {"reason": "국회 제출 뒤 공개"})
    session.expire_all()
    client.sign_in(make.member(make.organisation()))
    assert "비밀스런 문장 26개" in client.get(address).words()
    assert "2026년 국회 연차보고서" in client.get("/plan/documents").words()
    assert address in client.get("/search?q=비밀스런").links()
    for language, said in (("ko", "비밀스런문장26개"), ("en", "Asentence26")):
        with client.plain.get(f"{address}.pdf?lang={language}") as paper:
            assert said in text_of(paper.data)
    client.sign_in(user_of(session, desk.lead))
    client.act(desk.document, "unpublish", {"reason": "가상 사유"})
    session.expire_all()
    client.sign_in(make.member(make.organisation()))
    client.get(address, status=404)
    assert address not in client.get("/search?q=비밀스런").links()


def test_a_document_is_assembled_only_when_every_chapter_is_agreed(client, session, desk):
    policy.written(desk)
    client.sign_in(user_of(session, desk.lead))
    page = client.act(desk.document, "assemble", {}, status=422)
    assert "아직 확정하지 않은 장: 연도별 계획, 시책의 추진 상황과 평가" in page.words()


@pytest.mark.parametrize(
    "wrong", [{"done_on": "2026-11-24"}, {"done_on": ""}, {"document_number": ""}, {"reason": " "}]
)
def test_a_submission_needs_day_number_and_reason(client, session, desk, wrong):
    policy.agreed(desk)
    fire(desk.document, "assemble", desk.lead)
    client.sign_in(user_of(session, desk.lead))
    page = client.act(desk.document, "submit", policy.ending() | wrong, status=422)
    assert page.all("div", id="error-summary")
    assert session.query(DocumentEdition).count() == 0


def test_a_plan_is_decided_not_submitted(client, session, today):
    today(date(2026, 11, 23))
    desk = policy.started("five_year", 2028)
    policy.agreed(desk)
    fire(desk.document, "assemble", desk.lead)
    client.sign_in(user_of(session, desk.lead))
    words = client.get(f"/plan/documents/{desk.document.id}").words()
    assert "국회 제출" not in words
    assert "2028–2032년 종합계획" in words
    page = client.act(desk.document, "submit", policy.ending(), status=422)
    assert "계획은 국회에 제출하지 않고 확정합니다" in page.words()
    client.act(desk.document, "decide", policy.ending())
    session.expire_all()
    assert desk.document.state == "decided"


def test_two_editions_are_compared(client, session, desk):
    policy.done(desk)
    fire(desk.document, "revise", desk.lead, given={"due_on": "2027-01-29", **policy.REASON})
    chapter = desk.chapters[0]
    fire(chapter, "send_back", desk.lead, given={"due_on": "2027-01-15", **policy.REASON})
    assert chapter.due_on == date(2027, 1, 15)
    manuscript.save(chapter, "## 가상\n\n고친 본문입니다.", "", desk.writer)
    fire(chapter, "hand_in", desk.writer)
    fire(chapter, "agree", desk.lead)
    fire(desk.document, "assemble", desk.lead)
    fire(desk.document, "submit", desk.lead, given=policy.ending("가상-2026-2"))
    second, first = editions_of(desk.document.id)
    client.sign_in(user_of(session, desk.lead))
    words = client.get(f"/plan/documents/editions/{second.id}/changes").words()
    assert "고친 본문입니다." in words
    assert "바뀌지 않았습니다." in words
    assert first.content["chapters"][0]["ko"] != second.content["chapters"][0]["ko"]
    client.get(f"/plan/documents/editions/{first.id}/changes", status=404)


# ---- evaluation -----------------------------------------------------------------------------------------------------------


def test_the_evaluation_draws_in_the_cards_of_the_year(client, session, today):
    today(date(2026, 11, 23))
    desk = policy.started("implementation", 2027, chapters=2)
    session.add(TaskReport(task="2-1-1", state="going", text="가상 추진", evidence="가상 공문 7"))
    with clock.at(date(2025, 3, 3)):
        session.add(TaskReport(task="2-1-1", state="planned", text="앞의 해", evidence="가상 공문 1", at=clock.now()))
    session.flush()
    client.sign_in(user_of(session, desk.writer))
    path = f"/plan/documents/{desk.document.id}/evaluation/2-1-1"
    page = client.get(path)
    assert "가상 공문 7" in page.words()
    assert "가상 공문 1" not in page.words()
    page = client.post(path, {"result": "", "sentence": "", "act": "save"}, status=422)
    assert len(page.all("p", class_="field__error")) == 2
    client.post(path, {"result": "achieved", "sentence": "계획대로 | 하였습니다.", "act": "next"}, status=200)
    assert client.page.h1.startswith("1-1-1"), "the next task without a result"
    session.add(TaskReport(task="2-1-1", state="done", text="뒤에 적은 내용", evidence="가상 공문 9"))
    words = client.get(f"/plan/documents/{desk.document.id}/print").words()
    assert "2026년 과제 평가: 달성 1, 일부 달성 0, 미달성 0" in words
    assert "계획대로 | 하였습니다." in words
    assert "가상 공문 7" in words
    assert "가상 공문 9" not in words, "the evidence is what stood there when it was evaluated"
    assert len(evaluation.open_tasks(desk.document.id)) == len(TASKS) - 1


def test_a_plan_needs_every_task_evaluated_and_nobody_else_evaluates(client, session, today):
    today(date(2026, 11, 23))
    desk = policy.started("implementation", 2027, chapters=2)
    other = make.user("officer", unit="다른 팀")
    client.sign_in(other)
    path = f"/plan/documents/{desk.document.id}/evaluation"
    assert not client.get(f"{path}/2-1-1").all("textarea")
    client.post(f"{path}/2-1-1", {"result": "not", "sentence": "남의 평가", "act": "save"}, status=422)
    client.get(f"{path}/9-9-9", status=404)
    policy.agreed(desk)
    client.sign_in(user_of(session, desk.lead))
    page = client.act(desk.document, "assemble", {}, status=422)
    assert "전년도 평가가 남은 과제 26개" in page.words()
    client.post(f"{path}/2-1-1", {"result": "not", "sentence": "장이 확정된 뒤", "act": "save"}, status=422)
    policy.evaluated(desk)
    client.act(desk.document, "assemble", {})
    session.expire_all()
    assert desk.document.state == "assembled"


# ---- due days and reminders -----------------------------------------------------------------------------------------------


def test_due_days_are_dated_rules_that_the_ministry_edits(client, session, today):
    today(date(2026, 11, 23))
    client.sign_in(make.user("officer"))
    assert not client.get("/plan/documents/terms").all("form", action="/plan/documents/terms")
    client.post("/plan/documents/terms", {"type": "report"}, status=403)
    client.sign_in(make.user("ministry"))
    rule = {
        "type": "report",
        "effective_from": "2026-12-01",
        "offset": "0",
        "month": "5",
        "day": "31",
        "sure": "law",
        "source": "가상 고시",
    }
    client.post("/plan/documents/terms", rule, status=200)
    assert due.rule_on("report", date(2026, 11, 30)).due_on(2027) == date(2027, 8, 31)
    assert due.rule_on("report", date(2026, 12, 1)).due_on(2027) == date(2027, 5, 31)
    for wrong in (
        {"effective_from": "2026-12-01"},
        {"effective_from": "2027-01-01", "month": "2", "day": "30"},
        {"effective_from": "2027-01-01", "month": "13"},
        {"effective_from": "2027-01-01", "source": ""},
    ):
        page = client.post("/plan/documents/terms", rule | wrong, status=422)
        assert page.all("div", id="error-summary"), wrong
    assert session.query(DocumentTerm).count() == 1


def test_the_29th_of_february_is_the_last_day_of_the_month():
    rule = due.Rule("report", due.FIRST, 0, 2, 29, "inferred", "가상")
    assert (rule.due_on(2027), rule.due_on(2028)) == (date(2027, 2, 28), date(2028, 2, 29))


def test_owner_and_lead_are_reminded_and_lateness_is_seen(client, session, desk, today):
    chapter = desk.chapters[0]
    session.query(Mail).delete()
    session.commit()
    today(date(2026, 12, 21))
    assert remind() >= 2
    told = {m.user_id for m in session.query(Mail).where(Mail.case_id == chapter.id)}
    assert told == {desk.writer.user_id, desk.lead.user_id}
    assert "1일 지남" in client.sign_in(user_of(session, desk.writer)).get("/worklist?due=over").words()
    assert "1일 지남" in client.get(f"/plan/documents/{desk.document.id}").words()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_page_stands_in_both_languages(client, session, today, language):
    today(date(2026, 11, 23))
    desk = policy.started("implementation", 2027, chapters=3)
    policy.freeze(desk)
    client.sign_in(user_of(session, desk.lead))
    document, chapter = desk.document, desk.chapters[2]
    for path in (
        "",
        "/new",
        "/terms",
        *(f"/{document.id}{p}" for p in ("", "/outline", "/figures", "/print", "/evaluation", "/evaluation/1-1-1")),
        f"/chapters/{chapter.id}",
        f"/chapters/{chapter.id}/versions",
    ):
        assert client.get(f"/plan/documents{path}?lang={language}").tree.get("lang") == language
    assert client.plain.get(f"/plan/documents/{document.id}/draft.pdf?lang={language}").data.startswith(b"%PDF")


def test_events_are_read_in_the_timeline(client, session, desk):
    policy.freeze(desk)
    client.sign_in(user_of(session, desk.lead))
    words = client.get(f"/plan/documents/{desk.document.id}").words(client.page.all("ol", class_="timeline")[0])
    assert "문서를 열고 차례를 만들었습니다." in words
    assert "수치를 고정했습니다." in words
    assert session.query(Event).where(Event.name == "policy_document.frozen").count() == 1
    assert session.query(PolicyChapter).count() == 5
