"""Codes by which anybody can verify a paper: made, shown, and read back however they were typed. Knows no paper."""

import secrets
import unicodedata

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_code() -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(12))


def shown_code(code: str) -> str:
    """In groups of four, as it is printed."""
    return "-".join(code[n : n + 4] for n in range(0, len(code), 4))


def read_code(text: str) -> str:
    """A code as it is stored, however it was typed; no code holds O, I or L, so these are the digits they look like."""
    letters = "".join(letter for letter in unicodedata.normalize("NFKC", text).upper() if letter.isalnum())
    return letters.translate(_LOOK_ALIKE)


_LOOK_ALIKE = str.maketrans("OIL", "011")
