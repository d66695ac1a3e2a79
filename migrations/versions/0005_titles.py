"""titles of cases in English beside the Korean ones

Until here the English title of a case was made when it was shown, by splitting the Korean one; from here each case keeps its own.
This fills it in once, with the words as they were, and takes in those that five kinds kept in columns of their own.

Revision ID: 0005
Revises: 0004
Create Date: 2026-12-01 05:00:00

"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# tables of the kinds that had an English title of their own
OWN = ("course", "insight", "pilot", "policy_document", "fund_call")
PORTION = 5000

# What stood in titles, as this release names it: a later change of the portal's own words must not reach back into it.
NAMED = """
안도라=Andorra; 아랍에미리트=United Arab Emirates; 아프가니스탄=Afghanistan; 앤티가바부다=Antigua and Barbuda; 앵귈라=Anguilla;
알바니아=Albania; 아르메니아=Armenia; 앙골라=Angola; 남극=Antarctica; 아르헨티나=Argentina; 아메리칸사모아=American Samoa; 오스트리아=Austria;
호주=Australia; 아루바=Aruba; 올란드제도=Åland Islands; 아제르바이잔=Azerbaijan; 보스니아헤르체고비나=Bosnia and Herzegovina;
바베이도스=Barbados; 방글라데시=Bangladesh; 벨기에=Belgium; 부르키나파소=Burkina Faso; 불가리아=Bulgaria; 바레인=Bahrain; 부룬디=Burundi;
베냉=Benin; 생바르텔레미=Saint Barthélemy; 버뮤다=Bermuda; 브루나이=Brunei; 볼리비아=Bolivia; 네덜란드령 카리브=Caribbean Netherlands;
브라질=Brazil; 바하마=Bahamas; 부탄=Bhutan; 부베섬=Bouvet Island; 보츠와나=Botswana; 벨라루스=Belarus; 벨리즈=Belize; 캐나다=Canada;
코코스제도=Cocos (Keeling) Islands; 콩고민주공화국=Democratic Republic of the Congo; 중앙아프리카공화국=Central African Republic;
콩고공화국=Republic of the Congo; 스위스=Switzerland; 코트디부아르=Côte d'Ivoire; 쿡제도=Cook Islands; 칠레=Chile; 카메룬=Cameroon;
중국=China; 콜롬비아=Colombia; 코스타리카=Costa Rica; 쿠바=Cuba; 카보베르데=Cabo Verde; 퀴라소=Curaçao; 크리스마스섬=Christmas Island;
키프로스=Cyprus; 체코=Czechia; 독일=Germany; 지부티=Djibouti; 덴마크=Denmark; 도미니카연방=Dominica; 도미니카공화국=Dominican Republic;
알제리=Algeria; 에콰도르=Ecuador; 에스토니아=Estonia; 이집트=Egypt; 서사하라=Western Sahara; 에리트레아=Eritrea; 스페인=Spain;
에티오피아=Ethiopia; 핀란드=Finland; 피지=Fiji; 포클랜드제도=Falkland Islands; 미크로네시아=Micronesia; 페로제도=Faroe Islands; 프랑스=France;
가봉=Gabon; 영국=United Kingdom; 그레나다=Grenada; 조지아=Georgia; 프랑스령 기아나=French Guiana; 건지=Guernsey; 가나=Ghana;
지브롤터=Gibraltar; 그린란드=Greenland; 감비아=Gambia; 기니=Guinea; 과들루프=Guadeloupe; 적도기니=Equatorial Guinea; 그리스=Greece;
사우스조지아 사우스샌드위치 제도=South Georgia and the South Sandwich Islands; 과테말라=Guatemala; 괌=Guam; 기니비사우=Guinea-Bissau;
가이아나=Guyana; 홍콩=Hong Kong; 허드맥도널드제도=Heard Island and McDonald Islands; 온두라스=Honduras; 크로아티아=Croatia; 아이티=Haiti;
헝가리=Hungary; 인도네시아=Indonesia; 아일랜드=Ireland; 이스라엘=Israel; 맨섬=Isle of Man; 인도=India;
영국령 인도양 지역=British Indian Ocean Territory; 이라크=Iraq; 이란=Iran; 아이슬란드=Iceland; 이탈리아=Italy; 저지=Jersey; 자메이카=Jamaica;
요르단=Jordan; 일본=Japan; 케냐=Kenya; 키르기스스탄=Kyrgyzstan; 캄보디아=Cambodia; 키리바시=Kiribati; 코모로=Comoros;
세인트키츠네비스=Saint Kitts and Nevis; 북한=North Korea; 대한민국=Republic of Korea; 쿠웨이트=Kuwait; 케이맨제도=Cayman Islands;
카자흐스탄=Kazakhstan; 라오스=Laos; 레바논=Lebanon; 세인트루시아=Saint Lucia; 리히텐슈타인=Liechtenstein; 스리랑카=Sri Lanka; 라이베리아=Liberia;
레소토=Lesotho; 리투아니아=Lithuania; 룩셈부르크=Luxembourg; 라트비아=Latvia; 리비아=Libya; 모로코=Morocco; 모나코=Monaco; 몰도바=Moldova;
몬테네그로=Montenegro; 생마르탱=Saint Martin; 마다가스카르=Madagascar; 마셜제도=Marshall Islands; 북마케도니아=North Macedonia; 말리=Mali;
미얀마=Myanmar; 몽골=Mongolia; 마카오=Macao; 북마리아나제도=Northern Mariana Islands; 마르티니크=Martinique; 모리타니아=Mauritania;
몬트세라트=Montserrat; 몰타=Malta; 모리셔스=Mauritius; 몰디브=Maldives; 말라위=Malawi; 멕시코=Mexico; 말레이시아=Malaysia;
모잠비크=Mozambique; 나미비아=Namibia; 뉴칼레도니아=New Caledonia; 니제르=Niger; 노퍽섬=Norfolk Island; 나이지리아=Nigeria;
니카라과=Nicaragua; 네덜란드=Netherlands; 노르웨이=Norway; 네팔=Nepal; 나우루=Nauru; 니우에=Niue; 뉴질랜드=New Zealand; 오만=Oman;
파나마=Panama; 페루=Peru; 프랑스령 폴리네시아=French Polynesia; 파푸아뉴기니=Papua New Guinea; 필리핀=Philippines; 파키스탄=Pakistan;
폴란드=Poland; 생피에르미클롱=Saint Pierre and Miquelon; 핏케언제도=Pitcairn Islands; 푸에르토리코=Puerto Rico; 팔레스타인=Palestine;
포르투갈=Portugal; 팔라우=Palau; 파라과이=Paraguay; 카타르=Qatar; 레위니옹=Réunion; 루마니아=Romania; 세르비아=Serbia; 러시아=Russia;
르완다=Rwanda; 사우디아라비아=Saudi Arabia; 솔로몬제도=Solomon Islands; 세이셸=Seychelles; 수단=Sudan; 스웨덴=Sweden; 싱가포르=Singapore;
세인트헬레나=Saint Helena; 슬로베니아=Slovenia; 스발바르얀마옌=Svalbard and Jan Mayen; 슬로바키아=Slovakia; 시에라리온=Sierra Leone;
산마리노=San Marino; 세네갈=Senegal; 소말리아=Somalia; 수리남=Suriname; 남수단=South Sudan; 상투메프린시페=São Tomé and Príncipe;
엘살바도르=El Salvador; 신트마르턴=Sint Maarten; 시리아=Syria; 에스와티니=Eswatini; 터크스케이커스제도=Turks and Caicos Islands; 차드=Chad;
프랑스령 남방 지역=French Southern Territories; 토고=Togo; 태국=Thailand; 타지키스탄=Tajikistan; 토켈라우=Tokelau; 동티모르=Timor-Leste;
투르크메니스탄=Turkmenistan; 튀니지=Tunisia; 통가=Tonga; 튀르키예=Türkiye; 트리니다드토바고=Trinidad and Tobago; 투발루=Tuvalu; 대만=Taiwan;
탄자니아=Tanzania; 우크라이나=Ukraine; 우간다=Uganda; 미국령 군소 제도=U.S. Outlying Islands; 미국=United States; 우루과이=Uruguay;
우즈베키스탄=Uzbekistan; 교황청=Holy See; 세인트빈센트그레나딘=Saint Vincent and the Grenadines; 베네수엘라=Venezuela;
영국령 버진아일랜드=British Virgin Islands; 미국령 버진아일랜드=U.S. Virgin Islands; 베트남=Vietnam; 바누아투=Vanuatu;
왈리스푸투나제도=Wallis and Futuna; 사모아=Samoa; 코소보=Kosovo; 예멘=Yemen; 마요트=Mayotte; 남아프리카공화국=South Africa; 잠비아=Zambia;
짐바브웨=Zimbabwe
"""
COUNTRIES = dict(pair.strip().split("=") for pair in NAMED.split(";"))
TYPES = {
    "의료기관 개설·운영": "Opening and operating a medical institution",
    "수탁운영": "Operating an institution under contract",
    "운영컨설팅": "Operational consulting",
    "종사자 파견": "Dispatch of health personnel",
    "의료기술·정보시스템 이전": "Transfer of medical technology or information systems",
    "의약품·의료기기 제공": "Provision of drugs and medical devices",
    "의료지식 지원·교육": "Medical knowledge support and training",
}
CHANGES = {"변경": "Change", "종료": "Ending"}
DEPTHS = {"일반 자문": "General consulting", "심화 자문": "In-depth consulting"}
PROGRAMMES = {
    "K-헬스케어 마크": "K-Healthcare mark",
    "거점협력센터": "Regional hub",
    "해외진출 프로젝트 지원": "Project support",
    "디지털헬스케어 해외 실증지원": "Digital-health trials abroad",
    "디지털 헬스케어 우수기업 인증": "Certified digital-health firm",
    "ICT 기반 의료시스템 해외진출 시범사업": "Pilots of ICT medical systems abroad",
}
AWARDS = {
    "K-헬스케어 인증": "K-Healthcare mark",
    "거점협력센터 지정": "Hub designation",
    "프로젝트 지원 협약": "Project agreement",
    "실증지원 협약": "Trial agreement",
    "우수기업 인증": "Certificate",
    "시범사업 협약": "Pilot agreement",
}
SUPPORTS = {
    "한국수출입은행 자금": "Export-Import Bank funds",
    "한국산업은행 자금": "Korea Development Bank funds",
    "무역보험 우대": "Preference in trade insurance",
    "중소기업 창업·진흥 기금": "SME promotion fund",
    "신용보증": "Credit guarantee",
    "기술보증": "Technology guarantee",
    "조세 감면": "Tax relief",
}
MISUSES = {
    "마크(이름·로고)의 무단 사용": "Use of a mark without right",
    "인증서·현판의 위조나 사칭": "Forged certificate or plaque",
    "보조금의 다른 용도 사용": "Grant used otherwise",
    "그 밖의 부정": "Other misuse",
}
EVALUATIONS = {"중간평가": "Mid evaluation", "최종평가": "Final evaluation"}
FILINGS = COUNTRIES | TYPES
WORDS = {
    "filing": FILINGS,
    "change": FILINGS,
    "consultation": COUNTRIES | DEPTHS,
    "application": PROGRAMMES,
    "award": AWARDS,
    "settlement": AWARDS,
    "grant_change": AWARDS,
    "pilot": AWARDS,
    "objection": PROGRAMMES | {"이의신청": "Objection"},
    "finance_confirmation": SUPPORTS,
    "misuse_report": MISUSES,
}
SURVEY = re.compile(r"(\d{4})년 인력 수요조사(?= · )")
EVALUATION = re.compile(f"({'|'.join(EVALUATIONS)}) (.*)", re.S)


def upgrade():
    long = {"existing_type": sa.String(length=300), "type_": sa.Text(), "existing_nullable": False}
    for table in ("cases", "register_staging"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column("title", **long)
            batch_op.add_column(sa.Column("title_en", sa.Text(), server_default="", nullable=False))
    for table in OWN:
        op.execute(
            f"UPDATE cases SET title_en = (SELECT o.title_en FROM {table} o WHERE o.id = cases.id)"
            f" WHERE id IN (SELECT id FROM {table} WHERE title_en <> '')"
        )
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("title_en")
    _fill()


def downgrade():
    for table in OWN:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("title_en", sa.String(length=300), server_default="", nullable=False))
        op.execute(
            f"UPDATE {table} SET title_en = (SELECT substr(c.title_en, 1, 300) FROM cases c WHERE c.id = {table}.id)"
        )
        if table != "fund_call":
            with op.batch_alter_table(table, schema=None) as batch_op:
                batch_op.alter_column("title_en", server_default=None)
    short = {"existing_type": sa.Text(), "type_": sa.String(length=300), "existing_nullable": False}
    for table in ("register_staging", "cases"):
        op.execute(f"UPDATE {table} SET title = substr(title, 1, 300) WHERE length(title) > 300")
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("title_en")
            batch_op.alter_column("title", **short)


# ---- the titles of the cases that are there ------------------------------------------------------------------------------------

cases = sa.table("cases", *map(sa.column, ("id", "kind", "title", "title_en", "parent_id", "organisation_id")))
staged = sa.table("register_staging", *map(sa.column, ("run_id", "seq", "title", "title_en")))
organisation = sa.table("organisation", *map(sa.column, ("id", "name", "name_en")))


def _fill():
    """In portions, the kinds that are named after another case after it."""
    bind = op.get_bind()
    named = [*WORDS, "workforce_return"]
    wanted = sa.select(cases.c.id, cases.c.kind, cases.c.title, organisation.c.name, organisation.c.name_en).join_from(
        cases, organisation, organisation.c.id == cases.c.organisation_id, isouter=True
    )
    last = 0
    while rows := bind.execute(
        wanted.where(cases.c.id > last, cases.c.kind.in_(named), cases.c.title_en == "")
        .order_by(cases.c.id)
        .limit(PORTION)
    ).all():
        last = rows[-1].id
        _keep(bind, [(row.id, row.title, english(*row[1:])) for row in rows])
    _after_others(bind)
    last = (0, 0)
    key = sa.tuple_(staged.c.run_id, staged.c.seq)
    while rows := bind.execute(
        sa.select(staged.c.run_id, staged.c.seq, staged.c.title)
        .where(key > last)
        .order_by(staged.c.run_id, staged.c.seq)
        .limit(PORTION)
    ).all():
        last = tuple(rows[-1][:2])
        bind.execute(
            sa.update(staged)
            .where(staged.c.run_id == sa.bindparam("r"), staged.c.seq == sa.bindparam("s"))
            .values(title_en=sa.bindparam("en")),
            [{"r": run, "s": seq, "en": english("filing", title)} for run, seq, title in rows],
        )


def _after_others(bind):
    """Named after a course, a document or a pilot: with that one's own English title."""
    application = sa.table("course_application", *map(sa.column, ("id", "course_id")))
    evaluation = sa.table("pilot_evaluation", *map(sa.column, ("id", "pilot_id")))
    chapter = sa.table("policy_chapter", *map(sa.column, ("id", "heading_en")))
    own, other = cases.alias("own"), cases.alias("other")
    of = sa.func.coalesce(sa.func.nullif(other.c.title_en, ""), other.c.title)
    for table, after, heading in (
        (application, application.c.course_id, sa.null()),
        (evaluation, evaluation.c.pilot_id, sa.null()),
        (chapter, own.c.parent_id, chapter.c.heading_en),
    ):
        wanted = sa.select(own.c.id, own.c.title, other.c.title, of, heading).select_from(
            own.join(table, table.c.id == own.c.id).join(other, other.c.id == after)
        )
        _keep(bind, [(number, title, renamed(title, *rest)) for number, title, *rest in bind.execute(wanted)])


def _keep(bind, found):
    changed = [{"number": number, "en": en} for number, title, en in found if en != title]
    if changed:
        where = cases.c.id == sa.bindparam("number")
        bind.execute(sa.update(cases).where(where).values(title_en=sa.bindparam("en")), changed)


def english(kind, title, name=None, name_en=None):
    """What a title says in English: names stay, the words of its kind are put into English."""
    if kind == "workforce_return":
        return SURVEY.sub(r"Survey of needed staff \1", title, count=1)
    if kind == "change":
        what, colon, rest = title.partition(": ")
        return CHANGES[what] + colon + english("filing", rest) if what in CHANGES else english("filing", title)
    words = WORDS[kind]
    if kind == "consultation" and name and name_en and (title + " · ").startswith(name + " · "):
        title = name_en + title[len(name) :]
    parts = (part.split(", ") if kind == "consultation" else [part] for part in title.split(" · "))
    return " · ".join(", ".join(words.get(one, one) for one in part) for part in parts)


def renamed(title, other, other_en, heading_en=None):
    """A title that begins or ends with another case's."""
    evaluated = EVALUATION.fullmatch(title)
    if evaluated:
        what, rest = evaluated.groups()
        return f"{EVALUATIONS[what]} · {other_en if rest == other[: len(rest)] else rest}"
    if not title.startswith(other + " · "):
        return title
    return f"{other_en} · {heading_en or title[len(other) + 3 :]}"
