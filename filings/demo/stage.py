"""What the scenes of the demonstration share: working days counted back, organisations, and the steps of the procedure.

Every step goes the way that a page would go (drafts, papers, moves); nothing is written past the kernel.
"""

from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from filings.change.acts import start_change
from filings.demo.stories import Story
from filings.filing.questions import prefilled
from filings.models import ChangeFiling, Filing
from portal.core import files, papers, periods, records
from portal.core.cases import Case, Draft
from portal.core.clock import SEOUL, processing_period
from portal.core.db import db
from portal.core.declared import kind_of
from portal.core.demo import Cast
from portal.core.fire import fire, fire_lapsed, open_case
from portal.core.people import SYSTEM, Actor, Organisation, User, actor_of
from portal.core.roles import admit
from portal.core.schema import Answers, Schema
from portal.core.text import Text
from portal.core.workdays import Calendar

HOLIDAY = "임시공휴일(가상)"
REMEDY = "이 처분에 이의가 있으면 통지를 받은 날부터 60일 안에 한국보건산업진흥원에 이의신청을 할 수 있습니다."
HOLIDAY_AFTER = 5  # working days from today

# organisations that nobody signs in for: number, name, English name, class, province, incorporated
OTHERS = {
    "university": (
        "0008200030",
        "가상누리대학교병원",
        "Fictional Nuri University Hospital",
        "상급종합병원",
        "부산",
        True,
    ),
    "dental": ("0009000049", "가상새봄치과의원", "Fictional Saebom Dental Clinic", "치과의원", "서울", False),
    "skin": ("0009000054", "가상고운피부과의원", "Fictional Goun Dermatology Clinic", "의원", "서울", False),
    "korean": ("0009000068", "가상온유한방병원", "Fictional Onyu Korean Medicine Hospital", "한방병원", "대구", False),
    "spine": ("0008100071", "가상바른병원", "Fictional Bareun Hospital", "병원", "경기", True),
}


class Stage:
    """Organisations and officers at hand, and the calendar as it will stand at the end (the added holiday in it)."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        plain = periods.calendar()
        self.holiday = plain.nth_working_day(cast.today + timedelta(days=1), HOLIDAY_AFTER)
        self.calendar = Calendar(added={self.holiday: HOLIDAY})
        self._people: dict[str, int] = {}
        for key, (number, name, english, category, region, incorporated) in OTHERS.items():
            self._found(key, number, name, english, category, region, incorporated=incorporated)
        db.session.commit()

    def _found(
        self, key: str, number: str, name: str, english: str, category: str, region: str, *, incorporated: bool
    ) -> None:
        made = Organisation(
            name=name,
            name_en=english,
            business_number=number,
            founder="hospital",
            incorporated=incorporated,
            category=category,
            region=region,
            address=f"{region} 가상구 가상로 10",
            representative="가상 대표",
            phone="02-0000-0010",
            has_department=incorporated,
            verified=True,
            source="demo",
        )
        person = User(email=f"{key}@hospital.example", name=f"{name} 담당", phone="02-0000-0010", roles=[])
        db.session.add_all((made, person))
        db.session.flush()
        admit(person, made, "manager", SYSTEM)
        self.cast.organisations[key] = made
        self._people[key] = person.id

    # ---- days ---------------------------------------------------------------------------------------------------------

    def day(self, before: int) -> date:
        """The working day that lies `before` working days before today (1: the last one that is over)."""
        found = self.cast.today
        while before:
            found -= timedelta(days=1)
            before -= self.calendar.is_working(found)
        return found

    def when(self, before: int, hour: int = 10, minute: int = 0) -> datetime:
        return datetime.combine(self.day(before), time(hour, minute), SEOUL)

    def received_for(self, left: int) -> int:
        """How many working days before today a filing came in whose due day has `left` working days left."""
        target = (
            self.calendar.nth_working_day(self.cast.today + timedelta(days=1), left) if left else self._today_or_next()
        )
        return next(n for n in range(1, 30) if self._due(n) <= target)

    def _due(self, before: int) -> date:
        received = self.day(before)
        due = processing_period(received, periods.rules_on(received).days("decide_days"), self.calendar).due_on
        assert due is not None
        return due

    def _today_or_next(self) -> date:
        return self.calendar.nth_working_day(self.cast.today, 1)

    # ---- who ----------------------------------------------------------------------------------------------------------

    def owner(self, key: str) -> Actor:
        """Who files for an organisation."""
        if key in self._people:
            return actor_of(db.session.get_one(User, self._people[key]))
        return self.cast.actor(f"{key}-editor")

    def officer(self, at: str = "officer") -> Actor:
        return self.cast.actor(at)

    # ---- steps --------------------------------------------------------------------------------------------------------

    def answers(self, key: str, given: Answers) -> Answers:
        held = self.cast.organisations[key]
        known = {k: v for k, v in prefilled(held).items() if v not in (None, "")}
        contact = {"contact_name": self.owner(key).name, "contact_email": self.owner(key).email, "status": "preparing"}
        consent = {"shared_information": "yes"} if held.founder == "hospital" else {}
        return known | contact | consent | given

    def start(self, key: str, given: Answers) -> Filing:
        """A draft as the page starts it, with what was answered so far."""
        owner, held = self.owner(key), self.cast.organisations[key]
        case = open_case(kind_of("filing"), owner, organisation_id=held.id, title=held.name)
        assert isinstance(case, Filing)
        draft = records.start_draft(case, self.answers(key, {}))
        records.save_draft(draft, self.answers(key, given), draft.version, owner)
        return case

    def file(self, key: str, given: Answers) -> Filing:
        """A complete filing with its papers, submitted and received."""
        case = self.start(key, given)
        self.submit(case, key)
        return case

    def submit(self, case: Case, key: str) -> None:
        draft = db.session.get_one(Draft, case.id)
        for slot, label in _papers_asked(case.declared.schema, draft.answers):
            self.attach(case, key, slot, label)
        fire(case, "submit", self.owner(key))
        fire_lapsed(case)

    def attach(self, case: Case, key: str, slot: str, label: Text) -> None:
        """A small real PDF that names itself a specimen."""
        held = self.cast.organisations[key]
        content = papers.pdf(
            "letter",
            {
                "lang": "ko",
                "issuer": held.name,
                "recipient": "한국보건산업진흥원",
                "title": label.ko,
                "mark": "견본",
                "body": [f"{held.name}의 시연용 가상 서류입니다."],
            },
        )
        files.attach(case, slot, BytesIO(content), f"{label.ko}.pdf".replace("/", "·"), self.owner(key))

    def accept(self, case: Case, at: str = "officer") -> None:
        """The licence is looked up where that was consented to, then the filing or change is accepted."""
        if isinstance(case, Filing) and case.organisation and case.organisation.founder == "hospital":
            fire(case, "check_licence", self.officer(at), given={"reason": "개설허가 사항이 신고 내용과 같음을 확인"})
        fire(case, "accept", self.officer(at))

    def ask(self, case: Case, items: dict[str, str], days: int = 5, at: str = "officer") -> None:
        fire(
            case,
            "ask",
            self.officer(at),
            given={"days": days, "items": items, "reason": "서류를 확인한 뒤 이어서 처리하겠습니다."},
        )

    def change(self, case: Filing, key: str, given: Answers, *, ends: bool = False) -> ChangeFiling:
        """A change of an accepted filing, submitted and received."""
        owner = self.owner(key)
        made = start_change(case, owner, ends=ends)
        draft = db.session.get_one(Draft, made.id)
        records.save_draft(draft, given, draft.version, owner)
        self.submit(made, key)
        return made

    def case_of(self, story: Story) -> Filing:
        """The filing that a story told of."""
        organisation = self.cast.organisations[story.key]
        found = [
            case
            for case in db.session.query(Filing).filter_by(organisation_id=organisation.id)
            if (revision := records.latest_revision(case.id))
            and revision.answers.get("foreign_name") == story.foreign_name
        ]
        assert len(found) == 1, story
        return found[0]


def _papers_asked(schema: Schema, answers: Answers) -> list[tuple[str, Text]]:
    return [(f.key, f.label) for f in schema.asked(answers) if f.is_paper and f.must]


def trigger(kind: str, day: date) -> dict[str, Any]:
    """The day that starts the filing period, under the key that the type of expansion asks for."""
    if kind == "OPEN":
        return {"opening_way": "permit", "licensed_on": day.isoformat()}
    return {"contract_on": day.isoformat()}
