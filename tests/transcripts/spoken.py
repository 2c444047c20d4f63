"""A call with needs, numbers, days and promises in it."""

from collections.abc import Mapping

from tests.transcripts.samples import numbered

SAID = (
    ("Lena Brandt", "How do you plan a Monday at the moment, from start to end?"),
    ("Jana Novak", "We need about forty hours a week for that, and nobody likes it."),
    ("Lena Brandt", "What would have to be true for you to change it this year?"),
    ("Jana Novak", "It takes us two dispatchers every single morning to do it."),
    ("Lena Brandt", "I'll send you the price list for forty seats by Friday."),
    ("Jana Novak", "I'll ask Tom Ash in finance for the contract by Wednesday."),
    ("Lena Brandt", "Thanks, that helps a lot, and I have written it down here."),
    ("Jana Novak", "We can't move anything before the first of March, honestly."),
)


def spoken(lena: int = 4, minutes: int = 12, said: Mapping[int, str] | None = None) -> bytes:
    """A call in which Lena talks for `lena` seconds at a time, and Jana for what is left of ten.

    Calls of different length are different files. `said` are other sentences, by their place.
    """
    cues = []
    for n in range(minutes * 6):
        name, words = SAID[n] if n < len(SAID) else (SAID[n % 2][0], "So it goes on and on here.")
        words = (said or {}).get(n, words)
        seconds = lena if name == "Lena Brandt" else 10 - lena
        cues.append((n * 10, n * 10 + seconds, f"{name}: {words}"))
    return numbered(cues)
