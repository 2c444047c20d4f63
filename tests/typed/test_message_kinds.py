"""Which kind of message the words of a wish mean."""

import pytest

from handlers.nudges import KINDS
from handlers.nudges.kind import NudgeKind
from handlers.typed.settings.message_kinds import kinds_kept, kinds_meant


@pytest.mark.parametrize("known", KINDS, ids=lambda known: known.name)
def test_the_label_of_a_nudge_means_that_nudge_alone(known: NudgeKind) -> None:
    assert kinds_meant(known.label).names == (known.name,)
    assert kinds_kept(f"only send me {known.label}") == (known.name,)
