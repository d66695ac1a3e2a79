"""Words of what happens in a selection beside its moves: events of committee, lots and partners,
and the facts that events keep.
"""

from portal.core.module import FactWords
from portal.core.text import Text

TOLD = {
    "seat_accepted": (Text("위원이 위촉을 받아들였습니다.", "A member accepted."), ""),
    "seat_refused": (Text("위원이 위촉을 거절했습니다.", "A member refused."), "warning"),
    "seat_filled": (Text("다음 순번에게 위촉을 부탁했습니다.", "The next in the drawn order was asked."), ""),
    "member_pledged": (Text("위원이 서약하고 이해충돌을 신고했습니다.", "A member pledged and declared."), ""),
    "member_replaced": (Text("위원을 바꾸었습니다.", "A member was replaced."), "warning"),
    "chair_appointed": (Text("위원장을 정했습니다.", "The chair was appointed."), ""),
    "challenge_decided": (Text("기피 신청을 결정했습니다.", "A challenge was decided."), ""),
    "lot_committed": (Text("추첨 수의 해시를 남겼습니다.", "The hash of a lot's seed was logged."), ""),
    "lot_drawn": (Text("추첨 수를 공개하고 순서를 정했습니다.", "The seed was revealed and the order drawn."), ""),
    "partner_confirmed": (Text("참여 기관이 참여를 확인했습니다.", "A partner confirmed."), "success"),
    "partner_declined": (Text("참여 기관이 참여하지 않기로 했습니다.", "A partner declined."), "warning"),
    "paid": (Text("지원금을 지급했습니다.", "An instalment was paid."), "success"),
}
"""Events of the programmes that no move leaves: words and tone for the timeline."""


FACT_WORDS: dict[str, FactWords] = {
    "member": (True, lambda _case, _facts, v: Text(f"위원 {v}", f"Member {v}")),
    "hash": (True, lambda _case, _facts, v: Text(f"SHA-256 {v}", f"SHA-256 {v}")),
    "seed": (True, lambda _case, _facts, v: Text(f"공개한 수 {v}", f"Seed {v}")),
    "order": (True, lambda _case, _facts, v: Text("순서: " + ", ".join(v), "Order: " + ", ".join(v))),
    "attended": (
        True,
        lambda _case, facts, v: Text(
            f"참석 {', '.join(v)} (재적 {facts.get('seated')}명, 정족수 {facts.get('quorum')}명)",
            f"Attended: {', '.join(v)} (of {facts.get('seated')}, quorum {facts.get('quorum')})",
        ),
    ),
    "because_of": (True, lambda _case, _facts, v: Text(str(v), str(v))),
    "instalment": (
        True,
        lambda _case, facts, v: Text(f"{v}차 {facts.get('amount', 0):,}원", f"No. {v}: KRW {facts.get('amount', 0):,}"),
    ),
    "award_number": (True, lambda _case, _facts, v: Text(f"번호 {v}", f"Number {v}")),
}
"""Facts of the programmes' events, in words."""
