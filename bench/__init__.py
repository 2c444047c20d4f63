"""Benchmarks: what Attune costs, compared with peers. `make bench` runs them."""
