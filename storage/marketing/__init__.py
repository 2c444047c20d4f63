"""Insights, feeds (RSS or Atom) that bring drafts of insights, and requests to marketing (asks)."""
