"""변경신고: a change or an ending of an accepted filing: the kind, its questions and acts."""
