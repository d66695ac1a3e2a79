"""The published series: what each one counts, by what it is divided, in which years, and where it breaks.

Declarations only. One declaration drives the page, the template, the import and the downloads of a series. Two
series never stand in one line.
"""

from typing import NamedTuple

from portal.core.text import Text


class Dimension(NamedTuple):
    """What a figure is of: its words, the word of the workbook, what its item names ('' where it has none).

    `parts`: the items are parts of the whole, so they may not add up to more than it, and shares are of it.
    """

    words: Text
    sheet: str
    holds: str = ""  # 'country' | 'text'
    parts: bool = False


DIMENSIONS = {
    "total": Dimension(Text("전체", "All"), "전체"),
    "hospitals": Dimension(Text("유치 의료기관", "Medical institutions"), "유치 의료기관"),
    "facilitators": Dimension(Text("유치사업자", "Facilitators"), "유치사업자"),
    "countries": Dimension(Text("국가 수", "Number of countries"), "국가 수"),
    "country": Dimension(Text("국가별", "By country"), "국가", "country", parts=True),
    "department": Dimension(Text("진료과별", "By department"), "진료과", "text"),
    "region": Dimension(Text("지역별", "By region"), "지역", "text", parts=True),
    "class": Dimension(Text("의료기관 종별", "By class"), "종별", "text", parts=True),
    "type": Dimension(Text("유형별", "By type"), "유형", "text", parts=True),
    "specialty": Dimension(Text("진료과목별", "By specialty"), "진료과목", "text"),
    "free": Dimension(Text("무상 온라인 연수", "Free online training"), "무상 연수"),
    "doctors": Dimension(Text("유상 연수 의사", "Paid training: doctors"), "유상 연수 의사"),
    "dentists": Dimension(Text("유상 연수 치과의사", "Paid training: dentists"), "유상 연수 치과의사"),
}


class Break(NamedTuple):
    """From this year on the figures were counted in another way than before."""

    year: int
    words: Text


class Series(NamedTuple):
    """A family of figures that were counted in one way.

    `last`: no year after it; `sums`: dimensions that make up the whole.
    """

    title: Text
    definition: Text
    unit: Text
    dimensions: tuple[str, ...]
    first: int = 2009
    last: int | None = None
    spans: bool = False  # a period may be several years: 2016–2022
    sums: tuple[str, ...] = ()
    breaks: tuple[Break, ...] = ()


_PERSONS, _INSTITUTIONS, _FILINGS = Text("명", "persons"), Text("개", "institutions"), Text("건", "filings")
ACT = 2016  # the duty to file began on 2016-06-23

SERIES = {
    "patients": Series(
        Text("외국인환자", "Inbound patients"),
        Text("국내에 살지 않는 외국인환자를 연 인원이 아닌 실환자로 센 발표값입니다. 진료과 비율은 한 환자가 여러 과를 이용한 수로 계산되어 합이 환자 수와 다릅니다.",
             "Published counts of patients, not of visits. Shares of departments are of department visits, so they do not add up to patients."),
        _PERSONS, ("total", "countries", "country", "department", "region", "class"),
    ),
    "spending": Series(
        Text("외국인환자 진료수입", "Spending of inbound patients"),
        Text("외국인환자가 국내 의료기관에 낸 진료비의 발표값입니다. 교통·숙박 등 의료 밖의 지출은 들어 있지 않습니다.",
             "Published fees of inbound patients at medical institutions, without travel, lodging and other spending."),
        Text("억원", "100 million won"), ("total", "country", "department", "region", "class"),
    ),
    "institutions": Series(
        Text("유치 의료기관·사업자 등록", "Registered attracting institutions"),
        Text("해당 연도 말 등록 수입니다.", "Registered at the end of the year."),
        _INSTITUTIONS, ("total", "hospitals", "facilitators", "region", "class"), sums=("hospitals", "facilitators"),
        breaks=(Break(2016, Text("2016년 6월 등록 요건이 강화되어 앞뒤를 그대로 비교할 수 없습니다.", "Requirements were tightened in June 2016: not comparable with the years before.")),),
    ),
    "kahf": Series(
        Text("외국인환자 유치 의료기관 평가·인증(KAHF)", "KAHF certified institutions"),
        Text("해당 연도 말에 인증이 유효한 의료기관 수입니다.", "Institutions with a certificate in force at the end of the year."),
        _INSTITUTIONS, ("total", "class", "region"), first=2016,
    ),
    "sharing": Series(
        Text("나눔의료", "Medical sharing"),
        Text("한국에 초청해 무료로 치료한 환자 수입니다. 여러 해의 합은 기간으로 적습니다.", "Patients invited to Korea and treated free of charge. Sums of several years name their span."),
        _PERSONS, ("total", "country", "countries"), spans=True,
    ),
    "training": Series(
        Text("외국 의료인 연수", "Training of foreign professionals"),
        Text("무상 온라인 연수(45개국)와 유상 연수(의사·치과의사) 수료자입니다. 서로 다른 사업이라 더하지 않습니다.", "Graduates of free online training (45 countries) and of paid training; different programmes, not added."),
        _PERSONS, ("free", "doctors", "dentists"), spans=True,
    ),
    "filings": Series(
        Text("해외진출 신고(발표값)", "Overseas filings as published"),
        Text("신고확인증을 발급한 건수입니다. 포털 대장의 값과 기준일·재분류가 달라 합치지 않습니다.", "Certificates issued. Not joined with the portal's own register: day and classification differ."),
        _FILINGS, ("total", "country", "type", "specialty", "class"), first=ACT, spans=True,
    ),
    "survey": Series(
        Text("신고제 이전 실태조사", "Survey before the duty to file"),
        Text("2009–2016년 자율 응답 조사에서 운영 중이라고 답한 사업 수입니다. 신고 건수와 세는 것이 달라 이어 붙이지 않습니다.", "Projects that answered a voluntary survey as operating. Not a count of filings: never joined with them."),
        Text("개", "projects"), ("total", "country", "type"), last=ACT,
    ),
}  # fmt: skip
