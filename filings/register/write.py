"""Writing a staged register: one set-based transaction, all or nothing. What is already stored and equal is left alone.

A new row is in force from its 수리일; a row that differs from what is stored becomes a new content in force from `as_of`.
"""

from datetime import date
from typing import Any, cast

from sqlalchemy import Table, and_, case, func, insert, literal, or_, select, text, update

from filings.columns.register import FIELDS
from filings.models import Content, Filing, SupersededCertificate
from filings.register.models import StagedRow
from portal.core import clock
from portal.core.cases import Case, Counter, Event
from portal.core.db import db
from portal.core.people import Actor, Organisation
from portal.core.records import next_number
from portal.core.text import Text

HANDLED = ("obliged", "late_days", "deemed", "days_taken", "in_time")


class Unwritable(Exception):
    """The staged rows cannot be written; the sentence says what is missing. Nothing was written."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.ko)
        self.reason = reason


def compare(run_id: int) -> tuple[int, list[str]]:
    """Tell new rows from stored ones; (how many are new, certificate numbers whose content differs). Commits."""
    own = StagedRow.run_id == run_id
    if db.engine.dialect.name == "postgresql":
        # the planner would take a table just filled for an empty one
        db.session.execute(text("ANALYZE register_staging"))
    stored = select(Filing.certificate_no).where(Filing.certificate_no == StagedRow.certificate_no)
    db.session.execute(update(StagedRow).where(own, stored.exists()).values(action="same"), execution_options=_BULK)
    differs = (
        select(Content.id)
        .where(
            Content.case_id == _stored_case(),
            Content.effective_to.is_(None),
            or_(*(getattr(Content, c).is_distinct_from(getattr(StagedRow, c)) for c in FIELDS)),
        )
        .correlate(StagedRow)
    )
    db.session.execute(
        update(StagedRow).where(own, StagedRow.action == "same", differs.exists()).values(action="changed"),
        execution_options=_BULK,
    )
    new = db.session.scalar(select(func.count()).select_from(StagedRow).where(own, StagedRow.action == "new")) or 0
    wanted = select(StagedRow.certificate_no).where(own, StagedRow.action == "changed").order_by(StagedRow.seq)
    changed = list(db.session.scalars(wanted))
    db.session.commit()
    return new, changed


def write(run_id: int, actor: Actor, as_of: date | None) -> tuple[int, int]:
    """Write the compared rows of a run in the current transaction; (new, changed). The caller commits."""
    own = StagedRow.run_id == run_id
    changed = (
        db.session.scalar(select(func.count()).select_from(StagedRow).where(own, StagedRow.action == "changed")) or 0
    )
    if changed:
        _check_as_of(run_id, as_of)
    _hold_numbers(run_id)
    new = _give_ids(run_id)
    if new:
        _write_new(run_id, actor)
    if changed:
        assert as_of is not None
        _write_changed(run_id, actor, as_of)
    return new, changed


_BULK = {"synchronize_session": False}


def _new(run_id: int) -> Any:
    return and_(StagedRow.run_id == run_id, StagedRow.action == "new")


def _owner() -> Any:
    """The organisation of a staged row, found by its business number."""
    return (
        select(Organisation.id)
        .where(Organisation.business_number == StagedRow.business_number)
        .correlate(StagedRow)
        .scalar_subquery()
    )


def _stored_case() -> Any:
    """The stored filing of a staged row, found by its certificate number."""
    return (
        select(Filing.id)
        .where(Filing.certificate_no == StagedRow.certificate_no)
        .correlate(StagedRow)
        .scalar_subquery()
    )


def _check_as_of(run_id: int, as_of: date | None) -> None:
    if as_of is None:
        raise Unwritable(
            Text(
                "저장된 내용과 다른 행이 있습니다. 언제부터 바뀐 것인지 기준일을 정해 주세요.",
                "Some rows differ from what is stored. Say from which day the change holds.",
            )
        )
    if as_of > clock.today():
        raise Unwritable(Text("기준일이 아직 오지 않은 날입니다.", "The as-of day is in the future."))
    latest = db.session.scalar(
        select(func.max(Content.effective_from))
        .join(Filing, Filing.id == Content.case_id)
        .join(StagedRow, and_(StagedRow.certificate_no == Filing.certificate_no, StagedRow.run_id == run_id))
        .where(StagedRow.action == "changed", Content.effective_to.is_(None))
    )
    if latest is not None and as_of < latest:
        raise Unwritable(
            Text(
                "기준일 {day}보다 뒤({latest})에 효력이 시작된 내용이 있습니다. 그 날이나 그 뒤로 정해 주세요.",
                "Some stored content took effect on {latest}, after {day}. Choose that day or a later one.",
            ).format(day=as_of, latest=latest)
        )


def _hold_numbers(run_id: int) -> None:
    """Nobody is given a certificate number of these years until this transaction ends."""
    years = db.session.scalars(select(StagedRow.certificate_year).where(_new(run_id)).distinct())
    for year in sorted(years):
        series = f"certificate-{year}"
        if db.session.get(Counter, series) is None:
            next_number(series)
            db.session.get_one(Counter, series).last = 0
        db.session.execute(select(Counter).where(Counter.series == series).with_for_update())
    db.session.flush()


def _give_ids(run_id: int) -> int:
    """Number the new cases that were not numbered when they were staged; how many new ones there are."""
    own = _new(run_id)
    following = (db.session.scalar(select(func.max(Case.id))) or 0) + StagedRow.seq
    unnumbered = and_(own, StagedRow.case_id.is_(None))
    db.session.execute(update(StagedRow).where(unnumbered).values(case_id=following), execution_options=_BULK)
    return db.session.scalar(select(func.count()).select_from(StagedRow).where(own)) or 0


def _write_new(run_id: int, actor: Actor) -> None:
    own = _new(run_id)
    s = StagedRow
    now = clock.now()
    _add_organisations(own)
    organisation = _owner()
    state = case((s.deemed, literal("deemed")), else_=literal("accepted"))
    _insert_from(
        Case,
        {
            "id": s.case_id,
            "kind": literal("filing"),
            "title": s.title,
            "title_en": s.title_en,
            "organisation_id": organisation,
            "state": state,
            "received_on": s.received_on,
            "due_on": s.due_on,
            "decided_on": s.accepted_on,
            "pending": literal(False),  # noqa: FBT003
            "created_by_id": literal(actor.user_id),
            "created_at": literal(now, Case.created_at.type),
            "updated_at": literal(now, Case.updated_at.type),
            "version": literal(1),
        },
        own,
    )
    _insert_from(
        Filing,
        {
            "id": s.case_id,
            "obliged": s.obliged,
            "trigger_on": s.trigger_on,
            "file_due_on": s.file_due_on,
            "late_days": s.late_days,
            "days_taken": s.days_taken,
            "in_time": s.in_time,
            "deemed": s.deemed,
            "imported": literal(True),  # noqa: FBT003
            "certificate_year": s.certificate_year,
            "certificate_serial": s.certificate_serial,
            "certificate_no": s.certificate_no,
            "certificate_code": s.certificate_code,
            "certificate_on": s.accepted_on,
            "certificate_edition": literal(1),
        },
        own,
    )
    _insert_content(own, organisation, s.accepted_on)
    _insert_event(own, actor, "filing.imported", s.accepted_on, state)


def _add_organisations(own: Any) -> None:
    """Organisations that the portal does not know yet come in as unverified, named as in their first row."""
    s = StagedRow
    first = (
        select(func.min(s.seq))
        .where(own, ~select(Organisation.id).where(Organisation.business_number == s.business_number).exists())
        .group_by(s.business_number)
    )
    now = clock.now()
    _insert_from(
        Organisation,
        {
            "name": s.organisation_name,
            "name_en": literal(""),
            "business_number": s.business_number,
            "institution_code": literal(""),
            "founder": s.founder,
            "incorporated": literal(False),  # noqa: FBT003
            "category": s.category,
            "region": s.region,
            "address": literal(""),
            "representative": literal(""),
            "phone": literal(""),
            "has_department": s.has_department,
            "verified": literal(False),  # noqa: FBT003
            "source": literal("import"),
            "created_at": literal(now, Organisation.created_at.type),
        },
        and_(own, s.seq.in_(first)),
    )


def _insert_content(own: Any, organisation: Any, effective_from: Any) -> None:
    s = StagedRow
    values = {c: getattr(s, c) for c in (*FIELDS, *HANDLED)}
    _insert_from(
        Content, values | {"case_id": s.case_id, "organisation_id": organisation, "effective_from": effective_from}, own
    )


def _insert_event(own: Any, actor: Actor, name: str, on: Any, state: Any, before: Any = None) -> None:
    values = {
        "case_id": StagedRow.case_id,
        "name": literal(name),
        "on": on,
        "at": literal(clock.now(), Event.at.type),
        "actor_id": literal(actor.user_id),
        "state_from": literal(None) if before is None else before,
        "state_to": state,
        "facts": literal({}, Event.facts.type),
    }
    _insert_from(Event, values, own)


def _write_changed(run_id: int, actor: Actor, as_of: date) -> None:
    """Close the content in force on `as_of` and open the new one; the case shows the newest days."""
    s = StagedRow
    own = and_(s.run_id == run_id, s.action == "changed")
    db.session.execute(update(s).where(own).values(case_id=_stored_case()), execution_options=_BULK)
    cases = select(s.case_id).where(own)
    _supersede_certificates(own, as_of)
    db.session.execute(
        update(Content).where(Content.case_id.in_(cases), Content.effective_to.is_(None)).values(effective_to=as_of),
        execution_options=_BULK,
    )
    _add_organisations(own)
    organisation = _owner()
    _insert_content(own, organisation, literal(as_of, Content.effective_from.type))
    filing, root = cast(Table, Filing.__table__), cast(Table, Case.__table__)
    newest: dict[str, Any] = {c: getattr(s, c) for c in (*HANDLED, "trigger_on", "file_due_on", "certificate_code")}
    newest["certificate_edition"] = filing.c.certificate_edition + 1
    db.session.execute(update(filing).where(own, filing.c.id == s.case_id).values(newest))
    shown: dict[str, Any] = {
        "received_on": s.received_on,
        "decided_on": s.accepted_on,
        "title": s.title,
        "title_en": s.title_en,
        "due_on": s.due_on,
    }
    shown |= {"version": root.c.version + 1, "updated_at": literal(clock.now(), Case.updated_at.type)}
    db.session.execute(update(root).where(own, root.c.id == s.case_id).values(shown))
    state = select(root.c.state).where(root.c.id == s.case_id).correlate(s).scalar_subquery()
    _insert_event(own, actor, "filing.reclassified", literal(as_of, Event.on.type), state, state)


def _supersede_certificates(own: Any, as_of: date) -> None:
    """What the certificates said until now keeps its code (see `filings.filing.numbers.new_edition`).

    Runs before the content changes.
    """
    s = StagedRow

    def held(column: Any, *where: Any) -> Any:
        return select(column).where(*where).scalar_subquery()

    _insert_from(
        SupersededCertificate,
        {
            "case_id": s.case_id,
            "edition": held(Filing.certificate_edition, Filing.id == s.case_id),
            "code": held(Filing.certificate_code, Filing.id == s.case_id),
            "content_id": held(Content.id, Content.case_id == s.case_id, Content.effective_to.is_(None)),
            "superseded_on": literal(as_of, SupersededCertificate.superseded_on.type),
        },
        own,
    )


def _insert_from(model: Any, values: dict[str, Any], where: Any) -> None:
    table = model.__table__
    chosen = select(*(v.label(f"v_{k}") for k, v in values.items())).where(where).order_by(StagedRow.seq)
    db.session.execute(insert(table).from_select(list(values), chosen, include_defaults=False))
