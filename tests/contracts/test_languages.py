"""Korean first, English beside it: nothing that is said stands in one language alone,
and neither strays into the other.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import nodes

from portal.core.fire import fire
from tests import factories as make
from tests.contracts.lives import MONDAY
from tests.contracts.routes import golden

ROOT = Path(__file__).resolve().parents[2]
HANGUL = re.compile("[가-힣ㄱ-ㅎㅏ-ㅣ]")
LETTERS = re.compile(r"[A-Za-z]{2,}")
PLACES = re.compile(r"\{[^}]*\}|%[sd(.]\S*|<[^>]+>")
QUOTED = re.compile(r"“[^”]*”|\([^)]*\)|제\d{4}-\d{4}호")
"""Where English may name a Korean word: as it stands on a paper or in a column."""
NAMES_OF_LANGUAGES = {"ko", "en", "English", "한국어"}
SAYING = {"Text", "say", "tell", "_"}


def fault(ko: str, en: str) -> str | None:
    """What is wrong with a wording, if anything. Signs, numbers and names such as KHIDI are the same in both."""
    bare = PLACES.sub("", ko)
    if {ko, en} <= NAMES_OF_LANGUAGES:
        return None
    if HANGUL.search(QUOTED.sub("", en)):
        return "Korean letters in the English"
    if en.strip() == "" and LETTERS.search(bare):
        return "no English"
    if HANGUL.search(ko) or not LETTERS.search(bare) or ko == en:
        return None
    return "no Korean letters in the Korean"


def plain(node: ast.AST) -> str | None:
    """The text of a string in the source; what is put into it is left out."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(plain(part) or "{}" for part in node.values)
    return None


def said_in_python() -> Iterator[tuple[str, str, str]]:
    """(place, Korean, English) of each wording that stands in the source with both languages."""
    for folder in ("portal", "filings", "experts", "funds"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                name = getattr(getattr(node, "func", None), "id", "")
                if isinstance(node, ast.Call) and name in SAYING and len(node.args) >= 2:
                    ko, en = plain(node.args[0]), plain(node.args[1])
                    if ko is not None and en is not None:
                        yield f"{path.relative_to(ROOT)}:{node.lineno}", ko, en


def test_the_source_says_everything_in_both_languages():
    said = list(said_in_python())
    assert len(said) > 500
    wrong = [f"{place}: {found}: {ko} | {en}" for place, ko, en in said if (found := fault(ko, en))]
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def templates(app):
    """(name, tree) of every page template; mails have a block a language of their own."""
    names = app.jinja_env.list_templates(extensions=["html"])
    return [(n, app.jinja_env.parse(app.jinja_env.loader.get_source(app.jinja_env, n)[0])) for n in names]


def first_text(node: nodes.Node) -> str | None:
    """The text of a constant, or of the constant before a `%`."""
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        return node.value
    if isinstance(node, nodes.Mod):
        return first_text(node.left)
    return None


def test_the_templates_say_everything_in_both_languages(templates):
    wrong, said = [], 0
    for name, tree in templates:
        spoken = {id(c) for f in tree.find_all(nodes.Filter) if f.name == "replace" for c in f.args}
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "_":
                spoken |= {id(c) for arg in call.args for c in [arg, *arg.find_all(nodes.Const)]}
                texts = [first_text(arg) for arg in call.args]
                if len(texts) == 2 and None not in texts:
                    said += 1
                    if found := fault(*texts):
                        wrong.append(f"{name}:{call.lineno}: {found}: {texts}")
                elif len(texts) == 1 and texts[0] is not None and HANGUL.search(texts[0]):
                    wrong.append(f"{name}:{call.lineno}: no English: {texts[0]}")
        for data in tree.find_all(nodes.TemplateData):
            if HANGUL.search(data.data):
                wrong.append(f"{name}:{data.lineno}: Korean outside _(): {data.data.strip()[:60]}")
        for const in tree.find_all(nodes.Const):
            if id(const) not in spoken and isinstance(const.value, str) and HANGUL.search(const.value):
                wrong.append(f"{name}:{const.lineno}: Korean outside _(): {const.value[:60]}")
    assert said > 500
    assert not wrong, "\n".join(wrong)


OURS = (
    "/filings", "/desk/filings", "/worklist", "/cases", "/clock", "/notices", "/admin", "/deputies", "/reports", "/organisation",
    "/profile", "/sign-", "/password", "/second-factor", "/certificates",
)  # fmt: skip
"""Pages on which every word is ours or was typed in English by the people of the test; elsewhere data may be Korean."""


def said_on(page):
    """Each text of the page that is not marked as Korean."""

    def within(element):
        if element.get("lang") == "ko" or element.tag in {"script", "style"}:
            return
        yield element.text or ""
        for child in element:
            yield from within(child)
            yield child.tail or ""

    return within(page.tree.find("body"))


WORDED = {"h1", "h2", "h3", "h4", "legend", "label", "button", "th", "summary", "dt", "caption"}


@pytest.fixture
def english(session, today):
    """People who read English in an organisation without a Korean letter, and cases of it; people by role,
    addresses by role.
    """
    today(MONDAY)
    names = {"name": "Fictional Hospital", "representative": "Fictional Head", "address": "1 Fictional Street"}
    own = make.organisation(**names, category="병원", region="서울")
    roles = ("officer", "ministry", "admin")
    found = {role: make.user(role, name=f"Fictional {role}", unit="Unit", language="en") for role in roles}
    found["manager"] = make.member(own, name="Fictional Manager", language="en")
    filer, officer = make.acting(found["manager"]), make.acting(found["officer"])
    given = {"city": "Hanoi", "contact_name": "Fictional Person", "representative": "Fictional Head"}
    draft, received, asked, accepted = (
        make.draft("CONSULT", filer, consulting_scope="Opening", **given)[0] for _ in range(4)
    )
    for case in (received, asked, accepted):
        fire(case, "submit", filer)
        fire(case, "take", officer)
    fire(asked, "ask", officer, given={"days": 5, "items": {"city": "Name the city."}})
    fire(accepted, "check_licence", officer, given={"reason": "Seen"})
    fire(accepted, "accept", officer)
    session.commit()
    pages = {
        "manager": [
            *(f"/filings/{draft.id}/sections/{s.key}" for s in draft.declared.schema.sections),
            *(f"/filings/{draft.id}{rest}" for rest in ("", "/check", "/filing-period")),
            *(f"/filings/{case.id}" for case in (received, asked, accepted)),
            f"/filings/{accepted.id}/change",
            f"/cases/{received.id}/clock",
            f"/cases/{received.id}/moves/withdraw",
        ],
        "officer": [
            *(f"/desk/filings/{case.id}" for case in (received, asked, accepted)),
            f"/desk/filings/{received.id}/supplement",
            *(f"/cases/{received.id}/moves/{name}" for name in ("extend", "refuse", "hand_over")),
            f"/admin/organisations/{own.id}",
        ],
    }
    return found, pages


@pytest.mark.slow
@pytest.mark.parametrize("role", ["visitor", "manager", "officer", "ministry", "admin"])
def test_pages_in_english_are_english(client, english, role):
    """Headings, labels, buttons and menus; what people wrote is data and stays."""
    people, pages = english
    if role != "visitor":
        client.sign_in(people[role])
    client.get("/?lang=en")
    plain = [a for _, methods, a, _ in golden() if methods == "GET" and "<" not in a and "." not in a and a != "/style"]
    wrong = []
    for address in [*plain, *pages.get(role, ())]:
        with client.plain.get(address) as answer:
            page = client._kept(answer)
        if page.status != 200 or not page.is_html:
            continue
        assert page.tree.get("lang") == "en", address
        if address.startswith(OURS) or address == "/":
            wrong += [f"{address} says {words[:80]}" for words in said_on(page) if HANGUL.search(QUOTED.sub("", words))]
        menus = {id(a) for nav in [*page.all("nav"), *page.all("header")] for a in nav.iter("a")}
        for element in page.tree.iter():
            if (element.tag in WORDED or id(element) in menus) and element.get("lang") != "ko":
                words = QUOTED.sub("", page.words(element))
                if HANGUL.search(words):
                    wrong.append(f"{address} <{element.tag}> {words[:80]}")
    assert not wrong, "\n".join(wrong)
