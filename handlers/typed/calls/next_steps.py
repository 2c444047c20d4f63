"""Recognise a typed next step: "next step northwind: send the pilot plan". Pure."""

from collections.abc import Sequence

from handlers.typed.calls.call_lines import KINDS
from handlers.typed.orders import VERBS
from handlers.typed.words import AUXILIARIES, QUESTION_WORDS, bare_word, listed, without_leading

MAX_WORDS = 8  # how many words may name the account
_BEFORE = listed("my our the a set change update new ok and pls please so")
_PREPOSITIONS = listed("for with w at on to")
_NEXT_STEP = (["next", "step"], ["next", "steps"])
_NEXT = listed("next second another follow-up followup")
_AGAIN = listed("talk speak meet call")
# The next step begins the line, or follows a punctuation mark or one of these words.
_LEADS = listed("and so but then the our were we well")
_MARKS = ",.;:!–—-"
# A text sets no step if one of these words follows "is": "The next step for alder is unclear".
_STATES = listed("unclear unknown open not still that what theirs missing done gone late up on")


def step_in(text: str) -> tuple[str, str]:
    """Split "next step for alder is a demo with the cfo" into "alder" and "a demo with the cfo".

    "Alder next step: a demo" is split in the same way. Return two empty strings for any other text.
    """
    for joint in (":", "=", " - ", " – ", " is to ", " is "):
        lead, found, step = text.strip().partition(joint)
        words = lead.split(maxsplit=2 * MAX_WORDS)
        if found and len(words) <= 2 * MAX_WORDS:
            about = _about([bare_word(word) for word in words], words)
            sets = (
                joint != " is "
                or bare_word(step.split(maxsplit=1)[0] if step else "") not in _STATES
            )
            return (about, step.strip()) if about and step.strip() and sets else ("", "")
    return "", ""


def step_alone(text: str) -> str:
    """Return "send the plan" for "next step: send the plan". Such a text names no account.

    "Next step demo thu 2pm" and "next step is send the plan" are read in the same way, if the step
    begins with a kind of call or with a verb such as "send". Return "" for any other text.
    """
    lead, colon, step = text.strip().partition(":")
    words = without_leading([bare_word(word) for word in lead.split(maxsplit=MAX_WORDS)], _BEFORE)
    if colon and words in _NEXT_STEP:
        return step.strip()
    typed = text.strip(" .!").split()
    at = next((at for at in range(len(typed[:MAX_WORDS])) if _is_next_step(typed[at : at + 2])), -1)
    if at < 0 or not _BEFORE.issuperset(map(bare_word, typed[:at])) or "?" in text:
        return ""
    rest = typed[at + 2 :]
    while rest and bare_word(rest[0]) in ("is", "a", "to", "the"):
        rest = rest[1:]
    begins = rest[:1] != [] and bare_word(rest[0]) in KINDS | VERBS
    return " ".join(rest) if begins and rest[1:] else ""


def _is_next_step(words: Sequence[str]) -> bool:
    return [bare_word(word) for word in words] in _NEXT_STEP


def step_told(line: str) -> tuple[str, bool]:
    """Return the next step in a report of a call, and whether the report says "next step".

    - "jana was happy. next step is a demo" gives "a demo" and True.
    - "jana was happy, next call thurs 3pm" gives "call thurs 3pm" and False.
    - "we talk again thurs" gives "talk again thurs" and False.

    If the second value is False and the returned words name no day, it is not certain that they are
    a next step. If the report has no next step, return "" and False.
    """
    words = line.split()
    said = [bare_word(word) for word in words]
    for at in range(len(said) - 1):
        if at and words[at - 1][-1] not in _MARKS and said[at - 1] not in _LEADS:
            continue
        if said[at : at + 2] in (["next", "step"], ["next", "steps"]):
            rest = words[at + 2 + (said[at + 2 : at + 3] == ["is"]) :]
            step = _until(rest, ".;!")
            states = not step or bare_word(step.split()[0]) in _STATES
            return ("", False) if states else (step, True)
        if said[at] in _NEXT and said[at + 1] in KINDS:
            return _until(words[at + (said[at] == "next") :], _MARKS), False
        if said[at] in _AGAIN and said[at + 1] == "again":
            return _until(words[at:], _MARKS), False
    return "", False


def _until(words: Sequence[str], marks: str) -> str:
    """Return the words up to the first word that ends with one of these marks."""
    end = next((at for at, word in enumerate(words) if word[-1] in marks), len(words))
    return " ".join(words[: end + 1]).strip(f"{_MARKS} ")


def _about(said: list[str], words: list[str]) -> str:
    """Return the words beside "next step" that name the account. Return "" if there are none."""
    at = next((at for at in range(len(said)) if said[at : at + 2] == ["next", "step"]), None)
    if at is None or not (QUESTION_WORDS | AUXILIARIES).isdisjoint(said[:at]):
        return ""
    before = [word for word in words[:at] if bare_word(word) not in _BEFORE]
    following = words[at + 2 :]
    following = (
        following[1:] if following and bare_word(following[0]) in _PREPOSITIONS else following
    )
    named = following if not before else before if not following else []
    return " ".join(named).removesuffix("'s").removesuffix("’s") if len(named) <= MAX_WORDS else ""
