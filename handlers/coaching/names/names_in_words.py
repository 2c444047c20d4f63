"""Find names of people in a text, even if the people are not on file. Pure.

Callers remove these names from lines before others read the lines, so recall matters more than
precision.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from handlers.coaching.buyer_words.their_words import SENTENCE_END, label_of
from handlers.coaching.names.common_words import TITLES, is_common, is_until
from handlers.coaching.names.forgetting import GIVEN_NAMES_ALSO_WORDS
from handlers.coaching.names.given_names import GIVEN_NAMES, OTHER_FORMS
from handlers.coaching.names.people_lines import JOBS
from handlers.coaching.text.spelling import as_seen, plain
from handlers.coaching.text.words import SAY_LITTLE, SMALL_WORDS, VERBS, singular


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Given names that are not in `GIVEN_NAMES`. They count only here, where recall matters most.
_MORE = _words("""
    adrian agnieszka alexej alina anders andrzej anke antje arne artur aylin bartosz birte bjarne
    bodo britta burak carsten cem christa claus danuta detlef dieter dietmar dirk ebru eckhard elif
    elke emre enno erwin esra falk fatma frauke friedrich friederike gesa gesine gisela gudrun
    gunnar gunter gunther guido hakan harm hartmut hasan heiner heinz helge helmut henning herbert
    hilde horst ilona imke ingo inge ingeborg ingmar irina jaroslav jochen jorg jorn jurgen kai
    kaspar kathleen kemal kerstin kirsten konrad krzysztof lennart lothar lutz magda magdalena
    malgorzata malte manfred marek margit margot marion marita markku mehmet merle merve mustafa
    murat olga oksana olena pavel piotr ragnar reiner reinhard reinhold roswitha rudiger rudolf
    ruben sebnem selma sergei siegfried sigrid sigrun silvana steffen stefano swantje sybille
    tatjana thorben till timo tomasz traute uli ursel veit veronika volker waltraud wiebke wilfried
    wilhelm wojciech yasemin yusuf zeynep
    """)
_KNOWN = GIVEN_NAMES | OTHER_FORMS.keys() | _MORE
_WORD = re.compile(r"[^\W\d_]+(?:['’‐‑-](?!s\b)[^\W\d_]+)*")
_PARTICLES = _words("al da de del della den der di dos el la le ten ter van von zu zur")
# After one of these, a word in lower case is a name too: "mr brandl".
_SURE_TITLES = _words("mr mrs ms dr herr frau")
_NO_LAST_NAMES = _words("teams office project excel azure dynamics later")  # "ms teams"
_ADDRESS_PARTS = re.compile(r"[._+-]")
# Given names that are also auxiliary verbs: "Will Routely follow?".
_AUXILIARIES = _words("can may will")
_REST_OF_QUESTION = re.compile(r"\s\S{1,40}\s\w[^.!?\n]{0,200}\?")
_MAX_LABEL_WORDS = 4  # a name before a colon has at most this many words
_MAX_LAST_NAMES = 3  # last names have at most this many words: "van der Berg" has three
# Words that often come before a colon, and that name nobody.
_NO_LABELS = _words("""
    a agenda answer aside background budget caller competitor concern contract customer deadline
    decision demo detail eta feature feedback focus fyi goal guest idea info integration issue
    moderator nb note objection offer outcome outlook participant pilot plan pricing prio priority
    problem process product project ps q question quote re reason recap reminder rollout scope
    setup speaker status step summary surprise takeaway timeline timing tl tldr todo topic training
    unknown update warning
    """)


def named_people(text: str) -> list[str]:
    """Return the names that a text contains: labels of speakers, given names, and last names.

    A label is the text before a colon at the start of a line or sentence ("Rolf Thiemann: we
    stopped"). Elsewhere, these are names:

    - a given name, with the last names that follow it ("Anna van der Berg")
    - the name after a title: "Ms. Vela" → "Vela". After "mr", "dr" and the like, the last name may
      be in lower case.
    - two or more capitalised words that are not English words ("Sorin Vasilescu")

    Most given names that are also English words ("Will") count only with a last name. A few
    ("Till") also count alone, if they begin with a capital. But "Till April" means "until April".
    A question such as "Will Routely follow?" names nobody, because "Will" is a verb here, and
    "Routely" alone is no name.
    """
    seen = as_seen(text)
    return list(dict.fromkeys([*_labels(seen), *_within(seen)]))


def people_labelled(labels: Iterable[str]) -> list[str]:
    """Return the labels that may be names of people. Leave out labels such as "Speaker 1"."""
    return [label for label in labels if _may_be_a_person(_WORD.findall(as_seen(label)))]


def name_in_address(address: str) -> str:
    """Return "rolf thiemann" for rolf.thiemann@kestrel.example. Return "" if there is no name."""
    parts = [part for part in _ADDRESS_PARTS.split(address.partition("@")[0]) if part.isalpha()]
    parts = [part for part in parts if len(part) > 1]
    known = bool(parts) and parts[0] in _KNOWN
    return " ".join(parts) if known or (len(parts) > 1 and not _any_common(parts)) else ""


def _labels(text: str) -> Iterable[str]:
    for line in text.splitlines():
        for sentence in SENTENCE_END.split(line.strip(" \t-–—•*\"“„'")):
            label = label_of(sentence)
            words = _WORD.findall(label)
            if len(words) <= _MAX_LABEL_WORDS and _may_be_a_person(words):
                yield label


def _may_be_a_person(words: Sequence[str]) -> bool:
    """Check for a given name at the start, or for capitalised words that are not English."""
    lows = [plain(word) for word in words]
    if not words or _names_nobody(lows):
        return False
    if lows[0] in _KNOWN and not (len(words) == 1 and is_common(lows[0])):
        return True
    capitals = all(_is_capitalised(word) or word in _PARTICLES for word in words)
    named = [low for low in lows if low not in TITLES]
    return capitals and bool(named) and not _any_common(named)


def _names_nobody(lows: Iterable[str]) -> bool:
    return any(singular(low) in _NO_LABELS | JOBS | VERBS or low in _NO_LABELS for low in lows)


def _within(text: str) -> Iterable[str]:
    """Yield each name that follows a title, begins with a given name, or has two words or more."""
    words = list(_WORD.finditer(text))
    for at, word in enumerate(words):
        low = plain(word[0])
        is_title, is_given = low in TITLES, low in _KNOWN and not _asks(text, word)
        last = _end_of_last_names(text, words, at)
        if at + 1 < len(words) and is_until(low, plain(words[at + 1][0])):
            continue
        if not (is_title or is_given):
            if last and singular(low) not in SAY_LITTLE and _may_be_a_person([word[0]]):
                yield text[word.start() : last]
            continue
        if is_title and last:
            yield text[words[at + 1].start() : last]
        elif low in _SURE_TITLES and _follows_title(text, words, at):
            yield words[at + 1][0]
        elif is_given and (last or not _is_word(word[0])):
            yield text[word.start() : last or word.end()]


def _asks(text: str, word: re.Match[str]) -> bool:
    """Check whether a word is a verb that begins a question: "Will Routely follow?"."""
    if plain(word[0]) not in _AUXILIARIES or not _REST_OF_QUESTION.match(text, word.end()):
        return False
    before = text[max(word.start() - 4, 0) : word.start()].rstrip(" \t\"“„'(")
    return not before.strip() or before[-1] in ".!?:\n•–—-"


def _follows_title(text: str, words: Sequence[re.Match[str]], at: int) -> bool:
    """Check whether the word after a title is a name in lower case: "mr brandl", "dr. lund"."""
    if at + 1 >= len(words) or text[words[at].end() : words[at + 1].start()].strip(" ."):
        return False
    low = plain(words[at + 1][0])
    ordinary = _NO_LAST_NAMES | _NO_LABELS | JOBS | VERBS | SMALL_WORDS | _PARTICLES
    return len(low) > 2 and not is_common(low) and low not in ordinary and singular(low) not in JOBS


def _is_word(given: str) -> bool:
    """Check whether a given name is more likely an English word here: "Will", "frank"."""
    low = plain(given)
    return is_common(low) or (singular(low) in GIVEN_NAMES_ALSO_WORDS and given.islower())


def _end_of_last_names(text: str, words: Sequence[re.Match[str]], at: int) -> int:
    """Return where the last names after a word end, or 0 if there are none."""
    end = 0
    for before, word in pairwise(words[at : at + _MAX_LAST_NAMES + 1]):
        if text[before.end() : word.start()].strip(" .") or not _is_last(word[0]):
            break
        if word[0] not in _PARTICLES:
            end = word.end()
    return end


def _is_last(word: str) -> bool:
    return word in _PARTICLES or (_is_capitalised(word) and not is_common(plain(word)))


def _is_capitalised(word: str) -> bool:
    return word[0].isupper() and (len(word) == 1 or not word.isupper())


def _any_common(words: Iterable[str]) -> bool:
    return any(is_common(word) for word in words)
