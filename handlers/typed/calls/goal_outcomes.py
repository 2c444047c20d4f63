"""Recognise a line that says whether a call's goal was reached: "northwind goal: partly". Pure."""

from itertools import pairwise
from typing import Literal, NamedTuple

from handlers.typed.calls.prompt_answers import prompt_answer
from handlers.typed.words import bare_word, listed

Reached = Literal["yes", "partly", "no"]  # whether a goal was reached
MAX_WORDS = 10  # at most this many words name the call and say whether its goal was reached
_FEW = 6  # `goal_within` looks only at parts of a line with at most this many words
_LONGEST = 1000  # characters of a line that are looked at
_NOUN = listed("goal goals")
_REACHED = listed("reached achieved")  # these are about a goal even without the word "goal"
_YES = _REACHED | listed("yes yep yeah met hit done fully")
_PARTLY = listed("partly partially part half halfway")
_NO = listed("no nope not didnt wasnt havent missed failed")
_ANSWERS = _YES | _PARTLY | _NO
_TELLS_ALONE = _REACHED | listed("partly partially half halfway")
_BEFORE_CALL = listed("on for at with w in")
_FILL = listed(
    "my our the todays today for w with at on in of was is it its i we did has have been a call"
    " that this as reach meet achieve only just"
)
# A line that begins with one of these corrects an earlier line: "no i meant todays goal, partly".
_CORRECTS = (["no", "i", "meant"], ["no", "i", "mean"], ["i", "meant"], ["i", "mean"])
_SORRY = listed("sorry sry actually ok oops wait")
_ENDS = ",.;:-–—"
_STOPS = ".,;:!"
_JOINS = listed("and but so")
_DASHES = listed("- – —")
_QUESTIONS = listed("did was is has have do does whats what how")


class GoalOutcome(NamedTuple):
    """Whether a goal was reached.

    about: the words that name the call, or ""
    rest: the words after the answer, or ""
    """

    about: str
    answer: Reached
    rest: str


def goal_outcome(text: str) -> GoalOutcome | None:
    """Return what a line says about a goal: "northwind" and "partly" for "northwind goal: partly".

    Return None if the line does not say whether a goal was reached. If a comma follows the answer,
    the words after the comma are `rest`: "northwind goal: partly, irina told us". The words in
    `about` may name no account: the caller checks this.
    """
    words = _without_correction(text.split(maxsplit=4 * MAX_WORDS))
    if not words or text.rstrip().endswith("?") or bare_word(words[0]) in _QUESTIONS:
        return None
    end = _end(words)
    said = [bare_word(word) for word in words[:end]]
    answers = [word for word in said if word in _ANSWERS]
    about = [
        word
        for word, bare in zip(words, said, strict=False)
        if bare and bare not in _NOUN | _FILL | _ANSWERS
    ]
    names_goal = not _NOUN.isdisjoint(said)
    says_so = names_goal or (not about and not _REACHED.isdisjoint(said))
    says_so = says_so or (bool(about) and _names_call(said))
    is_none = any(pair[0] == "no" and pair[1] in _NOUN for pair in pairwise(said))  # "no goals yet"
    if not answers or not says_so or is_none or len(said) > MAX_WORDS:
        return None
    rest = [word for word in words[end:] if word not in _DASHES]
    return GoalOutcome(" ".join(about).strip(f" {_ENDS}"), _answer(answers), " ".join(rest))


def _names_call(said: list[str]) -> bool:
    """Match a short line such as "partly on alder", "alder: partly" or "alder reached"."""
    if len(said) > _FEW or _TELLS_ALONE.isdisjoint(said):
        return False
    first = said[0] in _TELLS_ALONE and said[1:] != [] and said[1] in _BEFORE_CALL
    at = next(at for at, word in enumerate(said) if word in _ANSWERS)
    return first or (at > 0 and _ANSWERS.issuperset(said[at:]))


def goal_alone(text: str) -> Reached | None:
    """Return the answer in a line that says only whether a goal was reached: "no", "partly".

    Return None for any other line. "Mixed" and "badly" say how a call went, and not whether its
    goal was reached.
    """
    said = prompt_answer(text)
    if said in ("yes", "no"):
        return said
    words = {bare_word(word) for word in text.split(maxsplit=MAX_WORDS)}
    if said == "mixed":
        return None if words.isdisjoint(_PARTLY) else "partly"
    return "yes" if said == "good" and "fully" in words else None


def goal_within(text: str) -> Reached | None:
    """Return the answer in part of a line: "yes" for "went great, goal reached. they want ward 4".

    The part must say only whether the goal was reached, without naming a call. Return None if the
    line has no such part, or if such parts contradict each other.
    """
    said = [goal_outcome(part) for part in _parts(text[:_LONGEST]) if len(part.split()) <= _FEW]
    answers = {one.answer for one in said if one and not one.about and not one.rest}
    return answers.pop() if len(answers) == 1 else None


def _parts(text: str) -> list[str]:
    """Split a line at commas, full stops, dashes, and words that join sentences."""
    parts: list[list[str]] = [[]]
    for word in text.split():
        if word in _DASHES or bare_word(word) in _JOINS:
            parts.append([])
            continue
        parts[-1].append(word.rstrip(_STOPS))
        if word[-1] in _STOPS:
            parts.append([])
    return [" ".join(part) for part in parts]


def _without_correction(words: list[str]) -> list[str]:
    while words and bare_word(words[0]) in _SORRY:
        words = words[1:]
    bare = [bare_word(word) for word in words[:3]]
    size = max((len(one) for one in _CORRECTS if bare[: len(one)] == one), default=0)
    return words[size:]


def _end(words: list[str]) -> int:
    """Return the number of words from the start of the line to the end of the answer.

    The answer ends at the first mark in `_ENDS` that follows a word in `_ANSWERS`. A mark does not
    end the answer if a word such as "goal" or "reached" follows later. Without a mark that ends it,
    the answer ends with the line.
    """
    answered = False
    for at, word in enumerate(words):
        answered = answered or bare_word(word) in _ANSWERS
        goes_on = any(bare_word(one) in _NOUN | _REACHED for one in words[at + 1 :])
        if answered and (word[-1] in _ENDS) and not goes_on:
            return at + 1
    return len(words)


def _answer(said: list[str]) -> Reached:
    if not _PARTLY.isdisjoint(said):
        return "partly"
    return "yes" if _NO.isdisjoint(said) else "no"
