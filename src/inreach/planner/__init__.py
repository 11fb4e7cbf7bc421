"""Timetables for support groups: the same support, least harm. Problem in, timetable and reasons out."""
