"""What a selected applicant holds: mark, designation, agreement or certificate, through its life."""
