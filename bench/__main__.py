"""`python -m bench [PART …]`: print the figures as a table."""

import argparse
import asyncio
import logging
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import structlog

from bench import (
    ack,
    brief,
    burst,
    calendar_file,
    calendars,
    deliver,
    fair,
    flat,
    limits,
    matching,
    peers,
    publish,
    start,
    transcripts,
    two_processes,
)
from bench.model import asking as model
from bench.table import table

PARTS = {
    "ack": ack.rows,
    "burst": burst.rows,
    "brief": brief.rows,
    "matching": matching.rows,
    "start": start.rows,
    "deliver": deliver.rows,
    "publish": publish.rows,
    "flat": flat.rows,
    "fair": fair.rows,
    "peers": peers.rows,
    "limits": limits.rows,
    "processes": two_processes.rows,
    "calendar": calendar_file.rows,
    "calendars": calendars.rows,
    "transcripts": transcripts.rows,
    "model": model.rows,
}


def main() -> int:
    """Measure all parts, or the named ones. Return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="What Attune costs.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"one of {', '.join(PARTS)}")
    parts = parser.parse_args().parts
    unknown = [part for part in parts if part not in PARTS]
    if unknown:
        parser.error(f"there is no part {unknown[0]!r}. The parts are {', '.join(PARTS)}")
    # A platform with rate limits causes a log line for each message that has to wait.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    rows = []
    for part in parts or PARTS:
        began = perf_counter()
        with TemporaryDirectory() as folder:
            rows += asyncio.run(PARTS[part](Path(folder)))
        print(f"{part}: {perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    print(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
