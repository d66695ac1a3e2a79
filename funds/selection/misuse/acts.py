"""부정사용 신고: receipt from anybody, the check, measures through the award's own moves, what the reporter is told.

The reporter's identity never enters the award: what the holder reads is the demand or the notice alone.
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, extract, func, select

from funds.selection.misuse.models import MisuseReport, MisuseTry
from funds.selection.models import Award
from portal.core import clock, keys, mail, periods, records
from portal.core.cases import Case, Event
from portal.core.db import db
from portal.core.declared import kind_of
from portal.core.fire import Firing, fire, open_case
from portal.core.people import SYSTEM, Actor, User
from portal.core.text import Text

ABOUT = {
    "mark": Text("마크(이름·로고)의 무단 사용", "Use of a mark without right"),
    "certificate": Text("인증서·현판의 위조나 사칭", "Forged certificate or plaque"),
    "grant": Text("보조금의 다른 용도 사용", "Grant used otherwise"),
    "other": Text("그 밖의 부정", "Other misuse"),
}
OUTCOMES = {
    "corrected": Text("시정", "Corrected"),
    "suspended": Text("효력 정지", "Suspended"),
    "revoked": Text("취소", "Revoked"),
    "referred": Text("관계 기관 이첩·다른 해결", "Referred or settled otherwise"),
    "unfounded": Text("사실과 다름·조치 없음", "Unfounded, no measure"),
}
CHECK_DAYS = 30
TRIES, WITHIN = 5, timedelta(hours=1)


# ---- the open door -----------------------------------------------------------------------------------------------------------------


def too_often(address: str, most: int = TRIES) -> bool:
    """Whether this sender used the form too often within the hour; the use is counted.

    Old tries are forgotten after a day.
    """
    digest = keys.digest("LINK", f"misuse {clock.today()} {address}").hex()
    now = clock.now()
    db.session.execute(delete(MisuseTry).where(MisuseTry.at < now - timedelta(days=1)))
    used = select(func.count()).select_from(MisuseTry).where(MisuseTry.digest == digest, MisuseTry.at > now - WITHIN)
    if (db.session.scalar(used) or 0) >= most:
        return True
    db.session.add(MisuseTry(digest=digest))
    db.session.flush()
    return False


def hash_of(number: str, code: str) -> str:
    return hashlib.sha256(f"{number.strip().upper()} {code.strip().upper()}".encode()).hexdigest()


def report(answers: Mapping[str, Any], actor: Actor, language: str) -> tuple[MisuseReport, str]:
    """Receive a report; the code is shown once and kept as a hash alone."""
    letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
    code = "".join(secrets.choice(letters) for _ in range(10))
    number = records.receipt_number("MR", clock.today())
    named = str(answers.get("named") or "").strip()
    made: MisuseReport = open_case(
        kind_of("misuse_report"),
        actor if actor.signed_in else SYSTEM,
        organisation_id=None,
        title=ABOUT[answers["about"]],
        number=number,
        about=answers["about"],
        named=named,
        happened=answers["happened"],
        place=answers.get("place") or "",
        seen_on=date.fromisoformat(answers["seen_on"]) if answers.get("seen_on") else None,
        email=answers.get("email") or "",
        language=language,
        code_hash=hash_of(number, code),
        award_id=_award_named(named),
    )
    fire(made, "receive", SYSTEM)
    return made, code


def _award_named(named: str) -> int | None:
    if not named:
        return None
    return db.session.scalar(select(Award.id).where(func.upper(Award.number) == named.upper()))


def found_by(number: str, code: str) -> MisuseReport | None:
    return db.session.scalar(select(MisuseReport).where(MisuseReport.code_hash == hash_of(number, code)))


# ---- needs and effects ---------------------------------------------------------------------------------------------------------------


def receive(case: MisuseReport, firing: Firing) -> None:
    case.received_on = firing.on
    case.due_on = clock.civil_period(firing.on, CHECK_DAYS, periods.calendar()).due_on


def names_award(case: Case, given: Mapping[str, Any]) -> Text | None:  # noqa: ARG001
    named = str(given.get("number") or "").strip()
    if named and _award_named(named) is None:
        return Text("그 번호의 인증·협약이 없습니다.", "There is no award of that number.")
    return None


def take(case: MisuseReport, firing: Firing) -> None:
    case.handler_id = firing.actor.user_id
    named = str(firing.given.get("number") or "").strip()
    if named:
        case.award_id = _award_named(named)


def concerns_award(case: MisuseReport, _given: Mapping[str, Any]) -> Text | None:
    if case.award_id is None:
        return Text("어느 인증·협약에 대한 것인지 먼저 확인해 주세요.", "Find the award that it concerns first.")
    award = db.session.get_one(Award, case.award_id)
    if award.state not in ("in_force", "suspended"):
        return Text("그 인증·협약은 지금 처분할 수 있는 상태가 아닙니다.", "The award is in no state to be acted upon.")
    return None


def demand(case: MisuseReport, firing: Firing) -> None:
    """The award's own move tells its holder; nothing of the report goes along."""
    given = firing.given
    award = db.session.get_one(Award, case.award_id)
    fire(award, "demand_correction", firing.actor, given={"demand": given["demand"], "by": given["by"]})
    case.demand, case.demand_by = given["demand"], date.fromisoformat(given["by"])


def give_notice(case: MisuseReport, firing: Firing) -> None:
    """사전통지 through the award's own move: the ministry decides there after the opinion."""
    given = firing.given
    award = db.session.get_one(Award, case.award_id)
    kept = {key: given[key] for key in ("intended", "days", "reason")}
    fire(award, "give_notice", firing.actor, given=kept)
    firing.facts |= {"award_number": award.number}


def _close(case: MisuseReport, on: date, outcome: str, reply: str) -> None:
    case.decided_on, case.outcome, case.reply = on, outcome, reply


def corrected(case: MisuseReport, firing: Firing) -> None:
    _close(case, firing.on, "corrected", str(firing.given["reply"]))


def close(case: MisuseReport, firing: Firing) -> None:
    _close(case, firing.on, str(firing.given["outcome"]), str(firing.given["reply"]))


def measured(case: MisuseReport, firing: Firing) -> None:
    """The award was suspended or revoked: the report ends with that."""
    award = db.session.get_one(Award, case.award_id)
    said = {
        "suspended": "신고하신 내용을 확인하여 효력을 정지했습니다.",
        "revoked": "신고하신 내용을 확인하여 취소했습니다.",
    }
    _close(case, firing.on, award.state, said[award.state])


# ---- what others' events mean here -----------------------------------------------------------------------------------------------------


def _waiting_on(award: Case) -> list[MisuseReport]:
    wanted = select(MisuseReport).where(MisuseReport.award_id == award.id, MisuseReport.state == "notified")
    return list(db.session.scalars(wanted))


def end_with_award(award: Case, _event: Event) -> None:
    """Suspended or revoked: every report that led there is done."""
    for case in _waiting_on(award):
        fire(case, "measure", SYSTEM)


def back_to_check(award: Case, _event: Event) -> None:
    """The notice was dropped: the reports are looked at again."""
    for case in _waiting_on(award):
        fire(case, "resume", SYSTEM)


def tell_reporter(case: MisuseReport, _event: Event) -> None:
    """Mail for a reporter who left an address but has no account;
    with the end of the report the address is forgotten.
    """
    if case.email and case.created_by_id is None:
        mail.tell_address(case.email, "misuse_report.by_address", case.language, report=case)
        if case.outcome:
            case.email = ""


def reporter(case: Case) -> list[User]:
    found = db.session.get(User, case.created_by_id) if case.created_by_id else None
    return [found] if found else []


# ---- what is published -----------------------------------------------------------------------------------------------------------------


def counts() -> list[dict[str, Any]]:
    """By year: received, still open, and how the others ended. Counts alone, nothing of a report."""
    year = extract("year", MisuseReport.received_on)
    found: dict[int, dict[str, Any]] = {}
    wanted = select(year, MisuseReport.outcome, func.count()).where(MisuseReport.received_on.is_not(None))
    for one, outcome, count in db.session.execute(wanted.group_by(year, MisuseReport.outcome)):
        row = found.setdefault(int(one), {"year": int(one), "received": 0, "open": 0, **dict.fromkeys(OUTCOMES, 0)})
        row["received"] += count
        row[outcome or "open"] += count
    return [found[y] for y in sorted(found, reverse=True)]
