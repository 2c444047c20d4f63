"""What Attune costs, measured, each figure beside its peer: `make bench`."""
