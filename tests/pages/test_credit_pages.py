"""The credit scorecard's pages: reasons and next grade, what is refused, a card that says it is not calibrated,
and a calibration.
"""

import io
import random

import pytest
from sqlalchemy import func, select

from funds.finance.credit.models import CreditCalibration
from funds.finance.credit.scorecard import shipped_model
from portal.core.db import db
from tests import factories as make

GOOD = {
    "debt_ratio": "150", "current_ratio": "120", "operating_margin": "3", "interest_coverage": "2", "years_operated": "12", "occupancy": "70",
    "overseas_projects": "1", "country_class": "4", "remittance": "free", "payment_security": "escrow", "dispute": "arbitration", "contract_years": "6",
}  # fmt: skip


@pytest.fixture
def member(session, client):
    return client.sign_in(make.member(make.organisation()))


def rate(client, status=200, **given):
    return client.submit(client.get("/credit/").form("/credit/"), status=status, **given)


def test_points_reasons_and_what_would_raise_the_grade(member):
    words = rate(member, **GOOD).words()
    assert "부도 자료로 보정하지 않은" in words
    assert "부채비율 150 %(100 % 이상 200 % 미만): 12점 중 8점" in words
    assert "등급까지" in words
    member.get("/credit/?lang=en")


def test_ratios_come_from_the_accounts(member):
    words = rate(member, liabilities="300", equity="200", current_assets="300", current_liabilities="200").words()
    assert "150.0 %" in words
    assert "자료가 모자라 등급을 내지 않습니다" in words


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"debt_ratio": "-1"}, "0 이상"),
        ({"country_class": "8"}, "7 이하"),
        ({"occupancy": "많음"}, "숫자를"),
        ({"liabilities": "-5"}, "0 이상"),
        ({"dispute": "duel"}, "목록에 있는 것"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(member, given, said):
    assert said in rate(member, 422, **GOOD | given).words()


def outcomes(rows: int) -> bytes:
    """Outcomes in which few points mean default more often; drawn with a fixed seed."""
    model, draw = shipped_model(), random.Random(5)
    lines = [",".join([*(f.id for f in model.factors), "defaulted"])]
    for _ in range(rows):
        good = draw.random() < 0.5
        cells = []
        for factor in model.factors:
            ordered = sorted(factor.choices, key=lambda c: c.points)
            choice = ordered[-1] if good == (draw.random() < 0.8) else ordered[0]
            if factor.levels:
                cells.append(choice.id)
            else:
                least = factor.least if factor.least is not None else -10
                cells.append(str(choice.start if choice.start is not None else least))
        lines.append(",".join([*cells, "0" if good == (draw.random() < 0.85) else "1"]))
    return "\n".join(lines).encode()


def calibrate(client, content, status=200, source="가상 자료"):
    form = client.get("/credit/model").form("/credit/model")
    return client.submit(form, status=status, outcomes=[(io.BytesIO(content), "outcomes.csv")], source=source)


@pytest.mark.slow
def test_the_card_says_that_it_is_not_calibrated_until_it_is(session, client):
    assert "아직 부도 자료로 보정하지 않았습니다" in client.get("/credit/model").words()
    client.sign_in(make.user("officer"))
    words = calibrate(client, outcomes(120)).words()
    assert "결과 120건으로 보정한 기록" in words
    assert "AUC" in words
    assert "구간별 예측과 실제" in words
    client.get("/credit/model?lang=en")


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"a,b\n1,2\n", "열 defaulted"), (outcomes(20), "모자랍니다"), (b"\xff\xfe", "UTF-8"), (b"", "골라")],
)
def test_outcomes_that_say_nothing_are_refused(session, client, content, said):
    client.sign_in(make.user("officer"))
    assert said in calibrate(client, content, 422).words()
    assert db.session.scalar(select(func.count()).select_from(CreditCalibration)) == 0


def test_who_may_not_calibrate(session, client):
    client.sign_in(make.member(make.organisation()))
    client.post("/credit/model", status=403)
    client.sign_in(make.user()).get("/credit/", status=403)


def test_the_model_card_leads_nobody_to_a_page_that_they_may_not_open(session, client):
    assert 'href="/finance/"' not in client.get("/credit/model").text
    client.sign_in(make.member(make.organisation()))
    page = client.get("/credit/model")
    assert 'href="/finance/"' in page.text
    assert "정책금융" in [page.words(a) for a in page.all("a") if a.get("aria-current") == "true"]
