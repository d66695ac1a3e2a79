"""Administration: people, organisations, calendar, rule sets, mails, access log. No domain is known here."""

from portal.core import confirm, kept, mail, once, quarantine
from portal.core.audit.bursts import tell_bursts
from portal.core.module import MenuEntry, Module
from portal.core.people import OFFICIALS
from portal.core.text import Text
from portal.shell.admin import (
    aliases,
    audit,
    files,
    holidays,
    index,
    log,
    mails,
    organisations,
    people,
    person,
    rule_sets,
    second_person,
)
from portal.shell.admin.blueprint import bp
from portal.shell.admin.commands import keys_commands, people_commands

__all__ = [
    "aliases",
    "audit",
    "files",
    "holidays",
    "index",
    "log",
    "mails",
    "organisations",
    "people",
    "person",
    "rule_sets",
    "second_person",
    "shell",
]

ADMIN = frozenset({"admin"})

shell = Module(
    name="admin",
    blueprints=(bp,),
    confirmed=second_person.CONFIRMED,
    periods=(*audit.PERIODS, audit.BURSTS),
    noted=log.OWN,
    retained=audit.RETAINED,
    ticks=(
        confirm.lapse,
        mail.forget_links,
        tell_bursts,
        audit.lay_chain,
        audit.destroy_by_rule,
        quarantine.scan,
        kept.daily,
        once.forget_old,
    ),
    commands=(people_commands, keys_commands, audit.audit_commands, files.files_commands),
    sealed=(("MAIL", mail.Mail.sealed),),
    menu=(
        MenuEntry(
            label=Text("관리 업무 전체", "All of administration"),
            endpoint="admin.index",
            roles=OFFICIALS,
            group="admin",
            order=5,
        ),
        MenuEntry(
            label=Text("사람과 권한", "People and rights"),
            endpoint="admin.people",
            roles=ADMIN,
            group="admin",
            order=20,
        ),
        MenuEntry(
            label=Text("둘째 사람의 확인", "What needs two people"),
            endpoint="admin.second_person",
            roles=OFFICIALS,
            group="admin",
            order=25,
        ),
        MenuEntry(
            label=Text("기관", "Organisations"),
            endpoint="admin.organisations",
            roles=OFFICIALS,
            group="admin",
            order=30,
        ),
        MenuEntry(
            label=Text("기관의 다른 이름", "Other names"),
            endpoint="admin.aliases",
            roles=OFFICIALS,
            group="admin",
            order=35,
        ),
        MenuEntry(
            label=Text("공휴일", "Holidays"),
            endpoint="admin.holidays",
            roles=frozenset({"officer", "admin"}),
            group="admin",
            order=40,
        ),
        MenuEntry(
            label=Text("처리 기준", "Rule sets"),
            endpoint="admin.rule_sets",
            roles=frozenset({"ministry", "admin"}),
            group="admin",
            order=50,
        ),
        MenuEntry(label=Text("메일", "Mails"), endpoint="admin.mails", roles=OFFICIALS, group="admin", order=60),
        MenuEntry(
            label=Text("보관과 변조 확인", "Retention and the chain"),
            endpoint="admin.audit",
            roles=ADMIN,
            group="admin",
            order=75,
        ),
        MenuEntry(
            label=Text("파일 검사", "Checked files"),
            endpoint="admin.files",
            roles=OFFICIALS,
            group="admin",
            order=65,
        ),
        MenuEntry(
            label=Text("접속 기록", "Access log"), endpoint="admin.access_log", roles=ADMIN, group="admin", order=70
        ),
    ),
)
