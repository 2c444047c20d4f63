"""Recognise that a rep wants help: "i need help with northwind". Pure."""

from collections.abc import Collection

from handlers.typed.plain_spelling import without_courtesy, written_out_words

_HELP_WANTED = [
    one.split()
    for one in (
        "i need help\ni need some help\nneed help\nneed some help\ni could use help\n"
        "i could use some help\ni want help\nask for help\nask for some help\nget help\n"
        "get me help\nget some help\ncan i get help\ncan i get some help\nhelp me\n"
        "can i ask for help\nwant to ask for help\nhelp needed\nhelp wanted\n"
        "somebody help me\nsomeone help me\nwho helps me\nwho could help me\nwho can help me\n"
        "anyone help me\nanybody help me"
    ).splitlines()
]
_HELPERS = frozenset(
    "my manager\nmy boss\nthe boss\nmy lead\nmy team\nthe team\na colleague\ncolleagues\n"
    "somebody\nsomeone\nanybody\nanyone".splitlines()
)
_LONGEST_QUESTION = 300  # characters
_HELP_WITH = frozenset(("with", "on", "for", "about", "before"))


def help_wanted(text: str, colleagues: Collection[str] = ()) -> str:
    """Return what the rep wants help with: "northwind" for "i need help with northwind".

    Return "" for any other line.

    The line may name the helper: "ask tomas for help with northwind", "can tomas help me on …".
    `colleagues` are the names of people at the rep's company.
    """
    words = without_courtesy(written_out_words(text))
    helpers = _HELPERS | {one for name in colleagues for one in _names(name)}
    rest = _after_help(words, helpers)
    return " ".join(rest[1:]) if rest[:1] and rest[0] in _HELP_WITH else ""


def ask_behind(text: str) -> tuple[str, str]:
    """Split "i need help with northwind, ask tomas can i give them 10%" before "ask".

    If the words after the first comma don't begin with "ask", return the text and "".
    """
    lead, comma, rest = text.partition(",")
    asks = rest.strip()
    is_ask = bool(comma) and written_out_words(asks)[:1] == ["ask"]
    return (lead, asks) if is_ask else (text, "")


def question_after_lead(text: str) -> tuple[str, str]:
    """Split "i need help with northwind: who signs?" into the words before and after the colon.

    Without a colon, return the text and "".
    """
    lead, _, question = text.partition(":")
    return lead, question.strip()[:_LONGEST_QUESTION]


def _names(name: str) -> list[str]:
    words = written_out_words(name)
    return [" ".join(words), *words[:1]] if words else []


def _after_help(words: list[str], helpers: Collection[str]) -> list[str]:
    """Return the words after "ask for help", "ask tomas for help" or "help from tomas"."""
    if lead := next((one for one in _HELP_WANTED if words[: len(one)] == one), []):
        rest = words[len(lead) :]
        count = _count_helper_words(rest[1:], helpers) if rest[:1] == ["from"] else 0
        return rest[1 + count :] if count else rest
    if words[:1] == ["ask"] and (count := _count_helper_words(words[1:], helpers)):
        rest = words[1 + count :]
        return rest[2:] if rest[:2] == ["for", "help"] else []
    # In "can tomas help me", `without_courtesy` has removed the "can".
    if count := _count_helper_words(words, helpers):
        rest = words[count:]
        return rest[2:] if rest[:2] == ["help", "me"] else []
    return []


def _count_helper_words(words: list[str], helpers: Collection[str]) -> int:
    """Return how many of the first words are a helper's name. If none are, return 0."""
    return next((n for n in (3, 2, 1) if len(words) >= n and " ".join(words[:n]) in helpers), 0)
