"""Sentences, days, hours and amounts in what people say."""
