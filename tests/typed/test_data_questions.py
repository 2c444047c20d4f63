"""What is asked about one's own data, in plain words."""

import pytest

from handlers.typed.privacy.data_questions import question
from handlers.typed.requests import understood

ASKED = {
    "Can Tomas see my talk time?": ("figures", "seen"),
    "Is my talk share visible to Tomas?": ("figures", "seen"),
    "who can see my figures?": ("figures", "who"),
    "are my figures private?": ("figures", "private"),
    "is my transcript stored anywhere?": ("transcript", "kept"),
    "is the transcript of the Northwind call kept?": ("transcript", "kept"),
    "Who else can look at my transcripts?": ("transcript", "who"),
    "does HR get access to my recording": ("transcript", "seen"),
    "is this transcript shared with my team?": ("transcript", "seen"),
    "can my new manager read my notes?": ("notes", "seen"),
    "will marketing read my reflection?": ("notes", "seen"),
    "Does anyone see my goals?": ("goals", "seen"),
    "are my guesses secret": ("goals", "private"),
    "do colleagues see my promises?": ("promises", "seen"),
    "can Ruth see my calendar?": ("calls", "seen"),
    "who can see the file I dropped?": ("file", "who"),
    "who sees the file I just uploaded": ("file", "who"),
    "does my boss see the file?": ("file", "seen"),
    "is this recorded anywhere": ("this", "kept"),
    "Is it stored somewhere?": ("this", "kept"),
    "are you recording this?": ("this", "kept"),
    "do you keep this": ("this", "kept"),
    "does my boss get this": ("this", "seen"),
    "can HR read it": ("this", "seen"),
    "will my manager see this?": ("this", "seen"),
    "can anyone else read that?": ("this", "seen"),
    "is this private?": ("this", "private"),
    "is it confidential": ("this", "private"),
    "is this private to me": ("this", "private"),
    "who gets this?": ("this", "who"),
    "who else can see what I write here": ("this", "who"),
    "can my colleagues see what I typed about Northwind": ("typed", "seen"),
    "did Tomas read what I wrote about Alder and Finch yesterday?": ("typed", "seen"),
    "who can see everything I noted on Northwind": ("typed", "who"),
    "who reads what I write about Northwind": ("typed", "who"),
}
NOT_ASKED = (
    "can Jana see the demo?",
    "Can Northwind see our prices?",
    "will they read the contract?",
    "who reads the figures",
    "does Karl know my number?",
    "do they know our call is at ten?",
    "is my call at ten?",
    "who sees the price?",
    "is our offer still private, asked Jana",
    "can you see my screen?",
    "is the share of the market public",
    "does Jana know the goal of the pilot?",
    "are the notes from Northwind sent?",
    "Did Jana get my notes?",
    "is that it?",
    "can Jana read it?",
    "is it recorded in their CRM?",
    "who gets the file from Northwind?",
    "do they store this in SAP?",
    "can their boss see what we offer",
    "is this a file",
    "will they see what I wrote in the offer?",
    "is this private equity money",
    "is that a safe bet",
)


@pytest.mark.parametrize("typed", [*ASKED, *NOT_ASKED])
def test_what_is_asked_about_ones_own_data(typed: str) -> None:
    found = question(typed)
    assert (found and (found.topic, found.asks)) == ASKED.get(typed)
    meant, after = understood(typed, {}, {}, frozenset())
    assert (meant, after) == (("privacy", typed) if typed in ASKED else (meant, after))


def test_a_colleague_by_name_is_a_reader_and_a_customer_is_not() -> None:
    for typed in ("does Tomas see this", "can tomas read that?", "will Tomas see this"):
        found = question(typed, ["Tomas Keller", "Ruth Vogel"])
        assert found is not None
        assert (found.topic, found.asks) == ("this", "seen")
        assert question(typed, ["Ruth Vogel"]) is None
