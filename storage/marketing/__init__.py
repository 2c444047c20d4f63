"""Insights, feeds, and the questions between sales and marketing."""
