"""Poisoned mails take no time and stop nothing: every reading is one pass, with a budget."""

import time
import tracemalloc
from contextlib import suppress
from email.message import EmailMessage

import pytest

from portal.shell.inbox.letter import MOST_FILES, MOST_PARTS, read_body, read_head
from portal.shell.inbox.markup import text_of_html, unflowed
from portal.shell.inbox.quoting import MOST_LETTERS, Over, own_words, read_own

MOST = 400_000
TEXTS = {
    "blanks": " " * MOST,
    "lines of blanks": (" " * 399 + "\n") * 1_000,
    "5,000 lines of digits and blanks": ("2026 " + " " * 70 + "\n") * 5_000,
    "line breaks": "\n" * 40_000,
    "one line": "On 2026 " * 50_000,
    "colons": ":\n" * 200_000,
    "colons without end": ":" * MOST,
    "heads": "On 4 Mar 2026 14:30\nx <a@b.example> y\nz\nwrote:\n" * 8_000,
    "heads between answers": "answer\n\nOn 4 Mar 2026 14:30 x wrote:\n> q\n" * 9_000,
    "labels": "From: a@b.example\n" * 20_000,
    "quotes": "> q\nanswer\n" * 30_000,
    "quote signs": ">" * MOST,
    "at signs": "a@" * 200_000,
    "signatures": "-- \nx\n" * 60_000,
    "sent from": "sent from my iphone\n" * 20_000,
    "rules": "_" * 30 + "\n" + "=" * 30 + "\n" * 6_000,
    "marks": "\u200b\ufeff\u202e" * 130_000,
    "flowed": "a \n" * 130_000,
}  # fmt: skip


@pytest.mark.parametrize("kind", TEXTS)
def test_no_text_takes_long(kind):
    began = time.process_time()
    found = own_words("My answer.\n\n" + TEXTS[kind])
    unflowed(TEXTS[kind], delsp=True)
    assert time.process_time() - began < 1
    assert found.startswith("My answer.")


HTML = {
    "cdata": "<![", "tags": "<a ", "comments": "<!--", "instructions": "<?", "ends": "</", "open": "<", "blocks": "<div>", "paragraphs": "<p>", "tables": "<table><tr><td>",
    "quotes": "<blockquote>x", "values": '<a x="', "signs": '<a x="\'', "equals": "<a = = ", "entities": "&", "references": "&#x", "breaks": "<br>\n", "spans": "x<b>",
    "scripts": "<script>", "ends of scripts": "</script", "comments in scripts": "<script><!--", "mixed": "<div></p></b>", "nothing": "\0", "blanks": " ",
}  # fmt: skip


@pytest.mark.parametrize("kind", HTML)
def test_no_html_takes_long(kind):
    page = "<p>My answer.</p>" + HTML[kind] * (MOST // len(HTML[kind]))
    began = time.process_time()
    assert own_words(text_of_html(page)).startswith("My answer.")
    assert time.process_time() - began < 1


def test_deep_html_takes_neither_time_nor_room():
    began = time.process_time()
    assert text_of_html("<div>" * 30_000 + "deep" + "</p>" * 60_000) == "deep"
    assert text_of_html("".join(f"<b a={n}>" for n in range(20_000)) + "<p>x" * 20_000).startswith("x")
    assert time.process_time() - began < 2
    tracemalloc.start()
    assert len(text_of_html("<blockquote>x" * 30_000)) < 200_000
    assert tracemalloc.get_traced_memory()[1] < 50_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<![<![<![", ""), ("<p>a<![if !x]>b<![endif]></p>", "ab"), ("a<!-- no -->b", "ab"), ("1 < 2 &lt; 3", "1 < 2 < 3"), ("a<b title='x>y'>c</b>", "ac"),
        ("&#" + "9" * 5000 + ";", "&#" + "9" * 5000 + ";"), ("<style>p{}</style>a<SCRIPT>x</Script>b", "ab"), ("<pre>a\n  b</pre>", "a\nb"),
        ("<p>a\u00a0\n b</p>", "a b"), ("<ul><li>a<li>b</ul>", "- a\n- b"), ("a<br/>b<hr/>c", "a\nb\nc"), ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
    ],
)  # fmt: skip
def test_html_is_read_as_a_browser_shows_it(html, words):
    assert text_of_html(html) == words


def test_what_is_beyond_the_budget_is_said():
    assert read_own("가" * (MOST_LETTERS + 1)).over is True
    assert read_own("x\n" * 50_001).over is True
    quoted = "Yes.\n\nOn 4 Mar 2026 14:30 P <p@x.example> wrote:\n\n" + "x" * MOST_LETTERS
    assert (read_own(quoted).words, read_own(quoted).over) == ("Yes.", False)
    with pytest.raises(Over):
        read_own("x\n" * 1_001, seconds=-1)


def mail(body=b"", **headers):
    given = {"From": "a@b.example", "To": "reply@portal.example", "Subject": "x", "MIME-Version": "1.0"} | headers
    return (
        "".join(f"{k.replace('_', '-')}: {v}\r\n" for k, v in given.items()).encode("utf-8", "surrogateescape")
        + b"\r\n"
        + body
    )


HEADS = {
    "comments": {"From": "(" * 60_000}, "quotes": {"From": '"' * 60_000}, "commas": {"To": "," * 200_000}, "addresses": {"To": "a@b.example, " * 20_000},
    "angles": {"From": "<" * 60_000}, "blanks": {"Subject": " " * 200_000 + "x"}, "encoded": {"Subject": "=?utf-8?q?=" * 20_000}, "broken": {"Subject": "=?utf-8?b?a?="},
    "charset": {"Subject": "=?punycode?q?" + "a-" * 20_000 + "?="},
}  # fmt: skip


@pytest.mark.parametrize("kind", HEADS)
def test_no_head_takes_long(kind):
    began = time.process_time()
    with suppress(RecursionError):  # such a mail is put aside
        read_head(mail(b"x", **HEADS[kind]))
    assert time.process_time() - began < 2


def test_the_head_is_read_without_the_body():
    raw = mail(b"--x\r\n" * 200_000, Content_Type="multipart/mixed; boundary=x")
    began = time.process_time()
    assert read_head(raw).sender == "a@b.example"
    assert time.process_time() - began < 0.2
    assert read_head(b"From: a@b.example").sender == "a@b.example"
    assert read_head(b"").sender == ""


@pytest.mark.parametrize(
    "charset", ["idna", "punycode", "zlib", "unicode_escape", "undefined", "utf-16", "\x00", "x" * 9999]
)
def test_no_charset_takes_long(charset):
    raw = mail("네 ".encode() * 100_000, Content_Type=f'text/plain; charset="{charset}"')
    began = time.process_time()
    assert read_body(raw, read_head(raw)).own.words
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("charset", "codec", "words"),
    [("windows-874", "cp874", "โรงพยาบาล"), ("gb2312", "gb18030", "醫院 朱镕基"), ("koi8-r", "koi8-r", "Да"), ("windows-1251", "cp1251", "Да"), ("iso-2022-jp", "iso-2022-jp", "病院"),
     ("shift_jis", "cp932", "①病院"), ("big5", "cp950", "醫院"), ("iso-8859-9", "iso-8859-9", "şunu"), ("iso-8859-1", "cp1252", "“oui”"),
     ("us-ascii", "utf-8", "네"), ("ks_c_5601-1987", "cp949", "똠방각하")],
)  # fmt: skip
def test_words_arrive_in_the_charsets_of_partner_countries(charset, codec, words):
    raw = mail(words.encode(codec), Content_Type=f"text/plain; charset={charset}")
    assert read_body(raw, read_head(raw)).own.words == words


def test_files_beyond_the_limit_keep_their_names_and_texts_beyond_it_are_refused():
    letter = EmailMessage()
    letter["From"] = "a@b.example"
    letter.set_content("words")
    for n in range(MOST_FILES + 5):
        letter.add_attachment(b"x", maintype="application", subtype="pdf", filename=f"{n}.pdf")
    raw = letter.as_bytes()
    assert [one.name for one in read_body(raw, read_head(raw)).files][-1] == f"{MOST_FILES + 4}.pdf"
    many = mail(b"--x\r\n\r\nwords\r\n" * (MOST_PARTS + 1) + b"--x--\r\n", Content_Type="multipart/mixed; boundary=x")
    with pytest.raises(Over):
        read_body(many, read_head(many))


def test_html_beyond_the_budget_is_said():
    picture = '<p>Yes.</p><img src="data:image/png;base64,' + "A" * 1_000_000 + '">'
    page = mail((picture + "<p>and no</p>").encode(), Content_Type="text/html")
    found = read_body(page, read_head(page)).own
    assert (found.words, found.over) == ("Yes.", True)


def test_a_name_typed_on_a_mac_is_composed():
    raw = mail("정관".encode(), Content_Type="text/plain; charset=utf-8; name*=utf-8''%E1%84%80%E1%85%A1.txt")
    assert read_body(raw, read_head(raw)).files[0].name == "가.txt"
    decomposed = mail("\u1100\u1161".encode(), Content_Type="text/plain; charset=utf-8")
    assert read_body(decomposed, read_head(decomposed)).own.words == "\uac00"
