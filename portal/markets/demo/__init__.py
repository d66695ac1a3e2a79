"""The domain's part of the demonstration: published figures, cooperation known from the plan, a few cards.

No law is invented.
"""

from portal.core.db import db
from portal.core.demo import Cast, people
from portal.core.people import SYSTEM, Actor, actor_of
from portal.markets import search_box
from portal.markets.demo import documents, texts
from portal.markets.demo import g2g as cooperation
from portal.markets.plan.models import TaskReport
from portal.markets.series import imports

REPORTS = (
    (
        "2-2-1",
        "going",
        "진출신고, 국가 정보, 상담, 통계를 한 포털에서 보여 줍니다(시연).",
        "이 포털의 국가 정보·통계 페이지",
    ),
    (
        "2-1-1",
        "going",
        "제출서류를 줄이고 온라인 신고와 처리 기한 안내를 시작했습니다(시연).",
        "이 포털의 진출신고 화면",
    ),
)


def demo(cast: Cast) -> None:
    """Figures, cooperation, market sections of eight countries, two cards, one post; then the index."""
    cast.expect(6)
    imports.load_shipped()
    cast.told("발표된 통계")
    officials = _officials()
    cooperation.load(officials[0] if officials else SYSTEM)
    cast.told("정부 간 협력")
    if len(officials) > 1:
        texts.write_guides(officials[0], officials[1])
    cast.told("국가 안내")
    for task, state, text, evidence in REPORTS:
        by = officials[0].user_id if officials else None
        db.session.add(TaskReport(task=task, state=state, text=text, evidence=evidence, by_id=by))
    cast.told("과제별 관리카드")
    db.session.flush()
    documents.demo(cast)
    cast.told("정책 문서")
    if len(officials) > 1:
        texts.write_news(officials[0], officials[1])
    db.session.flush()
    search_box.refresh_search()
    cast.told("검색 색인")


def _officials() -> list[Actor]:
    return [actor_of(u) for u in people() if {"officer", "ministry"} & set(u.roles)]
