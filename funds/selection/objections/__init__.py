"""이의신청 against decisions of the programmes."""
