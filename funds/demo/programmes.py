"""The demonstration of the programmes: a finished round of the mark, an open project call,
a hub call under sealed scoring.

Everything goes the way a page would go; days are counted back from the day of the load.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from sqlalchemy import select

from funds.demo.objections import play_objection
from funds.selection.calls.models import Question
from funds.selection.forms.questions import schema_of
from funds.selection.models import Application, Call
from funds.selection.panel import attendance, sealed, seating
from funds.selection.panel.models import Seat
from funds.selection.programmes import PROGRAMMES
from funds.selection.queries import award_of
from funds.selection.reviews.models import ReviewSeat
from funds.selection.rubrics.acts import ship_samples
from portal.core import clock, demo, files, papers, records
from portal.core.db import db
from portal.core.declared import kind_of
from portal.core.demo import Cast
from portal.core.fire import fire, fire_lapsed, open_case
from portal.core.panels import acts as machine
from portal.core.panels.pool import Reviewer, candidates, reviewer_of, user_of
from portal.core.panels.queries import seats_of
from portal.core.people import Actor, Membership, Organisation, User, actor_of
from portal.core.text import Text
from portal.core.titles import joined

FIELDS = ("병원경영", "국제보건", "의료기기", "회계", "해외투자", "의료정보", "간호", "감염관리", "보건정책", "의료법")
NAMES = ("김가상", "이가상", "박가상", "최가상", "정가상", "강가상", "조가상", "윤가상", "장가상", "임가상")
REMARKS = (
    "근거 자료가 충분하고 현지 운영이 안정적입니다.",
    "매출 증빙이 더 자세하면 좋겠습니다.",
    "현지 의료의 질 관리 체계가 확인됩니다.",
    "국내 기여를 숫자로 보여 주면 더 좋겠습니다.",
)
MARK_POINTS = ("22.5", "21", "19.5", "17", "15.5")


def play(cast: Cast) -> None:
    """Fill the programmes; needs the organisations that the filings' demonstration made."""
    stage = Stage(cast)
    with clock.at(stage.instant(200)):
        ship_samples(date(cast.today.year - 2, 1, 1))
        stage.fill_pool()
    for name, scene in (("mark", _mark_round), ("project", _project_call), ("hub", _hub_scoring)):
        scene(stage)
        cast.told(name)
    db.session.commit()


class Stage:
    """Who acts, and the instants counted back from today."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        cast.expect(3)
        self.organisations = _with_members(cast)

    def instant(self, before: int, hour: int = 10) -> datetime:
        return datetime.combine(self.cast.today - timedelta(days=before), time(hour), clock.SEOUL)

    @property
    def officer(self) -> Actor:
        return self.cast.actor("officer")

    @property
    def ministry(self) -> Actor:
        return self.cast.actor("ministry")

    def owner(self, organisation: Organisation) -> Actor:
        wanted = (
            select(User)
            .join(Membership)
            .where(Membership.organisation_id == organisation.id, Membership.role == "manager")
        )
        user = db.session.scalars(wanted.order_by(User.id)).first()
        assert user is not None
        return actor_of(user, organisation.id)

    def fill_pool(self) -> None:
        """Ten people of the pool, each with an account of the demonstration; panel signs in as the first."""
        for n, (name, field) in enumerate(zip(NAMES, FIELDS, strict=True)):
            user = demo.person(f"{name} 평가위원", "panel", at="panel" if n == 0 else f"panel{n + 1}")
            if db.session.scalar(select(Reviewer).where(Reviewer.email == user.email)) is None:
                db.session.add(
                    Reviewer(email=user.email, name=user.name, employer=f"가상대학교 {field}학과", field=field)
                )
        db.session.flush()

    def call(self, programme: str, before: int, open_days: int, **columns: Any) -> Call:
        """A call planned and published `before` days ago, open for `open_days`."""
        with clock.at(self.instant(before)):
            year = clock.today().year
            closes = datetime.combine(clock.today() + timedelta(days=open_days), time(18), clock.SEOUL)
            values: dict[str, Any] = {
                "title": Text("{y}년 {p} 공모(가상)", "{p} {y} (fictional)").format(
                    y=year, p=PROGRAMMES[programme].title
                ),
                "programme": programme,
                "year": year,
                "closes_at": closes,
                "tracks": [t.key for t in PROGRAMMES[programme].tracks_in(year)],
                "rounds": [{"key": "papers"}],
                "notice": "시연을 위한 가상 공고입니다.\n신청서와 증빙을 마감 시각까지 내 주세요.\n평가 기준의 배점은 예시(비공식)입니다.",
            }
            made: Call = open_case(kind_of("call"), self.officer, organisation_id=None, **(values | columns))
            fire(made, "publish", self.officer)
        return made

    def draft(self, call: Call, organisation: Organisation, before: int, **given: Any) -> Application:
        with clock.at(self.instant(before, 14)):
            owner = self.owner(organisation)
            made: Application = open_case(
                kind_of("application"),
                owner,
                organisation_id=organisation.id,
                title=joined(organisation.name, PROGRAMMES[call.programme].title),
                call_id=call.id,
                programme=call.programme,
            )
            records.start_draft(made, _answers(call, owner) | given)
            for field in schema_of(call):
                if field.is_paper and field.must:
                    files.attach(made, field.key, BytesIO(paper(field.label.ko)), f"{field.label.ko}.pdf", owner)
        return made

    def submit(self, case: Application, before: int) -> None:
        with clock.at(self.instant(before, 15)):
            assert case.organisation is not None
            fire(case, "submit", self.owner(case.organisation))

    def supplement(self, call: Call, case: Application) -> None:
        """After the deadline the officer asks for something, and the applicant answers in time."""
        with clock.at(self.instant(28)):
            fire_lapsed(call)
            given = {
                "sections": [PROGRAMMES[call.programme].sections[0].key],
                "wanted": "맡을 권역을 더 자세히 적어 주세요.",
                "due_on": (clock.today() + timedelta(days=7)).isoformat(),
            }
            fire(case, "ask_supplement", self.officer, given=given)
        with clock.at(self.instant(24)):
            assert case.organisation is not None
            fire(case, "answer_supplement", self.owner(case.organisation))

    def committee(self, call: Call, cases: Iterable[Application], before: int, wanted: int, of: int = 10) -> list[Seat]:
        """Eligibility, draw out of the first `of` candidates, answers and pledges, then scoring begins."""
        with clock.at(self.instant(before, 11)):
            fire_lapsed(call)
            for case in cases:
                checks = {
                    c.key: {"met": True, "evidence": "가상 확인서", "on": clock.today().isoformat()}
                    for c in PROGRAMMES[call.programme].eligibility
                }
                fire(case, "find_eligible", self.officer, given={"eligibility": checks, "granted": case.granted})
            pool = sorted(candidates(), key=lambda r: r.id)[:of]
            machine.commit_draw(call, [r.id for r in pool], wanted, self.officer)
            machine.carry_out_draw(call, self.officer)
            seats = seats_of(call)
            for seat in seats:
                who = self.member(seat)
                machine.answer(seat, who, accepts=True)
                machine.declare(seat, who, {}, secrecy=True, integrity=True)
            seating.appoint_chair(seats[0], self.officer)
            fire(call, "start_scoring", self.officer)
        return seats

    def member(self, seat: Seat | ReviewSeat) -> Actor:
        user = user_of(seat.reviewer)
        assert user is not None
        return actor_of(user)


def _with_members(cast: Cast) -> list[Organisation]:
    """The organisations that somebody manages, those of the demonstration's own accounts first."""
    managed = select(Membership.organisation_id).where(Membership.role == "manager")
    found = list(db.session.scalars(select(Organisation).where(Organisation.id.in_(managed)).order_by(Organisation.id)))
    known = {o.id for o in cast.organisations.values()}
    return sorted(found, key=lambda o: (o.id not in known, o.id))


def _answers(call: Call, owner: Actor) -> dict[str, Any]:
    known: dict[str, Any] = {
        "contact_name": owner.name,
        "contact_email": owner.email,
        "contact_phone": "02-0000-0010",
        "country": "VN",
        "staff_sent": 18,
        "sales": 1_450_000_000,
        "sales_before": 1_200_000_000,
        "profit": 130_000_000,
        "patients": 4200,
        "project": "가상 현지 검진센터 구축",
        "partner_abroad": "Fictional Hospital Hanoi",
        "region": "동남아시아",
        "years": "2",
        "seminars": 4,
        "projects": 2,
        "referrals": 40,
    }
    if call.tracks:
        known |= {"track": call.tracks[0], "total": 200_000_000, "asked": 120_000_000, "own_share": 80_000_000}
    return {
        f.key: known.get(f.key, "시연을 위해 적은 가상의 내용입니다.")
        for f in schema_of(call)
        if not f.is_paper and (f.must or f.key in known)
    }


def paper(title: str) -> bytes:
    data = {
        "lang": "ko",
        "issuer": "가상기관",
        "recipient": "보건복지부",
        "title": title,
        "body": ["시연을 위해 만든 가상의 서류입니다."],
    }
    return papers.pdf("letter", data | {"mark": "견본"})


def score(seat: Seat, best: dict[int, str]) -> None:
    for case in sealed.theirs(seat):
        scores = {
            c["id"]: format((Decimal(c["max"]) * 4 / 5).quantize(Decimal("0.1")), "f")
            for c in sealed.criteria_judged(seat.call)
        }
        first = sealed.criteria_judged(seat.call)[0]["id"]
        scores[first] = best.get(case.id, scores[first])
        remark = REMARKS[seat.id % len(REMARKS)]
        machine.save_sheet(seat, case, scores, remark, {})


def _mark_round(stage: Stage) -> None:
    """A round that is over: two marks given, one in reserve, an answered question."""
    call = stage.call("mark", 120, 21, seats=2, members_wanted=5)
    cases = [stage.draft(call, o, 110 - n) for n, o in enumerate(stage.organisations[:5])]
    for case in cases:
        stage.submit(case, 104)
    with clock.at(stage.instant(112)):
        asker = stage.owner(stage.organisations[0])
        db.session.add(
            Question(
                call_id=call.id,
                user_id=asker.user_id,
                text="두 나라에 진출한 기관은 어느 나라를 적습니까?",
                answer="대표 진출국 하나를 적고, 다른 나라의 실적은 요약에 적어 주세요.",
                answered_at=clock.now(),
                answered_by_id=stage.officer.user_id,
            )
        )
    seats = stage.committee(call, cases, 90, 5)
    best = {case.id: points for case, points in zip(cases, MARK_POINTS, strict=False)}
    with clock.at(stage.instant(80)):
        for n, seat in enumerate(seats):
            score(seat, {k: str(Decimal(v) - n % 3) for k, v in best.items()})
            attendance.attend(seat)
            machine.hand_in(seat)
    with clock.at(stage.instant(75)):
        fire(
            call,
            "conclude",
            stage.member(seats[0]),
            given={"minutes": "위원 5명이 참석해 제출한 평가표를 확인하고 이견 없이 종결하였다."},
        )
        assert call.result is not None
        winners = {m["id"] for m in call.result["result"]["applications"] if m["selected"]}
        chosen = [str(c.id) for c in cases if c.number in winners]
        fire(call, "propose", stage.officer, given={"chosen": chosen, "amounts": {}, "reason": "계산 결과대로 선정"})
    with clock.at(stage.instant(70)):
        fire(call, "decide", stage.ministry, given={"reason": "제안대로 확정"})
    for case in cases:
        award = award_of(case.id)
        if award is not None and case.organisation is not None:
            with clock.at(stage.instant(66)):
                fire(award, "sign", stage.owner(case.organisation))
    play_objection(stage, next(c for c in cases if c.state in ("reserve", "rejected")))


def _project_call(stage: Stage) -> None:
    """An open call with a draft and a submitted application."""
    call = stage.call("project", 10, 24, seats=3, budget=1_500_000_000)
    stage.draft(call, stage.organisations[0], 3)
    if len(stage.organisations) > 1:
        stage.submit(stage.draft(call, stage.organisations[1], 4), 2)


def _hub_scoring(stage: Stage) -> None:
    """A call under seal: some members have handed in, the first still scores."""
    call = stage.call("hub", 50, 20, seats=2, members_wanted=5, budget=400_000_000)
    cases = [stage.draft(call, o, 40, own_share=80_000_000) for o in stage.organisations[:3]]
    for case in cases:
        stage.submit(case, 35)
    stage.supplement(call, cases[0])
    seats = stage.committee(call, cases, 12, 5, of=5)  # all five sit, the one who signs in as panel among them
    with clock.at(stage.instant(5)):
        signing_in = reviewer_of(stage.cast.actor("panel"))
        for seat in [s for s in seats if signing_in is None or s.reviewer_id != signing_in.id][:3]:
            score(seat, {})
            attendance.attend(seat)
            machine.hand_in(seat)
