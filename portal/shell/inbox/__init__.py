"""The shell's inbox: mail that comes back in answer to a notice lands in its thread.

Knows threads and people, no domain.
"""

from portal.core.module import Module
from portal.shell.inbox.commands import mail_commands
from portal.shell.inbox.log import ReceivedMail

__all__ = ["ReceivedMail", "shell"]

shell = Module(name="inbox", commands=(mail_commands,))
