"""What commands are given, checked before any work is done:
a wrong one ends the command with one sentence and exit status 2.
"""

from datetime import date
from pathlib import Path
from typing import Any

import click


class Unusable(click.ClickException):
    """The sentence alone, without the lines on usage."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        click.echo(self.message, file=file, err=True)


def _named(param: click.Parameter | None) -> str:
    return param.opts[0] if param is not None else ""


class WrittenFile(click.Path):
    """A path of a file to write."""

    def __init__(self) -> None:
        super().__init__(dir_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        path = Path(super().convert(value, param, ctx))  # type: ignore[arg-type]
        try:
            with path.open("ab"):
                return path
        except OSError as problem:
            raise Unusable(f"{path}에 쓸 수 없습니다. 폴더와 권한을 확인해 주세요. ({problem.strerror})") from None


class Day(click.ParamType[date]):
    """A day as YYYY-MM-DD."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, _ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else date.fromisoformat(_ten_signs(value))
        except ValueError:
            raise Unusable(f"{_named(param)}: ‘{value}’은(는) 날짜가 아닙니다. 2026-01-31처럼 적어 주세요.") from None


def _ten_signs(text: str) -> str:
    """Other ISO forms (20260131, 2026-W05-6) are more often a mistake than a day."""
    if len(text) != 10:
        raise ValueError
    return text


class Year(click.ParamType[int]):
    """A year from `first` to `last`."""

    name = "year"

    def __init__(self, first: int, last: int) -> None:
        self.first, self.last = first, last

    def convert(self, value: Any, param: click.Parameter | None, _ctx: click.Context | None) -> int:
        text = str(value)
        if text.isascii() and text.isdigit() and self.first <= int(text) <= self.last:
            return int(text)
        raise Unusable(f"{_named(param)}: ‘{text}’은(는) {self.first}년부터 {self.last}년까지의 연도가 아닙니다.")


WRITTEN = WrittenFile()
DAY = Day()
