"""Pieces that several kinds of this domain declare alike. Declarations only."""

from portal.core.schema import Field, Schema, Section
from portal.core.text import Text


def asked(key: str, *fields: Field) -> Schema:
    """What a move asks of whoever makes it."""
    return Schema(key=key, version=1, sections=(Section(key=key, title=Text("", ""), fields=fields),))


REASON = Field(key="reason", label=Text("사유", "Reason"), type="text", required=True, longest=1000)
OWN_REASON = Field(
    key="because_own",
    label=Text("사유", "Reason"),
    type="text",
    required=True,
    longest=1000,
    hint=Text("KHIDI 담당자만 읽습니다.", "Read by KHIDI officers only."),
)
