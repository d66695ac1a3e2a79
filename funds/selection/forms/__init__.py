"""The form of an application: what it asks and what it answers, for whoever reads it. Knows no page."""
