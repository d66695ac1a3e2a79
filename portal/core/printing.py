"""What the printing fonts can show: text as clusters (what a reader takes for one letter), those without a glyph as 〓.

Pure. The fonts are those of the pip packages `justmytype-intl-*` (Noto, SIL Open Font License 1.1). Whether
a cluster can be shown is asked of typst itself, which refuses a PDF/UA paper with a letter that no font
has; the answers are remembered.
"""

import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

GAP = "〓"
PACKAGES = ("justmytype_intl_cjk", "justmytype_intl_sea", "justmytype_intl_rtl", "justmytype_intl_south_asia")
_SCRIPTS = ("KR", "SC", "TC", "JP", "Thai", "Lao", "Khmer", "Myanmar", "Arabic", "Hebrew", "Devanagari", "Bengali", "Tamil", "Telugu")  # fmt: skip
FAMILIES = tuple(f"Noto Sans {script}" for script in _SCRIPTS)
"""The families of a paper, in the order in which a letter is looked for."""
_MOST_TRIALS = 400  # of one paper; a trial takes about two thousandths of a second
_MOST_KNOWN = 20_000
_UNPRINTED = {"Cc", "Cs", "Co", "Cn"}
_GOES_ON = {"Mn", "Mc", "Me"}
_SARA_AM = "\u0e33\u0eb3"  # Thai, Lao: a vowel in letters' clothes (UAX 29)
_JOINERS = "\u200c\u200d"
_TRIAL = """#set document(title: "x")
#let data = json(bytes(sys.inputs.data))
#set text(font: data.fonts)
#for one in data.clusters [#one \\ ]
"""
_known: dict[str, bool] = {}


@lru_cache(maxsize=1)
def fonts() -> Any:
    from typst import Fonts

    return Fonts(include_system_fonts=False, font_paths=[str(files(name) / "fonts") for name in PACKAGES])


def printable(data: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
    """The data (JSON values) as it can be printed, and whether anything is shown as 〓 in it.

    Texts are composed (NFC), line ends and tabs become blanks; a cluster with a control, private or half character, or
    one that no font has, becomes one 〓.
    """
    composed = _each(dict(data), lambda text: unicodedata.normalize("NFC", text).translate(_BLANKS))
    wanted = {one for text in _texts(composed) for one in clusters(text) if not _is_plain(one)}
    unshown = _unshown(wanted)
    if not unshown:
        return composed, False
    return _each(composed, lambda text: "".join(GAP if one in unshown else one for one in clusters(text))), True


_BLANKS = {ord(letter): " " for letter in "\t\n\r\v\f\x85\u2028\u2029"}


def clusters(text: str) -> Iterator[str]:
    """What a reader takes for one letter each: a letter with its marks and what is joined to it (after UAX 29)."""
    held = ""
    for letter in text:
        if held and _joins(held, letter):
            held += letter
        else:
            if held:
                yield held
            held = letter
    if held:
        yield held


def _joins(held: str, letter: str) -> bool:
    before = held[-1]
    if len(held) > 30 or unicodedata.category(before) in _UNPRINTED:
        return False
    return (
        unicodedata.category(letter) in _GOES_ON
        or letter in _SARA_AM
        or letter in _JOINERS
        or "\U0001f3fb" <= letter <= "\U0001f3ff"
        or (before == "\u200d" and not letter.isspace())
        or (unicodedata.combining(before) == 9 and unicodedata.category(letter) == "Lo")  # below a virama or coeng
        or ("\u1100" <= before <= "\u11ff" and "\u1160" <= letter <= "\u11ff")  # parts of an old Korean syllable
        or (len(held) == 1 and "\U0001f1e6" <= before <= "\U0001f1ff" and "\U0001f1e6" <= letter <= "\U0001f1ff")
    )


def _is_plain(cluster: str) -> bool:
    return len(cluster) == 1 and (" " <= cluster <= "~" or "가" <= cluster <= "힣")


def _unshown(wanted: set[str]) -> set[str]:
    """Which clusters are shown as a gap."""
    if len(_known) > _MOST_KNOWN:
        _known.clear()
    found = {one for one in wanted if any(unicodedata.category(letter) in _UNPRINTED for letter in one)}
    new = sorted(one for one in wanted - found if one not in _known)
    waiting = [new] if new else []
    trials = 0
    while waiting and trials < _MOST_TRIALS:
        some = waiting.pop()
        trials += 1
        if _can_show(some):
            _known.update(dict.fromkeys(some, True))
        elif len(some) == 1:
            _known[some[0]] = False
        else:
            half = len(some) // 2
            waiting += [some[half:], some[:half]]
    # more odd letters than are tried: those that were not are gaps too, rather than boxes
    return found | {one for one in wanted if not _known.get(one)}


def _can_show(some: list[str]) -> bool:
    from typst import Compiler, TypstError

    given = {"data": json.dumps({"clusters": some, "fonts": FAMILIES}, ensure_ascii=False)}
    with TemporaryDirectory() as folder:
        place = Path(folder) / "trial.typ"
        place.write_text(_TRIAL, encoding="utf-8")
        try:
            Compiler(str(place), root=folder, font_paths=fonts(), sys_inputs=given).compile(
                format="pdf", pdf_standards="ua-1", timestamp=0
            )
        except TypstError:
            return False
    return True


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _each(value: Any, change: Callable[[str], str]) -> Any:
    """The same data with each text changed; keys stay."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _each(inner, change) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_each(inner, change) for inner in value]
    return value
