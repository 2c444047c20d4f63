"""Recognise what people type about messages, working hours and absences."""
