"""What an application asks: the programme's own questions, with contact, money and bonus questions that all share.

Declarations and what must hold between answers; no page and no table is written here.
"""

from typing import Any

from funds.selection.models import Call
from funds.selection.programmes import PROGRAMMES
from funds.selection.programmes.declaration import Money
from portal.core.schema import Answers, Check, Field, Schema, Section
from portal.core.text import Text

CONTACT = Section(
    key="contact",
    title=Text("담당자", "Contact"),
    fields=(
        Field(key="contact_name", label=Text("이름", "Name"), required=True, personal=True),
        Field(key="contact_phone", label=Text("전화번호", "Phone"), type="phone", required=True, personal=True),
        Field(key="contact_email", label=Text("전자우편", "E-mail"), type="email", required=True, personal=True),
    ),
)


def schema_of(call: Call) -> Schema:
    """The questions of an application under a call: tracks and bonuses are those of the call."""
    programme = PROGRAMMES[call.programme]
    money = programme.money_in(call.year)
    sections = [CONTACT, *programme.sections]
    if money is not None:
        sections.append(_money_section(call, money))
    bonuses = [b for b in (call.rubric.body["bonuses"] if call.rubric else []) if not b.get("by")]
    if bonuses:
        sections.append(_bonus_section(bonuses))
    checks: tuple[Check, ...] = (_money_check(call, money),) if money else ()
    return Schema(key=f"fund_{call.programme}", version=1, sections=tuple(sections), checks=checks)


def _money_section(call: Call, money: Money) -> Section:
    offered = {t.key: t.title for t in money.tracks if t.key in call.tracks}
    ceilings = ", ".join(f"{t.title.ko} {t.ceiling:,}원" for t in money.tracks if t.key in offered)
    ceilings_en = ", ".join(f"{t.title.en} KRW {t.ceiling:,}" for t in money.tracks if t.key in offered)
    return Section(
        key="money",
        title=Text("사업비", "Money"),
        lead=Text(
            f"지원 한도: {ceilings}. 자부담은 전체 사업비의 {money.own_share}% 이상입니다.",
            f"At most: {ceilings_en}. Your own share is at least {money.own_share}% of the whole cost.",
        ),
        fields=(
            Field(key="track", label=Text("트랙", "Track"), type="choice", required=True, choices=offered),
            Field(key="total", label=Text("전체 사업비", "Whole cost"), type="money", required=True, least=1),
            Field(key="asked", label=Text("신청하는 지원금", "Support asked"), type="money", required=True, least=1),
            Field(key="own_share", label=Text("자부담(현금)", "Own share (cash)"), type="money", required=True),
        ),
    )


def _money_check(call: Call, money: Money) -> Check:
    def check(answers: Answers) -> dict[str, Text]:
        found: dict[str, Text] = {}
        total, asked, own = (answers.get(k) for k in ("total", "asked", "own_share"))
        if total is None or asked is None or own is None:
            return found
        track = next((t for t in money.tracks if t.key == answers.get("track") and t.key in call.tracks), None)
        if track and asked > track.ceiling:
            found["asked"] = Text(
                "이 트랙의 지원 한도 {n}원을 넘습니다.", "More than KRW {n}, the ceiling of this track."
            ).format(n=f"{track.ceiling:,}")
        if asked + own != total:
            found["total"] = Text(
                "전체 사업비는 지원금과 자부담을 더한 {n}원이어야 합니다.",
                "The whole cost must be support and own share together: KRW {n}.",
            ).format(n=f"{asked + own:,}")
        if own * 100 < total * money.own_share:
            found["own_share"] = Text(
                "자부담은 전체 사업비의 {p}% 이상, 곧 {n}원 이상이어야 합니다.",
                "The own share must be at least {p}% of the whole cost: KRW {n}.",
            ).format(p=money.own_share, n=f"{-(-total * money.own_share // 100):,}")
        return found

    return check


def _bonus_section(bonuses: list[dict[str, Any]]) -> Section:
    offered = {
        b["id"]: Text(f"{b['label']} (+{b['points']})", f"{b.get('label_en') or b['label']} (+{b['points']})")
        for b in bonuses
    }
    evidence = ", ".join(f"{b['label']}: {b['evidence']}" for b in bonuses)
    return Section(
        key="bonus",
        title=Text("가점", "Bonus points"),
        lead=Text(
            "해당하는 가점을 고르고 증빙을 올립니다. 담당자가 확인해야 인정됩니다.",
            "Claim what applies, with evidence. An officer has to confirm it.",
        ),
        fields=(
            Field(
                key="bonuses",
                label=Text("신청하는 가점", "Bonuses claimed"),
                type="choices",
                choices=offered,
                hint=Text(f"증빙 - {evidence}", "With evidence of each"),
            ),
            Field(key="bonus_paper", label=Text("가점 증빙", "Evidence of bonuses"), type="paper"),
        ),
    )
