"""Find sentences that name people and their jobs: "Karl in procurement signs it"."""

import re
from collections.abc import Iterator

from handlers.coaching.names.common_words import is_common
from handlers.coaching.names.given_names import GIVEN_NAMES, OTHER_FORMS
from handlers.coaching.names.people_lines import JOBS
from handlers.coaching.text.words import VERBS, singular


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_KNOWN = GIVEN_NAMES | OTHER_FORMS.keys()
_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[,.;:!?]")
_STOPS = frozenset(".;:!?")
_OWN = _words("our my the their his her")
_BEFORE_JOB = _words("in from of at our my the their as is who who's")
_DOES = _words(
    "runs run leads lead heads owns own manages decides approves handles signs reports oversees"
    " controls buys uses"
)
_RUNS_OUT = _words("out on into")  # "Routely" in "Routely runs out in March" is not a person
_RESPONSIBLE = _words("responsible charge boss budget decision colleague")
# Words that occur in job titles, but do not name a job on their own.
_NO_JOBS = _words(
    """
    account contact global human in inside of member network office plant public quality service
    services success system systems team works direct general support supply safety risk revenue
    partner area research field
    """
)
# If a word with a capital is not a known given name, we look for a job after it in only two cases:
# a word of `_CLOSE` comes right after it, or a word of `_THEY` comes within three words.
_THEY = _words("he she he's she's he'll she'll who who's")
_CLOSE = _DOES | _THEY | {"is", "our", "my", "the"}
_REACH = 6  # we look for "our" and a job in this many words before a name, commas included
_REACH_AFTER = 9  # we look for a job among this many words after a name, commas included


def names_a_role(sentence: str) -> bool:
    """Check whether a sentence names somebody and says what that person does.

    We find names by their capital letters. In a file without capitals, we find none.
    """
    words = _words_of(sentence)
    return any(_has_role(words, at, sure=sure) for at, sure in _names(words))


def has_a_role(sentence: str, name: str) -> bool:
    """Check whether a sentence says what the person with this name does."""
    words = _words_of(sentence)
    return any(_has_role(words, at, sure=sure) for at, sure in _names(words) if words[at] == name)


def _words_of(sentence: str) -> list[str]:
    words = _WORDS.findall(sentence)
    after = [*words[1:], ""][: len(words)]
    return [word for word, later in zip(words, after, strict=True) if not _goes_over(word, later)]


def tells_who(before: str, sentence: str) -> bool:
    """Check whether `before` names a person, and `sentence` says what that person does.

    For example, `before` is "That depends on Ms. Vela.", and `sentence` is "She runs the network."
    Return False if `before` already says what somebody does.
    """
    first = sentence.casefold().replace("’", "'").partition(" ")[0]
    if first not in _THEY or names_a_role(before):
        return False
    return names_a_role(f"{before} {sentence}")


def _goes_over(word: str, later: str) -> bool:
    """Check whether `word` is a full stop, and `later` is a word such as "she".

    The next sentence is then about the same person, so we read both sentences as one.
    """
    return word == "." and later.casefold() in _THEY


def _names(words: list[str]) -> Iterator[tuple[int, bool]]:
    """Yield the index of each possible name, and whether the name is certainly a given name."""
    for at, word in enumerate(words):
        if not word[0].isupper() or word.isupper():
            continue
        low = word.casefold()
        first = at == 0 or words[at - 1] in _STOPS
        common = is_common(singular(low))
        if low in _KNOWN:
            if not (first and common):
                yield at, True
        elif not (common or low.endswith("ly") or singular(low) in JOBS | VERBS):
            yield at, False


def _has_role(words: list[str], at: int, *, sure: bool) -> bool:
    """Check whether the words around a name say a job. `sure` is as in `_goes_on`."""
    before = [word.casefold() for word in words[max(0, at - _REACH) : at]]
    after = [word.casefold() for word in words[at + 1 : at + 1 + _REACH_AFTER]]
    return _leads_up(before) or _goes_on(after, sure=sure)


def _leads_up(before: list[str]) -> bool:
    """Check whether a job comes before a name, as in "our head of logistics" or "my boss"."""
    while before and before[-1] == ",":
        before = before[:-1]
    if not before or not _is_job(before[-1]):
        return False
    return any(word in _OWN for word in before)


def _goes_on(after: list[str], *, sure: bool) -> bool:
    """Check whether a job comes after a name: "in procurement", "runs it" or "is in charge".

    `sure` is true if the name is certainly a given name.
    """
    cut = next((place for place, word in enumerate(after) if word in _STOPS), len(after))
    after = [word for word in after[:cut] if word != ","]
    if not after or not (sure or after[0] in _CLOSE or _THEY & set(after[:3])):
        return False
    for place, word in enumerate(after[:3]):
        if word in _THEY and _does_or_is(after[place + 1 :]):
            return True
        if word in _DOES:
            return not set(after[place + 1 : place + 2]) & _RUNS_OUT
        if word in _BEFORE_JOB:
            return any(_is_job(later) for later in after[place + 1 :][:4])
    return False


def _does_or_is(said: list[str]) -> bool:
    """Check whether the words after "he" or "she" say what that person does."""
    does = any(
        word in _DOES and not set(said[at + 1 :][:1]) & _RUNS_OUT for at, word in enumerate(said)
    )
    return does or any(map(_is_job, said))


def _is_job(word: str) -> bool:
    return word in _RESPONSIBLE or (singular(word) in JOBS and word not in _NO_JOBS)
