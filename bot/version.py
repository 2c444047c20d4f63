"""Which Attune this is: in `--version`, the log's first line, the metrics and Teams' package."""

VERSION = "0.1.0"
