"""대사: the settlement's spending rows beside an e나라도움 workbook. Nothing of the file becomes a row of ours."""
