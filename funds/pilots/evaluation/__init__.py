"""A panel's mid and final evaluation of a pilot, and what it means for the pilot."""
