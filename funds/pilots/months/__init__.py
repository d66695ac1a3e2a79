"""The monthly report of a pilot, on a page or as a workbook."""
