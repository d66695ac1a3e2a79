"""home of the shell."""

from portal.core.module import Module

shell = Module(name="home")
