"""Each kind of message that somebody can stop is on the card of /rhythm, and known by its label."""

import pytest

from handlers.features.settings.kind_named import kind_named
from handlers.features.settings.kinds import PUSHED, Pushed, stoppable
from handlers.features.settings.sent_messages import SENT
from storage.tables import Person

STOPPABLE = [known for known in PUSHED if stoppable(known)]
ADMIN = Person(
    tenant="slack:T1", external="ULENA", name="Lena Brandt", zone="Europe/Berlin", role="admin"
)


def test_each_kind_that_can_be_stopped_is_listed() -> None:
    assert set(SENT) == {known.name for known in STOPPABLE}


@pytest.mark.parametrize("known", STOPPABLE, ids=lambda known: known.name)
def test_its_label_means_that_kind_and_no_other(known: Pushed) -> None:
    for words in (known.label, f"{known.label} please"):
        assert kind_named(words, ADMIN) is known
