"""Words in two languages, said side by side. Must not know requests or templates: the language is an argument."""

from typing import NamedTuple

LANGUAGES = ("ko", "en")


class Text(NamedTuple):
    """A Korean wording with its English beside it. Korean may never be empty."""

    ko: str
    en: str

    def in_(self, language: str) -> str:
        """The wording in `language` ('ko' or 'en'); Korean where no English was given."""
        return self.en if language == "en" and self.en else self.ko

    def format(self, **values: object) -> "Text":
        """Both wordings with `{name}` places filled; a `Text` value is filled in its own language."""
        return Text(*(_fill(wording, language, values) for wording, language in zip(self, LANGUAGES, strict=True)))

    def __str__(self) -> str:
        return self.ko


def _fill(wording: str, language: str, values: dict[str, object]) -> str:
    return wording.format(**{k: v.in_(language) if isinstance(v, Text) else v for k, v in values.items()})


def words(value: "Text | str", language: str) -> str:
    """`value` as shown in `language`; a plain string is shown as it is."""
    return value.in_(language) if isinstance(value, Text) else value


def shortened(text: str, longest: int) -> str:
    """The text in at most `longest` characters: what does not fit ends in '…',
    behind a whole word where one is near.
    """
    if len(text) <= longest:
        return text
    kept, behind = text[: longest - 1], text[longest - 1]
    head = kept if behind.isspace() else kept.rpartition(" ")[0]
    return (head if len(head) * 2 > longest else kept).rstrip() + "…"


def particle(word: str, with_final: str, without_final: str) -> str:
    """`word` with the Korean particle that fits its last syllable, e.g. particle('신고', '을', '를') → '신고를'."""
    last = word.rstrip(")）]」』'\" ")[-1:] or word[-1:]
    if "가" <= last <= "힣":
        return word + (with_final if (ord(last) - ord("가")) % 28 else without_final)
    return word + (with_final if last in "013678lmnrLMNR" else without_final)
