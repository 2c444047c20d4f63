"""Recognise what people type about calls."""
