"""The options of `python -m bot manifest slack`."""

import argparse


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "--url",
        help="Attune's public https address, for a manifest without Socket Mode (default: "
        "PUBLIC_URL if people install Attune themselves and Slack reaches it over HTTP; "
        "otherwise, the manifest uses Socket Mode)",
    )
    parser.add_argument(
        "--prefix",
        help="a prefix for the commands: /PREFIX-prep instead of /prep, for a workspace in which "
        "another app has /prep (default: COMMAND_PREFIX; Attune must run with the same prefix)",
    )
