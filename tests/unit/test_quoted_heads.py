"""Reply heads of many languages and programs are known; an answer that says itself who wrote what is left whole."""

import pytest

from portal.core.reply_mark import MARK
from portal.shell.inbox.markup import text_of_html
from portal.shell.inbox.quoting import Own, own_words, read_own

OURS = ("@portal.example", "notices@ministry.example")
ANSWER = "Yes, Tuesday works.\n\nTwo papers follow."
P = "Portal <reply@portal.example>"
SAID = {
    "ko gmail": f"2026년 3월 4일 (수) 오후 2:30, {P}님이 작성:",
    "en gmail": f"On Wed, Mar 4, 2026 at 2:30 PM {P} wrote:",
    "en gmail telephone": f"On Wed, Mar 4, 2026, 2:30 PM {P} wrote:",
    "en thunderbird": "On 3/4/26 14:30, Portal wrote:",
    "en mutt": "On Wed, Mar 04, 2026 at 02:30:00PM +0900, Portal wrote:",
    "en gnus": "Portal <reply@portal.example> writes:",
    "en yahoo": f" On Wednesday, March 4, 2026 at 02:30:00 PM GMT+9, {P} wrote: ",
    "en apple wrapped": "On 4 Mar 2026, at 14:30, Portal\n<reply@portal.example> wrote:",
    "da gmail": f"Den ons. 4. mar. 2026 kl. 14.30 skrev {P}:",
    "da apple": f"Den 4. mar. 2026 kl. 14.30 skrev {P}:",
    "no gmail": f"ons. 4. mars 2026 kl. 14:30 skrev {P}:",
    "sv gmail": f"Den ons 4 mars 2026 kl 14:30 skrev {P}:",
    "de gmail": f"Am Mi., 4. März 2026 um 14:30 Uhr schrieb {P}:",
    "de thunderbird": "Am 04.03.26 um 14:30 schrieb Portal:",
    "nl gmail": f"Op wo 4 mrt 2026 om 14:30 schreef {P}:",
    "fr gmail": f"Le mer. 4 mars 2026 à 14:30, {P} a écrit\u00a0:",
    "fr thunderbird": "Le 04/03/2026 à 14:30, Portal a écrit :",
    "es gmail": "El mié, 4 mar 2026 a las 14:30, Portal (<reply@portal.example>) escribió:",
    "pt gmail": f"Em qua., 4 de mar. de 2026 às 14:30, {P} escreveu:",
    "it gmail": f"Il giorno mer 4 mar 2026 alle ore 14:30 {P} ha scritto:",
    "it wrapped": "Il giorno mer 4 mar 2026 alle ore 14:30 Portal <\nreply@portal.example> ha scritto:",
    "pl gmail": f"śr., 4 mar 2026 o 14:30 {P} napisał(a):",
    "pl thunderbird": "W dniu 4.03.2026 o 14:30, Portal pisze:",
    "ru gmail": f"ср, 4 мар. 2026 г. в 14:30, {P}:",
    "ru thunderbird": "04.03.2026 14:30, Портал пишет:",
    "ru mail.ru": f"Среда, 4 марта 2026, 14:30 +03:00 от {P}:",
    "uk gmail": f"ср, 4 бер. 2026 р. о 14:30 {P} пише:",
    "kk gmail": f"2026 ж. 4 нау., ср 14:30, {P} жазды:",
    "uz gmail": f"chor, 4-mar, 2026, 14:30 {P} yozdi:",
    "mn gmail": f"2026 оны 3-р сарын 4, Лха, 14:30 цагт {P} бичсэн:",
    "vi gmail": f"Vào Th 4, 4 thg 3, 2026 vào lúc 14:30 {P} đã viết:",
    "id gmail": f"Pada Rab, 4 Mar 2026 pukul 14.30 {P} menulis:",
    "tr gmail": "Portal <reply@portal.example>, 4 Mar 2026 Çar, 14:30 tarihinde şunu yazdı:",
    "ar gmail": f"في الأربعاء، 4 مارس 2026 في 2:30 م تمت كتابة ما يلي بواسطة {P}:",
    "he gmail": f"\u200fבתאריך יום ד׳, 4 במרץ 2026 ב-14:30 מאת {P}:",
    "zh gmail": "Portal <reply@portal.example> 于2026年3月4日周三 14:30写道：",
    "zh apple": "在 2026年3月4日，14:30，Portal <reply@portal.example> 写道：",
    "zh gmail taiwan": "Portal <reply@portal.example> 於 2026年3月4日 週三 下午2:30寫道：",
    "ja gmail": f"2026年3月4日(水) 14:30 {P}:",
    "ja thunderbird": "On 2026/03/04 14:30, Portal wrote:",
    "el thunderbird": "Στις 04.03.26 14:30, ο/η Portal έγραψε:",
    "th gmail": f"ในวันที่ พ. 4 มี.ค. 2026 เวลา 14:30 {P} เขียนว่า:",
}  # fmt: skip


@pytest.mark.parametrize("style", SAID)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_the_line_that_says_who_wrote_the_quoted_lines_goes_with_them(style, gap):
    assert own_words(f"{ANSWER}\n\n{SAID[style]}{gap}> The notice\n> second line\n") == ANSWER
    assert (
        read_own(f"{SAID[style]}{gap}> When?\n\nOn Tuesday.\n\n> Where?\n\nHere.", OURS).words == "On Tuesday.\n\nHere."
    )


@pytest.mark.parametrize("style", [style for style in SAID if "@" in SAID[style] and "gnus" not in style])
def test_a_line_with_address_and_time_is_known_above_lines_that_are_not_marked(style):
    assert read_own(f"{ANSWER}\n\n{SAID[style]}\n\nThe notice\nsecond line\n", OURS).words == ANSWER


BLOCKS = {
    "ko": ("보낸 사람", "보낸 날짜", "받는 사람", "제목", "2026년 3월 4일 수요일 오후 2:30"),
    "ko daum": ("보낸이 ", "보낸 날짜", "받는이 ", "제목 ", "26.03.04 14:30 GMT +0900"),
    "en": ("From", "Sent", "To", "Subject", "Wednesday, March 4, 2026 2:30 PM"),
    "en bold": ("*From:*", "*Sent:*", "*To:*", "*Subject:*", "Wednesday, March 4, 2026 2:30 PM"),
    "da": ("Fra", "Sendt", "Til", "Emne", "4. marts 2026 14:30"),
    "no": ("Fra", "Sendt", "Til", "Emne", "onsdag 4. mars 2026 14.30"),
    "sv": ("Från", "Skickat", "Till", "Ämne", "den 4 mars 2026 14:30"),
    "de": ("Von", "Gesendet", "An", "Betreff", "Mittwoch, 4. März 2026 14:30"),
    "nl": ("Van", "Verzonden", "Aan", "Onderwerp", "woensdag 4 maart 2026 14:30"),
    "fr": ("De ", "Envoyé ", "À ", "Objet ", "mercredi 4 mars 2026 14:30"),
    "es": ("De", "Enviado", "Para", "Asunto", "miércoles, 4 de marzo de 2026 14:30"),
    "pt": ("De", "Enviado", "Para", "Assunto", "4 de março de 2026 14:30"),
    "it": ("Da", "Inviato", "A", "Oggetto", "mercoledì 4 marzo 2026 14:30"),
    "pl": ("Od", "Wysłano", "Do", "Temat", "środa, 4 marca 2026 14:30"),
    "ru": ("От", "Отправлено", "Кому", "Тема", "4 марта 2026 г. 14:30"),
    "kk": ("Кімнен", "Жіберілді", "Кімге", "Тақырыбы", "2026 ж. 4 наурыз 14:30"),
    "uz": ("Kimdan", "Yuborilgan", "Kimga", "Mavzu", "2026-yil 4-mart 14:30"),
    "mn": ("Илгээгч", "Илгээсэн", "Хүлээн авагч", "Гарчиг", "2026 оны 3-р сарын 4 14:30"),
    "vi": ("Từ", "Đã gửi", "Đến", "Chủ đề", "Thứ Tư, 4 tháng 3, 2026 14:30"),
    "tr": ("Kimden", "Gönderildi", "Kime", "Konu", "4 Mart 2026 Çarşamba 14:30"),
    "ar": ("من", "تم الإرسال", "إلى", "الموضوع", "04/03/2026 14:30"),
    "zh": ("发件人", "发送时间", "收件人", "主题", "2026年3月4日 14:30"),
    "zh full-width": ("寄件者：", "寄件日期：", "收件者：", "主旨：", "2026年3月4日 14:30"),
    "ja": ("差出人", "送信日時", "宛先", "件名", "2026年3月4日 14:30"),
    "th": ("จาก", "ส่ง", "ถึง", "เรื่อง", "4 มีนาคม 2026 14:30"),
}  # fmt: skip


def block(tongue: str, people: tuple[str, str] = (P, "Expert <expert@demo.example>")) -> str:
    author, sent, to, subject, when = BLOCKS[tongue]
    lines = [(author, people[0]), (sent, when), (to, people[1]), (subject, "New message")]
    return "\n".join(f"{k}{'' if k[-1] in ':：*' else ':'} {v}" for k, v in lines)


@pytest.mark.parametrize("tongue", BLOCKS)
@pytest.mark.parametrize("above", ["", "________________________________\n", "-----Original Message-----\n"])
def test_the_block_of_headers_of_outlook_ends_the_answer(tongue, above):
    assert own_words(f"{ANSWER}\n\n{above}{block(tongue)}\n\nThe notice\n") == ANSWER


def test_outlook_leaves_the_addresses_of_its_contacts_out():
    assert own_words(f"{ANSWER}\n{block('de', ('Portal', 'Expert'))}\n\nThe notice") == ANSWER


PROGRAMS = {
    "samsung": "-------- 원본 이메일 --------\n보낸사람: Portal <reply@portal.example>\n날짜: 2026/3/4 14:30 (GMT+09:00)\n받은사람: a@b.example\n제목: 새 글\n\nx",
    "samsung en": "-------- Original message --------\nFrom: Portal <reply@portal.example>\nDate: 04/03/2026 14:30 (GMT+09:00)\nTo: a@b.example\nSubject: New\n\nx",
    "qq": "------------------ 原始邮件 ------------------\n发件人: \"Portal\" <reply@portal.example>;\n发送时间: 2026年3月4日(星期三) 下午2:30\n收件人: \"a\"<a@b.example>;\n\n主题: New\n\nx",
    "kakao": "--------- 원본 메일 ---------\n보낸사람: Portal <reply@portal.example>\n받는사람: a@kakao.example\n날짜: 2026년 3월 4일 수요일, 14시 30분 05초 +0900\n제목: 새 글\n\nx",
    "naver names": '-----Original Message-----\nFrom: "Portal" \nTo: "a";\nCc:\nSent: 2026-03-04 (수) 14:30:05 (GMT+09:00)\nSubject: New\n\nx',
    "outlook, many recipients": "From: Portal <reply@portal.example>\nSent: Wednesday, March 4, 2026 2:30 PM\nTo: a@b.example; c@d.example;\n e@f.example\nCc: g@h.example\nSubject: New\n\nx",
}  # fmt: skip


@pytest.mark.parametrize("program", PROGRAMS)
def test_other_programs_head_it_in_their_own_way(program):
    assert own_words(f"{ANSWER}\n\n{PROGRAMS[program]}") == ANSWER


OWN = [
    "Dear all,\n\nOn 4 March 2026 the Ministry of Health wrote:\nthe licence needs a local director.\n\nSo we name one first.",
    "On Monday Kim wrote that the licence needs a director.\nOn Tuesday Lee wrote: no.\n\nI would wait.",
    "On 4 March 2026 at 14:30 the ministry wrote:\nthe licence needs a director.\n\nSo we name one first.",
    "On Wed, 4 Mar 2026 at 14:30 Kim <kim@hospital.example> wrote:\nplease wait.\n\nI pasted this for you.",
    "The ministry wrote:\n> the licence needs a local director.\n\nSo we name one first.",
    "Le 4 mars 2026, le ministère a écrit :\nil faut un directeur local.\n\nNous en nommons un.",
    "Am 4. März 2026 schrieb das Ministerium:\nEs braucht einen Leiter.\n\nWir benennen ihn.",
    "4 марта 2026 г. Министерство написало:\nнужен местный директор.\n\nМы его назначим.",
    "El 4 de marzo de 2026 el ministerio escribió:\nhace falta un director.\n\nLo nombramos.",
    "W dniu 4.03.2026 ministerstwo napisało:\npotrzebny jest dyrektor.\n\nPowołamy go.",
    "Ngày 4 tháng 3 năm 2026 Bộ Y tế đã viết:\ncần một giám đốc.\n\nChúng tôi sẽ bổ nhiệm.",
    "2026년 3월 4일 병원 김과장님이 작성:\n- 계약서 초안은 그대로 두고\n- 부록만 고칩니다.\n\n내일 다시 연락드리겠습니다.",
    "2026년 3월 4일 오후 2:30 회의에서 이과장님이 썼습니다:\n부록만 고칩시다.\n\n그대로 하겠습니다.",
    "일정표를 보냅니다.\n\nFrom: Incheon\nTo: Hanoi\nDate: 3 March\nSubject: visit of the site\n\n확인 부탁드립니다.",
    "From: Incheon 10:30\nTo: Hanoi 13:40\nDate: 3 March 2026 10:30\nSubject: flight\n\nSee you.",
    "일정표입니다.\n\n--------------------\nFrom: Incheon\nTo: Hanoi\nDate: 3 March 2026 10:30\nSubject: visit\n--------------------\n확인 부탁드립니다.",
    "일정표입니다.\n\n____________________\nFrom: Incheon\nTo: Hanoi\nDate: 3 March\nSubject: visit\n\n확인 부탁드립니다.",
    "From: Seoul office\nSent: 3 March 10:30\nTo: Hanoi office\nSubject: devices\n\nThis is the parcel.",
    "보낸 사람: 가상병원\n받는 사람: 하노이 의원\n날짜: 3월 3일\n제목: 장비 목록\n\n위와 같이 부쳤습니다.",
    "초청장에 이렇게 적어 주세요.\nFrom: kim@hospital.example\nTo: lee@clinic.example\nSubject: Invitation\n\n감사합니다.",
    "Von: Incheon\nNach: Hanoi\nDatum: 3. März\nBetreff: Besuch\n\nBitte prüfen.",
    "Fra: Incheon\nTil: Hanoi\nDato: 3. marts\nEmne: besøg\n\nHilsen",
    "아래는 제 의견입니다.\n\n-----원본 메시지-----\n라는 줄은 지우셔도 됩니다.",
    "검토 의견\n--\n1. 정관을 고칩니다.\n2. 계약서를 둡니다.",
    "Sent from my office in Seoul the papers take two days.\nPlease wait.",
    "---------- Forwarded message ---------\nFrom: Kim <kim@ministry.example>\nDate: Wed, 4 Mar 2026 at 14:30\nSubject: licence\nTo: <lee@clinic.example>\n\nThe licence needs a director.",
    "a\n____________________________\nb",
    "회의 14:30, 담당 kim@portal.example:\n1. 정관\n2. 계약서",
]  # fmt: skip


@pytest.mark.parametrize("words", OWN)
def test_an_answer_that_says_itself_who_wrote_what_is_left_whole(words):
    found = read_own(words, OURS)
    assert (found.words, found.cut, found.over) == (words, (), False)


def test_what_is_cut_is_handed_back_unless_it_is_our_own_notice():
    ours = f"{ANSWER}\n\n{SAID['en gmail']}\n> The notice\n"
    assert read_own(ours, OURS).cut == ()
    other = "Yes.\n\nFrom: Kim\nSent: 4 March 2026 14:30\nTo: Lee\nSubject: New\n\nThe other mail"
    assert read_own(other, OURS).words == "Yes."
    assert read_own(other, OURS).cut == (
        "From: Kim",
        "Sent: 4 March 2026 14:30",
        "To: Lee",
        "Subject: New",
        "The other mail",
    )
    assert read_own("Yes.\n\n> From: notices@ministry.example\n", OURS).cut == ()
    assert read_own("Yes.\n\n> From: kim@ministry.example\n", OURS).cut == ("> From: kim@ministry.example",)
    assert read_own("Yes.\n\n> not ours\n", OURS).cut == ("> not ours",)


def test_our_own_line_below_shows_the_block():
    words = f"Yes.\n\nFrom: Portal\nDate: today\nTo: Kim\nSubject: x\n\n{MARK.en}\n\nThe notice"
    assert read_own(words, OURS) == Own("Yes.")
    assert read_own(f"Yes.\n\nPortal wrote:\n{MARK.ko}\nThe notice", OURS).words == "Yes."


def test_a_subject_that_is_answered_shows_the_block():
    words = "Yes.\n\nFrom: Portal\nDate: 4 March\nSubject: [새 글] 자문\n\nThe notice"
    assert read_own(words, OURS, "회신: [새 글] 자문").words == "Yes."
    assert read_own(words, OURS, "Re: other").words == words


@pytest.mark.parametrize(
    "line",
    ["Sendt fra min iPhone", "Envoyé de mon iPhone", "Von meinem iPhone gesendet", "Отправлено с iPhone", "Enviado desde mi iPhone", "Gửi từ iPhone của tôi",
     "iPhoneから送信", "发自我的iPhone", "Wysłane z iPhone'a", "Inviato da iPhone", "Verstuurd vanaf mijn iPhone", "Skickat från min iPhone", "iPhone’umdan gönderildi",
     "내 Galaxy에서 전송", "Get Outlook for iOS", "Sent from Mail for Windows", "Отправлено из Mail.ru для Android"],
)  # fmt: skip
def test_sent_from_my_telephone_is_left_out_at_the_end_alone(line):
    assert own_words(f"Yes.\n\n{line}\n\n{SAID['ru gmail']}\n> x") == "Yes."
    assert own_words(f"Yes.\n{line}\nand more") == f"Yes.\n{line}\nand more"


def test_html_of_outlook_on_the_web_and_of_gmail():
    outlook = (
        '<html><body><div>Yes.</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><font><b>Fra:</b> Portal<br><b>Sendt:</b> 4. marts<br>'
        "<b>Til:</b> Expert<br><b>Emne:</b> New</font></div><div>The notice</div></body></html>"
    )
    assert own_words(text_of_html(outlook)) == "Yes."
    gmail = (
        '<div dir="ltr">Да.</div><br><div class="gmail_quote"><div class="gmail_attr">ср, 4 мар. 2026 г. в 14:30, Портал &lt;<a href="mailto:reply@portal.example">'
        "reply@portal.example</a>&gt;:<br></div><blockquote>Текст</blockquote></div>"
    )
    assert own_words(text_of_html(gmail)) == "Да."
