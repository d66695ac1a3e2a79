"""What excludes an expert from a request whatever the expertise: never scored, always explained.

Who may be told what: the official reads the exact reason, the applicant only its sort and never a third party's matter.
"""

from typing import TYPE_CHECKING

from experts.matching.people import Expert, Request
from portal.core.organisation_names import keys
from portal.core.text import Text

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from experts.matching.index import Index

UNAVAILABLE, FULL, CONFLICT, JUNIOR, DECLINED, BELOW, NO_LEAD, ASIDE = 1, 2, 4, 8, 16, 32, 64, 128
YEARS = 7  # practice asked of an expert (law-and-practice §2.2)
SENIOR = 10  # years of whoever leads in-depth consulting (P.M.); no rule is published, our own


def gates(request: Request, index: "Index") -> "npt.NDArray[np.uint16]":
    """Bit set of excluding gates of every expert, uint16 (E,); 0 = may be asked."""
    why = index.barred.copy()
    for party in request.barring:
        if (rows := index.bound.get(party)) is not None:
            why[rows] |= CONFLICT
    for expert in request.declined:
        if expert in index.row:
            why[index.row[expert]] |= DECLINED
    if request.indepth and request.needed == 1:
        why[~index.senior] |= NO_LEAD
    if request.starts_on is not None:
        for row, expert_ in enumerate(index.experts):
            if any(first <= request.starts_on <= last for first, last in expert_.away):
                why[row] |= UNAVAILABLE
    return why


def reasons(why: int, expert: Expert, request: Request) -> tuple[Text, ...]:
    """The gates in `why` as the official reads them, one sentence each."""
    said = []
    if why & UNAVAILABLE:
        said.append(
            Text("희망 시작일에 활동할 수 없습니다.", "Not available on the wanted start.")
            if expert.available
            else Text("현재 활동 중지 상태입니다.", "Currently not available.")
        )
    if why & FULL:
        load = {"now": expert.current_load, "most": expert.max_load}
        said.append(Text("수행 한도 {now}/{most}로 제외합니다.", "Excluded: load {now}/{most}.").format(**load))
    if why & CONFLICT:
        said.append(_tie(expert, request))
    if why & JUNIOR:
        years = f"{expert.years:g}"
        said.append(
            Text("실무 경력 {n}년으로 7년에 못 미칩니다.", "{n} years of practice; 7 are required.").format(n=years)
        )
    if why & DECLINED:
        said.append(Text("이 요청을 이미 사양했습니다.", "Has already declined this request."))
    if why & NO_LEAD:
        said.append(
            Text(
                "심화 자문을 이끌려면 실무 경력 {s}년 이상이어야 합니다(현재 {n}년).",
                "Leading in-depth consulting takes {s} years of practice; this expert has {n}.",
            ).format(s=SENIOR, n=f"{expert.years:g}")
        )
    if why & BELOW:
        said.append(Text("적합도가 배정 기준에 못 미칩니다.", "The fit is below the floor for assignment."))
    return tuple(said)


def _tie(expert: Expert, request: Request) -> Text:
    """What the expert has to do with the parties, in the words in which the tie was written."""
    barring = request.barring
    sorts: tuple[tuple[Text, frozenset[str]], ...] = (
        (Text("소속 기관", "own employer"), frozenset({expert.affiliation_org})),
        (Text("포털에서 그 기관의 구성원", "a member of it in the portal"), expert.member_names),
        (Text("신고한 이해관계", "declared tie"), expert.conflict_orgs),
    )
    for what, names in sorts:
        shared = sorted(name for name in names if keys(name) & barring)
        if shared:
            return Text("이해상충: {who} ({what})", "Conflict of interest: {who} ({what})").format(
                who=", ".join(shared), what=what
            )
    return Text("이해상충: {who} ({what})", "Conflict of interest: {who} ({what})").format(
        who=request.applicant_org, what=sorts[1][0]
    )


def reason_for_applicant(why: int) -> Text:
    """The same for the applicant: the sort of reason without anybody else's matter."""
    if why & CONFLICT:
        return Text("배정 불가(이해상충)", "Cannot be assigned (conflict of interest)")
    if why & FULL:
        return Text("배정 불가(한도)", "Cannot be assigned (load)")
    if why & UNAVAILABLE:
        return Text("배정 불가(일정)", "Cannot be assigned (schedule)")
    return Text("배정 불가", "Cannot be assigned")
