"""The pages of the strategy countries: ranking by hand, sliders without JavaScript, files of both releases,
lists that stay.
"""

import io
import re
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from funds.strategy.models import IndicatorFigure, IndicatorRelease, StrategyList
from portal.core.db import db
from tests import factories as make

HEAD = '"Country Name","Country Code","Indicator Name","Indicator Code",{years},\n'
NAME, CODE = "Current health expenditure per capita (current US$)", "SH.XPD.CHEX.PC.CD"


def world_bank(day: str, rows: dict[str, list[str]], years=(2022, 2023), *, code=CODE, head=None) -> bytes:
    """A file in the World Bank's layout."""
    lines = [
        f'"{name}","{name}","{NAME}","{code}",' + ",".join(f'"{c}"' for c in cells) + ",\n"
        for name, cells in rows.items()
    ]
    heading = head or HEAD.format(years=",".join(f'"{y}"' for y in years))
    text = (
        f'"Data Source","World Development Indicators",\n\n"Last Updated Date","{day}",\n\n' + heading + "".join(lines)
    )
    return b"\xef\xbb\xbf" + text.encode()


OLD = {"VNM": ["170.5", ""], "SGP": ["3900", ""], "WLD": ["1", "2"]}
NEW = {"VNM": ["189", "197"], "SGP": ["3900", "3922"], "WLD": ["1", "2"], "CHI": ["5", "6"]}


@pytest.fixture
def official(session, client):
    client.sign_in(make.user("officer"))
    return client


def upload(client, content, name="API_X.csv", **more):
    return client.submit(
        client.get("/strategy/files").form("/strategy/files"), file=[(io.BytesIO(content), name)], **more
    )


def test_a_score_can_be_reckoned_again_from_its_page(official):
    page = official.get("/strategy/ranking")
    first = next(
        a.get("href")
        for a in page.all("a")
        if (a.get("href") or "").startswith("/strategy/ranking/") and "sensitivity" not in a.get("href")
    )
    page = official.get(first)
    rows = [[page.words(c) for c in tr if c.tag in ("td", "th")] for tr in page.all("tr")][1:]
    weighted, present = Decimal(0), Decimal(0)
    for row in rows:
        made = re.search(r"100 × \((\d+) \+ (\d+) ÷ 2\) ÷ (\d+) = ([0-9.]+)", row[3])
        if made:
            worse, equal, among = (int(n) for n in made.groups()[:3])
            by_hand = (Decimal(100) * (worse + Decimal(equal) / 2) / among).quantize(Decimal("0.01"), "ROUND_HALF_UP")
            assert by_hand == Decimal(made[4])
            weighted += Decimal(row[1]) * by_hand
            present += Decimal(row[1])
    score = (weighted / present).quantize(Decimal("0.01"), "ROUND_HALF_UP")
    assert f"= {score}" in page.words()
    assert "자료 없음" in page.words()  # agreements are not kept yet: shown as missing, not as none


def test_sliders_are_parameters_and_move_the_ranking(official):
    page = official.get("/strategy/ranking")
    before = [page.words(tr) for tr in page.all("tr")][1]
    form = next(f for f in page.all("form") if "weights" in (f.get("class") or ""))
    given = page.values(form).to_dict() | {"w.population": "0", "w.health_share": "0", "w.filings": "0"}
    page = official.get("/strategy/ranking", query_string=given)
    assert [page.words(tr) for tr in page.all("tr")][1] != before
    assert "바꿔 본 가중치" in page.words()


@pytest.mark.parametrize(
    "wrong", ["w.population=abc", "w.population=-1", "w.population=101", "w.nothing=3", "year=20x3", "year=1990"]
)
def test_weights_and_years_out_of_place_are_told(official, wrong):
    assert official.get(f"/strategy/ranking?{wrong}", status=422).all("div", id="error-summary")


def test_sensitivity_and_figures_are_tables(official):
    assert official.get("/strategy/ranking/sensitivity").all("table")
    page = official.get("/strategy/figures?indicator=SH.XPD.CHEX.PC.CD")
    assert "World Bank" in page.words()
    official.get("/strategy/figures?indicator=NONE", status=404)
    official.get("/strategy/ranking/QQQ", status=404)


def test_filings_count_in_the_ranking(session, official, today):
    today(date(2026, 11, 23))
    make.accepted(country="VN")
    page = official.get("/strategy/ranking/VNM?year=2026&version=strategy-2026-1")
    assert "신고대장" in page.words()


def test_two_releases_show_what_changed(official):
    page = upload(official, world_bank("2025-01-28", OLD))
    assert "비교할 이전 판이 없습니다" in page.words()
    page = upload(official, world_bank("2026-07-20", NEW))
    words = page.words()
    assert "2025-01-28 판에서 2026-07-20 판까지" in words
    assert "170.5" in words
    assert "10.9%" in words
    assert "CHI" in words  # a code that is no country of ours is listed, not imported
    assert db.session.scalar(select(func.count()).select_from(IndicatorFigure)) == 2 + 4
    assert "wdi" not in official.get("/strategy/figures").words()
    assert "197" in official.get("/strategy/figures").words()


def test_the_same_file_twice_changes_nothing(official):
    upload(official, world_bank("2026-07-20", NEW))
    page = upload(official, world_bank("2026-07-20", NEW))
    assert "이미 가져온 파일" in page.words()
    assert db.session.scalar(select(func.count()).select_from(IndicatorRelease)) == 1


def test_an_older_release_is_refused_unless_kept_to_compare(official):
    upload(official, world_bank("2026-07-20", NEW))
    page = upload(official, world_bank("2025-01-28", OLD), status=422)
    assert "오래되었습니다" in page.words()
    page = upload(official, world_bank("2025-01-28", OLD), older="yes")
    assert "순위에는 쓰지 않습니다" in page.words()
    # from there the way leads on to what changed
    assert "2025-01-28 판에서 2026-07-20 판까지" in official.get(page.link("2026-07-20 판까지 바뀐 것 보기")).words()


def test_unknown_codes_are_left_out_only_when_told_to(official):
    content = world_bank("2026-07-20", NEW | {"QZZ": ["7", "8"]})
    page = upload(official, content, status=422)
    assert "모르는 나라 코드입니다: QZZ" in page.words()
    page = upload(official, content, aside="yes")
    assert "모르는 나라 코드 2개를 뺐습니다" in page.words()
    assert db.session.scalar(select(func.count()).select_from(IndicatorFigure)) == 4


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (world_bank("2026-07-20", NEW, head='"Country","Country Code","Indicator Name","Indicator Code","2022","2023",\n'), "5번째 줄"),
        (world_bank("2026-07-20", NEW).replace(b"World Development", b"My"), "1번째 줄"),
        (world_bank("2026-07-20", {"VNM": ["x", "2"]}), "숫자가 아닙니다"),
        (world_bank("2026-07-20", {"VNM": ["1"]}), "칸 수"),
        (world_bank("2026-07-20", {"VNM": ["1", "-2.5"]}), "VNM 2023년: -2.5, 0보다 작을 수 없습니다"),
        (world_bank("2026-07-20", NEW, code="NY.GDP.MKTP.CD"), "쓰는 지표가 아닙니다"),
        (b"\xff\xfe\x00", "UTF-8"),
    ],
)  # fmt: skip
def test_a_file_that_was_altered_is_refused_in_a_sentence(official, content, said):
    assert said in upload(official, content, status=422).words()
    assert db.session.scalar(select(func.count()).select_from(IndicatorRelease)) == 0


def test_a_file_of_another_indicator_is_refused(official):
    page = upload(official, world_bank("2026-07-20", NEW), status=422, indicator="NY.GDP.PCAP.CD")
    assert "파일이 아니라" in page.words()
    assert "파일을 골라" in official.submit(official.get("/strategy/files").form("/strategy/files"), status=422).words()


def test_the_ministry_names_a_list_and_names_it_again(session, client):
    client.sign_in(make.user("ministry"))
    form = client.get("/strategy/lists/new").form("/strategy/lists/new")
    page = client.submit(form, status=422, reason="가상 이유")
    assert "고른 이유를 한 문장" in page.words()
    given = {
        "countries": ["VN", "SA"],
        "why-VN": "수요가 큼",
        "why-SA": "디지털 준비",
        "reason": "협력 기반",
        "list_year": "2026",
    }
    page = client.submit(page.form("/strategy/lists/new"), **given)
    assert "수요가 큼" in page.words()
    page = client.submit(client.get("/strategy/lists/new").form("/strategy/lists/new"), **given | {"countries": ["VN"]})
    assert [one.version for one in db.session.scalars(select(StrategyList).order_by(StrategyList.id))] == [1, 2]
    assert "이전 판 1" in page.words()
    assert "수요가 큼" in client.sign_in(make.user()).get("/strategy/?lang=en").words()


def test_weights_are_declared_with_reasons_and_the_old_ones_stay(session, client):
    client.sign_in(make.user("ministry"))
    form = client.get("/strategy/weights/new?w.population=40").form("/strategy/weights/new")
    assert client.submit(form, status=422, reason="").all("div", id="error-summary")
    page = client.submit(form, reason="인구의 비중을 높임")
    assert "strategy-2026-1" in page.words()
    assert "인구의 비중을 높임" in page.words()
    form = client.get("/strategy/weights/new").form("/strategy/weights/new")
    assert "지금 가중치와 같습니다" in client.submit(form, status=422, reason="같음").words()


def test_who_may_not(session, client):
    client.sign_in(make.user("officer"))
    client.get("/strategy/lists/new", status=403)
    client.sign_in(make.member(make.organisation()))
    client.get("/strategy/ranking", status=403)
    client.get("/strategy/files", status=403)
