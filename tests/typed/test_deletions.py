"""What is asked to be deleted, in plain words."""

import pytest

from handlers.typed.privacy.deletions import to_delete

DELETED = {
    "forget everything about monday's northwind call": ("call", "monday's northwind"),
    "forget the Northwind call": ("call", "northwind"),
    "Can you forget the Brightwater call?": ("call", "brightwater"),
    "forget the call with Jana Novak on Monday": ("call", "jana novak monday"),
    "delete everything about Northwind": ("call", "northwind"),
    "delete all of the Northwind call": ("call", "northwind"),
    "delete my call": ("call", ""),
    "delete my reflection on Northwind": ("reflection", "northwind"),
    "please delete the notes from yesterday's Halden Logistics meeting": (
        "reflection",
        "yesterday's halden logistics",
    ),
    "delete the Northwind transcript": ("figures", "northwind"),
    "erase my figures from Northwind, 30 November": ("figures", "northwind 30 november"),
    "remove the transcript of my 9:45 call": ("figures", "9:45"),
    "wipe the recording of the Northwind call": ("figures", "northwind"),
    "remove the figures of Tuesday's call with Kestrel": ("figures", "tuesday's kestrel"),
    "delete my promise to Northwind": ("promises", "northwind"),
}
NOT_DELETED = (
    "forget the discount, they said",
    "delete the clause, asked Northwind's lawyer",
    "forget the price",
    "remove the call centre from the scope",
    "delete the transcript service from the quote",
    "remove Jana from the Northwind call",
    "They delete my transcripts every week",
    "forget the call, Jana said",
    "delete the meeting room booking, they want",
    "remove the notes field from the form for Northwind",
    "Forget what I said about the call",
    "erase the discount on the Northwind call",
    "Remove meetings on Fridays, Jana asked",
    "delete the call log in their CRM",
    "how do I delete the Northwind call?",
    "delete the call " + "and the next " * 20,
)


@pytest.mark.parametrize("typed", [*DELETED, *NOT_DELETED])
def test_what_is_asked_to_be_deleted(typed: str) -> None:
    found = to_delete(typed)
    assert (found and (found.what, found.of)) == DELETED.get(typed)
