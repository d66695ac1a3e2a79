"""The pool of people who may judge (평가위원 후보): who they are, and whom they may not judge."""
