"""Dialogues that show what does not depend on the platform."""

from collections.abc import Iterable
from itertools import cycle
from typing import Any

import pytest

from tests.dialogues.conftest import PLATFORMS

# For what is asked without a platform, and answered alike on the two that have SQLite.
on_each_database = pytest.mark.parametrize("office", ["slack", "teams"], indirect=True)


def in_turn(names: str | tuple[str, ...], cases: Iterable[Any]) -> pytest.MarkDecorator:
    """Parametrise a dialogue: its first case runs on each platform, the others take turns.

    This is for words that are read after the platforms have handed them over, and for answers that
    differ only in their text. Where a platform or a database might treat one case otherwise than
    another, use `pytest.mark.parametrize`: then each case runs on each platform.
    """
    alone = isinstance(names, str)
    first, *others = ((case,) if alone else tuple(case) for case in cases)
    on = [*((platform, first) for platform in PLATFORMS), *zip(cycle(PLATFORMS), others)]
    return pytest.mark.parametrize(
        ("office", *((names,) if alone else names)),
        [(platform, *case) for platform, case in on],
        indirect=["office"],
    )
