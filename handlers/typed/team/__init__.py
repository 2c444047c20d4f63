"""Recognise what managers and admins type about people and teams."""
