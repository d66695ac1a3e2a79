"""The texts of the demonstration: the market section of eight countries, one with a file, and one post.

Guides stay empty where nothing was checked; what stands in them are facts of the plan and the published
statistics, with their source.
"""

from datetime import timedelta
from io import BytesIO

from portal.core import clock, excel
from portal.core.people import Actor
from portal.core.text import Text
from portal.markets.series import queries
from portal.markets.series.terms import SERIES
from portal.markets.texts import files, guides, news

MARKET = {
    "VN": "발표된 누적 진출신고는 2024년 말 37건으로 중국에 이어 두 번째로 많습니다. 보건의료 협력 양해각서가 있으며, 아세안 7개국 보건의료 협력사업의 대상입니다.",
    "CN": "발표된 누적 진출신고는 2024년 말 80건으로 가장 많습니다. 2024년 한국을 찾은 중국 환자는 260,641명(22.3%)으로 발표되었습니다.",
    "MN": "발표된 누적 진출신고는 2024년 말 20건입니다. 2023년 한국을 찾은 몽골 환자는 22,080명(3.6%)으로 발표되었습니다.",
    "KZ": "발표된 누적 진출신고는 2024년 말 11건입니다. 2023년 4월 한국의료관광대전이 열렸습니다.",
    "UZ": "발표된 누적 진출신고는 2024년 말 9건입니다. 2022년 11월 e-Health 행동계획이 연장되었고, 2023년 ICT 시범사업(항생제 처방 지원)이 있었습니다.",
    "AE": "국비환자 송출 대상 한국 의료기관은 2023년 계획에서 12개입니다. 서울대병원이 쉐이크 칼리파 전문병원을 2014년 8월부터 10년 계약으로 위탁 운영했습니다.",
    "SA": "2023년 ICT 시범사업(응급의료정보시스템)의 대상국이며, 계획에서 중점협력국으로 꼽혔습니다. 의료인 유상 연수 협약이 있습니다.",
    "US": "발표된 누적 진출신고는 2024년 말 11건입니다. 2024년 한국을 찾은 미국 환자는 101,733명(8.7%)으로 발표되었습니다.",
}
MARKET_SOURCES = "보건의료 서비스 분야 수출 활성화 방안(관계부처 합동, 2023. 6.)\n의료 해외진출 신고·외국인환자 유치실적 발표(보건복지부·한국보건산업진흥원, 2024–2026, 언론 보도로 확인)"


def write_guides(writer: Actor, reviewer: Actor) -> None:
    today = clock.today()
    for country, text in MARKET.items():
        given = {
            "ko": text,
            "en": "",
            "sources": MARKET_SOURCES,
            "reviewed_on": today,
            "review_by": today + timedelta(days=guides.REVIEWED_AFTER),
        }
        edition = guides.write(country, "market", given, writer)
        if country == "VN":
            files.attach(edition, figures_of_vietnam(), "vietnam-filings.xlsx", "베트남 진출신고 발표값(엑셀)", writer)
        guides.send(edition)
        guides.publish(edition, reviewer)


def figures_of_vietnam() -> BytesIO:
    """The published filings to Vietnam as a small workbook."""
    found = [f for f in queries.of("filings") if f.label == "베트남"]
    out = BytesIO()
    excel.write_book(
        [
            excel.Sheet(
                tab="베트남",
                table="filings",
                title="베트남 진출신고(발표값)",
                note=SERIES["filings"].definition.ko,
                columns=[excel.Column("기간"), excel.Column("건수", excel.WHOLE), excel.Column("출처")],
                rows=[[f.period, f.value, f.source] for f in found],
            )
        ],
        out,
    )
    out.seek(0)
    return out


def write_news(writer: Actor, reviewer: Actor) -> None:
    title = Text("2024년 외국인환자 117만 명으로 발표", "1.17 million foreign patients announced for 2024")
    given = {
        "title_ko": title.ko,
        "title_en": title.en,
        "ko": "2024년 한국을 찾은 외국인환자는 **1,170,467명**으로 발표되었습니다. 일본(37.7%), 중국(22.3%), 미국(8.7%) 순입니다. 자세한 값은 [외국인환자 통계](/statistics/patients)에 있습니다. 발표 기관: [보건복지부](https://www.mohw.go.kr)",
        "en": "**1,170,467** foreign patients were announced for 2024: Japan (37.7%), China (22.3%), the United States (8.7%). See the [statistics](/statistics/patients).",
        "sources": "보건복지부 발표(2025. 4. 2.), YTN 보도",
        "countries": ["JP", "CN", "US"],
        "topics": ["market"],
    }
    post = news.write(None, given, writer)
    news.send(post)
    news.publish(post, reviewer)
