"""What the filings domain shows the shell."""

from filings.kinds.change import change
from filings.kinds.overseas import filing
from portal.core.module import Module

module = Module(name="filings", kinds=(filing, change))
