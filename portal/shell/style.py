"""The living style page: every piece of `ui.html` in each of its states. Must not read the database.

It is what a developer looks at before building a page, and what the browser tests look at in both languages.
"""

from datetime import date
from typing import Any

from flask import Blueprint, g, render_template
from werkzeug.datastructures import MultiDict

from portal.core.fields import check_shape, form_for
from portal.core.module import Module
from portal.core.schema import Field, When
from portal.core.text import Text
from portal.core.web import access

blueprint = Blueprint("style", __name__)

FIELDS = (
    Field(
        key="partner",
        label=Text("현지 법인명", "Name of the local company"),
        law=Text("시행규칙 별지 제1호서식", "Enforcement Rule, Form 1"),
        hint=Text("현지에 등록된 이름 그대로 적어 주세요.", "As registered in the country."),
        example=Text("가상메디컬 유한책임회사", "Fictional Medical LLC"),
    ),
    Field(
        key="opened_on",
        label=Text("개설일", "Day of opening"),
        type="date",
        law=Text("법 제4조", "Act, Article 4"),
        past=True,
    ),
    Field(key="amount", label=Text("투자 금액", "Amount invested"), type="money", unit=Text("원", "KRW"), least=0),
    Field(key="country", label=Text("진출 국가", "Country"), type="country", required=True),
    Field(
        key="form",
        label=Text("진출 형태", "Form of expansion"),
        type="choice",
        required=True,
        choices={
            "clinic": Text("의료기관 개설·운영", "Open and run a medical institution"),
            "consulting": Text("운영 컨설팅", "Consulting on operation"),
            "training": Text("의료지식 지원·교육", "Medical training"),
        },
    ),
    Field(
        key="beds",
        label=Text("병상 수", "Number of beds"),
        type="integer",
        unit=Text("병상", "beds"),
        show_if=When("form", ("clinic",)),
        hint=Text(
            "‘의료기관 개설·운영’을 고르면 나타나는 질문입니다.", "This question appears when “Open and run” is chosen."
        ),
    ),
    Field(
        key="subjects",
        label=Text("진료 과목", "Departments"),
        type="choices",
        choices={
            "im": Text("내과", "Internal medicine"),
            "gs": Text("외과", "Surgery"),
            "ps": Text("성형외과", "Plastic surgery"),
            "derm": Text("피부과", "Dermatology"),
        },
    ),
    Field(key="story", label=Text("사업 개요", "About the project"), type="text", longest=500),
    Field(
        key="licence",
        label=Text("현지 면허증 사본", "Copy of the local licence"),
        type="paper",
        law=Text("시행규칙 제3조", "Rule, Article 3"),
    ),
)
SHOWN = {
    "partner": "가상메디컬 유한책임회사",
    "amount": 1250000000,
    "country": "VN",
    "form": "clinic",
    "beds": 120,
    "subjects": ["im", "derm"],
    "story": "하노이에 건강검진센터를 열고 국내 의료진이 함께 운영합니다.",
}
ILL = MultiDict(
    {"partner": "가상" * 120, "opened_on": "2026-13-40", "amount": "-5", "form": "other", "beds": "많음", "story": ""}
)


def _link(label: Text, current: str = "") -> dict[str, Any]:
    return {"label": label, "url": "/style", "current": current}


MENU = (
    _link(Text("진출신고 안내", "About filing")),
    {
        "label": Text("신고하기", "Filings"),
        "current": True,
        "entries": [
            _link(Text("내 신고", "My filings")),
            _link(Text("새로 신고하기", "New filing"), "page"),
            _link(Text("변경 신고", "Change filing")),
        ],
    },
    {
        "label": Text("시장 정보", "Markets"),
        "current": False,
        "entries": [_link(Text("국가 정보", "Countries")), _link(Text("시장 소식", "Market news"))],
    },
    _link(Text("전문가 상담", "Experts")),
    _link(Text("지원사업", "Programmes")),
    _link(Text("공개 통계", "Statistics")),
)


@blueprint.get("/style")
@access("everybody")
def page() -> str:
    return render_template("shell/style.html", **shown(g.language))


def shown(language: str) -> dict[str, Any]:
    """A menu of its own, and the forms of the page: one answered, one with mistakes."""
    faulty = form_for(FIELDS, {}, ILL, language)
    errors = check_shape(faulty, language)
    for control in faulty:
        control.id = f"faulty-{control.id}"
    return {
        "menu": MENU,
        "form": form_for(FIELDS, SHOWN, None, language),
        "faulty": faulty,
        "errors": {f"faulty-{key}": sentence for key, sentence in errors.items()},
        "labels": {f"faulty-{f.key}": f.label for f in FIELDS},
        "day": date(2026, 11, 23),
    }


shell = Module(name="style", blueprints=[blueprint])
