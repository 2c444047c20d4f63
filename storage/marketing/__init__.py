"""Insights; feeds (RSS or Atom) that bring drafts of insights; asks, which marketing answers."""
