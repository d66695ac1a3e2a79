"""The register's columns, in the order of its worksheets.

Whoever needs them goes over COLUMNS; nobody lists them again.
How to add one: `docs/adding-a-register-column.md`. Pure: knows neither files nor the database.
"""

from collections import namedtuple
from typing import Any

from filings import terms
from filings.certificate_numbers import WRITTEN, certificate_number
from filings.columns import codes, readers
from filings.columns.column import YES_NO, Column, coded, day, text, whole
from portal.core import countries
from portal.core.reading import shown_business_number
from portal.core.text import Text

# One column a line or two, to be read as a table.
# fmt: off
COLUMNS = (
    Column(field="certificate_no", label=Text("신고확인증번호", "Certificate number"), reads=certificate_number, taken_as_it_is=WRITTEN,
           example=Text(" 제2023-0001호처럼 적어 주세요.", " Write it like 제2023-0001호."), answer=None, width=16),
    day("received_on", Text("접수일", "Received on"), past=True, answer=None),
    day("accepted_on", Text("수리일", "Accepted on"), past=True, answer=None),
    coded("filing_kind", Text("신고구분", "New or change"), terms.KINDS, answer=None),
    text("organisation_name", Text("기관명", "Institution"), longest=200, width=26),
    coded("category", Text("종별", "Class of institution"), terms.CLASSES, reads=readers.one_of(codes.CLASSES)),
    coded("region", Text("시도", "Province"), terms.SIDO, reads=readers.one_of(codes.SIDO)),
    Column(field="business_number", label=Text("사업자등록번호", "Business number"), reads=readers.business_number, wrong="bad_business_number",
           shown=shown_business_number, width=15),
    Column(field="has_department", label=Text("전담부서 유무", "Dedicated department"), reads=readers.read_by(codes.yes_no), allowed=("유", "무"),
           empty=False, answer=YES_NO, shown=lambda yes: "유" if yes else "무"),
    coded("type", Text("진출유형", "Type of expansion"), terms.TYPES, reads=readers.read_by(codes.expansion_type), width=24),
    Column(field="country", label=Text("진출국가", "Country"), reads=readers.country, wrong="unknown_country", shown=countries.name, width=16),
    text("city", Text("도시", "City"), blank=True, longest=100, width=14),
    text("foreign_name", Text("현지기관명", "Institution abroad"), blank=True, longest=200, width=26),
    coded("specialty", Text("진료과목", "Specialty"), terms.SPECIALTIES, reads=readers.read_by(codes.specialty), allowed=(), blank=True, empty="", width=14),
    whole("beds", Text("병상수", "Beds"), empty=0),
    coded("trigger", Text("사유구분", "Ground"), terms.TRIGGERS, answer=None),
    day("trigger_on", Text("사유발생일", "Day of the ground"), past=True, answer=None),
    day("contract_ends_on", Text("계약종료일", "Contract ends on"), blank=True),
    whole("staff", Text("파견인원", "Staff dispatched"), blank=True),
    coded("status", Text("운영상태", "State of operation"), terms.STATUSES, empty="preparing"),
    text("note", Text("비고", "Remarks"), reads=readers.note, blank=True, longest=1000, width=30),
)
# fmt: on

FIELDS = tuple(column.field for column in COLUMNS)
INDEX = {field: i for i, field in enumerate(FIELDS)}

_named: Any = namedtuple
Row = _named("Row", ("row_number", *FIELDS))
"""A right row of a file: where it stood, and its values by the names of the columns."""
