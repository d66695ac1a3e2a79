"""Which organisation somebody means by a name as people write it:
the one place where two names are held against each other.

Legal forms, brackets, case, width, blanks, punctuation and Unicode forms do not matter; '없음', 'N/A' and '-'
name nobody. What tells organisations apart stays: 병원 and 의원, 본원 and 분원, a university and its 산학협력단, a
company and a foundation of one name. Pure; the names that no rule can join stand in a table that officers
keep (`portal.core.aliases`).
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from portal.core import countries
from portal.core.legal_forms import ALONE, SORTS, bracketed_form, letters, without_forms
from portal.core.terms import SIDO

TABLE = Path(__file__).with_name("data") / "organisation_words.txt"

LONGEST = 300
"""A text of more letters is no name: it is compared as a whole."""

_NOBODY = re.compile(
    r"(현재|현|지금은?)?(소속|소속기관|소속된기관|기관|관련기관|해당|해당기관|해당사항|해당되는기관|이해관계|이해관계기관|특이사항)*"
    r"(없음|없슴|없음임|없습니다|없다|무|무소속|무직|미정|미상|모름|비공개|비해당|미해당|미소속|無)"
)
_BRANCH = re.compile(
    r"(본원|분원|본사|지사|본점|지점|본부|지부|분사|법인|사무소|사업소|캠퍼스|점|관|branch|campus|office|hq|headquarters?)$"
)
_FORMER = re.compile(
    r"\s*(?:(?:구|전|현)\s*[).:]|(?:구|전|현|formerly|former|previously|fka|f/k/a)(?=\s)|[舊旧前](?=\s*[가-힣])|ex-)\s*"
)
_FORMER_ALONE = frozenset({"구", "전", "현", "舊", "旧", "前", "現"})
_HOLDS_DEPARTMENTS = re.compile(r"(병원|의원|의료원|대학교|대학|진흥원|연구원|공단|공사|재단|협회|학회)$")
_DEPARTMENT = re.compile(r"(과|팀|실|국|처|부서|사업부|교실|의과대학|치과대학|약학대학|간호대학)$")
_DEPARTMENT_OF = re.compile(r"(?:^|,)\s*(?:department|dept\.?|division|faculty) of [^,]*,?")


def _listed() -> dict[str, frozenset[str]]:
    """The words of the table by what they are."""
    found: dict[str, set[str]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            what, _, words = line.partition(":")
            found.setdefault(what, set()).update(words.split())
    return {what: frozenset(words) for what, words in found.items()}


_WORDS = _listed()
_NOBODY_WORDS, _GENERIC, _POSTS = _WORDS["nobody"], _WORDS["generic"], _WORDS["post"]
_BY_ONESELF = re.compile(r"개인|독립|프리랜서|프리랜스|무소속|independent|freelance|private")
_SMALL = frozenset({"of", "the", "and", "for", "in", "at", "de", "la"})

_OPEN, _CLOSE = "[{〔【<", "]}〕】>"
_BRACKETS = str.maketrans(_OPEN + _CLOSE, "(" * len(_OPEN) + ")" * len(_CLOSE))
_NOTE = re.compile(r"\(([^()]*)\)")
_HALF_OPEN = re.compile(r"(?:^|(?<=\s))\(?\s*(주|유|의|재|사|학|복)\s*\)")
_SEVERAL = re.compile(r"[\n;|]|\s/\s|\s및\s|(?<=[가-힣)])/(?=[가-힣(])|(?<=[가-힣)])\s*[,、]\s*(?=[가-힣(])")
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i"})


def keys(name: str) -> frozenset[str]:
    """What the name is compared by: two names may mean one organisation where they share a key. Empty: it names nobody.

    A name in brackets in another script ('가상메디텍(Gasang Meditec)'), a former name ('(구 가상)') and each of several names
    in one line have keys of their own. A name without a legal form meets the same name with any form; forms of two
    sorts do not meet. Any text is taken, in linear time; beyond `LONGEST` letters only the whole is compared.
    """
    return _keys(name)


@lru_cache(maxsize=65536)
def bare_name(name: str) -> str:
    """The name alone, to be searched or grouped by: casefolded, without legal form, blanks and signs;
    '' if nothing is left.
    """
    text = _plain(name)
    if len(text) > LONGEST:
        return "".join(letters(text))
    rest, _ = _noted(text)
    words, _, office = without_forms(rest)
    return "".join(words) + office


def names_nobody(name: str) -> bool:
    """Whether the text stands where a name is asked and names none: 없음, 무소속, 개인, N/A, '-', or '병원' alone."""
    return not keys(name)


def same(name: str, other: str) -> bool:
    """Whether two names may mean one organisation, as far as the writing tells."""
    return bool(keys(name) & keys(other))


class Aliases:
    """Names that officers hold for one organisation, as pairs; whoever is paired with the same name is joined too."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._pairs = [((a, b), keys(a) | keys(b)) for a, b in pairs if keys(a) and keys(b)]

    def names(self, *names: str) -> frozenset[str]:
        """The names with every other one that is known for the same organisation."""
        found, known = {n for n in names if keys(n)}, frozenset().union(*map(keys, names))
        waiting = self._pairs
        while True:
            joined = [pair for pair in waiting if pair[1] & known]
            if not joined:
                return frozenset(found)
            waiting = [pair for pair in waiting if not pair[1] & known]
            for pair, theirs in joined:
                found.update(pair)
                known |= theirs

    def keys(self, *names: str) -> frozenset[str]:
        """The keys of the names and of every other one that is known for the same organisation."""
        return frozenset().union(*map(keys, self.names(*names)))


def _plain(name: str) -> str:
    """One Unicode form, casefolded, accents of Latin letters off, invisible signs out, line breaks kept."""
    text = unicodedata.normalize("NFKC", name).casefold()
    text = unicodedata.normalize("NFKC", text).translate(_LETTERS)
    if not text.isascii():
        made: list[str] = []
        for c in unicodedata.normalize("NFD", text):
            if not (unicodedata.combining(c) and made and "a" <= made[-1] <= "z"):
                made.append(c)
        text = unicodedata.normalize("NFC", "".join(made))
    return "".join(" " if c in "\t\v\f\x1c\x1d\x1e\x1f" else c for c in text.replace("\r", "\n") if _seen(c)).translate(
        _BRACKETS
    )


def _seen(c: str) -> bool:
    return c in "\n\t\v\f\x1c\x1d\x1e\x1f" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn")


@lru_cache(maxsize=65536)
def _keys(name: str) -> frozenset[str]:
    text = _plain(name)
    if len(text) > LONGEST:
        return frozenset({"".join(letters(text))} - {""})
    parts = [part for part in _SEVERAL.split(text) if part.strip()]
    parts += [" ".join(parts)] if len(parts) > 1 else []
    parts += [_DEPARTMENT_OF.sub("", text)] if " of " in text else []
    found: set[str] = set()
    for part in parts:
        found |= _of_part(part)
    return frozenset(found)


def _of_part(text: str) -> set[str]:
    """The keys of one name with its notes in brackets."""
    sorts: set[str] = set()
    rest, notes = _noted(text, sorts)
    former = _FORMER.match(rest)
    if former and rest[former.end() :].strip():
        rest = rest[former.end() :]
    words, own, office = without_forms(rest)
    own = own | sorts
    found = _of_words(words, own, office)
    found |= _of_words(_employer(words), own, office)
    if not words:
        return found.union(*map(_of_part, notes))
    said = [*words]
    for note in notes:
        inner, theirs, office_there = without_forms(note)
        said += inner
        past = _FORMER.match(note)
        if past:
            found |= _of_part(note[past.end() :])
        elif _another_name(words, inner, named=bool(theirs or office_there)):
            found |= _of_words(inner, theirs, office_there)
        elif inner and not _POSTS.intersection(inner) and not _DEPARTMENT.search(inner[-1]):
            found -= _of_words(words, own, office)  # a branch, a place: another organisation than the name alone
    return found | (_of_words(said, own, office) if len(said) > len(words) and not _nobody(words, own) else set())


def _employer(words: list[str]) -> list[str]:
    """The words without somebody's post or department at their end: 가상병원 영상의학과 과장 → 가상병원. A 안과 alone is a name."""
    while len(words) > 1 and (
        words[-1] in _POSTS or (_DEPARTMENT.search(words[-1]) and _HOLDS_DEPARTMENTS.search(words[-2]))
    ):
        words = words[:-1]
    return words


def _noted(text: str, sorts: set[str] | None = None) -> tuple[str, list[str]]:
    """The text without brackets, and what stood in them, innermost first; forms in brackets are put into `sorts`."""
    notes: list[str] = []

    def take(match: re.Match[str]) -> str:
        sort = bracketed_form(match.group(1))
        if sort is None:
            if match.group(1).strip() and match.group(1).strip() not in _FORMER_ALONE:
                notes.append(match.group(1))
        elif sorts is not None:
            sorts.add(sort)
        return " "

    for _ in range(4):
        text, taken = _NOTE.subn(take, text)
        if not taken:
            break
    for half in _HALF_OPEN.finditer(text):
        if sorts is not None:
            sorts.add(bracketed_form(half.group(1)) or "")
    return _HALF_OPEN.sub(" ", text), notes


def _of_words(words: list[str], sorts: Iterable[str], office: str) -> set[str]:
    if office:
        return {f"{''.join(words)} {office}"} if words else set()
    held = set(sorts) - {""}
    if _nobody(words, held):
        return set()
    return {f"{''.join(words)} {sort}" for sort in held or SORTS}


def _nobody(words: list[str], sorts: Iterable[str]) -> bool:
    """Whether the words name no organisation; a common word with a legal form is a name."""
    joined = "".join(words)
    if not joined.strip("0+ー一"):
        return True
    if _NOBODY.fullmatch(joined) or joined in _NOBODY_WORDS or (joined in _GENERIC and not set(sorts)):
        return True
    if joined in ALONE or all(word in _POSTS or word in _NOBODY_WORDS for word in words):
        return True
    if (by_oneself := _BY_ONESELF.match(joined)) and joined[by_oneself.end() :] in _POSTS:
        return True
    jamo = all("\u1100" <= c <= "\u11ff" or "\u3130" <= c <= "\u318f" for c in joined)
    return jamo or (joined in SIDO)


def _another_name(words: list[str], inner: list[str], *, named: bool) -> bool:
    """Whether what stands in brackets is the name said once more: in another script, as initials,
    or with a legal form.
    """
    joined, note = "".join(words), "".join(inner)
    if (
        len(note) < 2
        or note in _GENERIC
        or _nobody(inner, ())
        or _BRANCH.search(note)
        or countries.find(" ".join(inner))
    ):
        return False
    if note in {w.casefold() for sido in SIDO.values() for w in sido}:
        return False
    initials = "".join(w[0] for w in words if w not in _SMALL)
    if named or (len(note) > 2 and note in (initials, "".join(w[0] for w in words))):
        return True
    return len(note) > 2 and _hangul(joined) != _hangul(note) and not _POSTS.intersection(inner)


def _hangul(text: str) -> bool:
    return any("가" <= c <= "힣" for c in text)
