"""accounts of the shell."""

from portal.core.module import Module

shell = Module(name="accounts")


def init_accounts(app: object) -> None:
    """Nothing yet."""
