"""Names of people with what they do, as others mention them: "Karl in procurement signs it"."""

import re
from collections.abc import Iterator

from handlers.coaching.common_words import is_common
from handlers.coaching.given_names import GIVEN_NAMES, OTHER_FORMS
from handlers.coaching.people_lines import JOBS
from handlers.coaching.words import VERBS, singular


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_KNOWN = GIVEN_NAMES | OTHER_FORMS.keys()
_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[,.;:!?]")
_STOPS = frozenset(".;:!?")
_OWN = _words("our my the their his her")
_PLACES = _words("in from of at our my the their as is who who's")
_DOES = _words(
    "runs run leads lead heads owns own manages decides approves handles signs reports oversees"
    " controls buys uses"
)
_RUNS_OUT = _words("out on into")  # "Routely runs out in March" is nobody's name
_RESPONSIBLE = _words("responsible charge boss budget decision colleague")
# Words in people's job titles that say nothing alone.
_NO_JOBS = _words(
    """
    account contact global human in inside of member network office plant public quality service
    services success system systems team works direct general support supply safety risk revenue
    partner area research field
    """
)
# What shows, right after it, that a word with a capital is somebody's name.
_THEY = _words("he she he's she's he'll she'll who who's")
_CLOSE = _DOES | _THEY | {"is", "our", "my", "the"}
_REACH = 6  # words between a name and what says what the person does


def names_a_role(sentence: str) -> bool:
    """Whether a sentence names somebody together with what they do.

    Names are known by their capital letter, so that there are none in a file without capitals.
    """
    words = _WORDS.findall(sentence)
    return any(_has_role(words, at, sure=sure) for at, sure in _names(words))


def _names(words: list[str]) -> Iterator[tuple[int, bool]]:
    """Where names may be, and whether each surely is one: a given name, not just any capital."""
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
    before = [word.casefold() for word in words[max(0, at - _REACH) : at]]
    after = [word.casefold() for word in words[at + 1 : at + 1 + _REACH]]
    return _leads_up(before) or _goes_on(after, sure=sure)


def _leads_up(before: list[str]) -> bool:
    """ "Our head of logistics, Jana", "my boss Karl"."""
    while before and before[-1] == ",":
        before = before[:-1]
    if not before or not _is_job(before[-1]):
        return False
    return any(word in _OWN for word in before)


def _goes_on(after: list[str], *, sure: bool) -> bool:
    """ "Jana, our head of logistics", "Karl in procurement", "Tom runs it", "Tom is in charge"."""
    cut = next((place for place, word in enumerate(after) if word in _STOPS), len(after))
    after = [word for word in after[:cut] if word != ","]
    if not after or (not sure and after[0] not in _CLOSE):
        return False
    for place, word in enumerate(after[:3]):
        if word in _DOES:
            return not set(after[place + 1 : place + 2]) & _RUNS_OUT
        if word in _PLACES:
            return any(_is_job(later) for later in after[place + 1 :][:4])
    return False


def _is_job(word: str) -> bool:
    return word in _RESPONSIBLE or (singular(word) in JOBS and word not in _NO_JOBS)
