"""신청: what applicants write, who their partners are, what of it is computed, and whether it is eligible."""
