"""Recognise a typed next step: "next step northwind: send the pilot plan". Pure."""

from handlers.typed.words import AUXILIARIES, QUESTION_WORDS, even, listed

MAX_WORDS = 8  # how many words may name the account
_BEFORE = listed("my our the a set change update new ok and pls please so")
_JOINTS = listed("for with w at on to")
# "The next step for alder is unclear" says something about the step, but sets none.
_STATES = listed("unclear unknown open not still that what theirs missing done gone late up on")


def step_in(text: str) -> tuple[str, str]:
    """Split "next step for alder is a demo with the cfo" into "alder" and "a demo with the cfo".

    "Alder next step: a demo" is split in the same way. Return two empty strings for any other text.
    """
    for joint in (":", "=", " - ", " – ", " is to ", " is "):
        lead, found, step = text.strip().partition(joint)
        words = lead.split(maxsplit=2 * MAX_WORDS)
        if found and len(words) <= 2 * MAX_WORDS:
            about = _about([even(word) for word in words], words)
            sets = joint != " is " or even(step.split(maxsplit=1)[0] if step else "") not in _STATES
            return (about, step.strip()) if about and step.strip() and sets else ("", "")
    return "", ""


def _about(said: list[str], words: list[str]) -> str:
    """Return the words before or after "next step" that name the account, or ""."""
    at = next((at for at in range(len(said)) if said[at : at + 2] == ["next", "step"]), None)
    if at is None or not (QUESTION_WORDS | AUXILIARIES).isdisjoint(said[:at]):
        return ""
    before = [word for word in words[:at] if even(word) not in _BEFORE]
    following = words[at + 2 :]
    following = following[1:] if following and even(following[0]) in _JOINTS else following
    named = following if not before else before if not following else []
    return " ".join(named).removesuffix("'s").removesuffix("’s") if len(named) <= MAX_WORDS else ""
