"""Which words are a wish to keep calls from others."""

import pytest

from handlers.typed.privacy.kept_calls import keeps_account, keeps_calls, opens_call

KEEPS = """keep my brightwater call private
dont show tomas my calls
hide my calls from tomas
nobody should see my calls
please keep the halden call to myself
don't tell tomas about my northwind call
the wed call w northwind, keep this call to myself
make my northwind call private
make private my northwind call
keep tomas away from my northwind call
hide from tomas that i have a call with northwind
keep my call on friday secret from my manager"""


@pytest.mark.parametrize("line", KEEPS.splitlines())
def test_a_wish_to_keep_a_call(line: str) -> None:
    assert keeps_calls(line)


@pytest.mark.parametrize(
    "line",
    [
        "they keep our call notes private",
        "keep calling jana",
        "jana does not show up to calls",
        "call with northwind from home",
        "keep it for the northwind call",
        "make a note from the call: they hate the price",
        "keep the notes from my northwind call",
        "hide the note from the call",
        "hide the northwind call from my list",
        "make a private call",
        "make the northwind call myself",
        "dont show up to calls late",
        "dont tell me about my call",
    ],
)
def test_other_words_are_no_such_wish(line: str) -> None:
    assert not keeps_calls(line)


def test_a_wish_to_open_a_call_names_a_reader_behind_the_call() -> None:
    assert opens_call("please open my northwind call tomorrow to my manager")
    assert opens_call("show my call with northwind on friday to tomas")
    assert not opens_call("open my calendar to northwind")
    assert not opens_call("open the call with a question to jana")


@pytest.mark.parametrize("line", ["keep northwind to myself", "pls keep northwind wed to myself"])
def test_a_call_is_kept_by_its_account(line: str) -> None:
    assert keeps_account(line)


@pytest.mark.parametrize("line", ["keep it to myself", "northwind keeps to itself"])
def test_words_without_an_account_keep_no_call(line: str) -> None:
    assert not keeps_account(line)
