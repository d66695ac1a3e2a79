"""ICT 시범사업: plan, months, variance, evaluations, 1+1, results after the end."""
