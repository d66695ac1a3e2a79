"""Courses (교육과정): proposed by a training institution or an officer, published, applied for, attended,
completed, certified.
"""
