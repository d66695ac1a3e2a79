"""What the experts domain shows the shell."""

from experts.commands import experts
from portal.core.module import Module

module = Module(name="experts", commands=(experts,))
