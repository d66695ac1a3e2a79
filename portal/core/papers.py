"""Official papers as PDF: typst templates beside this file, filled with data, never with markup.

Knows no case and no database.
Pages are A4, tagged (PDF/UA-1), set in the fonts of `printing`, and byte for byte the same for the same data: what is
shown as a date comes with the data, the file carries no time of its own.
"""

import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from portal.core.printing import FAMILIES, GAP, fonts, printable
from portal.core.text import Text

_TEMPLATES = Path(__file__).with_name("typst")
_NOTE = Text(
    f"일부 글자는 인쇄용 글꼴에 없어 {GAP}로 표시하였습니다. 원래 글자는 포털에서 확인할 수 있습니다.",
    f"Some characters are not in the printing fonts and are shown as {GAP}. The portal shows them as entered.",
)


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """The paper `template` ('certificate', 'letter') filled with `data` (JSON values;
    keys are named atop the template).

    `data["lang"]` is 'ko' or 'en'. A letter that no font has is shown as 〓, and a line on the paper says so.
    Raises LookupError for a template that is not there.
    """
    from typst import TypstError

    path = _TEMPLATES / f"{template}.typ"
    if not template.isidentifier() or not path.exists():
        raise LookupError(f"there is no paper template {template!r}")
    filled = _filled(data)
    try:
        return _compile(path, filled, "ua-1")
    except TypstError:  # rather a paper that breaks the rules of tagging than none
        return _compile(path, filled, None)


def _filled(data: Mapping[str, Any]) -> dict[str, Any]:
    """What a template is given: the data as it can be printed, the families of its fonts,
    the note of its gaps or ''.
    """
    shown, gaps = printable(data)
    return shown | {"fonts": FAMILIES, "note": _NOTE.in_(str(data.get("lang", "ko"))) if gaps else ""}


def drawn(
    template: Path, data: Mapping[str, Any], beside: Mapping[str, bytes], form: Literal["pdf", "png"], ppi: float = 144
) -> bytes:
    """What a domain's own typst file makes of `data` and of the files `beside` it, by name; a PNG is its first page.

    The file is also given `fonts`, the families to set it in, and `note`, which says that something is shown as 〓, or
    ''. Raises TypstError, also for a picture or PDF beside it that cannot be read.
    """
    from typst import Compiler

    with TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "main.typ").write_bytes(template.read_bytes())
        for name, content in beside.items():
            (root / name).write_bytes(content)
        given = {"data": json.dumps(_filled(data), ensure_ascii=False)}
        compiler = Compiler(str(root / "main.typ"), root=folder, font_paths=fonts(), sys_inputs=given)
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


def _compile(path: Path, data: dict[str, Any], standard: Literal["ua-1"] | None) -> bytes:
    from typst import Compiler

    given = {"data": json.dumps(data, ensure_ascii=False)}
    compiler = Compiler(str(path), root=str(_TEMPLATES), font_paths=fonts(), sys_inputs=given)
    made = compiler.compile(format="pdf", pdf_standards=standard or [], timestamp=0)
    assert isinstance(made, bytes)
    return made
