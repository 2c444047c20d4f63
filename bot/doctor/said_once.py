"""Report each problem once, even if several checks find it."""

import re
from collections.abc import Collection, Iterable

from bot.platform.checks import Check

MISSING = re.compile(r"\b([A-Z][A-Z0-9_]+) is (?:missing|not set)\b")
BEGINNING = re.compile(r"[A-Z][A-Z0-9_]+\b")


def said_once(checks: Iterable[Check], mistaken: Collection[str] = ()) -> list[Check]:
    """Return the checks without those that repeat a problem.

    - If several checks say that the same setting is missing, keep the first failing check. If none
      of them fails (the setting is optional), keep the first one.
    - If several failing checks have the same sentence, keep the first one.
    - Leave out checks about the settings in `mistaken`. These settings have already been reported.
    """
    checks = list(checks)
    failing = {name for each in checks if not each.ok and (name := _missing(each))}
    said: set[str] = set()
    found = []
    for one in checks:
        name = _missing(one)
        begins = BEGINNING.match(one.what)
        if name in mistaken or (begins and begins[0] in mistaken):
            continue
        problem = name or ("" if one.ok else one.what)
        if problem in said or (one.ok and name in failing):
            continue
        said |= {problem} - {""}
        found.append(one)
    return found


def _missing(one: Check) -> str:
    about = MISSING.search(one.what)
    return about[1] if about else ""
