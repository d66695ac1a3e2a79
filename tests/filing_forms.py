"""Filling in the pages of a filing as a person would: section by section, through the forms that stand there."""

from io import BytesIO
from typing import Any

from werkzeug.datastructures import FileStorage

from tests.client import CheckingClient, Page

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def pdf(name: str = "paper.pdf", content: bytes = PDF) -> tuple[BytesIO, str]:
    return BytesIO(content), name


def start(client: CheckingClient) -> str:
    """A new filing; the address of its page."""
    page = client.get("/filings/start")
    return client.submit(page.form("start")).response.request.path


def section_form(client: CheckingClient, place: str, key: str) -> Any:
    return client.get(f"{place}/sections/{key}").form(f"sections/{key}")


def controls(form: Any) -> set[str]:
    return {e.get("name") for e in form.iter() if e.get("name")}


def fill(
    client: CheckingClient, place: str, key: str, answers: dict[str, Any], *, go: str = "next", status: int = 200
) -> Page:
    """Give the answers that the section asks for, and a file for each statutory slot."""
    form = section_form(client, place, key)
    asked = controls(form)
    given = {k: v for k, v in answers.items() if k in asked}
    return send(client, form, given | {"go": go}, status)


def send(client: CheckingClient, form: Any, given: dict[str, Any], status: int = 200) -> Page:
    """Send a form with `given` over the values that stand in it: lists send several values, tuples are files."""
    data = Page.values(form)
    for name, value in given.items():
        data.poplist(name)
        for one in value if isinstance(value, list) else [value]:
            data.add(name, FileStorage(one[0], filename=one[1]) if isinstance(one, tuple) else str(one))
    return client.post(form.get("action"), data, status=status, content_type="multipart/form-data")


def write(client: CheckingClient, place: str, answers: dict[str, Any], papers: list[str]) -> Page:
    """The whole draft from the first section to the check page."""
    for key in ("type", "applicant", "place", "trigger", "content"):
        fill(client, place, key, answers)
    return fill(client, place, "papers", answers | {slot: pdf(f"{slot}.pdf", PDF + slot.encode()) for slot in papers})


def submit(client: CheckingClient, place: str, status: int = 200) -> Page:
    page = client.get(f"{place}/check")
    return client.submit(page.form("submit"), declared="yes", status=status)
