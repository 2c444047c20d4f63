"""Choose one lesson from a call, for the reply to the reflection. Pure."""

from collections.abc import Sequence

from handlers.coaching.names.given_names import first_name
from handlers.coaching.text.words import shortened

LONGEST = 60  # in characters; we shorten what the rep wrote to this length


def lesson(
    *, wrong_guesses: Sequence[str], surprise: str, heard: str, speakers: Sequence[str]
) -> str:
    """Return the most useful lesson for the next call with this account, or "" if there is none.

    A surprise or a wrong guess comes first. If there is neither, the lesson names the `speakers`.

    `heard` has the buyers' words, as the rep noted them. `speakers` are the names of contacts on
    file who said these words.
    """
    if wrong_guesses and surprise:
        return f"New to you: “{_short(surprise)}”. So “{_short(wrong_guesses[0])}” was wrong."
    if wrong_guesses:
        guess = _short(wrong_guesses[0])
        return f"“{guess}” turned out wrong. Good to know, and noted for your next brief."
    if surprise:
        return f"New to you: “{_short(surprise)}”. Noted for your next brief."
    if heard and speakers:
        names = [first_name(name) for name in speakers]
        also = f" and {names[-1]}" if len(names) > 1 else ""
        first = ", ".join(names[:-1] or names)
        return f"I noted who said it: {first}{also}."
    return ""


def _short(typed: str) -> str:
    return shortened(typed, LONGEST).rstrip(".")
