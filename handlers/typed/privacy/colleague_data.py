"""Recognise questions about a colleague's own figures, reflections and goals. Pure.

"Show me Lena's figures" is such a question. "Lena's figures were right, they said" is not.
"""

from collections.abc import Collection

from handlers.typed.words import TALKS, first_name, listed, words_of
from storage.spelling import comparable

MAX_WORDS = 14  # how many words such a question may have

_OWN = listed(
    "figures figure numbers stats statistics reflection reflections notes goal goals guess guesses"
    " transcript transcripts performance score talk talking stretch"
)
_ASKING = listed(
    "show give tell see what whats what's how's hows who can how could may please compare i"
    " send read open"
    " let me get want to is are do does the"
)
_FILLING = listed("me my and all of about for please the to see look at read have get open")
_SPEAKS = TALKS | listed("ask asks asked interrupt")
_REFLECTS = listed("reflect reflects reflected")
_DOING = listed("doing performing going improving")
_WROTE = listed("hear heard note noted write wrote written learn learned coach struggle struggles")
_QUALITIES = listed("good better best well bad worse worst improving")
_DID = listed("did does has is was do")
_POLITE = listed("please hey hi ok and so")
_PRONOUNS = {"her": "she", "his": "he", "their": "they"}
_OF_COLLEAGUES = listed("figures stats statistics reflection reflections goals guesses performance")
_UNSHARED = listed("unshared private")
_LISTS = listed("list show give")
_MINE = listed("my mine")
_REPORTS = listed("said says told were because but if they we he she their our")


def whose_by_pronoun(text: str) -> str:
    """Return "she", "he" or "they" for a line that asks for a person's data with a pronoun.

    "I'm her boss, show me her reflections" → "she"

    The line must ask for figures, reflections or the like. Attune has these only for colleagues, so
    "her" can't mean a customer. For any other line, return "".
    """
    for part in text.split(","):
        words = [word for word in words_of(part) if word not in _POLITE]
        at = next((at for at, word in enumerate(words) if word in _PRONOUNS), 0)
        asks = (
            bool(words) and words[0] in _ASKING and _ASKING.union(_FILLING).issuperset(words[:at])
        )
        if at and asks and not _OF_COLLEAGUES.isdisjoint(words[at + 1 : at + 3]):
            return _PRONOUNS[words[at]]
    return ""


def asks_for_private(text: str) -> bool:
    """Check for "list all unshared reflections" and "show me the private notes of my team"."""
    words = words_of(text)
    about = not _OWN.isdisjoint(words) and not _UNSHARED.isdisjoint(words)
    return about and words[0] in _LISTS and _MINE.isdisjoint(words[:6]) and len(words) <= MAX_WORDS


def whose(text: str, colleagues: Collection[str], others: Collection[str] = ()) -> str:
    """Return the first name of the colleague whose own data a question is about, or "".

    The question must contain the first name or the full name of one of the `colleagues`. `others`
    are the names of the person who asks, and of customers. We ignore a name in the question that
    may be one of the `others`.
    """
    words = words_of(_without_reason(text))
    if not 2 < len(words) <= MAX_WORDS and not (len(words) == 2 and words[0].endswith(("s", "s'"))):
        return ""
    if not _REPORTS.isdisjoint(words):
        return ""
    taken = {form for name in others for form in _forms(name)}
    for name in colleagues:
        for form in _forms(name) - taken:
            if _is_about(words, form.split()):
                return name.split()[0]
    return ""


def _without_reason(text: str) -> str:
    """Return "tell me lena's talk ratio" for "tell me lena's talk ratio, she said it's ok"."""
    asked, comma, reason = text.partition(",")
    is_reason = bool(comma) and words_of(reason)[:1] in (["she"], ["he"], ["they"], ["because"])
    return asked if is_reason else text


def is_named(words: Collection[str], name: str) -> bool:
    """Return whether the words contain somebody's first name: "lena", "lena's" or "lenas"."""
    first = first_name(name)
    return bool(first) and any(form in words for form in (first, f"{first}'s", f"{first}s"))


def who_wrote(text: str, colleagues: Collection[str]) -> str:
    """Return "Lena" for "what did Lena hear today", if a colleague has this first name.

    Return "" for any other question.
    """
    words = words_of(text)
    if _WROTE.isdisjoint(words):
        return ""
    return next((name.split()[0] for name in colleagues if is_named(words, name)), "")


def whose_talk(text: str, colleagues: Collection[str]) -> str:
    """Return the first name of the colleague whose talk figures a question is about, or ""."""
    words = words_of(text)
    if words[:1] != ["how"] or TALKS.isdisjoint(words):
        return ""
    return next((name.split()[0] for name in colleagues if first_name(name) in words), "")


def _forms(name: str) -> frozenset[str]:
    return frozenset(filter(None, (comparable(name), first_name(name))))


def _is_about(words: list[str], name: list[str]) -> bool:
    """Check whether a question asks for data about the person with this name."""
    for at in range(len(words) - len(name) + 1):
        here = words[at : at + len(name)]
        before, following = words[:at], words[at + len(name) :]
        if here[:-1] == name[:-1] and here[-1] in _possessive(name[-1]):
            return _of_theirs(before, following)
        if here == name:
            return _does(before, following) or _after_of(before)
    return False


def _possessive(name: str) -> tuple[str, str, str]:
    return f"{name}'s", f"{name}s'", f"{name}s"


def _of_theirs(before: list[str], following: list[str]) -> bool:
    """Match "Lena's figures" and "show me Lena's latest figures"."""
    thing = next((at for at, word in enumerate(following[:3]) if word in _OWN), None)
    if thing is None:
        return False
    if not before:
        return len(following) == thing + 1 or following[thing : thing + 2] in (
            ["talk", "time"],
            ["talk", "share"],
            ["talk", "ratio"],
        )
    return before[0] in _ASKING and _ASKING.union(_FILLING, _OWN).issuperset(before)


def _after_of(before: list[str]) -> bool:
    """Match "show me the figures of Lena" and "show me the figures for Lena"."""
    asks = bool(before) and before[0] in _ASKING
    return asks and len(before) > 2 and before[-1] in ("of", "for") and before[-2] in _OWN


def _does(before: list[str], following: list[str]) -> bool:
    """Match "how much did Lena talk", "what did Lena reflect", "how is Lena doing" and the like."""
    if not before or before[-1] not in _DID or not following:
        return False
    how, verb = before[0], following[0]
    if how == "how" and before[1:-1] in (["much"], ["long"], ["often"], ["many", "questions"]):
        return verb in _SPEAKS
    if how == "how" and len(before) == 2:
        return (verb in _DOING and len(following) < 3) or (verb == "do" and len(following) < 4)
    if how in ("what", "did", "has", "when"):
        return verb in _REFLECTS
    return how == "is" and verb in _QUALITIES and len(following) < 4
