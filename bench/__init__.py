"""Benchmarks of Attune, most of them with a peer to compare. `make bench` runs them."""
