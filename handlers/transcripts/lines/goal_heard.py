"""Find the words of the rep's goal that were said in the call."""

from collections.abc import Iterable

from handlers.coaching.text.words import SAY_LITTLE, words_in
from handlers.transcripts.records import GoalHeard
from handlers.transcripts.speech.sentences import SpokenSentence

# When we remove an ending of one letter, at least this many letters must remain. When we remove a
# longer ending, at least three letters must remain.
_SHORTEST = 4
_ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ers", "er", "ed", "ly", "e")


def goal_heard(goal: str, sentences: Iterable[SpokenSentence]) -> GoalHeard | None:
    """Return which words of the goal were said and which were not, spelled as in the goal.

    We compare words without their endings: "planning" matches "plan". We leave out numbers, and
    words that say little: for "hear how they plan a Monday", we look only for "plan". If the goal
    has only such words, return None.
    """
    wanted: dict[str, str] = {}
    for word in words_in(goal):
        if word.stem not in SAY_LITTLE and not word.stem.isdigit():
            wanted.setdefault(_root(word.stem), goal[word.start : word.end])
    if not wanted:
        return None
    tokens = {token for one in sentences for token in one.plain.split()}
    heard = {_root(word.stem) for token in tokens for word in words_in(token)}
    found = tuple(word for root, word in wanted.items() if root in heard)
    return GoalHeard(found, tuple(word for root, word in wanted.items() if root not in heard))


def _root(stem: str) -> str:
    for ending in _ENDINGS:
        if stem.endswith(ending) and len(stem) - len(ending) >= _SHORTEST - (len(ending) > 1):
            bare = stem[: -len(ending)]
            doubled = len(bare) > _SHORTEST and bare[-1] == bare[-2] and bare[-1] not in "aeiousl"
            return bare[:-1] if doubled else bare
    return stem
