"""Recognise what a person typed. Pure functions, without the database."""
