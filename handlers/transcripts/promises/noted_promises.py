"""Find the promises in what a rep writes down: "i send contract by fri, she gets us the names wed".

A rep leaves out articles and apostrophes, and writes about the other side in the third person. We
rewrite each clause as its speaker would have said it ("I'll send the contract by Friday"), so that
`handlers.transcripts.promises.promises` can read it.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from handlers.coaching.buyer_words.their_words import MARK, is_name
from handlers.coaching.names.common_words import is_common
from handlers.coaching.names.given_names import GIVEN_NAMES
from handlers.times.words import MONTH_NAMES
from handlers.transcripts.promises.promises import is_habit, promise_in
from handlers.transcripts.promises.wished_for import names_nothing, with_thing_named
from handlers.transcripts.speech.days import names_day
from handlers.transcripts.speech.speech import plain_speech
from handlers.typed.plain_spelling import written_out
from handlers.typed.promises.bare_promise import DELIVERABLES
from handlers.typed.promises.promise_alone import is_to_others, promises_nothing
from handlers.typed.words import bare_word, listed
from storage.choices import PromiseSide

MAX_PROMISES = 4  # we offer at most this many promises from a text
LONGEST = 200  # characters of the longest promise
_BEFORE = 3  # earlier clauses in which we look for what "em" means in "send em friday"
_LOOKED_AT = 80  # we look for a subject in this many characters after a match of `_CLAUSE_BREAKS`
_LONGEST_DAY = 3  # words: "by next friday"
_MIN_LENGTH = 4  # characters of the shortest promise
_SENTENCES = re.compile(r"(?<![.!])[.!]+(?=\s|$)|[?]+|\n")
# A clause may begin after one of these.
_CLAUSE_BREAKS = re.compile(
    r"[,;:]\s+|\s[-–—]\s+|(?<!\s)\s+(?=(?:and|but|so|then|plus|&)\s)", re.IGNORECASE
)
_LEADS = listed("and n but so then plus & ok okay also just still")
_WE, _THEY = listed("i we ive weve"), listed("they he she")
# "I'll", "she's going to" and so on, without their apostrophes.
_WILL: dict[str, PromiseSide] = {
    **dict.fromkeys(("ill", "well", "gonna"), "ours"),
    **dict.fromkeys(("theyll", "hell", "shell"), "theirs"),
}
_GOING: dict[str, PromiseSide] = {
    **dict.fromkeys(("im", "were"), "ours"),
    **dict.fromkeys(("theyre", "hes", "shes"), "theirs"),
}
_BEGINS = _WE | _THEY | {*_WILL, *_GOING} | listed("pls please plz")
# Verbs for what people promise in the present tense.
_VERBS = listed(
    "send share forward email mail deliver give get bring prepare draft write call ring phone"
    " introduce confirm book provide update check follow set sign review"
)
_DOES = {form: verb for verb in _VERBS for form in (verb, f"{verb}s")}
_DOES |= {"intro": "introduce", "intros": "introduce"}
# Maps forms such as "sending" ("shes sending me the data by mon") to their verbs: "send".
_DOING = {f"{verb.removesuffix('e')}ing": verb for verb in _VERBS}
_DOING |= {"getting": "get", "setting": "set", "introing": "introduce"}
_BRINGS = listed("send share forward email mail give get bring provide deliver")
_SENDS = listed("send share forward email mail")
_SETTLES = listed("confirm introduce sign")
_CALLS = listed("call ring phone")
_PROMISES = listed("promise promises promised")
_OWES = listed("owe owes")
_WANTS = listed("want wants wanted need needs needed")
# Verbs for what a customer does for themselves, perhaps without promising it: "he checks with his
# cfo fri".
_ASKS = {
    form: verb for verb in listed("check ask talk speak decide") for form in (verb, f"{verb}s")
}
_WITH_OWN = listed("with w to his her their")
_SAID = listed("said told promised")
_BY = listed("by on for it that id ill")
_WHOM = listed("them him her you us me")
_US = listed("us me")
_WITH_US = tuple((with_, us) for with_ in ("with", "w", "to") for us in ("us", "me"))
_SAY = listed("said says told")
# With these verbs, "I'll …" and "we'll …" are promises even without a day.
_OWN_VERBS = listed(
    "send share forward email e-mail mail deliver give bring prepare draft write call ring phone"
    " introduce check confirm update get follow"
)
_ARTICLES = listed("the a an my our your their his her its this that these those some all both")
# A thing with one of these words before it counts as sent once: "her excel". Any other thing may be
# sent several times: "all the tenders".
_ONE_THING = listed("the a an his her their its")
# "She sends me the same list every time" is a habit, and not a promise.
_OFTEN = listed("always never often usually constantly time same wrong again every each")
_DAYS = {
    **dict.fromkeys(("mon",), "monday"),
    **dict.fromkeys(("tue", "tues"), "tuesday"),
    **dict.fromkeys(("wed", "weds"), "wednesday"),
    **dict.fromkeys(("thu", "thur", "thurs"), "thursday"),
    **dict.fromkeys(("fri",), "friday"),
    **dict.fromkeys(("eow",), "the end of the week"),
    **dict.fromkeys(("eod", "cob"), "today"),
    **dict.fromkeys(("eom",), "the end of the month"),
}
_MONTHS = {name[:3].lower(): name.lower() for name in MONTH_NAMES}


@dataclass(frozen=True)
class NotedPromise:
    """A promise, as a rep wrote it down.

    - `side` says whose promise it is.
    - `words` say what was promised, and by which day: "the names wed".
    - `asked` means that perhaps nobody promised it: the customer asked for it ("wants a quote by
      wed"), or does something for themselves ("he checks with his cfo friday").
    - `unnamed` means that the words don't say what was promised: "send em friday".
    - `to_us` means that the customer gives us something: "she sends me her excel". Such a promise
      needs no day.
    """

    side: PromiseSide
    words: str
    asked: bool = False
    unnamed: bool = False
    to_us: bool = False


@dataclass(frozen=True)
class _Known:
    """Words in the names of the customer's people and the rep's colleagues, in lower case."""

    theirs: frozenset[str]
    colleagues: frozenset[str]

    def is_theirs(self, word: str) -> bool:
        """Check whether a word is a customer's name, or a given name that no colleague has."""
        is_a_name = word in GIVEN_NAMES and not is_common(word)
        return word in self.theirs or (is_a_name and word not in self.colleagues)


_CUES = (
    _WILL.keys()
    | _GOING.keys()
    | _DOES.keys()
    | {doing for doing, verb in _DOING.items() if verb in _BRINGS}
    | _OWN_VERBS
    | _ASKS.keys()
    | _PROMISES
    | _OWES
    | {"will", "gonna"}
) | (listed("is are am") | _WANTS)


def may_promise(text: str) -> bool:
    """Check quickly whether a text may have a promise: whether it has a word of `_CUES`."""
    return any(bare_word(word) in _CUES for word in text.split())


def noted_promises(
    text: str, their_names: Collection[str] = (), colleagues: Collection[str] = ()
) -> list[NotedPromise]:
    """Return the first promises of both sides in what a rep wrote, at most `MAX_PROMISES`.

    `their_names` are the names of the customer and of the customer's people. `colleagues` are the
    names of the rep's colleagues.

    A clause in the present tense is a promise in these cases:

    - It names a day. But a habit is not a promise: "we send invoices on Fridays".
    - The customer sends us something: "she sends me her excel".
    - The rep does something, and another clause of the text is a promise. In "she sends us the
      names wed and I send a quote", the second clause is a promise because the first one is.
    """
    known = _Known(_parts(their_names), _parts(colleagues))
    clauses = [*_clauses(text, known)]
    found = [
        _promise(clause, known) or _day_told(clause, clauses[max(0, at - _BEFORE) : at], known)
        for at, clause in enumerate(clauses)
    ]
    if any(found):
        found = [one or _own_undated(each, known) for one, each in zip(found, clauses, strict=True)]
    named = (
        _with_thing(one, clauses[max(0, at - _BEFORE) : at]) for at, one in enumerate(found) if one
    )
    return list(islice(named, MAX_PROMISES))


def _with_thing(promise: NotedPromise, before: Sequence[str]) -> NotedPromise:
    words = with_thing_named(promise.words, before)
    return replace(promise, words=words, unnamed=names_nothing(words))


def _day_told(clause: str, before: Sequence[str], known: _Known) -> NotedPromise | None:
    """Read "i said monday" after "max wants api docs": we send the docs by Monday."""
    said = [bare_word(word) for word in _without_lead(clause.split())]
    if len(said) < 3 or said[0] not in _WE or said[1] not in _SAID:
        return None
    day = _after(said[2:], _WHOM | _BY | known.theirs)
    if not 0 < len(day) <= _LONGEST_DAY or not names_day(_spoken(["send", *day], known)):
        return None
    words = with_thing_named(f"send em {' '.join(day)}", before)
    return None if names_nothing(words) else NotedPromise("ours", words)


def _own_undated(clause: str, known: _Known) -> NotedPromise | None:
    """Read "and I send a quote", which names no day."""
    words = _without_lead(clause.split())
    if not words or bare_word(words[0]) != "i":
        return None
    words = _without_lead(words[1:])
    spoken = _spoken(words, known) if words and bare_word(words[0]) in _OWN_VERBS else ""
    return _noted("ours", words) if spoken and promise_in(spoken) and not is_habit(spoken) else None


def _parts(names: Collection[str]) -> frozenset[str]:
    return frozenset(
        part for name in names for part in map(bare_word, name.split()) if len(part) > 1
    )


def _clauses(text: str, known: _Known) -> Iterator[str]:
    """Yield the clauses of each sentence. A new clause begins before each subject that may promise
    something, such as "i", "she" or a customer's name.

    Leave out questions. Also leave out a sentence such as "Jana: I send the list", because these
    are Jana's words, and not the rep's. What follows a quotation in such a sentence is the rep's.
    """
    begins = 0
    for end in (*_SENTENCES.finditer(text), None):
        sentence = text[begins : end.start() if end else len(text)]
        begins = end.end() if end else begins
        if end and end[0].startswith("?"):
            continue
        label, colon, _ = sentence.partition(":")
        by_them = is_name(label) or any(
            known.is_theirs(bare_word(one)) for one in label.split()[:1]
        )
        if colon and by_them:
            sentence = _after_quotation(sentence)
        yield from _divided(sentence, known)


def _after_quotation(sentence: str) -> str:
    """Return the rep's words after a quotation: 'i send it fri' for 'jana: "no", i send it fri'.

    Return "" if the sentence has no closed quotation.
    """
    marks = list(islice(MARK.finditer(sentence), 2))
    return sentence[marks[1].end() :].lstrip(" ,;.–—-") if len(marks) > 1 else ""


def _divided(sentence: str, known: _Known) -> Iterator[str]:
    begins = 0
    for joint in _CLAUSE_BREAKS.finditer(sentence):
        follows = sentence[joint.end() : joint.end() + _LOOKED_AT].split()[:4]
        if _has_subject(_without_lead(follows), known):
            yield sentence[begins : joint.start()]
            begins = joint.end()
    yield sentence[begins:]


def _without_lead(words: list[str]) -> list[str]:
    return _after(words, _LEADS | {""})


def _after(words: list[str], skipped: Collection[str]) -> list[str]:
    """Return the words from the first word that is not in `skipped`."""
    at = next((at for at, word in enumerate(words) if bare_word(word) not in skipped), len(words))
    return words[at:]


def _has_subject(words: list[str], known: _Known) -> bool:
    first = bare_word(words[0]) if words else ""
    return first in _BEGINS | _WANTS or known.is_theirs(first) or _is_sending(words, known)


def _is_sending(words: list[str], known: _Known) -> bool:
    """Check for "sending him …" and "getting jana …", where the rep leaves out "I'm"."""
    whom = bare_word(words[1]) if words[1:] else ""
    is_to_them = whom in _WHOM - _US or known.is_theirs(whom)
    return is_to_them and _DOING.get(bare_word(words[0])) in _BRINGS


def _promise(clause: str, known: _Known) -> NotedPromise | None:
    """Parse one clause. Return None if it is not a promise."""
    words = _without_lead(clause.split())
    words = _after_report(words, known)
    if not words:
        return None
    first = bare_word(words[0])
    if first in _GOING and (doing := _doing(words[1:])):
        return _does(_GOING[first], doing, known)
    if first in _WILL or first in _GOING:
        rest = words[1:] if first in _WILL else _after_going(words[1:])
        return _will((_WILL | _GOING)[first], rest, known)
    if first in _WE:
        return _says("ours", words[1:], known)
    if _is_sending(words, known):  # "sending him a calc by wed" leaves out "I'm"
        return _does("ours", _doing(words), known)
    told = _told(words)
    # "Lund liked it, wants a quote by wed" leaves out who wants it.
    theirs = words if first in _WANTS else _after_name(words, known)
    return told or _says("theirs", theirs, known)


def _after_going(words: list[str]) -> list[str]:
    """Return the words after "gonna" or "going to". For any other words, return []."""
    said = [bare_word(word) for word in words[:2]]
    return words[1:] if said[:1] == ["gonna"] else words[2:] if said == ["going", "to"] else []


def _doing(words: list[str]) -> list[str]:
    """Return "send us the list" for "sending us the list". For any other words, return []."""
    verb = _DOING.get(bare_word(words[0])) if words[1:] else None
    return [verb, *words[1:]] if verb else []


def _told(words: list[str]) -> NotedPromise | None:
    """Find "I promised a demo" within a clause: "she liked it so much I promised a demo"."""
    said = [bare_word(word) for word in words]
    for at in range(1, len(said) - 1):
        if said[at] in _WE and said[at + 1] == "promised":
            return _noted("ours", _promised(words[at + 2 :]))
    return None


def _promised(words: list[str]) -> list[str]:
    """Return "a demo" for "them a demo", and "send a demo" for "to send a demo"."""
    return _after(words, _WHOM | {"to"})


def _after_report(words: list[str], known: _Known) -> list[str]:
    """Leave out "she said" before "she'll send it wed", but not before "I send it"."""
    said = [bare_word(word) for word in words[:4]]
    at = next((at for at, word in enumerate(said) if word in _SAY), 0)
    if not at or not _has_subject(words[:1], known) or said[0] in _WE:
        return words
    rest = _after(words[at + 1 :], _US | {"that"})
    first = bare_word(rest[0]) if rest else ""
    is_theirs = first in _THEY or "theirs" in (_WILL.get(first), _GOING.get(first))
    return rest if is_theirs else words


def _after_name(words: list[str], known: _Known) -> list[str]:
    """Return the words after "she", or after a name of at most three words.

    For any other words, return [].
    """
    if bare_word(words[0]) in _THEY:
        return words[1:]
    at = 0
    while at < 3 and at < len(words) and known.is_theirs(bare_word(words[at])):
        at += 1
    # The family name may be unknown: "max weil wants api docs".
    at += at == 1 and bare_word(" ".join(words[2:3])) in _WANTS and words[1].isalpha()
    return words[at:] if at else []


def _says(side: PromiseSide, words: list[str], known: _Known) -> NotedPromise | None:
    """Read what follows the subject of a clause: "send contract by fri", "promised us a list"."""
    words = words[1:] if words and bare_word(words[0]) in ("ve", "have", "has") else words
    words = _without_lead(words)
    first = bare_word(words[0]) if words else ""
    if first in _PROMISES | _OWES:
        return _owed(side, first, words[1:])
    if first in _WANTS and side == "theirs":
        return _wanted(words[1:], known)
    if first == "will":
        return _will(side, words[1:], known)
    if first in ("is", "are", "am"):
        doing = _doing(words[1:])
        does = _does(side, doing, known) if doing else None
        return does or _will(side, _after_going(words[1:]), known)
    verb = _DOES.get(first)
    if side == "theirs" and first in _ASKS:
        return _for_themselves(words, known)
    return _does(side, [verb, *words[1:]], known) if verb and words[1:] else None


def _owed(side: PromiseSide, verb: str, words: list[str]) -> NotedPromise | None:
    """Read what follows "owe" or "promised". Return None if a customer owes somebody else."""
    to_us = side == "theirs" and bare_word(" ".join(words[:1])) in _US
    if side == "theirs" and verb in _OWES and not to_us:
        return None
    noted = _noted(side, _promised(words))
    return replace(noted, to_us=to_us) if noted else None


def _wanted(words: list[str], known: _Known) -> NotedPromise | None:
    """Read what a customer wants from us by a certain day: "the contract draft by weds"."""
    said = [bare_word(word) for word in words]
    by_day = "by" in said and names_day(_spoken(["send", *words], known))
    noted = _noted("ours", words) if by_day and not DELIVERABLES.isdisjoint(said) else None
    return replace(noted, asked=True) if noted else None


def _for_themselves(words: list[str], known: _Known) -> NotedPromise | None:
    """Read "checks with his cfo on friday" and "decides by wed". Return None without a day."""
    said = [bare_word(word) for word in words]
    verb = _ASKS[said[0]]
    is_own = verb == "decide" or said[1:2] == ["back"] or not _WITH_OWN.isdisjoint(said[1:2])
    spoken = _spoken(words, known)
    noted = _noted("theirs", [verb, *words[1:]]) if is_own and names_day(spoken) else None
    return replace(noted, asked=True) if noted and not is_habit(spoken) else None


def _does(side: PromiseSide, words: list[str], known: _Known) -> NotedPromise | None:
    """Read a clause in the present tense: "send contract by fri".

    A promise needs a day. If the customer sends us a thing, no day is needed.

    A customer's promise without "us" needs a verb such as "send" or "sign", and must not have the
    word "on". "They send drivers home on Friday" is not a promise.
    """
    said = [bare_word(word) for word in words]
    if said[0] == "get" and said[1] not in _WHOM:
        return None
    if side == "theirs" and said[0] == "introduce" and not names_day(_spoken(words, known)):
        noted = _noted(side, words)  # without a day, perhaps no promise: "she intros their it guy"
        return replace(noted, asked=True) if noted else None
    for_us = not _US.isdisjoint(said)
    if side == "theirs" and not for_us and ("on" in said or said[0] not in _BRINGS | _SETTLES):
        return None
    spoken = _spoken(words, known)
    if is_habit(spoken):
        return None
    if side == "theirs" and _sends_us(said):
        noted = _of_side(side, words)
        return replace(noted, to_us=True) if noted else None
    return _of_side(side, words) if promise_in(spoken) and names_day(spoken) else None


def _sends_us(said: Sequence[str]) -> bool:
    """Check for "send me her excel" and "share her roadmap with me"."""
    to_us = said[1:2] != [] and said[1] in _US
    thing = said[2:] if to_us else said[1:]
    to_us = to_us or tuple(said[-2:]) in _WITH_US
    is_once = thing[:1] != [] and thing[0] in _ONE_THING and _OFTEN.isdisjoint(thing)
    return said[0] in _SENDS and to_us and is_once


def _will(side: PromiseSide, words: list[str], known: _Known) -> NotedPromise | None:
    """Read what follows "will".

    A customer's promise without a day must be for us. Our own promise without a day must begin with
    a verb of `_OWN_VERBS`.
    """
    words = _without_lead(words)
    if not words or bare_word(words[0]) in ("not", "never"):
        return None
    spoken = _spoken(words, known)
    if side == "theirs" and _sends_us([bare_word(word) for word in words]):
        return replace(promise, to_us=True) if (promise := _of_side(side, words)) else None
    for_us = side == "theirs" and not _US.isdisjoint(bare_word(word) for word in words[1:3])
    if side == "ours" and bare_word(words[0]) in _OWN_VERBS:
        return _noted(side, words)
    promises = promise_in(spoken) is not None and (for_us or names_day(spoken))
    return _of_side(side, words) if promises else None


def _spoken(words: list[str], known: _Known) -> str:
    """Write a clause as its speaker would have said it: "I'll send the contract by Friday"."""
    verb, *said = plain_speech(written_out(" ".join(words))).split() or [""]
    verb = _DOES.get(verb, verb)
    said = [word.strip(",;") for word in said]
    said = [
        _MONTHS.get(word, word) if _has_digit(said, at) else word for at, word in enumerate(said)
    ]
    said = [_DAYS.get(word, word) for word in said]
    said = ["you" if word in _US else "them" if known.is_theirs(word) else word for word in said]
    if verb in _CALLS and said and said[0] not in _ARTICLES:  # "call lund"
        verb, said = "call", ["them", *said[1:]]
    needs_article = said and said[0] not in _ARTICLES | _WHOM | {"to", "up", "back"}
    return " ".join(["i'll", verb, *(["the"] if needs_article else []), *said])


def _has_digit(words: list[str], at: int) -> bool:
    """Check whether a number stands beside a word: "dec 4"."""
    return any(word[:1].isdigit() for word in words[max(0, at - 1) : at + 2])


def _of_side(side: PromiseSide, words: list[str]) -> NotedPromise | None:
    """Return the promise in these words. Shorten a customer's "send us a list" to "a list"."""
    if (
        side == "theirs"
        and bare_word(words[0]) in _BRINGS
        and words[1:]
        and bare_word(words[1]) in _US
    ):
        words = words[2:]
    return _noted(side, words)


def _noted(side: PromiseSide, words: list[str]) -> NotedPromise | None:
    text = " ".join(words).strip(" ,;:–—-")[:LONGEST]
    is_none = len(text) < _MIN_LENGTH or promises_nothing(text)
    is_none = is_none or (side == "ours" and is_to_others(text))
    return None if is_none else NotedPromise(side, text)
