"""Legal forms of organisations as they are written in names (주식회사, ㈜, 의료법인, Co., Ltd., GmbH, …),
and how a name is read without them.

Pure. 산학협력단, 의료재단, 병원 and the like are no forms: they are part of the name. Sources: 상법, 의료법, 민법, 사립학교법, 사회복지사업법;
the forms of other countries are those that partners abroad write.
"""

import re
import unicodedata

COMPANY, MEDICAL, SCHOOL, FOUNDATION, ASSOCIATION, WELFARE = (
    "company", "medical", "school", "foundation", "association", "welfare",
)  # fmt: skip
SORTS = (COMPANY, MEDICAL, SCHOOL, FOUNDATION, ASSOCIATION, WELFARE, "")
"""Sorts of forms: names with forms of two sorts are two organisations;
"" is a name whose form says nothing of the sort.
"""

_JOINED = {
    COMPANY: "주식회사 유한회사 유한책임회사 합자회사 합명회사 농업회사법인 어업회사법인 영농조합법인 영어조합법인"
    " 株式会社 株式會社 有限会社 合同会社 股份有限公司 有限责任公司 有限公司",
    MEDICAL: "의료법인 医療法人社団 医療法人財団 医療法人",
    SCHOOL: "학교법인 국립대학법인 学校法人",
    FOUNDATION: "비영리재단법인 재단법인 財団法人",
    ASSOCIATION: "비영리사단법인 사단법인 社団法人",
    WELFARE: "사회복지법인 社会福祉法人",
    "": "비영리법인 공익법인 특수법인 종교법인",
}  # written before or after the name, with or without a blank
_BRACKETED = {
    COMPANY: "주 유 합 유한 합자 합명 유책 株 有", MEDICAL: "의 의법", SCHOOL: "학", FOUNDATION: "재 재단", ASSOCIATION: "사 사단", WELFARE: "복 사복", "": "비 특",
}  # fmt: skip
OFFICES = (
    "법무법인",
    "회계법인",
    "세무법인",
    "특허법인",
    "노무법인",
    "관세법인",
    "감정평가법인",
    "사회적협동조합",
    "협동조합",
)
"""They stand before or after the name and tell firms of one name apart: 법무법인 가상 is not 회계법인 가상, nor 가상."""

_LATIN = {  # sure signs wherever they stand after the first word
    COMPANY: "co ltd|coltd|inc|incorporated|llc|l l c|gmbh|ltd|plc|pte ltd|pvt ltd|pty ltd|sdn bhd|limited liability company"
    "|private limited|private limited company|public limited company|joint stock company|kabushiki kaisha|fz llc",
    MEDICAL: "medical corporation",
    SCHOOL: "school corporation",
    FOUNDATION: "incorporated foundation",
    ASSOCIATION: "incorporated association",
    WELFARE: "social welfare corporation",
}
_LATIN_END = (  # words of few letters, or of other use elsewhere: forms at the end only
    "corp|corporation|company|co|limited|limited company|limited liability partnership|llp|lp|and co|cie|et cie|ag|kg|ohg|ug|se|sa|s a|sas|sarl|srl"
    "|s r l|sl|slu|ltda|lda|sa de cv|bv|nv|vof|oy|oyj|ab|as|asa|aps|kft|zrt|sro|doo|ad|ead|ood|eood|sp zoo|sp z oo|tbk|persero|jsc|pjsc|cjsc|ojsc"
    "|fze|fzco|fzc|dmcc|wll|bsc|kk|gk|pte|pty|pvt|sdn|bhd|ооо|тоо|жшс|ао|зао|оао|пао"
)
_LATIN_START = "pt|llc|llp|jsc|pjsc|ooo|too|zao|oao|pao|ооо|тоо|ао|зао|оао|пао|ип|ctcp|cong ty tnhh mtv|cong ty tnhh|cong ty co phan|cong ty"


def _words(table: str) -> list[tuple[str, ...]]:
    return sorted((tuple(one.split()) for one in table.split("|")), key=len, reverse=True)


_SORT_JOINED = {form: sort for sort, forms in _JOINED.items() for form in forms.split()}
_SORT_BRACKETED = {form: sort for sort, forms in _BRACKETED.items() for form in forms.split()} | _SORT_JOINED
_ANYWHERE = {words: sort for sort, forms in _LATIN.items() for words in _words(forms)}
_END = _ANYWHERE | dict.fromkeys(_words(_LATIN_END), COMPANY)
_START = dict.fromkeys(_words(_LATIN_START), COMPANY) | {w: s for w, s in _ANYWHERE.items() if s != COMPANY}
ALONE = frozenset({"".join(words) for words in _ANYWHERE} | {"co", "corp", "corporation", "limited"})
"""Words that are a form and no name where they stand alone."""
_MOST = max(map(len, (*_END, *_START)))

_GROWN = "|".join(sorted((*_SORT_JOINED, *OFFICES), key=len, reverse=True))
_FIRST, _LAST = re.compile(f"(?:{_GROWN})"), re.compile(f"(?:{_GROWN})$")
_INITIALS = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){2,}[^\W\d_]?(?![^\W_])")
_GAPPED = re.compile(
    r"(?<!\S)(주식|유한|합자|합명)\s+(회사)|(?<!\S)(의료|학교|재단|사단|사회\s*복지|법무|회계|세무|특허|노무|관세)\s+(법인)"
    r"|(?<!\S)(비영리)\s+(사단법인|재단법인)"
)
_SCRIPTS = re.compile(r"(?<=[가-힣])(?=[a-z])|(?<=[a-z])(?=[가-힣])")
_MARKS = re.compile(r"['’‘`´ʻʼ]")


def bracketed_form(words: str) -> str | None:
    """The sort of form that stands in brackets, e.g. '주' or 'inc.'; None where it is something else."""
    joined = "".join(letters(words))
    if joined in _SORT_BRACKETED:
        return _SORT_BRACKETED[joined]
    rest, sorts, _ = without_forms(f"x {words}") if joined.isascii() and joined else (["x", ""], frozenset(), "")
    return next(iter(sorts)) if rest == ["x"] and len(sorts) == 1 else None


def letters(text: str) -> list[str]:
    """The words of a casefolded text: letters, digits, their marks and '+'; every other sign parts words or falls away.

    Initials are one word ('l.l.c.' → 'llc'), '&' is 'and', Korean and Latin letters side by side are two words.
    """
    text = text.replace("s.p.a", " incorporated ").replace("a/s", "as")  # a spa is none
    text = _INITIALS.sub(lambda m: m.group().replace(".", ""), text)
    text = _GAPPED.sub(lambda m: "".join("".join(part for part in m.groups() if part).split()), text)
    text = _SCRIPTS.sub(" ", _MARKS.sub("", text).replace("&", " and "))
    return "".join(c if c.isalnum() or c == "+" or unicodedata.category(c)[0] == "M" else " " for c in text).split()


def without_forms(text: str) -> tuple[list[str], frozenset[str], str]:
    """The words of a casefolded name without legal forms, the sorts of these,
    and the office (법무법인 …) that it names or ''.
    """
    words, sorts, office = letters(text), set[str](), ""
    while True:
        found = _joined(words) or _latin(words)
        if found is None:
            return (words[1:] if len(words) > 1 and words[0] == "the" else words), frozenset(sorts), office
        words, form, sort = found
        if form in OFFICES:
            office = form
        else:
            sorts.add(sort)


_Found = tuple[list[str], str, str]


def _joined(words: list[str]) -> _Found | None:
    """A form as a word of its own anywhere, or grown together with the first or the last word."""
    for at, word in enumerate(words):
        if word in _SORT_JOINED or word in OFFICES:
            return words[:at] + words[at + 1 :], word, _SORT_JOINED.get(word, "")
    if not words:
        return None
    if grown := _FIRST.match(words[0]):
        return [words[0][grown.end() :], *words[1:]], grown.group(), _SORT_JOINED.get(grown.group(), "")
    if grown := _LAST.search(words[-1]):
        return [*words[:-1], words[-1][: grown.start()]], grown.group(), _SORT_JOINED.get(grown.group(), "")
    return None


def _latin(words: list[str]) -> _Found | None:
    for size in range(min(_MOST, len(words) - 1), 0, -1):
        head, tail = tuple(words[:size]), tuple(words[-size:])
        if tail in _END:
            return words[:-size], " ".join(tail), _END[tail]
        if head in _START:
            return words[size:], " ".join(head), _START[head]
        for at in range(1, len(words) - size):
            inner = tuple(words[at : at + size])
            if inner in _ANYWHERE:
                return words[:at] + words[at + size :], " ".join(inner), _ANYWHERE[inner]
    return None
