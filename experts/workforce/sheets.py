"""The answers of a survey as worksheets for the desk: every row with its organisation, and the sums.

Never for the public.
"""

from collections.abc import Callable

from experts.workforce import results
from experts.workforce.models import WorkforceNeed, WorkforceSurvey
from portal.core import countries
from portal.core.worksheets import TEXT, WHOLE, Column, Sheet


def sheets_of(survey: WorkforceSurvey, held: list[results.Line]) -> list[Sheet]:
    note = f"{survey.year}년 인력 수요조사, 기준일 {survey.reference_on}. 제출·확인된 조사표. 내부 자료: 기관이 드러나므로 공개하지 않습니다."
    persons = [Column("올해", WHOLE), Column("내년", WHOLE), Column("기관 수", WHOLE)]
    by: dict[str, tuple[str, str, Callable[[WorkforceNeed], str]]] = {
        "country": ("국가별", "by_country", lambda n: countries.name(n.country)),
        "occupation": ("직종별", "by_occupation", lambda n: n.occupation),
    }
    sheets = [
        Sheet(
            tab="조사표",
            table="needs",
            title=f"인력 수요조사 {survey.year}",
            note=note,
            columns=[Column(h, TEXT) for h in ("기관", "국가", "직종")]
            + persons[:2]
            + [Column(h, TEXT) for h in ("시기", "언어", "면허·자격", "사유")],
            rows=[
                [
                    x.organisation,
                    countries.name(x.need.country),
                    x.need.occupation,
                    x.need.this_year,
                    x.need.next_year,
                    x.need.month,
                    x.need.languages,
                    x.need.licences,
                    x.need.reason,
                ]
                for x in held
            ],
        )
    ]
    for heading, key, named in by.values():
        sums: dict[str, tuple[int, int, set[int]]] = {}
        for line in held:
            before = sums.get(named(line.need), (0, 0, set()))
            sums[named(line.need)] = (
                before[0] + line.need.this_year,
                before[1] + line.need.next_year,
                before[2] | {line.organisation_id},
            )
        ordered = sorted(sums.items(), key=lambda pair: (-pair[1][1], pair[0]))
        sheets.append(
            Sheet(
                tab=heading,
                table=key,
                title=heading,
                note=note,
                columns=[Column(heading.removesuffix("별"), TEXT), *persons],
                rows=[[name, this, following, len(who)] for name, (this, following, who) in ordered],
            )
        )
    return sheets
