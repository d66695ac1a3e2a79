"""Columns by letter, as spreadsheets name them."""


def column_number(letters: str) -> int:
    """'A' → 0, 'U' → 20, 'AA' → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """0 → 'A', 20 → 'U', 26 → 'AA'."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
