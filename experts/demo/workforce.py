"""The demonstration's surveys of needed staff: one of last year with published results, one that runs.

All organisations are fictional.
"""

from datetime import date, datetime, time, timedelta
from itertools import count

from sqlalchemy import select

from experts import terms
from experts.workforce import results, surveys
from experts.workforce.models import WorkforceSurvey
from portal.core import clock, records
from portal.core.db import db
from portal.core.demo import Cast, Scene
from portal.core.fire import fire
from portal.core.people import SYSTEM, Actor, Membership, Organisation, User, actor_of
from portal.core.roles import admit

HOSPITALS = (
    ("가상새봄병원", "Fictional Saebom Hospital", "병원"), ("가상푸른의료원", "Fictional Pureun Medical Center", "종합병원"),
    ("가상다온치과병원", "Fictional Daon Dental Hospital", "치과병원"), ("가상해오름병원", "Fictional Haeoreum Hospital", "병원"),
    ("가상온누리의원", "Fictional Onnuri Clinic", "의원"), ("가상미래한방병원", "Fictional Mirae Korean Medicine Hospital", "한방병원"),
)  # fmt: skip
NEEDS = (
    ("VN", "간호사", (4, 6, 0, 3, 2, 0, 5, 1), "베트남어 또는 영어", "간호사 면허"), ("VN", "의사", (2, 3, 0, 1, 0, 0, 2, 0), "영어", "의사 면허"),
    ("VN", "국제진료 코디네이터", (1, 2, 2, 1, 1, 0, 0, 2), "베트남어", ""), ("KZ", "간호사", (3, 5, 0, 4, 0, 2, 0, 0), "러시아어", "간호사 면허"),
    ("KZ", "의사", (2, 4, 0, 2, 0, 1, 0, 0), "러시아어 또는 영어", "의사 면허"), ("KZ", "의료통역사", (2, 2, 0, 1, 1, 1, 0, 0), "러시아어", ""),
    ("UZ", "간호사", (0, 8, 0, 6, 0, 3, 4, 0), "우즈베크어 또는 러시아어", "간호사 면허"), ("UZ", "물리치료사", (0, 2, 0, 0, 0, 3, 2, 0), "러시아어", "물리치료사 면허"),
    ("AE", "의사", (3, 2, 1, 0, 2, 0, 0, 0), "영어", "두바이 면허 시험"), ("AE", "병원행정", (1, 0, 0, 1, 0, 0, 2, 1), "영어", ""),
    ("MN", "치과의사", (0, 0, 3, 0, 0, 0, 0, 0), "영어", "치과의사 면허"), ("ID", "의료정보 전문가", (0, 0, 0, 0, 0, 0, 0, 4), "영어", ""),
    ("ID", "의공기사", (0, 2, 0, 0, 0, 0, 1, 3), "영어", ""), ("CN", "치과위생사", (0, 0, 4, 0, 2, 0, 0, 0), "중국어", "치과위생사 면허"),
)  # fmt: skip
"""(country, occupation, persons by organisation, languages, licences)."""
OFFICER_ASKS = "물리치료사 인원이 지난해의 열 배입니다. 숫자를 확인해 주세요."


def hospitals(cast: Cast) -> list[Organisation]:
    """The organisations that take part: six of this demonstration's own, and the two that everybody signs in to."""
    made = []
    for n, (name, name_en, category) in enumerate(HOSPITALS):
        own = Organisation(
            name=name,
            name_en=name_en,
            business_number=_number(n),
            founder="hospital",
            category=category,
            region="서울",
            representative="가상대표",
            phone="02-000-0000",
            address="서울 가상구 가상로 3",
            verified=True,
            source="demo",
        )
        writer = User(email=f"survey{n}@people.example", name=f"가상 {name[2:4]}담당", phone="02-000-0000")
        db.session.add_all([own, writer])
        db.session.flush()
        admit(writer, own, "manager", SYSTEM)
        made.append(own)
    return [cast.organisations["hospital"], *made, cast.organisations["company"]]


def _number(n: int) -> str:
    """A business number whose check digit holds."""
    nine = f"{830000 + n:09d}"
    total = sum(w * int(d) for w, d in zip((1, 3, 7, 1, 3, 7, 1, 3, 5), nine, strict=True)) + int(nine[8]) * 5 // 10
    return nine + str((10 - total % 10) % 10)


def survey(cast: Cast, year: int, opens: date, closes: date) -> WorkforceSurvey:
    made = WorkforceSurvey(
        year=year,
        opens_at=datetime.combine(opens, time(9), clock.SEOUL),
        closes_at=datetime.combine(closes, time(18), clock.SEOUL),
        reference_on=opens.replace(day=1),
        occupations=[list(pair) for pair in terms.OCCUPATIONS],
        note="해외 사업장에서 올해와 내년에 필요한 인력을 국가와 직종별로 적어 주세요. 국내에서 일할 사람은 빼 주세요.",
        by_id=cast.user("officer").id,
    )
    db.session.add(made)
    db.session.flush()
    return made


def _writer(cast: Cast, own: Organisation) -> Actor:
    """Somebody who may write for the organisation."""
    for prefix in ("hospital", "company"):
        if cast.organisations[prefix].id == own.id:
            return cast.actor(f"{prefix}-manager")
    held = db.session.scalar(select(User).join(Membership).where(Membership.organisation_id == own.id))
    assert held is not None
    return actor_of(held, own.id)


def _answers(n: int, factor: int, own: Organisation) -> dict[str, object]:
    typed: dict[str, object] = {}
    number = count(1)
    for country, occupation, persons, languages, licences in NEEDS:
        if persons[n]:
            typed[f"r{next(number)}"] = {
                "country": country,
                "occupation": occupation,
                "this_year": str(persons[n] // 2 or ""),
                "next_year": str(persons[n] * factor),
                "month": "",
                "languages": languages,
                "licences": licences,
                "reason": "현지 진료 확대",
            }
    return {"contact_name": "가상 담당", "contact_phone": own.phone or "02-000-0000"} | typed


def last_years(cast: Cast, part: list[Organisation]) -> Scene:
    """Opened, answered by seven of eight, confirmed, published."""
    year = cast.today.year - 1
    opens, closes = cast.today - timedelta(days=370), cast.today - timedelta(days=345)
    yield datetime.combine(opens, time(9), clock.SEOUL)
    held = survey(cast, year, opens, closes)
    held.invited_at = clock.now()
    cases = []
    for n, own in enumerate(part[:7]):
        yield datetime.combine(opens + timedelta(days=2 + n), time(11), clock.SEOUL)
        actor = _writer(cast, own)
        case = surveys.join(held, actor)
        records.start_draft(case, _answers(n, 1, own))
        fire(case, "submit", actor)
        cases.append(case)
    surveys.join(held, _writer(cast, part[7]))
    yield datetime.combine(closes + timedelta(days=6), time(10), clock.SEOUL)
    for case in cases:
        fire(case, "confirm", cast.actor("officer"))
    yield datetime.combine(closes + timedelta(days=14), time(10), clock.SEOUL)
    held.published, held.published_at = results.to_publish(held), clock.now()


def running(cast: Cast, part: list[Organisation]) -> Scene:
    """This year's: some have answered, one is sent back, the demonstration's hospital still writes what came over from
    last year.
    """
    opens = max(cast.today - timedelta(days=12), date(cast.today.year, 1, 1))
    yield datetime.combine(opens, time(9), clock.SEOUL)
    held = survey(cast, cast.today.year, opens, cast.today + timedelta(days=12))
    surveys.invite(held)
    for n, own in enumerate(part):
        yield datetime.combine(
            min(opens + timedelta(days=1 + n), cast.today - timedelta(days=1)), time(14), clock.SEOUL
        )
        actor = _writer(cast, own)
        case = surveys.join(held, actor)
        if n in (0, 4, 7):
            continue
        records.start_draft(case, _answers(n, 2, own))
        fire(case, "submit", actor)
        if n in (1, 2):
            fire(case, "confirm", cast.actor("officer"))
        if n == 5:
            day = (cast.today + timedelta(days=14)).isoformat()
            fire(
                case,
                "send_back",
                cast.actor("officer2"),
                given={"reason": OFFICER_ASKS, "until_day": day, "until_hour": "18:00"},
            )


def scenes(cast: Cast) -> list[tuple[str, Scene]]:
    part = hospitals(cast)
    return [("인력 수요조사 (지난해)", last_years(cast, part)), ("인력 수요조사", running(cast, part))]
