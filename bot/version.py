"""Attune's version, as shown by `--version`, the log, the metrics and the Teams package."""

VERSION = "0.1.0"
