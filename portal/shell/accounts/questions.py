"""What sign-up, profiles, invitations and deputies ask.

Declarations and what must hold between answers; no page, no table.
"""

import re
from dataclasses import replace

from portal.core.asking import Asking
from portal.core.people import FOUNDERS, MEMBER_ROLES
from portal.core.schema import Field, When
from portal.core.terms import CLASSES, SIDO
from portal.core.text import Text
from portal.shell.signing.questions import AGAIN, EMAIL, NEW_PASSWORD, PASSWORD

NAME = Field(key="name", label=Text("이름", "Name"), required=True, longest=100, bare=True)
PHONE = Field(
    key="phone",
    label=Text("전화번호", "Phone"),
    type="phone",
    required=True,
    example=Text("02-000-0000", "02-000-0000"),
)
UNIT = Field(key="unit", label=Text("부서", "Unit"), longest=100, bare=True)
LANGUAGE = Field(
    key="language",
    label=Text("화면과 안내의 언어", "Language of pages and messages"),
    type="choice",
    required=True,
    choices={"ko": Text("한국어", "Korean"), "en": Text("영어", "English")},
)
CHOSEN_PASSWORD = (
    replace(NEW_PASSWORD, label=PASSWORD.label),
    replace(AGAIN, label=Text("비밀번호 확인", "Password once more")),
)
PERSON = (NAME, EMAIL, PHONE, *CHOSEN_PASSWORD)

HOSPITAL = When("founder", ("hospital",))
BUSINESS_NUMBER = Field(
    key="business_number",
    label=Text("사업자등록번호", "Business registration number"),
    type="business_number",
    required=True,
    example=Text("000-00-00000", "000-00-00000"),
)
ORGANISATION = (
    Field(
        key="founder",
        label=Text("기관 구분", "Kind of organisation"),
        type="choice",
        required=True,
        choices=FOUNDERS,
        hint=Text("의료법 제3조의 의료기관을 개설한 분은 ‘의료기관 개설자’를 골라 주세요.", "Founders under Art. 3 of the Medical Service Act choose the first."),
    ),
    Field(key="organisation_name", label=Text("기관명", "Name of the organisation"), required=True, bare=True),
    Field(key="organisation_name_en", label=Text("기관명(영문)", "Name in English"), bare=True),
    Field(
        key="institution_code",
        label=Text("요양기관기호", "Institution code"),
        required=True,
        show_if=HOSPITAL,
        hint=Text("건강보험심사평가원이 준 8자리 숫자입니다.", "The eight digits given by HIRA."),
    ),
    Field(
        key="category",
        label=Text("종별", "Class"),
        type="choice",
        required=True,
        show_if=HOSPITAL,
        choices={k: v for k, v in CLASSES.items() if k != "기업"},
    ),
    Field(key="region", label=Text("시도", "Province or city"), type="choice", required=True, choices=SIDO),
    Field(key="address", label=Text("주소", "Address"), required=True, longest=300),
    Field(key="representative", label=Text("대표자", "Representative"), required=True, longest=100, bare=True),
    Field(key="organisation_phone", label=Text("기관 대표 전화", "Phone of the organisation"), type="phone", required=True),
    Field(
        key="incorporated",
        label=Text("법인인가요?", "Is it a corporation?"),
        type="yesno",
        required=True,
        hint=Text("의료법인 등 법인은 신고할 때 정관이 필요합니다.", "A corporation files its articles of association."),
    ),
    Field(key="has_department", label=Text("해외진출 전담부서가 있나요?", "Is there a department for overseas work?"), type="yesno", required=True),
)  # fmt: skip
CERTIFICATE = Field(
    key="certificate",
    label=Text("기관이 받은 신고확인증번호", "Number of a certificate of the organisation"),
    example=Text("제2020-0001호", "제2020-0001호"),
    hint=Text(
        "번호와 확인번호가 모두 맞으면 기관 관리자로 등록됩니다. 없으시면 비워 두세요. 담당자가 확인해 드립니다.",
        "If number and code are right you become the manager. If you have none leave both empty: an officer will check.",
    ),
)
CERTIFICATE_CODE = Field(
    key="certificate_code",
    label=Text("신고확인증에 인쇄된 확인번호", "Code printed on that certificate"),
    example=Text("ABCD-EFGH-JKMN", "ABCD-EFGH-JKMN"),
)
MEMBER_EMAIL = replace(EMAIL, hint=Text("이 주소로 초대 메일을 보냅니다.", "The invitation is sent there."))
MEMBER_ROLE = Field(
    key="role",
    label=Text("역할", "Role"),
    type="choice",
    required=True,
    choices=MEMBER_ROLES,
    hint=Text(
        "관리자는 구성원과 기관 정보를 고치고, 작성자는 신고서를 쓰고 제출하며, 열람자는 보기만 합니다.",
        "Managers edit members and the organisation, editors write and submit filings, viewers only read.",
    ),
)
COLUMNS = {
    "founder": "founder",
    "organisation_name": "name",
    "organisation_name_en": "name_en",
    "business_number": "business_number",
    "institution_code": "institution_code",
    "category": "category",
    "region": "region",
    "address": "address",
    "representative": "representative",
    "organisation_phone": "phone",
}
"""Which column of Organisation keeps an answer; the yes-or-no ones apart."""


def check_organisation(asked: Asking) -> None:
    code = asked.text("institution_code")
    if code and not re.fullmatch(r"[0-9]{8}", code.replace("-", "")):
        asked.fault(
            "institution_code", Text("요양기관기호는 숫자 8자리입니다.", "The institution code has eight digits.")
        )


def organisation_columns(answers: dict[str, object]) -> dict[str, object]:
    """The answers as columns of Organisation."""
    columns: dict[str, object] = {column: answers.get(key) or "" for key, column in COLUMNS.items() if key in answers}
    columns["incorporated"] = answers.get("incorporated") == "yes"
    columns["has_department"] = answers.get("has_department") == "yes"
    if answers.get("founder") == "company":
        columns |= {"category": "기업", "institution_code": ""}
    else:
        columns["institution_code"] = str(answers.get("institution_code") or "").replace("-", "")
    return columns
