"""Files that commands write: that they can be written is seen before any work is done, not after."""

from pathlib import Path
from typing import Any

import click


class WrittenFile(click.Path):
    """A path of a file to write. One that cannot be written ends the command at once with a sentence (exit status 2)."""

    def __init__(self) -> None:
        super().__init__(dir_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        path = Path(super().convert(value, param, ctx))  # type: ignore[arg-type]
        try:
            with path.open("ab"):
                return path
        except OSError as problem:
            self.fail(f"{path}에 쓸 수 없습니다. 폴더와 권한을 확인해 주세요. ({problem.strerror})", param, ctx)


WRITTEN = WrittenFile()
