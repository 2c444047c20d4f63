"""The options of `python -m bot manifest slack`."""

import argparse


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "--url",
        help="Attune's public https address (default: PUBLIC_URL if people install Attune "
        "themselves and Slack reaches Attune over HTTP; otherwise, the manifest is for Socket "
        "Mode)",
    )
    parser.add_argument(
        "--prefix",
        help="makes the commands /PREFIX-prep and so on, in case another app has /prep (default: "
        "COMMAND_PREFIX; Attune must run with the same prefix)",
    )
