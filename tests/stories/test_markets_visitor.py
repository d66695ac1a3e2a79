"""From a question in the search box to a filed case: what somebody does who thinks of going abroad."""

from datetime import date

from filings.models import Filing
from portal.core import clock
from portal.markets import search_box
from portal.markets.series import imports
from portal.markets.texts import guides
from tests import factories as make
from tests import filing_forms as forms


def test_a_visitor_searches_reads_compares_and_files(client, session, today):
    today(date(2026, 11, 23))
    imports.load_shipped()
    writer, reviewer = make.officer(unit="시장정보팀"), make.officer()
    given = {
        "ko": "의료기관을 열려면 보건부의 허가가 필요합니다(가상의 안내).",
        "en": "",
        "sources": "가상 자료집 2026",
        "reviewed_on": clock.today(),
        "review_by": date(2027, 11, 23),
    }
    edition = guides.write("VN", "permit", given, writer)
    guides.send(edition)
    guides.publish(edition, reviewer)
    search_box.refresh_search()
    session.commit()

    page = client.get("/")
    page = client.get(page.link("통합검색"))
    page = client.get("/search?q=베트남에서 의료 기관 허가")
    place = page.link("베트남 의료기관 인허가")
    assert place == "/countries/VN#permit"
    page = client.get(place)
    assert "가상 자료집 2026" in page.words()
    assert "아직 확인되지 않음" in page.words(), "licences were not checked: nothing is invented"
    steps = client.get("/countries/VN/steps?founder=medical&expansion=open")
    assert "정관에 의료 해외진출이 들어 있는지 확인" in steps.words()
    assert steps.link("안내 보기") == "/countries/VN#permit"
    asked = page.link("상담센터에 물어보기")
    compared = client.get(page.link("비교"))
    assert "한국" in compared.words()
    start = client.get("/countries/VN").link("진출신고 시작")
    client.get(start, status=303)
    client.get(asked, status=303)

    client.sign_in(make.member(make.organisation()))
    assert "베트남" in client.get(asked).words()
    page = client.get(start)
    draft = client.submit(page.form("start")).response.request.path
    held = make.answers("OPEN", country="VN")
    forms.write(client, draft, held, make.papers_needed("OPEN"))
    forms.submit(client, draft)
    case = session.query(Filing).one()
    assert case.state == "received"
    make_accepted(case)
    session.commit()
    assert "수리된 진출신고 1건" in client.get("/countries/VN").words()
    assert client.get("/statistics").link("베트남") == "/countries/VN"


def make_accepted(case):
    """An officer takes and accepts it."""
    from portal.core.fire import fire

    officer = make.officer()
    fire(case, "take", officer)
    if "licence_copy" not in make.papers_needed("OPEN"):
        fire(case, "check_licence", officer, given={"reason": "개설신고 확인"})
    fire(case, "accept", officer)
