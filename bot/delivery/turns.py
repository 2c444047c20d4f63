"""Share the free slots among the workspaces that have due rows."""

from collections.abc import Mapping, Sequence

WORKSPACE_IN_FLIGHT = 24  # messages to one workspace, which may hang; others keep the other slots
WORKSPACE_CLAIM = WORKSPACE_IN_FLIGHT // 2  # at most this many rows of one workspace in one claim


def has_room(in_flight: int) -> bool:
    """Return whether to claim more rows for a workspace with this many messages in flight."""
    return in_flight <= WORKSPACE_IN_FLIGHT - WORKSPACE_CLAIM


class Turns:
    """The order in which workspaces have their rows claimed: the longest wait first.

    All chosen workspaces get the same number of slots. If some workspaces have nothing in flight,
    only they get a turn, so that the turn stays short.
    """

    def __init__(self) -> None:
        self._served: list[str] = []  # the workspace served longest ago comes first

    def next(
        self, waiting: Sequence[str], in_flight: Mapping[str, int], free: int
    ) -> tuple[list[str], int]:
        """Return the workspaces to claim rows for, and the most rows to claim for each.

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
