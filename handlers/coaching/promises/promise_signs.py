"""Find signs that a promise was made again, or that the other side kept a promise.

We judge only by the words. We would rather miss a sign than report a false one.
"""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from handlers.coaching.buyer_words.their_words import SENTENCE_END
from handlers.coaching.promises.who_does import is_delivery
from handlers.coaching.text.number_words import with_digits
from handlers.coaching.text.words import Word, stemmed, stems, words_in
from handlers.times.words import NUMBERS

# Words that do not say what is promised: "send" and "them" in "Send them the pricing".
_SAID_ANYHOW = stemmed(
    """
    a an the our your their my his her its this that these those some of for to with in on at by
    and we i you they he she us them me it will would shall ll be is are please also just one
    send give get share provide deliver forward email mail prepare
    um uh er hm
    """
)
# Maps stems to other stems that mean the same.
_SAME_WORD = {"pricing": "price", "intro": "introduction", "info": "information", "doc": "document"}
_NUMBERS = {word: str(number) for word, number in NUMBERS.items() if number > 1}
_POINTING = stemmed("their his her its those these")
_COUNTED = 2  # a promise and its longer form share at least this many words besides numbers

# Before these words stands a person who will come: "Tom joins", "the CFO comes along". If "with"
# follows, a second person who will come stands after "with": "Tom joins with the CFO".
_JOINING = frozenset({"join", "joining", "come", "coming", "attend", "attending"})
# After these words stand the people who will be brought: "Jana brings two dispatchers".
_BRINGING = stemmed("bring bringing invite inviting introduce introducing introduction")
# After these words stand the people whose names were promised: "names of two dispatchers".
_NAMING = frozenset({"name", "contact"})
# The description of a person ends before one of these words: "the CFO" in "the CFO to the demo".
_BOUNDARY = frozenset({"to", "on", "at", "in", "by", "next", "when", "so", "who", "that", "then"})
# These words do not describe a person.
_NOT_A_PERSON = stemmed("a an the their her his our your of from for and with us me detail some")

# A sentence about a kept promise must have one of these words.
_RECEIVED = stemmed(
    "sent got received gave given brought showed shown shared forwarded handed arrived delivered"
)
# If a sentence has one of these words, perhaps the promise was broken, or was kept only in part. A
# word that is also in the promise does not count.
_DOUBT = stemmed(
    """
    not t no never nobody none without yet still wait waiting will ll would d should could can may
    might going promise promised promises soon later tomorrow next if when until before asked ask
    need want wrong old half part another except instead almost nearly once forgot forget missing
    """
)
# With these words, the buyer says that we kept our own promise.
_FROM_US = re.compile(r"\byou(?:'ve|’ve| have| had| already| just)* (?:sent|gave|shared|brought)\b")
_SENTENCE_END = re.compile(rf"{SENTENCE_END.pattern}|[\n;]+")
# We look for a promise within a longer sentence only if at least this many words of the promise say
# what is promised.
MIN_WORDS = 2


@dataclass(frozen=True)
class Participant:
    """Somebody from the account in a call. `is_new` means that it is their first call with us."""

    name: str
    role: str
    is_new: bool


def is_same(one: str, other: str) -> bool:
    """Check whether two promises mean the same thing.

    They do if they have the same words for what is promised, in any order, and the same numbers.

    A longer promise can also mean the same as a shorter one, if the shorter one has a number and at
    least two other words. The longer promise must have all these words, and no other numbers: "the
    price for the forty seats for the board" means the same as "Pricing for 40 seats". "Pricing for
    60 seats" does not.
    """
    keys, others = keys_of(one), keys_of(other)
    if not keys or keys == others:
        return keys == others and (bool(keys) or stems(one) == stems(other))
    numbers = numbers_in(keys)
    both = keys & others
    return (
        bool(numbers)
        and numbers == numbers_in(others)
        and both in (keys, others)
        and len(both - numbers) >= _COUNTED
    )


def points_to(words: str, promise: str) -> bool:
    """Check whether a text points back to an earlier promise.

    "Send you their names and numbers" points to "names of two dispatchers".
    """
    said, keys = stems(words), keys_of(promise)
    return any(one in _POINTING and other in keys for one, other in pairwise(said))


def may_refer_to(shorter: str, promise: str) -> bool:
    """Check whether a text may be a shorter form of a promise.

    "Pricing" may mean "Pricing for 40 seats". "Pricing for 60 seats" can't.
    """
    return bool(keys_of(shorter)) and keys_of(shorter) < keys_of(promise)


def is_step_of(step: str, promise: str) -> bool:
    """Check whether a next step is this promise, in the same words or in more words.

    "Send Karl Otte a one-page business case" is the promise "business case for Karl". If the step
    has more words than the promise, two conditions must hold:

    - The step is something to do for the buyer, and not a call.
    - At least MIN_WORDS words of the promise say what is promised.
    """
    if is_same(promise, step):
        return True
    return is_delivery(step) and len(keys_of(promise)) >= MIN_WORDS and may_refer_to(promise, step)


def share_said(text: str, wanted: str) -> float:
    """Return the share of the `wanted` words that a text contains, from 0 to 1.

    Words such as "send" and "them" do not count.
    """
    keys = keys_of(wanted)
    return len(keys & keys_of(text)) / len(keys) if keys else 0


def better_words(on_file: str, again: str) -> str:
    """Choose which wording to keep for a promise that was made again.

    We keep the wording on file, unless only the new one begins with a capital letter.
    """
    return again if again[:1].isupper() and not on_file[:1].isupper() else on_file


def seems_kept(
    promise: str, coming: Sequence[Participant], said: Sequence[str], *, held: bool
) -> bool:
    """Check whether the other side seems to have kept a promise.

    `coming` are the people from the account in a call after the promise. `held` means that this
    call has taken place. `said` has the notes of what the account's people have said since the
    promise.

    "Tom joins" counts as kept only after the call. "Names of two dispatchers" counts as kept even
    before the call, if two new dispatchers are coming.
    """
    return (
        _is_named(promise, coming)
        or (held and _is_here(promise, coming))
        or any(_says_so(promise, sentence) for words in said for sentence in _sentences(words))
    )


def keys_of(text: str) -> frozenset[str]:
    """Return the stems of the words that say what is promised. Words such as "send" don't."""
    words = words_in(text)
    found = {_SAME_WORD.get(stem, stem) for stem in with_digits(text)}
    # "IT", "the US" and "plan A" are names, not the ordinary words "it", "us" and "a".
    named = {word.stem for word in words if _is_in_capitals(text, word)}
    return frozenset(found - (_SAID_ANYHOW - named))


def numbers_in(keys: frozenset[str]) -> frozenset[str]:
    """Return the keys that are numbers."""
    return frozenset(filter(str.isdecimal, keys))


def _is_in_capitals(text: str, word: Word) -> bool:
    """Check whether a word is in capitals while the whole text is not.

    "I", and "A" at the beginning, do not count.
    """
    as_written = text[word.start : word.end]
    if text.isupper() or not as_written.isupper() or word.stem == "i":
        return False
    return len(as_written) > 1 or word.start > 0


def _sentences(words: str) -> list[str]:
    return _SENTENCE_END.split(words)


def _says_so(promise: str, sentence: str) -> bool:
    """Check whether a sentence says that a promise was kept: "She sent the list on Friday"."""
    found, keys = frozenset(stems(sentence)), keys_of(promise)
    if (
        (_DOUBT - frozenset(stems(promise))) & found
        or not _RECEIVED & found
        or sentence.rstrip().endswith("?")
    ):
        return False
    if _FROM_US.search(sentence.lower()):
        return False
    return len(keys) >= MIN_WORDS and keys <= keys_of(sentence)


def _is_named(promise: str, coming: Sequence[Participant]) -> bool:
    """For a promise of names ("names of two dispatchers"), check whether such new people come."""
    words = stems(promise)
    at = next((place for place, word in enumerate(words) if word in _NAMING), None)
    if at is None:
        return False
    many = any(
        word.stem in _NAMING and promise[word.start : word.end].lower() != word.stem
        for word in words_in(promise)
    )
    return _came(words[at + 1 :], [one for one in coming if one.is_new], 2 if many else 1)


def _is_here(promise: str, coming: Sequence[Participant]) -> bool:
    """For a promise that people will join or be brought ("Tom joins"), check whether they come."""
    words = stems(promise)
    for place, word in enumerate(words):
        if word in _BRINGING:
            return _came(words[place + 1 :], [one for one in coming if one.is_new], 1)
        if word in _JOINING:
            before, after = words[:place], words[place + 1 :]
            if after[:1] == ("back",):  # as in "Jana comes back with figures"
                return False
            after = after[1:] if after[:1] == ("with",) else ()
            return _came(before, coming, 1) and (not after or _came(after, coming, 1))
    return False


def _came(target: Sequence[str], coming: Sequence[Participant], needed: int) -> bool:
    """Check whether enough people who fit a description are coming.

    `target` has the stems of the description: "two dispatcher". A person fits if the name and job
    title have all the words that describe the person. If `target` has a number, at least this many
    people must fit. Otherwise at least `needed` people must fit.
    """
    person: list[str] = []
    for word in target:
        if word in _BOUNDARY and person:
            break
        if word in _BOUNDARY:
            continue
        number = _NUMBERS.get(word, word)
        if number.isdigit():
            needed = int(number)
        elif word not in _NOT_A_PERSON:
            person.append(word)
    counts = Counter(_fits(person, one) for one in coming)
    return bool(person) and counts[True] >= needed


def _fits(person: Collection[str], attendee: Participant) -> bool:
    return frozenset(stems(f"{attendee.name} {attendee.role}")).issuperset(person)
