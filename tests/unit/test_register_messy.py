"""What an office wrote untidily is read as what was meant: the property that the whole reader stands on."""

import pytest

from filings.register.file.reading import read
from tests.unit.register_maker import TODAY, clean_cells, clean_rows, write_messy


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
@pytest.mark.parametrize("seed", range(25))
def test_written_messily_read_cleanly(tmp_path, suffix, seed):
    rows = clean_rows(40, seed)
    path = tmp_path / f"register{suffix}"
    write_messy(path, rows, seed)
    reading = read(path, today=TODAY)
    got = [row[1:] for chunk in reading.chunks(7) for row in chunk]
    assert [problem.as_dict() for problem in reading.problems] == []
    assert got == rows
    assert (reading.rows_read, reading.rows_ready) == (40, 40)


def test_the_maker_is_messy(tmp_path):
    """The property would be empty if the maker wrote what the reader returns."""
    rows = clean_rows(40, 1)
    path = tmp_path / "register.csv"
    write_messy(path, rows, 1)
    written = path.read_bytes()
    tidy = ",".join(str(cell) for cell in clean_cells(rows[0]))
    assert tidy.encode() not in written
