"""The yearly survey of needed staff: opened by an officer, answered by organisations, confirmed,
published without revealing anybody.
"""
