"""What a form of times says about days that no form offers."""

import pytest

from handlers.features.settings.time_inputs import CLOCKS, NUMBERS, changed
from handlers.registry import Refusal
from handlers.rhythm_settings import Rhythm


@pytest.mark.parametrize("days", ["9", "0,monday"])
def test_working_days_that_are_no_days_are_asked_for_again(days: str) -> None:
    rhythm = Rhythm()
    clocks = {name: f"{getattr(rhythm, name):%H:%M}" for name in CLOCKS}
    numbers = {name: str(getattr(rhythm, name)) for name in NUMBERS}
    with pytest.raises(Refusal) as refused:
        changed(rhythm, {**clocks, **numbers, "work_days": days}, {}, team=False)
    assert refused.value.fields == {"work_days": "Choose at least one working day."}
