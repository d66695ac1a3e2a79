"""What a filing says: the answers last submitted, and those of an accepted one as typed columns, in force from a day.

How a revision becomes the content, and an imported row the answers. Decides nothing about who may do it.
"""

from datetime import date

from sqlalchemy import select

from filings.columns.register import COLUMNS
from filings.filing.questions import TRIGGER_DAYS, trigger_day, trigger_of
from filings.models import Content, Filing
from filings.terms import TYPES, founder_of
from portal.core import countries, records
from portal.core.cases import Case, Revision
from portal.core.db import db, once_a_page
from portal.core.schema import Answers
from portal.core.text import Text
from portal.core.titles import joined


def put_in_force(
    case: Filing, revision: Revision, day: date, filing_kind: str = "new", change_id: int | None = None
) -> Content:
    """Make `revision` the content in force from `day`; the one before ends on that day.

    `change_id`: what brought it.
    """
    before = content_in_force(case.id)
    for old in db.session.scalars(select(Revision).where(Revision.case_id == case.id, Revision.effective_to.is_(None))):
        if old.effective_from is not None:
            old.effective_to = day
    if before is not None:
        before.effective_to = day
    revision.effective_from = day
    made = content_of(case, revision, day, filing_kind)
    made.change_id = change_id
    db.session.add(made)
    db.session.flush()
    return made


@once_a_page
def content_in_force(case_id: int) -> Content | None:
    return db.session.scalar(
        select(Content)
        .where(Content.case_id == case_id, Content.effective_to.is_(None))
        .order_by(Content.id.desc())
        .limit(1)
    )


def content_of(case: Filing, revision: Revision, day: date, filing_kind: str = "new") -> Content:
    """The typed columns of a revision: those of the register, and how the filing was handled."""
    a = revision.answers
    return Content(
        case_id=case.id,
        revision_id=revision.id,
        organisation_id=case.organisation_id,
        effective_from=day,
        certificate_no=case.certificate_no,
        received_on=case.received_on,
        accepted_on=case.decided_on,
        filing_kind=filing_kind,
        trigger=trigger_of(a),
        trigger_on=trigger_day(a),
        **{column.field: column.of_answers(a) for column in COLUMNS if column.answer},
        obliged=case.obliged,
        late_days=case.late_days,
        deemed=case.deemed,
        days_taken=case.days_taken,
        in_time=bool(case.in_time),
    )


def answers_of_content(content: Content) -> Answers:
    """The answers that an imported row gives to the questions of the form;
    what the register never asked stays blank.
    """
    found: Answers = {c.field: c.as_answer(getattr(content, c.field)) for c in COLUMNS if c.answer}
    found["founder"] = founder_of(content.category)
    found[TRIGGER_DAYS[content.trigger]] = content.trigger_on.isoformat()
    if content.type == "OPEN":
        found["opening_way"] = "incorporation" if content.trigger == "incorporation" else "permit"
    return {key: answer for key, answer in found.items() if answer is not None}


def latest_answers(case: Case) -> Answers:
    """The answers last submitted; what the register said since (an import,
    a re-classification) is read back over them.
    """
    revision = records.latest_revision(case.id)
    content = content_in_force(case.id)
    answers = dict(revision.answers) if revision is not None else {}
    if content is not None and content.revision_id is None:
        answers |= answers_of_content(content)
    return answers


def title_of(answers: Answers) -> Text:
    """How a filing is called in lists: organisation, country, kind of expansion."""
    place = countries.named(answers["country"]) if answers.get("country") else ""
    return joined(answers.get("organisation_name") or "", place, TYPES.get(answers.get("type") or "", ""))
