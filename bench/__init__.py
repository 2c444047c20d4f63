"""Benchmarks of Attune. Most of them compare Attune with a peer. `make bench` runs them."""
