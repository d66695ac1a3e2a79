"""Official papers as PDF: typst templates beside this file, filled with data, never with markup. Knows no case and no database.

Pages are A4, tagged (PDF/UA-1), set in the Noto fonts of a pip package, and byte for byte the same for the same data: what
is shown as a date comes with the data, the file carries no time of its own.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from portal.core.text import Text

_TEMPLATES = Path(__file__).with_name("typst")
_GAP = "〓"
_MOST_GAPS = 40
_UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_NOTE = Text(
    f"일부 글자는 인쇄용 글꼴에 없어 {_GAP}로 표시하였습니다. 원래 글자는 포털에서 확인할 수 있습니다.",
    f"Some characters are not in the printing fonts and are shown as {_GAP}. The portal shows them as entered.",
)


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """The paper `template` ('certificate', 'letter') filled with `data` (JSON values; keys are named atop the template).

    `data["lang"]` is 'ko' or 'en'. A character that no font has is shown as 〓, and a line on the paper says so.
    Raises LookupError for a template that is not there.
    """
    from typst import TypstError

    path = _TEMPLATES / f"{template}.typ"
    if not template.isidentifier() or not path.exists():
        raise LookupError(f"there is no paper template {template!r}")
    note = _NOTE.in_(str(data.get("lang", "ko")))
    filled = _printable(dict(data))
    gaps = filled != data
    for _ in range(_MOST_GAPS):
        try:
            return _compile(path, filled | {"note": note if gaps else ""}, "ua-1")
        except TypstError as problem:
            missing = _UNSHOWN.search(str(problem))
            if missing is None:
                break
            filled, gaps = _without(filled, missing[1]), True
    # rather a paper that breaks the rules of tagging, or shows a box, than none
    return _compile(path, filled | {"note": note if gaps else ""}, None)


def drawn(
    template: Path, data: Mapping[str, Any], beside: Mapping[str, bytes], form: Literal["pdf", "png"], ppi: float = 144
) -> bytes:
    """What a domain's own typst file makes of `data` and of the files `beside` it, by name; a PNG is its first page.

    Raises TypstError, also for a picture or PDF beside it that cannot be read.
    """
    from typst import Compiler

    with TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "main.typ").write_bytes(template.read_bytes())
        for name, content in beside.items():
            (root / name).write_bytes(content)
        given = {"data": json.dumps(_printable(dict(data)), ensure_ascii=False)}
        compiler = Compiler(str(root / "main.typ"), root=folder, font_paths=_fonts(), sys_inputs=given)
        made = compiler.compile(format="pdf", timestamp=0) if form == "pdf" else compiler.compile(format="png", ppi=ppi)
    assert isinstance(made, bytes)
    return made


def qr_svg(text: str) -> str:
    """A QR code of `text` (error correction M, a quiet zone of two modules) as an SVG document without a fixed size."""
    import segno

    out = BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", border=2, omitsize=True, xmldecl=False, nl=False, svgclass=None, lineclass=None
    )
    return out.getvalue().decode()


@lru_cache(maxsize=1)
def _fonts() -> Any:
    from typst import Fonts

    return Fonts(include_system_fonts=False, font_paths=[str(files("justmytype_intl_cjk") / "fonts")])


def _compile(path: Path, data: dict[str, Any], standard: Literal["ua-1"] | None) -> bytes:
    from typst import Compiler

    given = {"data": json.dumps(data, ensure_ascii=False)}
    compiler = Compiler(str(path), root=str(_TEMPLATES), font_paths=_fonts(), sys_inputs=given)
    made = compiler.compile(format="pdf", pdf_standards=standard or [], timestamp=0)
    assert isinstance(made, bytes)
    return made


def _printable(value: Any) -> Any:
    """The data with control, private and half characters shown as a gap; line ends and tabs become spaces."""
    if isinstance(value, str):
        return "".join(_shown(letter) for letter in value)
    if isinstance(value, Mapping):
        return {key: _printable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(inner) for inner in value]
    return value


def _shown(letter: str) -> str:
    if letter in "\t\n\r":
        return " "
    return _GAP if unicodedata.category(letter) in {"Cc", "Cs", "Co", "Cn"} else letter


def _without(value: Any, letters: str) -> Any:
    if isinstance(value, str):
        return re.sub(f"[{re.escape(letters)}]", _GAP, value)
    if isinstance(value, dict):
        return {key: _without(inner, letters) for key, inner in value.items()}
    if isinstance(value, list):
        return [_without(inner, letters) for inner in value]
    return value
