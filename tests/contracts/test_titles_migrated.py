"""A database of the last release: each kind of case keeps the English title that was made of its Korean one when it was
shown.
"""

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import MetaData, select

from portal.core.db import db
from tests.contracts.test_house import sample

# kind, title as the last release wrote it, its English (None: the same as the Korean)
TITLES = [
    ("filing", "가상병원 · 베트남 · 운영컨설팅", "가상병원 · Vietnam · Operational consulting"),
    ("filing", "가상병원 · 코트디부아르", "가상병원 · Côte d'Ivoire"),
    ("filing", "가상병원", None),
    ("filing", "", None),
    ("change", "변경: 가상병원 · 몽골 · 수탁운영", "Change: 가상병원 · Mongolia · Operating an institution under contract"),
    ("change", "종료: 가상병원: 본원 · 몽골 · 종사자 파견", "Ending: 가상병원: 본원 · Mongolia · Dispatch of health personnel"),
    ("consultation", "가상한빛병원 · 베트남, 몽골 · 일반 자문", "Fictional Hanbit · Vietnam, Mongolia · General consulting"),
    ("consultation", "가상한빛병원 · 심화 자문", "Fictional Hanbit · In-depth consulting"),
    ("expert_application", "가상 김전문 · 베트남", None),
    ("expert_payment", "G-2026-000001 · 가상 김전문", None),
    ("inquiry", "가상 질문: 베트남", None),
    ("workforce_return", "2026년 인력 수요조사 · 가상병원", "Survey of needed staff 2026 · 가상병원"),
    ("application", "가상병원 · 거점협력센터", "가상병원 · Regional hub"),
    ("award", "프로젝트 지원 협약 · 가상병원", "Project agreement · 가상병원"),
    ("settlement", "프로젝트 지원 협약 · 가상병원", "Project agreement · 가상병원"),
    ("grant_change", "실증지원 협약 · 가상병원", "Trial agreement · 가상병원"),
    ("objection", "이의신청 · KM-2026-000003 가상병원 · K-헬스케어 마크", "Objection · KM-2026-000003 가상병원 · K-Healthcare mark"),
    ("misuse_report", "그 밖의 부정", "Other misuse"),
    ("finance_confirmation", "가상병원 · 신용보증", "가상병원 · Credit guarantee"),
]  # fmt: skip
OWN = {  # table: (kind, title, the English one of its own)
    "course": ("course", "가상 과정", "A fictional course"),
    "insight": ("insight", "가상 글", "A fictional column"),
    "pilot": ("pilot", "가상 시범사업", "A fictional pilot"),
    "policy_document": ("policy_document", "2027년 시행계획", "Implementation plan 2027"),
    "fund_call": ("call", "2026년 가상 공모", ""),
}
AFTER_OTHERS = [  # table, kind, title, the other's table, the column that names it, English
    ("course_application", "course_application", "가상 과정 · 가상 김", "course", "course_id", "A fictional course · 가상 김"),
    ("pilot_evaluation", "pilot_evaluation", "중간평가 가상 시범사업", "pilot", "pilot_id", "Mid evaluation · A fictional pilot"),
    ("policy_chapter", "policy_chapter", "2027년 시행계획 · 추진 배경", "policy_document", "", "Implementation plan 2027 · Background"),
]  # fmt: skip


@pytest.mark.slow
def test_each_kind_of_case_keeps_its_english_title(app):
    db.session.remove()
    downgrade(revision="0004")
    with db.engine.begin() as connection:
        held = MetaData()
        held.reflect(connection)
        row_of = {"organisation": {"id": 1}}
        for name in ("user_account", "expert"):
            row_of[name] = {c.name: sample(c, row_of) for c in held.tables[name].columns} | {"id": 1}

        def put(table, **given):
            row = {c.name: sample(c, row_of) for c in held.tables[table].columns if not c.nullable or c.name in given}
            connection.execute(held.tables[table].insert().values(row | given))

        put("organisation", id=1, name="가상한빛병원", name_en="Fictional Hanbit")
        put("user_account", id=1)
        connection.execute(held.tables["expert"].insert().values(row_of["expert"]))
        expected, number = {}, 0

        def case(kind, title, english, parent_id=None):
            nonlocal number
            number += 1
            put("cases", id=number, kind=kind, title=title, organisation_id=1, parent_id=parent_id)
            expected[number] = (title, english or "")
            return number

        for kind, title, english in TITLES:
            case(kind, title, english)
        ids = {}
        for table, (kind, title, english) in OWN.items():
            ids[table] = case(kind, title, english)
            put(table, id=ids[table], title_en=english)
        for table, kind, title, other, column, english in AFTER_OTHERS:
            own = case(kind, title, english, None if column else ids[other])
            put(table, id=own, **({column: ids[other]} if column else {"heading_en": "Background"}))
        put("register_staging", run_id=1, seq=1, title="가상병원 · 베트남 · 운영컨설팅")
    upgrade()
    with db.engine.connect() as connection:
        held = MetaData()
        held.reflect(connection)
        cases, staged = held.tables["cases"], held.tables["register_staging"]
        kept = {row.id: (row.title, row.title_en) for row in connection.execute(select(cases))}
        assert kept == expected
        assert connection.scalar(select(staged.c.title_en)) == "가상병원 · Vietnam · Operational consulting"
        assert not [name for name in OWN if "title_en" in held.tables[name].c]
    downgrade(revision="0004")
    with db.engine.connect() as connection:
        held = MetaData()
        held.reflect(connection)
        for table, (_, title, english) in OWN.items():
            row = connection.execute(select(held.tables[table])).one()
            assert row.title_en == english, table
            assert (
                connection.scalar(select(held.tables["cases"].c.title).where(held.tables["cases"].c.id == row.id))
                == title
            )
    upgrade()
