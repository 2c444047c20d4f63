"""Which notes may be about the time, the length or the people of a call."""

import pytest

from handlers.typed.calls.may_mean_call import may_mean_call

TIMES = {
    "wed 16 2pm",
    "wed 16",
    "wed",
    "16 2pm",
    "2pm",
    "thu",
    "mon",
    "by friday",
    "friday",
    "march",
}


@pytest.mark.parametrize(
    "line",
    [
        "next call wed 16 2pm w mia and IT",
        "its mia thorne, 45 min",
        "it is 45min",
        "alder needs to be thu",
        "the alder one is 45 min",
        "sla terms mon, w lund",
    ],
)
def test_a_line_about_a_call(line: str) -> None:
    assert may_mean_call(line, TIMES.__contains__)


@pytest.mark.parametrize(
    "line",
    [
        "they lose 2 hrs a day",
        "it takes them an age",
        "they decide on thu",
        "budget opens in march",
        "she is on holiday until friday",
        "mia",
        "it is " + "very " * 20 + "late, 45 min",
    ],
)
def test_a_line_about_a_customer(line: str) -> None:
    assert not may_mean_call(line, TIMES.__contains__)
