"""Lines of the access log as sentences: who, from where, of whom or what, which act, why. Must not write anything."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from portal.core.cases import AccessLog, Case
from portal.core.db import db
from portal.core.declared import all_kinds, collected, modules
from portal.core.noted import NOTED, Act
from portal.core.people import Organisation, User
from portal.core.reading import sent_number
from portal.core.text import Text


def acts() -> dict[str, Act]:
    """Every act that is noted, with its words."""
    return NOTED | {key: act for module in modules() for key, act in module.noted.items()}


def sentences(rows: Sequence[AccessLog], *, places: bool = True) -> list[Text]:
    """Each row as a sentence; people, organisations and cases by their names, asked for once a page. Without `places`
    nobody learns from where.
    """
    known, words = acts(), _names(rows)
    lines = []
    for row in rows:
        act = known.get(row.act, Act(Text(row.act, row.act), Text("{of}: " + row.act, row.act + ": {of}")))
        kind, number = split(row.subject)
        of = words.get(f"{kind}:{number}") or _bare(row)
        lines.append(_because(row, _sentence(row, act.told.format(of=of), words, places=places)))
    return lines


def _sentence(row: AccessLog, said: Text, words: Mapping[str, Text], *, places: bool) -> Text:
    """Who, from where, what; a destroyed line knows neither who nor where."""
    if row.act == "destroyed":
        return Text(said.ko, said.en.capitalize())
    if row.act == "burst":
        return Text(f"포털이 {said.ko}", f"The portal {said.en}")
    if row.user_id is None:
        who = Text("로그인하지 않은 사람이", "Somebody not signed in")
    else:
        name = words.get(f"user:{row.user_id}", Text(f"{row.user_id}번 계정", f"Account {row.user_id}"))
        who = Text(f"{name.ko} 님이", name.en)
    place = Text(f" {row.address}에서", f" at {row.address}") if row.address and places else Text("", "")
    return Text(f"{who.ko}{place.ko} {said.ko}", f"{who.en}{place.en} {said.en}")


def _because(row: AccessLog, said: Text) -> Text:
    """The sentence, with what an export is for."""
    return Text(f"{said.ko} 까닭: {row.why}", f"{said.en} For: {row.why}") if row.why else said


def _bare(row: AccessLog) -> Text:
    """What a page, or a thing without a name, is called: by the menu, else by its address."""
    if row.act != "page":
        return Text(row.subject or "–", row.subject or "–")
    endpoint = row.subject.partition(" ")[0]
    entry = next((one.label for one in collected("menu") if one.endpoint == endpoint), None)
    return entry or Text(row.path, row.path)


def _names(rows: Sequence[AccessLog]) -> dict[str, Text]:
    """The names of subjects such as `user:12`, `organisation:3`, `filing:7`, and of who did it."""
    numbers: dict[str, set[int]] = {}
    for kind, number in [split(row.subject) for row in rows] + [("user", row.user_id) for row in rows]:
        if number is not None:
            numbers.setdefault(kind, set()).add(number)
    found: dict[str, Text] = {}
    for one in db.session.scalars(select(User).where(User.id.in_(numbers.get("user", ())))):
        found[f"user:{one.id}"] = Text(f"{one.unit} {one.name}".strip(), f"{one.unit} {one.name}".strip())
    for held in db.session.scalars(select(Organisation).where(Organisation.id.in_(numbers.get("organisation", ())))):
        found[f"organisation:{held.id}"] = Text(held.name, held.name_en or held.name)
    kinds = {kind.key for kind in all_kinds()} & set(numbers)
    ids = {number for kind in kinds for number in numbers[kind]}
    for case in db.session.scalars(select(Case).where(Case.id.in_(ids))):
        found[f"{case.kind}:{case.id}"] = Text(
            *(f"{said} {case.number or ''}".strip() for said in (case.titled.ko, case.titled.in_("en")))
        )
    return found


def split(subject: str) -> tuple[str, int | None]:
    """('filing', 7) of 'filing:7' and of 'filing:7 paper'; no number where there is none."""
    kind, _, rest = subject.partition(":")
    return kind, sent_number(rest.partition(" ")[0])
