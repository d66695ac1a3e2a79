"""How mail programs head the mail that they quote, language by language, as data. Pure.

Sources: what Gmail, Outlook (desktop, web, telephone), Apple Mail, Thunderbird, Samsung, Naver, Daum and
Kakao write. A new language is a new line here; a word that is missing leaves a line of a quotation in, it
never takes one of an answer out.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tongue:
    """Words of one language, several parted by “|”, in small letters.

    `sent` is Outlook's own word, `date` the common one.
    """

    code: str
    author: str
    sent: str
    date: str
    to: str
    subject: str
    wrote: str
    begins: str
    original: str
    from_my: str


TONGUES = (
    Tongue("ko", "보낸 사람|보낸이|보내는 사람|발신|발신인|발신자", "보낸 날짜|보낸 시간|발신 날짜|전송 날짜", "날짜|일시|일자", "받는 사람|받는이|받은 사람|수신|수신인|수신자|받는 분", "제목",
           "작성|쓴 글|썼습니다|작성했습니다|보낸 메일|적었습니다", "", "원본 메시지|원본 메세지|원본 메일|원본 이메일|받은 메일 내용|원문", "에서 보냄|에서 보냈습니다|에서 전송|용 outlook|앱에서 보냄"),
    Tongue("en", "from", "sent", "date", "to", "subject", "wrote|writes|said", "on", "original message|original mail|original appointment|original email|reply message", "sent from|sent with|sent via|get outlook|outlook for"),
    Tongue("da", "fra", "sendt|sendt dato", "dato", "til", "emne", "skrev|skrev følgende", "den", "oprindelig meddelelse|oprindelig besked", "sendt fra|hent outlook"),
    Tongue("no", "fra", "sendt", "dato", "til", "emne", "skrev", "den|på", "opprinnelig melding", "sendt fra|skaff deg outlook"),
    Tongue("sv", "från", "skickat", "datum", "till", "ämne", "skrev", "den", "ursprungligt meddelande|ursprungsmeddelande", "skickat från|hämta outlook"),
    Tongue("fi", "lähettäjä", "lähetetty", "päivämäärä|päiväys", "vastaanottaja", "aihe", "kirjoitti", "", "alkuperäinen viesti", "lähetetty"),
    Tongue("de", "von", "gesendet", "datum", "an", "betreff", "schrieb|schreibt|geschrieben", "am", "ursprüngliche nachricht|originalnachricht|original-nachricht|weitere nachricht", "gesendet von|von meinem|gesendet mit|outlook für"),
    Tongue("nl", "van", "verzonden", "datum", "aan", "onderwerp", "schreef|het volgende geschreven", "op", "oorspronkelijk bericht|origineel bericht", "verzonden vanaf|verstuurd vanaf|verzonden met|outlook voor"),
    Tongue("fr", "de|expéditeur", "envoyé|envoyé le|date d’envoi|date d'envoi", "date", "à|a|pour|destinataire", "objet|sujet", "a écrit|écrit|écrivait", "le", "message d'origine|message d’origine|message original|message initial", "envoyé de|envoyé depuis|envoyé à partir|télécharger outlook|outlook pour"),
    Tongue("es", "de", "enviado|enviado el|fecha de envío", "fecha", "para|a", "asunto", "escribió|escribio|ha escrito", "el", "mensaje original", "enviado desde|obtener outlook|outlook para"),
    Tongue("pt", "de", "enviado|enviada|enviado em|enviada em|enviado a", "data", "para", "assunto", "escreveu", "em|no dia|a", "mensagem original", "enviado do|enviado de|enviada do|obter o outlook|outlook para"),
    Tongue("it", "da", "inviato|inviata|inviato il", "data", "a", "oggetto", "ha scritto|scrive|scritto", "il", "messaggio originale|messaggio originario", "inviato da|scarica outlook|ottieni outlook|outlook per"),
    Tongue("ro", "de la|de la|din partea", "trimis|trimis la", "data", "către|catre", "subiect", "a scris", "pe|în", "mesaj original", "trimis de pe"),
    Tongue("pl", "od", "wysłano|wysłane", "data", "do", "temat", "napisał|napisała|napisał(a)|pisze", "w dniu|dnia", "wiadomość oryginalna|oryginalna wiadomość|wiadomość pierwotna", "wysłane z|wysłano z|pobierz outlook|outlook dla"),
    Tongue("cs", "od", "odesláno|odoslané", "datum|dátum", "komu", "předmět|predmet", "napsal|napísal", "dne|dňa", "původní zpráva|pôvodná správa", "odesláno z|odoslané z"),
    Tongue("hu", "feladó", "elküldve|küldve", "dátum", "címzett", "tárgy", "írta|ezt írta", "", "eredeti üzenet", "elküldve"),
    Tongue("ru", "от|от кого", "отправлено|отправлен", "дата", "кому", "тема", "написал|написала|написал(а)|пишет|писал|писал(а)", "", "исходное сообщение|исходное письмо|пересылаемое сообщение|оригинальное сообщение", "отправлено с|отправлено из|скачать outlook|outlook для"),
    Tongue("uk", "від|від кого", "надіслано|відправлено", "дата", "кому", "тема", "пише|написав|написав(-ла)", "", "вихідне повідомлення|оригінальне повідомлення", "надіслано з|надіслано із"),
    Tongue("kk", "кімнен|жіберуші", "жіберілген|жіберілді", "күні", "кімге|алушы", "тақырып|тақырыбы", "жазды|деп жазды", "", "бастапқы хабар|түпнұсқа хабар", "жіберілген|жіберілді"),
    Tongue("uz", "kimdan|yuboruvchi|кимдан", "yuborilgan|yuborildi|юборилган", "sana|сана", "kimga|кимга", "mavzu|мавзу", "yozdi|yozgan|ёзди", "", "asl xabar|asl xat", "dan yuborildi|dan yuborilgan"),
    Tongue("mn", "илгээгч|хэнээс", "илгээсэн", "огноо", "хүлээн авагч|хэнд|хэн рүү", "сэдэв|гарчиг", "бичсэн|бичив|бичжээ", "", "эх захидал|эх мессеж", "-аас илгээв|-ээс илгээв|аас илгээсэн|ээс илгээсэн|с илгээсэн"),
    Tongue("vi", "từ|người gửi", "đã gửi|gửi|ngày gửi|gửi lúc", "ngày|thời gian", "đến|tới|người nhận", "chủ đề|tiêu đề", "đã viết|viết", "vào|ngày|lúc", "thư gốc|tin nhắn gốc|tin nhắn ban đầu|thư ban đầu", "gửi từ|được gửi từ|đã gửi từ|tải outlook"),
    Tongue("id", "dari", "dikirim|terkirim", "tanggal", "kepada|ke|untuk", "subjek|perihal", "menulis", "pada", "pesan asli", "dikirim dari"),
    Tongue("tr", "kimden|gönderen", "gönderildi|gönderme tarihi|gönderilme tarihi|gönderim tarihi", "tarih", "kime|alıcı", "konu", "yazdı|şunu yazdı|şunları yazdı", "", "orijinal mesaj|özgün ileti|orijinal ileti|asıl mesaj", "gönderildi|outlook edinin"),
    Tongue("ar", "من", "تم الإرسال|أرسلت|تاريخ الإرسال", "التاريخ|تاريخ", "إلى|الى", "الموضوع", "كتب|كتبت|تمت كتابة", "في|بتاريخ", "الرسالة الأصلية|رسالة أصلية", "أرسلت من|تم الإرسال من|مرسل من|مُرسل من"),
    Tongue("he", "מאת", "נשלח", "תאריך", "אל", "נושא", "כתב|כתבה|מאת", "בתאריך", "הודעה מקורית", "נשלח מ"),
    Tongue("zh", "发件人|寄件者|寄件人|發件人|发信人|寄信人", "发送时间|发送日期|已发送|傳送時間|寄件日期|傳送日期|发送|已傳送", "日期|时间|時間", "收件人|收件者|收信人", "主题|主旨|主題|标题", "写道|寫道|写|寫", "在|于|於", "原始邮件|原邮件|原始郵件|原始邮件信息|原始訊息", "发自|發自|从我的|傳送自|寄自|从我的|來自我的|获取 outlook"),
    Tongue("ja", "差出人|送信者|発信者", "送信日時|送信日", "日時|日付", "宛先|受信者", "件名", "書きました|書いた|のメール|wrote", "", "元のメッセージ|オリジナル メッセージ|元のメール|転送メッセージ", "から送信|を入手|から送られ"),
    Tongue("th", "จาก", "ส่ง|ส่งเมื่อ|วันที่ส่ง", "วันที่", "ถึง", "เรื่อง|หัวเรื่อง|หัวข้อ", "เขียนว่า|เขียน", "ในวันที่|เมื่อ|เมื่อวันที่", "ข้อความต้นฉบับ|ข้อความเดิม", "ส่งจาก"),
)  # fmt: skip

DEVICES = (
    "iphone", "ipad", "아이폰", "아이패드", "galaxy", "갤럭시", "samsung", "삼성", "android", "안드로이드", "outlook", "windows", "mail for", "naver", "네이버",
    "daum", "다음 메일", "kakao", "카카오", "gmail", "yahoo", "proton", "thunderbird", "blackberry", "huawei", "xiaomi", "redmi", "oppo", "vivo", "smartphone",
    "mobile", "phone", "handy", "téléphone", "telefon", "телефон", "电话", "手机", "手機", "携帯", "スマートフォン", "điện thoại", "mail.ru", "yandex", "яндекс", "qq", "spark",
)  # fmt: skip
"""What a line “sent from my …” names."""


def squeezed(words: str) -> str:
    """Small letters without blanks: “보낸 사람” and “보낸사람”, “De ” and “DE” are one label."""
    return "".join(words.casefold().split())


def _words(field: str) -> tuple[str, ...]:
    return tuple(word for one in TONGUES for word in str(getattr(one, field)).split("|") if word)


LABELS: dict[str, str] = {
    squeezed(word): field for field in ("date", "sent", "subject", "to", "author") for word in _words(field)
}
"""Which line of a header a label begins: 'author', 'sent', 'date', 'to' or 'subject'."""
_COPIES = (
    "cc|bcc|참조|숨은 참조|kopi|kopia|kopie|копия|көшірме|dw|udw|bilgi|抄送|副本|密件抄送|đồng gửi|cópia|copia|"
    "importance|중요도|priority|attachments|첨부|첨부파일|reply-to|wichtigkeit|anlagen|importancia|vigtighed|prioritet"
)
COPIES = frozenset(squeezed(word) for word in _COPIES.split("|"))
"""Labels that stand between the others and say nothing by themselves."""
WROTE = tuple(word.casefold() for word in _words("wrote"))
BEGINS = tuple(word.casefold() + " " for word in _words("begins"))
ORIGINAL = frozenset(squeezed(word) for word in _words("original"))
FROM_MY = tuple(word.casefold() for word in _words("from_my"))
