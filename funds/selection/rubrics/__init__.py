"""평가기준: the versions of a programme's rules of scoring, and what of them is computed."""
