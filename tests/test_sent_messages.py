"""Each kind of message that somebody can stop has its place on the card of /rhythm."""

from handlers.features.settings.kinds import PUSHED, stoppable
from handlers.features.settings.sent_messages import SENT


def test_each_kind_that_can_be_stopped_is_listed() -> None:
    assert set(SENT) == {known.name for known in PUSHED if stoppable(known)}
