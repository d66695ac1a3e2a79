"""The demonstration of what holders show: the mark's name, logo and conditions, one signature; two misuse reports.

All fictional.
"""

from datetime import date, timedelta

from sqlalchemy import select

from funds.demo.programmes import Stage
from funds.selection.brand import settings
from funds.selection.misuse.acts import report
from funds.selection.misuse.models import MisuseReport
from funds.selection.models import Award
from portal.core import clock
from portal.core.db import db
from portal.core.demo import Cast
from portal.core.fire import fire
from portal.core.people import NOBODY
from portal.core.text import Text

LOGO = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 190 60"><title>K-Healthcare (fictional)</title>
<rect x="2" y="2" width="186" height="56" rx="10" fill="#ffffff" stroke="#0b50d0" stroke-width="4"/>
<path d="M24 16h12v8h8v12h-8v8H24v-8h-8V24h8z" fill="#0b50d0"/>
<text x="54" y="38" font-size="20" font-weight="700" fill="#0b50d0">K-Health</text></svg>"""


def play_marks(cast: Cast) -> None:
    """Fill it; needs the mark round of the programmes' demonstration."""
    stage = Stage(cast)
    cast.expect(1)
    _marks(stage)
    _misuse(stage)
    cast.told("marks and misuse reports")


def _marks(stage: Stage) -> None:
    """Its name and logo by date, its conditions, signed by one holder."""
    with clock.at(stage.instant(300)):
        first = date(clock.today().year, 1, 1)
        settings.declare(
            "mark",
            first,
            Text("K-헬스케어(가칭)", "K-Healthcare (working name)"),
            LOGO,
            Text(
                "KAHF(외국인환자 유치의료기관 평가·인증)와 상표 통합을 검토 중(2023. 6. 전략).",
                "A merger of the brand with KAHF is under review (strategy of June 2023).",
            ),
            "",
            "시연을 위한 가상 설정",
            stage.ministry,
        )
        settings.add_terms(
            "mark",
            first,
            Text(
                "1. 인증받은 기관과 기간에만 쓴다.\n2. 모양과 색을 바꾸지 않는다.\n3. 취소되면 바로 내린다.",
                "1. Used only by the holder and while in force.\n2. Neither shape nor colour is changed.\n3. Taken down at once when revoked.",
            ),
            stage.ministry,
        )
    award = db.session.scalars(
        select(Award).where(Award.programme == "mark", Award.state == "in_force").order_by(Award.id)
    ).first()
    if award is not None and award.organisation is not None:
        with clock.at(stage.instant(60)):
            terms = settings.terms_on("mark", clock.today())
            owner = stage.owner(award.organisation)
            assert terms is not None
            fire(award, "sign_use", owner, given={"terms": terms.id, "agreed": True, "name": owner.name})


def _misuse(stage: Stage) -> None:
    """One from the open form, being checked; one of somebody signed in, ended with a correction."""
    marked = db.session.scalars(
        select(Award).where(Award.programme == "mark", Award.state == "in_force").order_by(Award.id)
    ).first()
    with clock.at(stage.instant(6)):
        given = {
            "about": "mark",
            "named": "가상성형의원",
            "happened": "인증을 받지 않은 기관이 누리집에 마크를 걸어 두었습니다.",
            "place": "https://clinic.example",
        }
        first, _ = report(given, NOBODY, "ko")
    with clock.at(stage.instant(5)):
        fire(first, "start_check", stage.officer)
    if marked is None:
        return
    with clock.at(stage.instant(50)):
        given = {
            "about": "certificate",
            "named": marked.number or "",
            "happened": "현판의 유효기간을 바꾸어 걸어 두었습니다.",
            "place": "가상시 가상로 1",
        }
        second, _ = report(given, stage.cast.actor("panel"), "ko")
    _corrected(stage, second)


def _corrected(stage: Stage, case: MisuseReport) -> None:
    with clock.at(stage.instant(48)):
        fire(case, "start_check", stage.officer)
        by = (clock.today() + timedelta(days=14)).isoformat()
        fire(
            case, "demand", stage.officer, given={"demand": "현판의 유효기간 표시를 인증서대로 바로잡으세요.", "by": by}
        )
    with clock.at(stage.instant(36)):
        fire(
            case,
            "confirm",
            stage.officer,
            given={"reply": "현판을 바로잡은 것을 확인했습니다. 알려 주셔서 고맙습니다."},
        )
