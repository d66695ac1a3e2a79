"""The checking client: every page fetched in any test is checked for what every page must be.

One h1, the title starts with it, unique ids, a label for each control, `lang`, no inline script, style or handler; a
GET leaves no dirty session and writes to no table but the access log. Forms are submitted as a browser would: with the
values that stand in the page.
"""

import re
from collections.abc import Iterable
from typing import Any

import html5lib
from flask import g
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from werkzeug.datastructures import FileStorage, MultiDict

from portal.core.db import db, writing
from tests import factories as make

XHTML = "{http://www.w3.org/1999/xhtml}"
UNLABELLED = {"hidden", "submit", "button", "image", "reset"}
WRITES = re.compile(
    r"\s*(INSERT INTO|UPDATE|DELETE FROM|REPLACE|TRUNCATE|ALTER|CREATE|DROP)\b(?!\s+access_log\b)", re.I
)
_written: list[str] = []


@event.listens_for(Engine, "before_cursor_execute")
def _note_writes(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
    if WRITES.match(statement):
        _written.append(statement)


class Page:
    """A fetched page: its status, text, and element tree."""

    def __init__(self, response: Any) -> None:
        self.response = response
        self.status = response.status_code
        self.location = response.headers.get("Location")
        self.text = response.get_data(as_text=True) if response.mimetype.startswith("text/") else ""
        self.is_html = response.mimetype == "text/html" and bool(self.text)
        self.tree = (
            html5lib.parse(self.text, treebuilder="etree", namespaceHTMLElements=False) if self.is_html else None
        )

    def all(self, tag: str, **attributes: str) -> list[Any]:
        found = self.tree.iter(tag) if self.tree is not None else []
        wanted = {k.rstrip("_").replace("_", "-"): v for k, v in attributes.items()}
        return [e for e in found if all(e.get(k) == v for k, v in wanted.items())]

    def words(self, element: Any = None) -> str:
        root = element if element is not None else self.tree.find("body")
        return " ".join("".join(root.itertext()).split())

    @property
    def h1(self) -> str:
        return self.words(self.all("h1")[0])

    def links(self) -> list[str]:
        return [a.get("href") for a in self.all("a") if a.get("href")]

    def link(self, wording: str) -> str:
        """The address of the link whose words contain `wording`."""
        for a in self.all("a"):
            if wording in self.words(a) and a.get("href"):
                return str(a.get("href"))
        raise AssertionError(f"no link “{wording}” on {self.h1}")

    def form(self, action: str | None = None, containing: str | None = None) -> Any:
        """The form whose action contains `action`, or that has a control named `containing`;
        else the only POST form of main.
        """
        forms = [f for f in self.all("form") if (f.get("method") or "get").lower() == "post"]
        if action is not None:
            forms = [f for f in forms if action in (f.get("action") or "")]
        if containing is not None:
            forms = [f for f in forms if any(e.get("name") == containing for e in f.iter())]
        if not forms:
            raise AssertionError(f"no form {action or containing or ''} on {self.h1}")
        return forms[0]

    @staticmethod
    def values(form: Any) -> MultiDict[str, Any]:
        """What a browser would send for the form as it stands."""
        found: MultiDict[str, Any] = MultiDict()
        for e in form.iter():
            name = e.get("name")
            if not name or e.get("disabled") is not None:
                continue
            if e.tag == "input":
                kind = (e.get("type") or "text").lower()
                if kind in {"checkbox", "radio"}:
                    if e.get("checked") is not None:
                        found.add(name, e.get("value") or "on")
                elif kind not in {"submit", "button", "file", "image", "reset"}:
                    found.add(name, e.get("value") or "")
            elif e.tag == "textarea":
                found.add(name, "".join(e.itertext()).removeprefix("\n"))
            elif e.tag == "select":
                options = list(e.iter("option"))
                chosen = [o for o in options if o.get("selected") is not None]
                if not chosen and e.get("multiple") is None:
                    chosen = options[:1]
                for option in chosen:
                    found.add(
                        name, option.get("value") if option.get("value") is not None else "".join(option.itertext())
                    )
        return found


class Browser(FlaskClient):
    """Each request, redirected ones too, begins as on a server: what was written stands,
    nothing is remembered in `g`.
    """

    def run_wsgi_app(self, *args: Any, **kwargs: Any) -> Any:
        writing.set(True)
        db.session.commit()
        g._get_current_object().__dict__.clear()
        _written.clear()
        answer = super().run_wsgi_app(*args, **kwargs)
        environ = args[0]
        assert not (environ["REQUEST_METHOD"] == "GET" and _written), f"GET {environ['PATH_INFO']} wrote: {_written}"
        return answer


class CheckingClient:
    """Wraps Flask's test client; `get` and `post` return checked pages,
    redirects after a POST are followed by `submit`.
    """

    def __init__(self, app: Any) -> None:
        self.app = app
        self.plain = Browser(app, app.response_class)
        self.page: Page | None = None

    def sign_in(self, user: Any) -> "CheckingClient":
        """Be signed in as `user`, second factor passed; what came before is forgotten."""
        held = make.signed_in(user)
        self.plain.delete_cookie("language")
        with self.plain.session_transaction() as session:
            session.clear()
            session.update(held)
        return self

    def get(self, path: str, status: int = 200, **kwargs: Any) -> Page:
        page = self._kept(self.plain.get(path, **kwargs))
        assert page.status == status, f"GET {path}: {page.status} for {status}\n{page.text[:3000]}"
        return page

    def follow(self, path: str, **kwargs: Any) -> Page:
        """GET with redirects followed."""
        return self._kept(self.plain.get(path, follow_redirects=True, **kwargs))

    def post(
        self, path: str, data: Any = None, status: int | None = None, *, follow: bool = True, **kwargs: Any
    ) -> Page:
        page = self._kept(self.plain.post(path, data=data or {}, follow_redirects=follow, **kwargs), posted=True)
        if status is not None:
            assert page.status == status, f"POST {path}: {page.status} for {status}\n{page.text[:3000]}"
        return page

    def act(self, case: Any, move: str, data: Any = None, status: int | None = None) -> Page:
        """Post the move of a case as it stands now in the database, as its form would name it."""
        db.session.expire_all()
        return self.post(f"/cases/{case.id}/moves/{move}", {"version": case.version} | dict(data or {}), status)

    def submit(
        self, form: Any, *, button: tuple[str, str] | None = None, status: int = 200, path: str = "", **given: Any
    ) -> Page:
        """Send a form of the last page with `given` over the values that stand in it; lists send several values,
        None drops one.
        """
        data = Page.values(form)
        for name, value in given.items():
            data.poplist(name)
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, tuple):
                    content, filename = one
                    data.add(name, FileStorage(content, filename=filename))
                elif one is not None:
                    data.add(name, str(one))
        if button:
            data.add(*button)
        target = form.get("action") or path or (self.page.response.request.path if self.page else "")
        return self.post(target, data, status=status, content_type="multipart/form-data")

    def _kept(self, response: Any, *, posted: bool = False) -> Page:
        page = Page(response)
        if not posted:
            assert not db.session.dirty, "a GET left a dirty session"
        if page.is_html:
            check(page)
        self.page = page
        return page


def check(page: Page) -> None:
    where = page.response.request.path
    assert page.tree.get("lang") in {"ko", "en"}, f"{where}: no lang"
    headings = page.all("h1")
    assert len(headings) == 1, f"{where}: {len(headings)} h1"
    title = page.words(page.all("title")[0])
    assert title.startswith(page.h1), f"{where}: title “{title}” does not start with “{page.h1}”"
    ids = [e.get("id") for e in page.tree.iter() if e.get("id")]
    twice = {i for i in ids if ids.count(i) > 1}
    assert not twice, f"{where}: ids twice {twice}"
    _check_labels(page, where, set(ids))
    _check_inline(page, where)
    _check_forms(page, where)
    for reference in _references(page):
        assert reference in ids, f"{where}: aria or label refers to missing id {reference}"


def _check_labels(page: Page, where: str, ids: set[str]) -> None:
    labelled = {e.get("for") for e in page.all("label")}
    wrapped = {id(c) for label in page.all("label") for c in label.iter()}
    for tag in ("input", "select", "textarea"):
        for e in page.all(tag):
            if e.get("type") in UNLABELLED:
                continue
            named = (
                e.get("id") in labelled or id(e) in wrapped or e.get("aria-label") or e.get("aria-labelledby") in ids
            )
            assert named, f"{where}: no label for {tag} {e.get('name')}"


TYPED = {None, "text", "email", "tel", "url", "number", "date", "search"}


def _check_forms(page: Page, where: str) -> None:
    """Whatever somebody types in a form is carried through the sign-in if their session ends: it says who writes."""
    signed_in = page.all("body")[0].get("data-session-who")
    for form in page.all("form"):
        names = {e.get("name") for e in form.iter("input")}
        typed = [e for e in form.iter() if e.tag == "textarea" or (e.tag == "input" and e.get("type") in TYPED)]
        if (form.get("method") or "").lower() == "post" and typed and signed_in:
            assert {"csrf_token", "written_by"} <= names, f"{where}: a form at {form.get('action')} knows no writer"


def _check_inline(page: Page, where: str) -> None:
    for e in page.tree.iter():
        assert e.get("style") is None, f"{where}: inline style on {e.tag}"
        handlers = [k for k in e.attrib if isinstance(k, str) and re.match(r"on[a-z]+$", k)]
        assert not handlers, f"{where}: inline handler {handlers}"
        if e.tag == "script":
            assert e.get("src") or e.get("type") == "application/json", f"{where}: inline script"
        assert e.tag != "style", f"{where}: inline style sheet"


def _references(page: Page) -> Iterable[str]:
    for e in page.tree.iter():
        for attribute in ("aria-describedby", "aria-labelledby", "aria-controls"):
            yield from (e.get(attribute) or "").split()
        if e.tag == "label" and e.get("for"):
            yield e.get("for")
