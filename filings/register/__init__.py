"""The KOHES register as a file: from an office workbook or a CSV to typed rows and a list of problems.

The reading half (everything but `write`, `commands` and `views`) knows neither the database nor the web.
"""
