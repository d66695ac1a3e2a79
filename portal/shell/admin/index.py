"""The start page of administration: what the person may look after."""

from flask import render_template

from portal.core.declared import collected
from portal.core.text import Text
from portal.core.web import access, current_actor
from portal.shell.admin.blueprint import bp

ABOUT = {
    "accounts.deputies": Text(
        "자리를 비우는 동안 사건을 맡을 사람을 정합니다.", "Who takes the cases while an officer is away."
    ),
    "admin.people": Text("계정과 역할을 정하고, 공무 계정을 초대합니다.", "Accounts, roles, invitations of officials."),
    "admin.second_person": Text(
        "두 사람이 하는 일의 요청을 보고 확인합니다.", "Acts that two people do: see what waits, confirm or not."
    ),
    "accounts.interests": Text(
        "처리하는 일의 당사자와 사적 이해관계가 있으면 신고합니다.",
        "Report a private interest in a party of your work.",
    ),
    "admin.organisations": Text(
        "기관을 찾고 확인하며, 참여 요청에 답합니다.", "Find and verify organisations, answer requests to join."
    ),
    "admin.aliases": Text(
        "이름만으로는 같은 기관인지 알 수 없는 이름을 잇습니다.",
        "Names that mean one organisation, for conflicts and search.",
    ),
    "admin.holidays": Text(
        "임시공휴일을 더하거나 뺍니다. 기한이 다시 계산됩니다.", "Add or strike days; due days are reckoned anew."
    ),
    "admin.rule_sets": Text(
        "신고 기한과 처리 기간 등 시행일이 있는 기준입니다.", "Periods and duties, each from its date."
    ),
    "admin.mails": Text("보낸 메일과 보내지 못한 이유를 봅니다.", "What was sent, and why some was not."),
    "admin.audit": Text(
        "보관 기간과 없앤 기록, 기록의 고리를 봅니다.",
        "How long records stay, what was destroyed, the chain over them.",
    ),
    "admin.access_log": Text("누가 언제 무엇을 보았는지 기록합니다.", "Who looked at what, and when."),
}


@bp.get("/")
@access("officer", "ministry", "admin")
def index() -> str:
    entries = sorted((e for e in collected("menu") if e.group == "admin"), key=lambda e: e.order)
    shown = [e for e in entries if e.endpoint != "admin.index" and e.concerns(current_actor())]
    return render_template("shell/admin/index.html", entries=shown, about=ABOUT)
