"""What a policy document rests on: figures frozen as of a day, and the evaluation of the former year's tasks."""
