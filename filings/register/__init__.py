"""The KHIDI register coming in: staged, compared, written in one transaction; by page and by command."""
