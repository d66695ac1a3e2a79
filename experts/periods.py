"""The service times of inquiries, consultations and fees that rule sets say. Declarations only.

Of inquiries on law and procedure by 민원처리법 시행령 제14조, all others our own.
"""

from portal.core.periods import Period
from portal.core.text import Text

PERIODS = (
    Period(
        key="law_answer_days",
        label=Text("상담: 국내 법령 질의(근무일)", "Inquiry: Korean law (working days)"),
        shipped=14,
        explained=Text(
            "민원처리법 시행령 제14조: 법령 질의는 14일입니다.", "MWD Art. 14: 14 days for questions on law."
        ),
    ),
    Period(
        key="procedure_answer_days",
        label=Text("상담: 제도·절차 질의(근무일)", "Inquiry: system and procedure (working days)"),
        shipped=7,
        explained=Text(
            "민원처리법 시행령 제14조: 제도·절차 질의는 7일입니다.", "MWD Art. 14: 7 days for questions on procedure."
        ),
    ),
    Period(
        key="inquiry_days",
        label=Text("상담: 그 밖의 질의(근무일)", "Inquiry: others (working days)"),
        shipped=10,
        explained=Text(
            "운영 기준입니다: 현지 제도와 애로사항.", "Our own service time: foreign systems, difficulties."
        ),
    ),
    Period(
        key="match_days",
        label=Text("자문: 전문위원 배정(근무일)", "Consultation: matching (working days)"),
        shipped=10,
        explained=Text("운영 기준입니다: 신청부터 배정까지.", "Our own: from the application to an expert."),
    ),
    Period(
        key="offer_days",
        label=Text("자문: 전문위원 수락 회신(근무일)", "Consultation: the expert's answer (working days)"),
        shipped=3,
        explained=Text(
            "운영 기준입니다: 지나면 다음 순위로 넘어갑니다.", "Our own: after it the next expert is asked."
        ),
    ),
    Period(
        key="consult_days",
        label=Text("자문: 일반 자문 수행(근무일)", "Consultation: general (working days)"),
        shipped=20,
        explained=Text("운영 기준입니다: 수락부터 보고서까지.", "Our own: from acceptance to the report."),
    ),
    Period(
        key="indepth_days",
        label=Text("자문: 심화 자문 수행(근무일)", "Consultation: in-depth (working days)"),
        shipped=60,
        explained=Text("운영 기준입니다: 수락부터 결과 보고까지.", "Our own: from acceptance to the result report."),
    ),
    Period(
        key="survey_days",
        label=Text("자문: 만족도 조사 회신(근무일)", "Consultation: satisfaction survey (working days)"),
        shipped=10,
        explained=Text(
            "운영 기준입니다: 지나면 조사 없이 종료합니다.", "Our own: after it the case closes without a survey."
        ),
    ),
    Period(
        key="review_days",
        label=Text("전문위원 위촉 심사(근무일)", "Expert's application: review (working days)"),
        shipped=20,
        explained=Text(
            "운영 기준입니다: 위촉 신청 접수부터 결정까지.", "Our own: from an expert's application to the decision."
        ),
    ),
    Period(
        key="hours_days",
        label=Text("자문료: 의뢰 기관의 시간 확인(일)", "Expert's fee: the client's answer on the hours (days)"),
        shipped=7,
        explained=Text(
            "운영 기준입니다: 지나면 담당자가 확인할 수 있습니다.",
            "Our own: after it an officer may confirm in the client's place.",
        ),
    ),
    Period(
        key="pay_days",
        label=Text(
            "자문료: 시간 확인부터 지급까지(근무일)", "Expert's fee: from confirmed hours to payment (working days)"
        ),
        shipped=14,
        explained=Text("운영 기준입니다: 시간 확인부터 지급까지.", "Our own: from confirmed hours to payment."),
    ),
)
