"""Recognise what people type about their own data, and about who sees it."""
