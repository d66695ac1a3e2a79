"""The line of a notice above which its answer is written. Pure."""

from portal.core.text import Text

MARK = Text("##- 답장은 이 줄 위에 적어 주세요 -##", "##- Please write your answer above this line -##")


def is_mark(line: str) -> bool:
    """Whether a line, quoted or not, is that one."""
    if "##-" not in line:
        return False
    bare = " ".join(line.lstrip("> ").split())
    return any(mark in bare for mark in (MARK.ko, MARK.en))
