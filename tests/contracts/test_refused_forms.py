"""What was typed is never lost: a refused form comes back with all of it and a sentence,
in every state and for every role that has it.

Read from the golden tables and from the pages themselves, so that a new move and a new form are held too.
"""

from datetime import timedelta

import pytest

from portal.core import clock
from portal.core.db import db
from portal.core.people import User
from tests.client import Page
from tests.contracts.lives import lives

MARK = '<b>"적은&것"'
TOO_LONG = MARK + "가" * 25_000
TEXTS = {"text", "search", "tel", "email", "url", "date", "time", "number"}
MANY = 12  # controls: a sheet of rows is sent once, with every cell too long


def states(life):
    """The states whose forms the fast run sends, and those of the full run."""
    return [
        pytest.param(life, state, id=f"{life.kind}-{state}", marks=[] if state in life.quick else [pytest.mark.slow])
        for state in life.states()
        if state not in life.unfired
    ]


EACH = [one for life in lives() for one in states(life)]


def sent(value):
    """An answer as a browser sends it."""
    return [str(one) for one in value] if isinstance(value, list | tuple) else str(value)


def is_error_page(page):
    return 'class="error-page"' in page.text


def texts(form):
    """The names of the controls in which something is written."""
    written = [e for e in form.iter("textarea") if e.get("name")]
    written += [e for e in form.iter("input") if e.get("name") and (e.get("type") or "text").lower() in TEXTS]
    return [e.get("name") for e in written if e.get("disabled") is None and e.get("readonly") is None]


def posted(page):
    return [f for f in page.all("form") if (f.get("method") or "get").lower() == "post"]


@pytest.mark.parametrize(("life", "state"), EACH)
def test_a_refused_move_returns_to_its_form_with_all_that_was_typed(client, session, today, life, state):
    """Refused because the case has changed since: texts, days, choices and ticks stand as they were sent."""
    today(life.begins)
    case = life.bring(state)
    actors = life.cast(case)
    session.commit()
    for role, actor in actors.items():
        moves = [m for m in case.declared.workflow.moves_from(state) if m.name in life.table()[state, role]]
        for move in [m for m in moves if m.button and m.asks is not None and role != "system"]:
            given = {k: sent(v) for k, v in life.given(case, move.name).items() if k in move.asks and v is not None}
            session.commit()
            client.sign_in(db.session.get(User, actor.user_id))
            with clock.at(life.day(state)):
                path = f"/cases/{case.id}/moves/{move.name}"
                page = client.post(path, given | {"version": case.version + 1}, status=422)
                assert not is_error_page(page), (role, move.name)
                assert page.all("div", id="error-summary"), (role, move.name)
                back = page.form(path)
                for key, value in given.items():
                    assert Page.values(back).getlist(key) == (value if isinstance(value, list) else [value]), (
                        role,
                        move.name,
                        key,
                    )
                written = [name for name in texts(back) if name in move.asks]
                if written:
                    page = client.post(path, given | dict.fromkeys(written, TOO_LONG), status=422)
                    assert not is_error_page(page), (role, move.name)
                    assert all(Page.values(page.form(path))[name].startswith(MARK) for name in written)
            session.expire_all()
            assert case.state == state


@pytest.mark.slow
@pytest.mark.parametrize(("life", "state"), EACH)
def test_a_form_on_the_pages_of_a_case_never_loses_a_text_that_is_too_long(app, client, session, today, life, state):
    """Every form with a text on the page of the case and on those it links to, by whoever has it."""
    today(life.begins)
    case = life.bring(state)
    actors = life.cast(case)
    session.commit()
    tried, lost = set(), []
    with clock.at(life.day(state)):
        for role in [r for r in actors if r != "system"]:
            client.sign_in(db.session.get(User, actors[role].user_id))
            for path in pages_of(client, case):
                found = opened(client, path)
                for form in posted(found) if found is not None else []:
                    action, names = form.get("action") or path, texts(form)
                    if not names or (role, action) in tried:
                        continue
                    tried.add((role, action))
                    for written in tries(form, life.day(state)):
                        page = client.post(action, Page.values(form).to_dict(flat=False) | written)
                        if is_error_page(page) or (page.status in (409, 422) and not stands(page, action, written)):
                            lost.append((role, action, page.status, [k for k, v in written.items() if v == TOO_LONG]))
    assert not lost


def test_the_forms_of_a_case_are_found(client, session, today):
    """Else the tests above would hold of nothing."""
    life = next(life for life in lives() if life.kind == "filing")
    today(life.begins)
    case = life.bring("received")
    officer = life.cast(case)["officer"]
    session.commit()
    client.sign_in(db.session.get(User, officer.user_id))
    pages = pages_of(client, case)
    found = {path for path in pages if (page := opened(client, path)) and any(texts(f) for f in posted(page))}
    assert {f"/desk/filings/{case.id}/supplement", f"/cases/{case.id}/moves/refuse"} <= found


def opened(client, path):
    """The page at the address, None where there is no page (a download, a refusal)."""
    with client.plain.get(path, follow_redirects=True) as answer:
        return client._kept(answer) if answer.mimetype == "text/html" and answer.status_code == 200 else None


def pages_of(client, case):
    """The page of the case for who is signed in, and the pages that it links to and that are about this case."""
    first = opened(client, f"/cases/{case.id}")
    if first is None:
        return []
    here = [a.split("#")[0] for a in first.links() if f"/{case.id}" in a]
    return list(dict.fromkeys([first.response.request.path, *here]))


def tries(form, today):
    """What is written into a form: each free text too long by itself, the others as somebody might write them."""
    written, free = {}, []
    for e in [e for e in form.iter() if e.get("name") in texts(form) and e.tag in ("input", "textarea")]:
        kind, name = (e.get("type") or "text").lower(), e.get("name")
        number = kind == "number" or e.get("inputmode") in ("numeric", "decimal")
        day = (today + timedelta(days=7)).isoformat()
        written[name] = {"date": day, "time": "10:00"}.get(kind, "1" if number else "가상의 글")
        if kind not in ("date", "time") and not number:
            free.append(name)
    if len(free) > MANY:
        return [dict.fromkeys(written, TOO_LONG)]
    return [written | {name: TOO_LONG} for name in free]


def stands(page, action, written):
    """Whether all that was written is on the page again, in the form of the same address (a saved row may have a new
    name).
    """
    for form in [f for f in posted(page) if (f.get("action") or action) == action]:
        values = list(Page.values(form).values())
        if all(any(v.startswith(text[: len(MARK)]) for v in values) for text in written.values()):
            return True
    return False
