"""Share the free slots among the workspaces that have due rows.

Each message in flight takes one slot.
"""

from collections.abc import Mapping, Sequence

# How many messages to one workspace may be in flight. If the workspace hangs, the others still have
# the remaining slots.
WORKSPACE_IN_FLIGHT = 24
WORKSPACE_CLAIM = WORKSPACE_IN_FLIGHT // 2  # how many rows of one workspace we claim at once


def has_room(in_flight: int) -> bool:
    """Return whether to claim more rows for a workspace with this many messages in flight."""
    return in_flight <= WORKSPACE_IN_FLIGHT - WORKSPACE_CLAIM


class Turns:
    """Chooses the workspaces whose rows are claimed next: those that have waited longest.

    All chosen workspaces get the same number of slots. If some workspaces have no messages in
    flight, only those workspaces are chosen.
    """

    def __init__(self) -> None:
        self._served: list[str] = []  # the workspace served longest ago comes first

    def next(
        self, waiting: Sequence[str], in_flight: Mapping[str, int], free: int
    ) -> tuple[list[str], int]:
        """Return the workspaces to claim rows for, and the maximum number of rows for each.

        `in_flight` is the number of messages in flight in each workspace. `free` is the number of
        free slots.
        """
        waits = set(waiting)
        able = {tenant for tenant in waiting if has_room(in_flight.get(tenant, 0))}
        if not able:
            return [], 0
        able = {tenant for tenant in able if not in_flight.get(tenant)} or able
        before = dict.fromkeys(tenant for tenant in self._served if tenant in waits)
        queue = [*(tenant for tenant in waiting if tenant not in before), *before]
        chosen = dict.fromkeys([tenant for tenant in queue if tenant in able][:free])
        self._served = [*(tenant for tenant in before if tenant not in chosen), *chosen]
        return [*chosen], min(WORKSPACE_CLAIM, free // len(chosen))
