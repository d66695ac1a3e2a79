"""What the experts domain shows the shell."""

from experts.centre.kind import inquiry
from experts.centre.pages import bp as centre_pages
from experts.choice import desk as desk_match  # noqa: F401  (their views stand on the same blueprints)
from experts.commands import experts
from experts.consulting.casework import bp as work_pages
from experts.consulting.kind import consultation
from experts.consulting.offers import MAIN, at_work
from experts.consulting.pages import bp as client_pages
from experts.consulting.ticks import ask_outcomes, end_terms
from experts.courses import acts as offering
from experts.courses import admission as applying
from experts.courses import panels as courses
from experts.courses.application_kind import course_application
from experts.courses.desk import bp as courses_desk_pages
from experts.courses.kind import course
from experts.courses.pages import bp as courses_pages
from experts.courses.provider import bp as course_run_pages
from experts.demo import demo
from experts.facts import FACTS
from experts.home.panels import COUNTRY, HOME
from experts.insights.kind import insight
from experts.insights.pages import bp as insight_pages
from experts.papers.pages import bp as paper_pages
from experts.payments import hours_pages, rate_pages  # noqa: F401  (their views stand on the same blueprints)
from experts.payments.acts import payee
from experts.payments.check_pages import bp as payment_check
from experts.payments.desk import bp as payment_desk
from experts.payments.kind import payment
from experts.payments.pages import bp as payment_pages
from experts.payments.panels import HOURS
from experts.payments.rates import ship_rates
from experts.pool import profile  # noqa: F401  (their views stand on the same blueprints)
from experts.pool.desk import bp as desk_pages
from experts.pool.kind import application
from experts.pool.pages import bp as expert_pages
from experts.rights import HOLDING_EXPERT, author_user, clock_of_expert, expert_user
from experts.searching import answer_documents, insight_documents
from experts.sheets import SHEETS
from experts.workforce import panels as workforce
from experts.workforce.desk import bp as workforce_desk_pages
from experts.workforce.kind import workforce_return
from experts.workforce.pages import bp as workforce_pages
from experts.workforce.surveys import invite_due
from portal.core.module import MenuEntry, Module
from portal.core.search import Source
from portal.core.text import Text

module = Module(
    name="experts",
    kinds=(application, consultation, inquiry, insight, workforce_return, course, course_application, payment),
    blueprints=(client_pages, work_pages, paper_pages, expert_pages, desk_pages, centre_pages, insight_pages, workforce_pages, workforce_desk_pages, courses_pages, course_run_pages, courses_desk_pages, payment_pages, payment_desk, payment_check),
    menu=(
        MenuEntry(label=Text("전문위원 자문", "Consulting"), endpoint="consultations.mine", roles=frozenset({"member"}), group="experts", order=30),
        MenuEntry(label=Text("전문위원 업무", "My expert work"), endpoint="experts.home", roles=frozenset({"expert"}), group="experts", order=5),
        MenuEntry(label=Text("전문위원", "Experts"), endpoint="ghkol_desk.experts", roles=frozenset({"officer", "ministry"}), group="experts", order=30, under=("/desk/ghkol",)),
        MenuEntry(label=Text("일괄 배정", "Batch matching"), endpoint="ghkol_desk.batch", roles=frozenset({"officer", "ministry"}), group="experts", order=32),
        MenuEntry(label=Text("자문료", "Fees"), endpoint="payments.own", roles=frozenset({"expert"}), group="experts", order=6),
        MenuEntry(label=Text("자문료 지급", "Fees"), endpoint="payments_desk.payments", roles=frozenset({"officer", "ministry"}), group="experts", order=34),
        MenuEntry(label=Text("상담센터", "Consultation centre"), endpoint="centre.index", group="experts", order=60),
        MenuEntry(label=Text("인사이트", "Insights"), endpoint="insights.index", group="experts", order=62),
        MenuEntry(label=Text("교육과정", "Courses"), endpoint="courses.index", group="experts", order=70),
        MenuEntry(label=Text("교육과정 관리", "Courses: administration"), endpoint="courses_desk.index", roles=frozenset({"officer", "ministry"}), group="experts", order=72),
        MenuEntry(label=Text("인력 수요조사", "Needed staff"), endpoint="workforce.index", group="experts", order=74),
        MenuEntry(label=Text("수요조사 관리", "Surveys: administration"), endpoint="workforce_desk.index", roles=frozenset({"officer", "ministry"}), group="experts", order=76),
    ),
    home_panels=(*HOME, HOURS, *workforce.HOME, *courses.HOME),
    country_panels=(*COUNTRY, *workforce.COUNTRY, *courses.COUNTRY),
    sheets=SHEETS,
    facts=FACTS,
    audiences={
        "expert": expert_user,
        "author": author_user,
        "payee": payee,
        "course_applicants": offering.applicants,
        "course_staff": offering.staff,
    },
    readers={"expert": HOLDING_EXPERT},
    writers={"expert": HOLDING_EXPERT},
    open_while={MAIN: at_work},
    clocks={"expert": clock_of_expert},
    ticks=(end_terms, ask_outcomes, invite_due, ship_rates),
    demo=demo,
    search=(
        Source("answers", Text("공개 문답", "Questions and answers"), answer_documents),
        Source("insights", Text("인사이트", "Insights"), insight_documents),
        Source("courses", Text("교육과정", "Courses"), courses.documents),
    ),
    listens={
        "course_application.withdrawn": (applying.move_up,),
        "course_application.refused": (applying.move_up,),
        "course.resized": (applying.move_up,),
    },
    commands=(experts,),
)  # fmt: skip
