"""Which dialogues a run with `--one-platform-each` leaves out.

If each dialogue ran on three platforms, the whole suite would take half as long again. So the whole
suite runs most dialogues on one platform. It runs those marked `every_platform` on each: they are
about what platforms do in their own way, such as buttons, forms, files, channels and limits.
A run that names its files runs all dialogues in them on each platform.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from zlib import crc32

import pytest


def not_in_turn(items: Iterable[pytest.Item], platforms: Sequence[str]) -> set[pytest.Item]:
    """Return the dialogues of a run that are left out.

    Which platform's turn it is depends on the dialogue's name alone, so that every worker and every
    run agree. A dialogue that was not to run on all platforms is never left out.
    """
    same: defaultdict[str, dict[str, pytest.Item]] = defaultdict(dict)
    for item in items:
        callspec = getattr(item, "callspec", None)  # only tests with parameters have one
        platform = str(callspec.params.get("office")) if callspec else ""
        if platform in platforms and not item.get_closest_marker("every_platform"):
            same[_name(item, platform)][platform] = item
    left_out = set[pytest.Item]()
    for name, found in same.items():
        if len(found) == len(platforms):
            turn = platforms[crc32(name.encode()) % len(platforms)]
            left_out |= {item for platform, item in found.items() if platform != turn}
    return left_out


def _name(item: pytest.Item, platform: str) -> str:
    """Return the dialogue's name and case, without the platform."""
    function, _, case = item.nodeid.partition("[")
    return f"{function}[{case.replace(platform, '', 1)}"
