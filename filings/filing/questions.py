"""The questions of an overseas-expansion filing (별지 제1호서식): sections, conditions, papers.

Which papers the law asks for stands in 시행령 제3조제1항·제2항; the order of the questions is ours, since the form's own field
list is not published. A field with `law` blocks submission when empty, one without never does.
"""

from datetime import date
from typing import Any

from filings import terms
from portal.core import clock
from portal.core.people import FOUNDERS
from portal.core.schema import Answers, Field, Schema, Section, When
from portal.core.text import Text

FORM = Text("시행규칙 별지 제1호서식", "Rule, Form 1")
ACT_2 = Text("법 제2조제1호", "Act Art. 2(1)")
DECREE_3_1 = Text("시행령 제3조제1항", "Decree Art. 3(1)")
DECREE_3_2 = Text("시행령 제3조제2항", "Decree Art. 3(2)")
DECREE_3_3 = Text("시행령 제3조제3항", "Decree Art. 3(3)")
ACT_4_2 = Text("법 제4조제2항", "Act Art. 4(2)")

OPEN = ("OPEN",)
BY_CONTRACT = ("ENTRUST", "CONSULT", "DISPATCH", "TECH", "SUPPLY", "EDU")
OPENING_WAYS = {
    "permit": Text("현지 정부의 인·허가를 받아 개설", "Opened under a permit of the foreign government"),
    "incorporation": Text(
        "개설·운영을 위해 현지 법인을 설립하거나 인수",
        "A foreign corporation was founded or acquired to open and operate",
    ),
}
INVESTMENT_FORMS = {
    "own": Text("단독 투자", "Sole investment"),
    "joint": Text("합작 투자", "Joint venture"),
    "none": Text("투자 없음(운영·용역)", "No investment (service only)"),
    "other": Text("그 밖의 방식", "Other"),
}
OCCUPATIONS = {
    "doctor": Text("의사", "Doctors"),
    "dentist": Text("치과의사", "Dentists"),
    "korean": Text("한의사", "Doctors of Korean medicine"),
    "nurse": Text("간호사", "Nurses"),
    "technician": Text("의료기사", "Medical technicians"),
    "manager": Text("행정·경영 인력", "Administrators and managers"),
    "other": Text("그 밖의 인력", "Others"),
}


def _when(*types: str) -> When:
    return When("type", types)


# One question a line, to be read beside the decree.
# fmt: off
TYPE = Section(
    key="type",
    title=Text("진출 유형", "Kind of expansion"),
    lead=Text("진출 건마다 따로 신고합니다. 유형에 따라 다음 질문과 서류가 달라집니다.", "Each expansion is filed by itself. The questions and papers that follow depend on its kind."),
    fields=(
        Field(key="type", label=Text("진출 유형", "Kind of expansion"), type="choice", choices=terms.TYPES, law=ACT_2),
    ),
)

APPLICANT = Section(
    key="applicant",
    title=Text("신고 기관", "Filing organisation"),
    lead=Text("가입할 때 적은 내용을 가져왔습니다. 달라진 것만 고쳐 주세요.", "Taken from your organisation's record. Change only what is different."),
    fields=(
        Field(key="founder", label=Text("신고인 구분", "Filer"), type="choice", choices=FOUNDERS, law=Text("법 제4조제1항", "Act Art. 4(1)")),
        Field(key="organisation_name", label=Text("기관명", "Name of the organisation"), law=FORM),
        Field(key="business_number", label=Text("사업자등록번호", "Business registration number"), type="business_number", law=FORM),
        Field(key="category", label=Text("종별", "Class of institution"), type="choice", choices=terms.CLASSES, law=FORM),
        Field(key="region", label=Text("소재지(시·도)", "Province or city"), type="choice", choices=terms.SIDO, law=FORM),
        Field(key="address", label=Text("주소", "Address"), longest=300),
        Field(key="representative", label=Text("대표자", "Representative"), law=FORM, personal=True),
        Field(key="incorporated", label=Text("의료법인 등 법인입니까?", "Is the filer a corporation?"), type="yesno", law=ACT_4_2,
              hint=Text("법인이면 해외진출이 적힌 정관을 함께 냅니다.", "A corporation adds its articles of association that mention overseas expansion.")),
        Field(key="has_department", label=Text("해외진출 전담부서가 있습니까?", "Is there a department for overseas expansion?"), type="yesno", required=True,
              hint=Text("연례 통계에 쓰입니다.", "Used for the annual statistics.")),
        Field(key="contact_name", label=Text("담당자 이름", "Contact person"), required=True, personal=True, longest=100),
        Field(key="contact_phone", label=Text("담당자 전화번호", "Contact phone"), type="phone", required=True, personal=True),
        Field(key="contact_email", label=Text("담당자 전자우편", "Contact e-mail"), type="email", personal=True),
    ),
)

PLACE = Section(
    key="place",
    title=Text("진출 국가와 현지 기관", "Country and foreign institution"),
    fields=(
        Field(key="country", label=Text("진출 국가", "Country"), type="country", law=FORM),
        Field(key="city", label=Text("도시", "City"), longest=100),
        Field(key="foreign_name", label=Text("현지 기관명", "Name of the foreign institution"), law=FORM),
        Field(key="partner", label=Text("현지 협력 기관(투자자·운영사 등)", "Local partner (investor, operator …)")),
        Field(key="specialty", label=Text("진료과목", "Specialty"), type="choice", choices=terms.SPECIALTIES,
              hint=Text("여러 과목이면 가장 큰 것을 고르거나 ‘종합’을 고르세요.", "With several, choose the largest or “general”.")),
    ),
)

TRIGGER = Section(
    key="trigger",
    title=Text("신고 사유가 생긴 날", "The day that starts the filing period"),
    lead=Text("신고 의무가 있는 기관은 이 날의 다음 날부터 신고 기한을 셉니다. 기한이 지났어도 신고할 수 있습니다.", "Where there is a duty to file, the period is counted from the day after. A filing after it is still accepted."),
    fields=(
        Field(key="opening_way", label=Text("어떻게 개설합니까?", "How is it opened?"), type="choice", choices=OPENING_WAYS, law=DECREE_3_3, show_if=_when(*OPEN)),
        Field(key="founded_on", label=Text("현지 법인 설립일 또는 인수일", "Day of founding or acquisition"), type="date", law=DECREE_3_3, past=True,
              show_if=When("opening_way", ("incorporation",)), hint=Text("신고 기한은 이 날을 기준으로 셉니다.", "The filing period is counted from this day.")),
        Field(key="licensed_on", label=Text("현지 인·허가를 받은 날", "Day of the foreign permit or licence"), type="date", past=True, show_if=_when(*OPEN),
              hint=Text("법인을 설립·인수하지 않았다면 신고 기한은 이 날을 기준으로 셉니다.", "Without a corporation founded or acquired, the filing period is counted from this day.")),
        Field(key="contract_on", label=Text("계약 체결일", "Day of the contract"), type="date", law=DECREE_3_3, past=True, show_if=_when(*BY_CONTRACT)),
        Field(key="contract_starts_on", label=Text("계약 시작일", "Contract starts"), type="date", show_if=_when(*BY_CONTRACT)),
        Field(key="contract_ends_on", label=Text("계약 종료일", "Contract ends"), type="date"),
    ),
)

CONTENT = Section(
    key="content",
    title=Text("진출 내용", "What is done"),
    fields=(
        Field(key="beds", label=Text("병상 수", "Beds"), type="integer", unit=Text("병상", "beds"), most=100_000, law=FORM, show_if=_when("OPEN", "ENTRUST"),
              hint=Text("병상이 없으면 0을 적어 주세요.", "Enter 0 if there are none.")),
        Field(key="floor_area", label=Text("시설 규모", "Size of the facility"), type="integer", unit=Text("㎡", "m²"), show_if=_when("OPEN", "ENTRUST")),
        Field(key="share", label=Text("지분율", "Share held"), type="decimal", unit=Text("%", "%"), show_if=_when("OPEN")),
        Field(key="operating_scope", label=Text("수탁 운영하는 범위", "Scope of the entrusted operation"), type="text", longest=2000, law=FORM, show_if=_when("ENTRUST"),
              example=Text("진료·간호·구매를 포함한 병원 전체", "The whole hospital, including care, nursing and purchasing")),
        Field(key="fee_basis", label=Text("운영 대가 산정 방식", "How the fee is set"), longest=300, show_if=_when("ENTRUST", "CONSULT")),
        Field(key="consulting_scope", label=Text("컨설팅 내용", "What is advised on"), type="text", longest=2000, law=FORM, show_if=_when("CONSULT")),
        Field(key="dispatched_to", label=Text("파견 인력이 맡는 일", "What the dispatched staff do"), type="text", longest=2000, law=FORM, show_if=_when("DISPATCH")),
        Field(key="occupations", label=Text("파견 직종", "Occupations"), type="choices", choices=OCCUPATIONS, law=FORM, show_if=_when("DISPATCH")),
        Field(key="technology", label=Text("이전하는 의료기술 또는 정보시스템", "Technology or information system transferred"), type="text", longest=2000, law=FORM, show_if=_when("TECH")),
        Field(key="transfer_way", label=Text("이전 방식(사용권·구축·공동 운영 등)", "How it is transferred (licence, installation …)"), longest=300, show_if=_when("TECH")),
        Field(key="supplies", label=Text("제공하는 의약품·의료기기 등", "Drugs, devices and so on provided"), type="text", longest=2000, law=FORM, show_if=_when("SUPPLY")),
        Field(key="supply_amount", label=Text("연간 제공 규모", "Amount a year"), type="money", unit=Text("원", "KRW"), show_if=_when("SUPPLY")),
        Field(key="programme", label=Text("지원·교육 내용", "What is taught or supported"), type="text", longest=2000, law=FORM, show_if=_when("EDU")),
        Field(key="trainees", label=Text("교육 인원", "Trainees"), type="integer", unit=Text("명", "people"), show_if=_when("EDU")),
        Field(key="staff", label=Text("파견하는 인원", "Staff sent"), type="integer", unit=Text("명", "people"), most=100_000,
              hint=Text("한국에서 보내는 인원입니다. 없으면 비워 두세요.", "People sent from Korea. Leave blank if none.")),
        Field(key="investment_form", label=Text("투자 방식", "Form of investment"), type="choice", choices=INVESTMENT_FORMS),
        Field(key="investment", label=Text("투자 금액", "Amount invested"), type="money", unit=Text("원", "KRW"), show_if=When("investment_form", ("own", "joint", "other"))),
        Field(key="status", label=Text("운영 상태", "State of operation"), type="choice", choices=terms.STATUSES, required=True),
        Field(key="summary", label=Text("사업 계획 요약", "Summary of the plan"), type="text", longest=4000),
        Field(key="note", label=Text("비고", "Remarks"), type="text", longest=1000),
    ),
)

PAPERS = Section(
    key="papers",
    title=Text("서류와 동의", "Papers and consent"),
    lead=Text(
        "PDF, HWP, HWPX, DOCX, XLSX, JPG, PNG 파일을 올릴 수 있습니다. 사본이면 됩니다.",
        "PDF, HWP, HWPX, DOCX, XLSX, JPG and PNG files can be uploaded. Copies suffice.",
    ),
    fields=(
        Field(key="shared_information", label=Text("의료기관 개설허가증·신고증명서를 행정정보 공동이용으로 확인하는 데 동의합니까?",
              "Do you consent that the licence of your institution is checked through shared administrative information?"), type="yesno",
              law=Text("시행령 제3조제2항, 전자정부법 제36조제1항", "Decree Art. 3(2), e-Government Act Art. 36(1)"),
              hint=Text("동의하면 사본을 내지 않아도 됩니다. 확인하는 정보: 개설허가·신고 사항. 이용 기관: 보건복지부, 한국보건산업진흥원.",
                        "With consent no copy is asked for. What is read: the licence or notification. By: the Ministry and KHIDI."),
              show_if=When("founder", ("hospital",))),
        Field(key="licence_copy", label=Text("의료기관 개설허가증 또는 개설신고증명서 사본", "Copy of the licence or notification certificate"), type="paper",
              law=DECREE_3_2, show_if=When("shared_information", ("no",))),
        Field(key="opening_proof", label=Text("현지 개설·운영을 증명하는 서류 사본", "Copy that proves opening or operation abroad"), type="paper",
              law=DECREE_3_1, show_if=When("opening_way", ("permit",))),
        Field(key="incorporation_proof", label=Text("현지 법인의 설립·인수를 증명하는 서류 사본", "Copy that proves the founding or acquisition"), type="paper",
              law=DECREE_3_1, show_if=When("opening_way", ("incorporation",))),
        Field(key="contract_copy", label=Text("계약서 사본", "Copy of the contract"), type="paper", law=DECREE_3_1, show_if=_when(*BY_CONTRACT)),
        Field(key="business_plan", label=Text("사업운영계획서", "Business operation plan"), type="paper", law=DECREE_3_1),
        Field(key="articles", label=Text("해외진출이 적힌 정관", "Articles of association that mention overseas expansion"), type="paper",
              law=Text("법 제4조제2항, 시행령 제3조제1항", "Act Art. 4(2), Decree Art. 3(1)"), show_if=When("incorporated", ("yes",))),
        Field(key="other_papers", label=Text("그 밖의 참고 자료", "Other papers"), type="paper"),
    ),
)
# fmt: on


TRIGGER_DAYS = {"permit": "licensed_on", "incorporation": "founded_on", "contract": "contract_on"}
"""The question that asks for the day of each ground."""


def trigger_day(answers: Answers) -> date | None:
    """The day from which the filing period counts (시행령 제3조제3항): founding or acquisition before the licence;
    else the contract.
    """
    given = answers.get(_trigger_key(answers))
    return date.fromisoformat(given) if given else None


def trigger_of(answers: Answers) -> str:
    """사유구분 of the register: 'permit', 'incorporation' or 'contract'."""
    asked = _trigger_key(answers)
    return next(code for code, key in TRIGGER_DAYS.items() if key == asked)


def _trigger_key(answers: Answers) -> str:
    if answers.get("type") == "OPEN":
        return "founded_on" if answers.get("opening_way") == "incorporation" else "licensed_on"
    # older register rows name another event for a contract type; it stands until a contract day is given
    return next((k for k in ("contract_on", "founded_on", "licensed_on") if answers.get(k)), "contract_on")


def _licence_day_given(answers: Answers) -> dict[str, Text]:
    if answers.get("type") == "OPEN" and answers.get("opening_way") == "permit" and not answers.get("licensed_on"):
        return {
            "licensed_on": Text(
                "현지 인·허가를 받은 날을 적어 주세요. 신고 기한은 이 날을 기준으로 셉니다.",
                "Give the day of the foreign permit: the period is counted from it.",
            )
        }
    return {}


def _days_in_order(answers: Answers) -> dict[str, Text]:
    found: dict[str, Text] = {}
    today = clock.today().isoformat()
    for key in ("founded_on", "licensed_on", "contract_on"):
        if answers.get(key) and answers[key] > today:
            found[key] = Text(
                "아직 오지 않은 날입니다. 날짜를 확인해 주세요.", "This day is in the future. Check the date."
            )
    start = answers.get("contract_starts_on") or answers.get("contract_on")
    end = answers.get("contract_ends_on")
    if start and end and end < start:
        found["contract_ends_on"] = Text("종료일이 시작일보다 앞섭니다.", "The end is before the start.")
    return found


def _not_korea(answers: Answers) -> dict[str, Text]:
    if answers.get("country") == "KR":
        return {
            "country": Text(
                "해외진출 신고이므로 대한민국은 고를 수 없습니다.",
                "An overseas filing cannot name the Republic of Korea.",
            )
        }
    return {}


SCHEMA = Schema(
    key="filing",
    version=1,
    sections=(TYPE, APPLICANT, PLACE, TRIGGER, CONTENT, PAPERS),
    checks=(_licence_day_given, _days_in_order, _not_korea),
)


def prefilled(organisation: Any) -> Answers:
    """What the portal already knows of the organisation, so that it is not asked again."""
    return {
        "founder": organisation.founder,
        "organisation_name": organisation.name,
        "business_number": organisation.business_number,
        "category": organisation.category,
        "region": organisation.region,
        "address": organisation.address,
        "representative": organisation.representative,
        "incorporated": "yes" if organisation.incorporated else "no",
        "has_department": "yes" if organisation.has_department else "no",
        "contact_phone": organisation.phone,
    }
