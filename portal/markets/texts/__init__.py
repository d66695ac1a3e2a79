"""What officials write for everybody: guides of countries and market news, with files,
pictures and links that are looked after.
"""
