"""What somebody wrote themselves in a mail, as the mail programs of Korean and foreign offices send it."""

import pytest

from portal.core.reply_mark import MARK
from portal.shell.inbox.markup import text_of_html, unflowed
from portal.shell.inbox.quoting import own_words

ANSWER = "네, 내일 오전에 보내겠습니다.\n\n서류는 세 가지입니다."
NOTICE = f"{MARK.ko}\n\n가상 김변호 님이 글을 남겼습니다.\n\n허가 신청서 초안을 먼저 보내 주세요."
QUOTED = "\n".join(f"> {line}".rstrip() for line in NOTICE.split("\n"))
PLAIN = {
    "gmail-ko": f"{ANSWER}\n\n2026년 11월 23일 (월) 오후 3:04, 의료 해외진출 통합 포털\n<portal@portal.example>님이 작성:\n\n{QUOTED}",
    "gmail-en": f"{ANSWER}\n\nOn Mon, Nov 23, 2026 at 3:04 PM Portal <portal@portal.example>\nwrote:\n\n{QUOTED}",
    "apple-ko": f"{ANSWER}\n\n나의 iPhone에서 보냄\n\n> 2026. 11. 23. 오후 3:04, 포털 <portal@portal.example> 작성:\n> \n{QUOTED}",
    "apple-en": f"{ANSWER}\n\n> On 23 Nov 2026, at 15:04, Portal <portal@portal.example> wrote:\n> \n{QUOTED}",
    "outlook-ko": f"{ANSWER}\n\n가상의원 해외사업팀\n\nFrom: 포털 <portal@portal.example>\nSent: Monday, November 23, 2026 3:04 PM\nTo: 가상 담당 <a@b.example>\nSubject: [새 글] 자문 G-2026-000001\n\n{NOTICE}",
    "outlook-ko-names": f"{ANSWER}\n\n보낸 사람: 포털 <portal@portal.example>\n보낸 날짜: 2026년 11월 23일 월요일 오후 3:04\n받는 사람: a@b.example\n제목: [새 글] 자문\n\n{NOTICE}",
    "outlook-mobile": f"{ANSWER}\n\niOS용 Outlook 다운로드\n________________________________\n보낸 사람: 포털 <portal@portal.example>\n보낸 날짜: 2026년 11월 23일\n받는 사람: a@b.example\n제목: [새 글]\n\n{NOTICE}",
    "outlook-old": f"{ANSWER}\n\n-----Original Message-----\nFrom: portal@portal.example\nSent: Monday\nTo: a@b.example\nSubject: x\n\n{NOTICE}",
    "naver": f'{ANSWER}\n\n-----Original Message-----\nFrom: "포털" <portal@portal.example>\nTo: <a@naver.com>;\nCc:\nSent: 2026-11-23 (월) 15:04:05 (GMT+09:00)\nSubject: [새 글] 자문 G-2026-000001\n\n{NOTICE}',
    "daum": f"{ANSWER}\n\n--------- 원본 메일 ---------\n보낸이 : 포털 <portal@portal.example>\n받는이 : <a@daum.net>\n날짜 : 26.11.23 15:04 GMT +0900\n제목 : [새 글]\n\n{NOTICE}",
    "mark-alone": f"{ANSWER}\n\n{NOTICE}",
    "signature": f"{ANSWER}\n\n-- \n가상의원 김담당\n02-0000-0000\n\n{QUOTED}",
}  # fmt: skip


@pytest.mark.parametrize("style", PLAIN)
def test_the_answered_mail_and_the_signature_are_left_out(style):
    found = own_words(PLAIN[style].replace("\n", "\r\n"))
    assert found.removesuffix("\n\n가상의원 해외사업팀") == ANSWER


def test_an_answer_point_by_point_keeps_what_is_not_quoted():
    mail = "2026년 11월 23일 (월) 오후 3:04, 포털 <p@portal.example>님이 작성:\n> 초안을 보내 주세요.\n\n오늘 보냅니다.\n\n> 언제 만날까요?\n\n수요일이 좋습니다."
    assert own_words(mail) == "오늘 보냅니다.\n\n수요일이 좋습니다."


def test_an_answer_below_everything_that_was_quoted_is_found():
    assert own_words(f"On Mon, Nov 23, 2026 Portal wrote:\n{QUOTED}\n\nIt is attached.") == "It is attached."
    assert own_words(f"{QUOTED}\n아래에 적습니다.") == "아래에 적습니다."


@pytest.mark.parametrize(
    "words",
    [
        "안녕하세요.\n2026년 11월 23일에 만나기로 한 것을 27일로 옮길 수 있습니까?",
        "From: 이 낱말로 시작하는 줄도 있습니다.\n계속 씁니다.",
        "On the other hand, they wrote: no.\nI would wait.",
        "세 가지입니다.\n\n----------\n1. 정관\n2. 임대차 계약서",
        "제목: 개설 허가\n본문은 붙임과 같습니다.",
    ],
)
def test_words_that_look_like_a_quotation_stay(words):
    assert own_words(words) == words


def test_nothing_but_a_quotation_is_nothing():
    assert own_words(QUOTED) == ""
    assert own_words("나의 iPhone에서 보냄\n\n" + QUOTED) == ""
    assert own_words("") == ""


def test_html_becomes_lines_and_its_quotation_is_marked():
    html = (
        "<html><head><style>p{color:red}</style></head><body><div>네, <b>내일</b>&nbsp;보냅니다.</div><div><br></div>"
        "<ul><li>정관</li><li>계약서</li></ul><script>alert(1)</script>"
        '<div class="gmail_quote"><div>2026년 11월 23일 (월) 오후 3:04, 포털 &lt;<a href="mailto:p@x.example">p@x.example</a>&gt;님이 작성:<br></div>'
        "<blockquote><p>초안을 보내 주세요.</p></blockquote></div></body></html>"
    )
    text = text_of_html(html)
    assert "> 초안을 보내 주세요." in text
    assert "alert" not in text
    assert own_words(text) == "네, 내일 보냅니다.\n\n- 정관\n- 계약서"


def test_outlook_html_ends_at_its_block_of_headers():
    html = (
        "<body><p class=MsoNormal>확인했습니다.</p><p class=MsoNormal>&nbsp;</p><div style='border-top:solid'><p class=MsoNormal>"
        "<b>From:</b> 포털 &lt;p@x.example&gt;<br><b>Sent:</b> Monday<br><b>To:</b> a@b.example<br><b>Subject:</b> [새 글]</p></div>"
        "<p class=MsoNormal>가상 김변호 님이 글을 남겼습니다.</p></body>"
    )
    assert own_words(text_of_html(html)) == "확인했습니다."


def test_broken_and_deep_html_does_no_harm():
    deep = "<div>" * 20_000 + "깊은 글" + "</p></div>" * 10
    assert text_of_html(deep) == "깊은 글"
    assert text_of_html("<title>x<p>글") in ("", "글")


def test_flowed_lines_are_joined():
    assert unflowed("one two \nthree\n> quoted \n> on\n-- \nme", delsp=False) == "one two three\n> quoted on\n-- \nme"
    assert unflowed("가나 \n다라", delsp=True) == "가나다라"


def test_endless_text_takes_no_time():
    long = ("> q\nanswer\n" * 20_000) + "x" * 100_000
    assert "answer" in own_words(long)
    assert own_words("On 2026 " * 50_000).startswith("On 2026")
