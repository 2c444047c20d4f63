"""Recognise what people type about insights and asks."""
