"""What an expansion asks for in Korea: dated duties with source and certainty,
shown by founder and kind of expansion.
"""
