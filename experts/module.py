"""What the experts domain shows the shell: the roof of its rooms, it only collects."""

import experts.centre.desk
import experts.choice.desk
import experts.consulting.casework
import experts.consulting.desk
import experts.consulting.expert
import experts.home.pages
import experts.payments.hours_pages
import experts.payments.rate_pages
import experts.pool.desk
import experts.pool.pages
import experts.pool.profile
from experts import blueprints
from experts.centre.kind import inquiry
from experts.centre.pages import bp as centre_pages
from experts.centre.queries import answer_documents
from experts.commands import experts as commands
from experts.consulting.kind import consultation
from experts.consulting.offers import MAIN
from experts.consulting.outcomes import ask_outcomes
from experts.consulting.pages import bp as client_pages
from experts.courses import acts, admission, queries
from experts.courses.application_kind import course_application
from experts.courses.desk import bp as courses_desk_pages
from experts.courses.kind import course
from experts.courses.pages import bp as courses_pages
from experts.courses.provider import bp as course_run_pages
from experts.demo import demo
from experts.home import courses, workforce
from experts.home.panels import COUNTRY, HOME, HOURS
from experts.insights.kind import insight
from experts.insights.pages import bp as insight_pages
from experts.insights.queries import insight_documents
from experts.noted import NOTED
from experts.papers.pages import bp as paper_pages
from experts.payments.desk import bp as payment_desk
from experts.payments.kind import payment
from experts.payments.models import ExpertAccount
from experts.payments.pages import bp as payment_pages
from experts.payments.rates import ship_rates
from experts.payments.rights import payee
from experts.payments.verification import bp as payment_check
from experts.periods import PERIODS
from experts.pool.acts import end_terms
from experts.pool.kind import application
from experts.pool.queries import advisers_of, experts_in_office
from experts.rights import HOLDING_EXPERT, at_work, author_user, clock_of_expert, expert_user
from experts.sheets import SHEETS
from experts.workforce.desk import bp as workforce_desk_pages
from experts.workforce.kind import workforce_return
from experts.workforce.pages import bp as workforce_pages
from experts.workforce.surveys import invite_due
from portal.core.module import MenuEntry, Module
from portal.core.search import Source
from portal.core.text import Text

module = Module(
    name="experts",
    noted=NOTED,
    kinds=(application, consultation, inquiry, insight, workforce_return, course, course_application, payment),
    periods=PERIODS,
    sealed=(("BANK", ExpertAccount.sealed),),
    blueprints=(client_pages, blueprints.work, paper_pages, blueprints.expert, blueprints.desk, centre_pages, insight_pages, workforce_pages, workforce_desk_pages, courses_pages, course_run_pages, courses_desk_pages, payment_pages, payment_desk, payment_check),
    views=(
        experts.centre.desk,
        experts.choice.desk,
        experts.consulting.casework,
        experts.consulting.desk,
        experts.consulting.expert,
        experts.home.pages,
        experts.payments.hours_pages,
        experts.payments.rate_pages,
        experts.pool.desk,
        experts.pool.pages,
        experts.pool.profile,
    ),
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
    facts={"experts_in_office": experts_in_office, "advisers_of": advisers_of},
    audiences={
        "expert": expert_user,
        "author": author_user,
        "payee": payee,
        "course_applicants": acts.applicants,
        "course_staff": acts.staff,
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
        Source("courses", Text("교육과정", "Courses"), queries.documents),
    ),
    listens={
        "course_application.withdrawn": (admission.move_up,),
        "course_application.refused": (admission.move_up,),
        "course.resized": (admission.move_up,),
    },
    commands=(commands,),
)  # fmt: skip
