"""Attune's version, for `--version`, the log, the metrics and the Teams package."""

VERSION = "0.1.0"
