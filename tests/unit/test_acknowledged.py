"""What is acknowledged is on the disk: SQLite writes through at each commit."""

from sqlalchemy import create_engine, text


def test_a_commit_waits_for_the_disk(app, tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path}/some.sqlite3")
    with engine.connect() as connection:
        assert connection.scalar(text("PRAGMA synchronous")) == 2  # FULL
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
    engine.dispose()
