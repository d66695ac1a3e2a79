"""A hundred fictional experts over the twelve fields and the regions of the world; the same ones every time."""

from datetime import timedelta
from typing import NamedTuple

from experts.models import Expert
from experts.pool.acts import lines
from portal.core import countries, demo, roles
from portal.core.db import db
from portal.core.demo import Cast
from portal.core.people import SYSTEM, User
from portal.core.text import particle

HOW_MANY = 100
FAMILY = "김이박최정강조윤장임한오서신권황안송류홍"
GIVEN = ("서연", "민준", "지우", "도윤", "하은", "시우", "수아", "주원", "지호", "예린", "건우", "유나")
ENGLISH = ("Anna", "David", "Mei", "Omar", "Lucia", "Ivan", "Sara", "Tomas", "Aigul", "Minh", "Noor", "Peter")
SURNAMES = (
    "Berger",
    "Kim",
    "Tanaka",
    "Hassan",
    "Silva",
    "Petrov",
    "Lindqvist",
    "Novak",
    "Sultanova",
    "Nguyen",
    "Rahman",
    "Clarke",
)

PLACES: tuple[tuple[str, str, str, str], ...] = (
    ("KZ", "CIS", "ru", "Asia/Almaty"), ("UZ", "CIS", "ru", "Asia/Tashkent"), ("VN", "ASEAN", "vi", "Asia/Ho_Chi_Minh"),
    ("CN", "EAST_ASIA", "zh", "Asia/Shanghai"), ("AE", "MENA", "ar", "Asia/Dubai"), ("SA", "MENA", "ar", "Asia/Riyadh"),
    ("ID", "ASEAN", "id", "Asia/Jakarta"), ("MN", "EAST_ASIA", "mn", "Asia/Ulaanbaatar"), ("US", "N_AMERICA", "en", "America/New_York"),
    ("DE", "EUROPE", "en", "Europe/Berlin"), ("TH", "ASEAN", "th", "Asia/Bangkok"), ("JP", "EAST_ASIA", "ja", "Asia/Tokyo"),
    ("RU", "CIS", "ru", "Europe/Moscow"), ("SG", "ASEAN", "en", "Asia/Singapore"), ("BR", "LATAM", "en", "America/Sao_Paulo"),
    ("KE", "AFRICA", "en", "Africa/Nairobi"), ("IN", "SOUTH_ASIA", "en", "Asia/Kolkata"), ("PE", "LATAM", "en", "America/Lima"),
    ("EG", "MENA", "ar", "Africa/Cairo"), ("KH", "ASEAN", "en", "Asia/Bangkok"),
)  # fmt: skip


class Work(NamedTuple):
    """What the experts of a field have done: a firm, and careers of which one is told, in Korean and in English."""

    firm: str
    careers: tuple[str, ...]
    english: str


WORK = {
    "legal": Work("가상법무법인", (
        "{c}에서 의료기관 개설 허가 신청을 {n}건 대리하고 보건 당국과 인허가 협의를 맡았다. 합작 계약서와 정관을 검토하였다.",
        "{c} 현지 법인 설립과 외국인 투자 인가를 {n}건 처리하였다. 의료 광고 규제와 환자 개인정보 규정을 자문하였다."),
        "Filed {n} hospital licence applications in {c} and negotiated with the health ministry. Reviewed joint venture agreements."),
    "tax_accounting": Work("가상세무법인", (
        "{c} 법인세 신고와 부가가치세 환급을 {n}건 수행하였다. 이전가격 보고서와 조세조약 적용을 검토하였다.",
        "{c}에 세운 병원의 회계 시스템을 구축하고 세무조사 대응을 {n}건 맡았다."),
        "Handled corporate tax filings and VAT refunds in {c} for {n} clients; prepared transfer pricing reports."),
    "finance": Work("가상파트너스", (
        "{c} 병원 인수 실사와 투자 유치를 {n}건 수행하였다. 프로젝트 파이낸싱과 재무 모델을 만들었다.",
        "{c} 의료 사업에 투자할 펀드를 모으고 {n}건을 집행하였다."),
        "Led {n} hospital acquisitions in {c}: due diligence, financial models and project finance."),
    "biz_planning": Work("가상전략연구소", (
        "{c} 병원 진출 타당성 조사를 {n}건 수행하였다. 시장 조사와 사업계획서, 현지 파트너 발굴을 맡았다.",
        "{c} 의료 시장 진입 전략을 세우고 합작 파트너와의 협상을 {n}건 이끌었다."),
        "Wrote {n} feasibility studies of hospitals in {c}; market research, business plans and partner search."),
    "hr_dispatch": Work("가상인재원", (
        "{c} 병원에 의사와 간호사 파견을 {n}건 진행하고 현지 면허 인정과 취업 비자를 처리하였다.",
        "{c} 의료진 채용과 교육 연수 과정을 {n}회 운영하였다."),
        "Sent physicians and nurses to {c} in {n} projects: licence recognition, work visas and training."),
    "infrastructure": Work("가상건축사사무소", (
        "{c} 종합병원 건축 설계와 시공 감리를 {n}건 맡았다. 수술실과 중환자실 설비 기준을 정하였다.",
        "{c}에서 병원 마스터플랜과 의료가스 설비 설계를 {n}건 수행하였다."),
        "Designed {n} general hospitals in {c}; master plans, operating theatres and construction supervision."),
    "procurement": Work("가상글로벌조달", (
        "{c} 보건부 국제 입찰에 {n}건 참여하여 제안서와 입찰 서류를 작성하였다. 다자개발은행 조달 지침을 자문하였다.",
        "{c} 병원 건립 ODA 사업의 조달 절차와 계약 협상을 {n}건 수행하였다."),
        "Prepared bids for {n} government tenders in {c}, under the procurement rules of development banks."),
    "med_device": Work("가상메디컬솔루션", (
        "{c} 의료기기 인허가 등록을 {n}건 완료하였다. 품질 시스템 심사와 현지 대리인 계약을 맡았다.",
        "{c} 진단기기 유통망을 만들고 의료기기 등록 갱신을 {n}건 처리하였다."),
        "Registered {n} medical devices in {c}; quality system audits and local representatives."),
    "ict": Work("가상헬스아이티", (
        "{c} 병원에 병원정보시스템을 {n}건 구축하였다. 전자의무기록과 PACS를 연동하고 현지어로 바꾸었다.",
        "{c}에서 원격의료 플랫폼을 {n}곳에 도입하고 개인정보 보호 규정을 맞추었다."),
        "Implemented hospital information systems at {n} hospitals in {c}, with EMR and telemedicine platforms."),
    "pr_marketing": Work("가상커뮤니케이션즈", (
        "{c} 외국인환자 유치 홍보를 {n}건 수행하였다. 소셜 미디어 마케팅과 현지 에이전시 관리를 맡았다.",
        "{c} 환자를 대상으로 한국 의료 브랜드 홍보와 설명회를 {n}회 열었다."),
        "Ran {n} campaigns in {c} to attract international patients, on social media and with local agencies."),
    "pharma_bio": Work("가상바이오텍", (
        "{c} 의약품 품목 허가와 임상시험 승인을 {n}건 받았다. 기술 이전 계약과 GMP 실사를 맡았다.",
        "{c} 바이오의약품 등록과 임상시험 수탁 관리를 {n}건 수행하였다."),
        "Obtained {n} drug registrations and clinical trial approvals in {c}; technology transfer and GMP inspections."),
    "hospital_ops": Work("가상병원경영연구원", (
        "{c} 병원 위탁 운영을 {n}년 맡아 개원 준비와 진료 프로세스, 원무 체계를 세웠다. 국제 인증을 준비하였다.",
        "{c}에 연 검진센터의 운영 컨설팅을 {n}건 수행하고 간호 조직과 감염 관리를 교육하였다."),
        "Ran hospitals in {c} for {n} years: opening, clinical processes, patient services and accreditation."),
}  # fmt: skip


def make_pool(cast: Cast) -> list[Expert]:
    """Everybody, in office; the first two have demonstration accounts (one reads English and lives in Berlin)."""
    cast.expect(HOW_MANY)
    made = []
    for n in range(HOW_MANY):
        made.append(_expert(cast, n))
        cast.told("GHKOL")
    db.session.flush()
    return made


def _expert(cast: Cast, n: int) -> Expert:
    fields = list(WORK)
    field, place = fields[n % 12], PLACES[(n * 7 + n // 12) % len(PLACES)]
    code, region, language, zone = place
    other = PLACES[(n * 11 + 3) % len(PLACES)]
    abroad = n % 5 == 1
    name = f"가상 {FAMILY[n % len(FAMILY)]}{GIVEN[(n * 5 + n // 20) % len(GIVEN)]}"
    english = f"{ENGLISH[(n * 7) % 12]} {SURNAMES[(n * 5 + n // 12) % 12]} (fictional)"
    user = _user(n, english if abroad else name, abroad=abroad)
    work, count = WORK[field], 3 + n * 7 % 17
    career = _career(work, code, other[0], count, n, in_english=abroad)
    return _kept(
        user,
        n,
        name_en=english,
        affiliation=f"{work.firm} {n % 4 + 1}",
        conflicts=lines("가상메디텍" if n % 17 == 5 else ""),
        fields=[field] if n % 3 else [field, fields[(n + 4) % 12]],
        countries=sorted({code, other[0]} if n % 2 else {code}),
        regions=sorted({region, other[1]} if n % 2 else {region}),
        languages=sorted({"en", language} if abroad else {"ko", language} | ({"en"} if n % 2 else set())),
        years=7 + n * 3 % 22,
        career=career,
        max_load=2 + n % 3,
        zone=zone if abroad else "Asia/Seoul",
        term_from=cast.today - timedelta(days=120 + n % 200),
        term_to=cast.today + timedelta(days=300 + n * 5),
        available=n % 23 != 11,
    )


def _career(work: Work, code: str, other: str, count: int, n: int, *, in_english: bool) -> str:
    here, there = (countries.name(c, "en" if in_english else "ko") for c in (code, other))
    if in_english:
        return f"{work.english.format(c=here, n=count)} Also advised on two projects in {there}."
    told = work.careers[n % len(work.careers)].format(c=here, n=count)
    return f"{told} {particle(there, '과', '와')} 관련한 사업 두 건에도 참여하였다."


def _user(n: int, name: str, *, abroad: bool) -> User:
    at = {0: "expert", 1: "expert-en"}.get(n)
    language = "en" if abroad else "ko"
    if at is not None:
        user = demo.person(name, at=at, language=language)
    else:
        user = User(email=f"ghkol{n:03d}@experts.example", name=name, language=language)
        db.session.add(user)
        db.session.flush()
    roles.grant(user, "expert", SYSTEM, reason="demonstration")
    return user


def _kept(user: User, n: int, **columns: object) -> Expert:
    made = Expert(user_id=user.id, certificate_no=f"GHKOL-DEMO-{n + 1:03d}", **columns)
    db.session.add(made)
    return made
