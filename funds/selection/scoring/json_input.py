"""The careful reading of JSON: a value of the wrong kind becomes a sentence, never an exception and never a guess.

Numbers are read from the digits as written, so no binary fraction ever stands between a file and the arithmetic.
"""

import json
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from portal.core.text import Text

_AMOUNT = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,6})?")
_LONGEST_ID = 100


def read_json(source: bytes, name: str, problems: list[Text]) -> Any:
    """The value that `source` holds, None where it cannot be read; a key that is written twice is a problem."""
    twice: list[str] = []

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        twice.extend(sorted({key for key in keys if keys.count(key) > 1}))
        return dict(pairs)

    try:
        value = json.loads(
            source.decode("utf-8-sig"), object_pairs_hook=unique, parse_float=Decimal, parse_constant=str
        )
    except UnicodeDecodeError:
        say(problems, "{name}: UTF-8로 저장된 파일이 아닙니다.", "{name}: the file is not UTF-8 text.", name=name)
        return None
    except json.JSONDecodeError as wrong:
        say(
            problems,
            "{name}: JSON으로 읽을 수 없습니다({line}번째 줄 {column}번째 글자).",
            "{name}: this is not JSON (line {line}, column {column}).",
            name=name,
            line=wrong.lineno,
            column=wrong.colno,
        )
        return None
    except (ValueError, RecursionError):
        say(
            problems,
            "{name}: 숫자가 너무 길거나 너무 깊게 겹쳐 있어 읽을 수 없습니다.",
            "{name}: a number is too long or the nesting is too deep to be read.",
            name=name,
        )
        return None
    for key in twice:
        say(
            problems,
            "{name}: 같은 이름 {key}이(가) 한 묶음 안에 두 번 적혀 있습니다.",
            "{name}: the key {key} is written twice in one object.",
            name=name,
            key=shown(key),
        )
    return value


def say(problems: list[Text], korean: str, english: str, **values: object) -> None:
    """Add one sentence."""
    problems.append(Text(korean, english).format(**values))


def shown(value: object) -> str:
    """A value as a sentence can quote it: one line, not too long."""
    wording = json.dumps(value, ensure_ascii=False, default=str)
    if not wording.isprintable():
        wording = json.dumps(value, default=str)
    return wording if len(wording) <= 60 else wording[:57] + "..."


def record(
    value: Any, where: str, problems: list[Text], needed: Sequence[str], optional: Sequence[str] = ()
) -> dict[str, Any] | None:
    """`value` as an object with the needed keys and at most the optional ones beside; None where it is no object."""
    if not isinstance(value, dict):
        say(
            problems,
            "{where}: 항목 묶음({{}})이어야 하는데 {value}입니다.",
            "{where}: an object is expected, but it is {value}.",
            where=where,
            value=shown(value),
        )
        return None
    for key in needed:
        if key not in value:
            say(problems, "{where}: {key} 항목이 없습니다.", "{where}: the key {key} is missing.", where=where, key=key)
    for key in value:
        if key not in needed and key not in optional:
            say(
                problems,
                "{where}: 모르는 항목 {key}이(가) 있습니다.",
                "{where}: the key {key} is unknown.",
                where=where,
                key=shown(key),
            )
    return value


def rows(value: Any, where: str, problems: list[Text]) -> list[Any] | None:
    """`value` as a list, None where it is none."""
    if isinstance(value, list):
        return value
    say(
        problems,
        "{where}: 목록([])이어야 하는데 {value}입니다.",
        "{where}: a list is expected, but it is {value}.",
        where=where,
        value=shown(value),
    )
    return None


def name(value: Any, where: str, problems: list[Text]) -> str | None:
    """`value` as an id or a name: printable, without blanks around it, at most 100 characters."""
    if (
        isinstance(value, str)
        and value
        and value == value.strip()
        and value.isprintable()
        and len(value) <= _LONGEST_ID
    ):
        return value
    say(
        problems,
        "{where}: 앞뒤 빈칸 없이 1~{longest}자의 글자로 적어야 하는데 {value}입니다.",
        "{where}: text of 1 to {longest} characters without blanks around it is expected, but it is {value}.",
        where=where,
        value=shown(value),
        longest=_LONGEST_ID,
    )
    return None


def whole(value: Any, where: str, problems: list[Text], least: int, most: int) -> int | None:
    """`value` as a whole JSON number in `least` … `most`."""
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return value
    say(
        problems,
        "{where}: {least} 이상 {most} 이하의 정수여야 하는데 {value}입니다.",
        "{where}: a whole number from {least} to {most} is expected, but it is {value}.",
        where=where,
        value=shown(value),
        least=least,
        most=most,
    )
    return None


def number(value: Any) -> Decimal | None:
    """`value` as a plain number: digits with an optional fraction, no sign, no exponent; None where it is not.

    A string of digits is the form of the contract; a JSON number is taken by the digits it was written with. A binary
    float, which has lost them, is not taken.
    """
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        return None
    digits = str(value)
    return Decimal(digits) if _AMOUNT.fullmatch(digits) else None


def amount(value: Any, where: str, problems: list[Text]) -> Decimal | None:
    """`value` as a plain number, or a sentence."""
    found = number(value)
    if found is None:
        say(
            problems,
            "{where}: 0 이상의 숫자(부호·지수 없이)를 적어야 하는데 {value}입니다.",
            "{where}: a number of 0 or more without sign or exponent is expected, but it is {value}.",
            where=where,
            value=shown(value),
        )
    return found


def names(value: Any, where: str, problems: list[Text]) -> tuple[str, ...]:
    """`value` as a list of ids, each once; the readable ones are returned."""
    found = [
        name(id_, f"{where}[{place}]", problems) for place, id_ in enumerate(rows(value, where, problems) or [], 1)
    ]
    ids = tuple(id_ for id_ in found if id_ is not None)
    refuse_repeated(ids, where, problems)
    return ids


def refuse_repeated(ids: Sequence[str], where: str, problems: list[Text]) -> None:
    """A sentence for each id that stands in a list more than once."""
    for id_ in dict.fromkeys(ids):
        if ids.count(id_) > 1:
            say(
                problems,
                "{where}: {id}이(가) 두 번 이상 있습니다.",
                "{where}: {id} stands there more than once.",
                where=where,
                id=id_,
            )
