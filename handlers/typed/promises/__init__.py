"""Recognise what people type about promises."""
