"""Measure how well a language model does what Attune asks of it, with a golden set of texts."""
