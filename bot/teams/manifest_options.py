"""The options of `python -m bot manifest teams`."""

import argparse
from pathlib import Path

from bot.version import VERSION


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("--url", help="Attune's public https address")
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("attune-teams.zip"),
        help="the file to write (default: %(default)s)",
    )
    parser.add_argument("--app-id", help="the Azure Bot's app id (default: the configured one)")
    parser.add_argument(
        "--version",
        default=VERSION,
        help="the version; must be higher than that of the last upload (default: %(default)s)",
    )
