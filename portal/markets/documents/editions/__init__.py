"""Editions of a policy document: put together, kept whole when it is decided or submitted,
read by everybody once public.
"""
