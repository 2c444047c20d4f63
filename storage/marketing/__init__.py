"""Insights, feeds (RSS or Atom) that bring drafts of insights, and asks for marketing to answer."""
