"""Replace the names of the account, of its people and of our reps in text that we pass on.

If we can't tell whether a word is a name, we replace it: a lost word harms less than a revealed
buyer. We keep an English word whose only reason for a capital is that it begins a sentence.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, pairwise

from handlers.coaching.addresses import ADDRESS, AN_ADDRESS
from handlers.coaching.common_words import ORDINARY, TITLES, is_common, is_until
from handlers.coaching.name_forms import FORMS, Needs, is_distinctive, together
from handlers.coaching.numbers import without_numbers
from handlers.coaching.spelling import (
    BREAKS,
    SPACELESS,
    SPELLED_OUT,
    as_seen,
    differ_by_typo,
    humps,
    plain,
    plain_words,
)
from handlers.coaching.words import SMALL_WORDS, Word, singular, stemmed

# Endings that some languages add to names: "Петровой", "Novákem", "Kowalskiego", "Northwinders".
_ENDINGS = frozenset(
    """
    а у ом е ой ы ою ым ых ыми ого ому ему его ая ую ам ами ах ов ев ей и я ю ем ём ями ях
    a u e i y o em om ovi ou ov ova ove ovy ego iego emu iemu im iej ej owi er es ian
    """.translate({ord("й"): "и", ord("ё"): "е"}).split()
)
_LONGEST_ENDING = max(map(len, _ENDINGS))
_VOWELS = "aeiouyаеиоуыэюя"
_INFLECTED_LENGTH = 5  # a name with such an ending needs at least this many letters
_TYPO_LENGTH = 8  # a name with a typo needs at least this many letters
_HUMP_LENGTH = 3  # a name inside a word ("TeamJana") needs at least this many letters
_SPLIT_LENGTH = 6  # a name written as two words ("North Wind") needs at least this many letters
# Months that are also names. After one of `_BEFORE_MONTHS`, the word means the month: "in May".
_MONTHS = frozenset({"march", "april", "may", "june", "august"})
_BEFORE_MONTHS = stemmed(
    "in by until till since during before after through early mid late last next this end"
)
_MODALS = frozenset({"can", "may", "might", "must", "shall", "will"})
# Before one of these, the first word of a sentence is a person's name.
_VERBS_OF_PEOPLE = frozenset(
    {
        *("agreed", "answered", "asked", "asks", "called", "confirmed", "explained", "hates"),
        *("joined", "knows", "likes", "may", "mentioned", "prefers", "promised", "replied"),
        *("said", "says", "sent", "signed", "thinks", "told", "wanted", "wants", "will"),
        "wrote",
    }
)
_PARTS_OF_MONTHS = frozenset({"end", "start", "beginning", "middle", "rest"})  # as in "end of May"
_ARTICLES = frozenset({"a", "an", "the"})
# After one of these, the stand-in must not begin with an article.
_BEFORE = _ARTICLES | {"my", "our", "your"}


def without_names(words: str, names: Mapping[str, str]) -> str:
    """Replace each name in `words` with its stand-in. `names` maps names to stand-ins.

    We find the whole name, and each part of two or more letters, in any case, with or without
    accents: "Jana", "Novák's", "Ng", "Brightwater" of "Brightwater Clinics".

    - A word that is part of many names ("Clinics", "GmbH", "and", "an") counts only after a title:
      "Mr. An".
    - A part that is also an English word ("Will", "Main") counts next to another part of the name,
      or with a capital letter inside a sentence. At the start of a sentence, the next words must
      show that the part is a person: "Will thinks so", "Will's". Words in capitals do not count.
    - "Till", "Frank", "Drew" and "Sue" count with a capital anywhere. "Till March" means "until".
    - In lower case, a part that is also an English word counts before a verb such as "said" or
      "wants", with "'s", and before a colon at the start of a line: "will said so", "till: no".
      After "a", "the" or "our", the part never counts: "the bill says". Elsewhere the part does not
      count either, so that "frozen till april" keeps its sense. The price is that a name stays in
      "I met will".
    - "in May" and "4 May" are the month.
    - If several names share a part, we use the stand-in of the first name.

    We also find these forms of a name:

    - initials: "J.N.", "JN"
    - a name with an ending: "Петровой", "Northwinders"
    - one word written as two: "North Wind"
    - words joined into one: "JanaNovak", "jnovak", "#TeamNorthwind"
    - a common short form: "Bob" for Robert
    - a long name with one typo: "Northwnd"

    An email or web address becomes "an address". A number of seven digits or more becomes "a
    number"; `numbers` lists the exceptions. A name within a stand-in becomes "…".
    """
    text = as_seen(words)
    known = Names(names)
    cleaned = replaced(_without_addresses(text, known), known, partial(fitted, known))
    # The loop ends, because each round removes words.
    while any(known.found_in(cleaned, plain_words(cleaned))):
        cleaned = replaced(cleaned, known, lambda *_: "…")
    return words if cleaned == text else cleaned


def may_be_in(words: str, names: Iterable[str]) -> list[str]:
    """Return the names that `words` may mention: a fast filter before the real search."""
    said = plain(as_seen(words))

    def parts(name: str) -> Iterator[str]:
        for spelled in (name,) if name.isascii() else (name, name.translate(SPELLED_OUT)):
            even = plain(spelled).translate(BREAKS)
            for part in SPACELESS.findall(even) or even.split():
                yield part[:-1] if _loses_its_vowel(part) else part

    return [name for name in names if any(part in said for part in parts(name))]


def are_in(words: str, names: Iterable[str]) -> list[str]:
    """Return the names that `words` clearly contain, whole or in part.

    This search is for the names of all other customers, so it is stricter than `without_names`. A
    part needs at least three letters and must not be an English word. A name that is one common
    English word needs a capital letter inside a sentence. A name of several words may be written as
    one.
    """
    text = as_seen(words)
    found = plain_words(text)
    said = {hump.stem for word in found for hump in (word, *humps(text, word))}
    even = plain(text)
    line = f" {' '.join(word.stem for word in found)} "
    within = {
        word.stem
        for before, word in pairwise(found)
        if text[word.start].isupper() and not set(".!?\n") & set(text[before.end : word.start])
    }

    def is_there(name: str) -> bool:
        stems = [word.stem for word in plain_words(unicodedata.normalize("NFC", name))]
        if len(stems) == 1 and is_common(stems[0]):
            return stems[0] in within
        if any(
            s in said and len(s) > 2 and is_distinctive((s,)) and s not in ORDINARY for s in stems
        ):
            return True
        if bool(stems) and f" {' '.join(stems)} " in line:
            return True
        if sum(stem in even for stem in stems) < 2:  # a fast exit for most names
            return False
        return any(len(form[0]) >= _SPLIT_LENGTH and form[0] in said for form, _ in together(name))

    return [name for name in names if is_there(name)]


@dataclass(frozen=True)
class NameMatch:
    """A name that we found in a text, and its stand-in.

    The name begins at the word with the index `first` and ends before the word `last`. `initials`
    is true if we found the initials of the name.
    """

    first: int
    last: int
    stand_in: str
    initials: bool = False


class Names:
    """An index of names and their stand-ins, for searching many texts."""

    def __init__(self, stand_ins: Mapping[str, str]) -> None:
        # Maps the stems of each form to the stand-in, and to what the form needs.
        self._known: dict[tuple[str, ...], tuple[str, Needs]] = {}
        for forms in FORMS:
            for name, stand_in in stand_ins.items():
                for stems, needs in forms(unicodedata.normalize("NFC", name)):
                    self._known.setdefault(stems, (stand_in, needs))
        # Maps the first stem of a form to the possible numbers of words, largest first.
        sizes: dict[str, set[int]] = {}
        for stems in self._known:
            sizes.setdefault(stems[0], set()).add(len(stems))
        self._sizes = {first: sorted(found, reverse=True) for first, found in sizes.items()}
        singles = {s[0]: found for s, (found, _) in self._known.items() if len(s) == 1}
        # Forms of one word that people may write as two or three words. We also store the first two
        # letters of each, to skip most words of a text quickly.
        self._split = {stem: found for stem, found in singles.items() if len(stem) >= _SPLIT_LENGTH}
        self._begins = {stem[:2] for stem in self._split}
        written = (plain(name[w.start : w.end]) for name in stand_ins for w in plain_words(name))
        # Words in names whose final "s" is not a possessive.
        self._in_s = tuple({word for word in written if word.endswith("s")})
        # A single typo leaves the first three or the last three letters of a name unchanged.
        self._by_start: dict[str, list[tuple[str, str]]] = {}
        self._by_end: dict[str, list[tuple[str, str]]] = {}
        for stem, found in singles.items():
            if len(stem) >= _TYPO_LENGTH and not is_common(stem):
                self._by_start.setdefault(stem[:3], []).append((stem, found))
                self._by_end.setdefault(stem[-3:], []).append((stem, found))
        # Forms of one word that may take an ending. If an ending replaces the last vowel, we also
        # store the form without the vowel.
        self._inflected: dict[str, str] = {}
        for stem, found in singles.items():
            if len(stem) >= _INFLECTED_LENGTH and not is_common(stem):
                self._inflected.setdefault(stem, found)
                if _loses_its_vowel(stem):
                    self._inflected.setdefault(stem[:-1], found)

    def stand_in(self, text: str) -> str:
        """Return the stand-in for `text` if the whole text is a name, else ""."""
        stems = tuple(word.stem for word in plain_words(text))
        return self._known.get(stems, ("", Needs.NOTHING))[0]

    def found_in(self, text: str, words: Sequence[Word]) -> Iterator[NameMatch]:
        """Yield the names in `text` in order. If several names match, take the longest.

        `words` are the `plain_words` of `text`.
        """
        at = 0
        while at < len(words):
            found = self._at(text, words, at) if words[at].stem in self._sizes else None
            found = (
                found
                or self._spelled_apart(text, words, at)
                or self._with_ending(text, words, at)
                or self._within(text, words, at)
                or self._with_typo(text, words, at)
            )
            if found is not None:
                yield found
            at = found.last if found is not None else at + 1

    def _at(self, text: str, words: Sequence[Word], at: int) -> NameMatch | None:
        has = Needs.NOTHING
        if not text[words[at].start].islower():
            has = _capital(text, words, at)
        elif _speaks(text, words, at):
            has = Needs.WITHIN
        for size in self._sizes[words[at].stem]:
            stems = tuple(word.stem for word in words[at : at + size])
            stand_in, needs = self._known.get(stems, ("", Needs.NEVER))
            last = at + len(stems)
            if needs in (Needs.CAPITALS, Needs.INITIALS):
                if _has_capitals(text, words[at:last], needs):
                    return NameMatch(at, last, stand_in, initials=needs is Needs.INITIALS)
            elif (
                has >= needs
                and not (last == at + 1 and _is_time(text, words, at))
                and not _is_a_verb(text, words[at:last])
            ):
                return NameMatch(at, last, stand_in)
        return None

    def _spelled_apart(self, text: str, words: Sequence[Word], at: int) -> NameMatch | None:
        """Find a name of one word that is written as two or three words: "North Wind"."""
        if words[at].stem[:2] not in self._begins:
            return None
        joined = plain(text[words[at].start : words[at].end])
        for last in range(at + 1, min(at + 3, len(words))):
            if not set(text[words[last - 1].end : words[last].start]) <= set(" -‐‑"):
                return None
            stand_in = self._split.get(joined + words[last].stem)
            if stand_in is not None and not _is_a_verb(text, words[at : last + 1]):
                return NameMatch(at, last + 1, stand_in)
            joined += plain(text[words[last].start : words[last].end])
        return None

    def _with_ending(self, text: str, words: Sequence[Word], at: int) -> NameMatch | None:
        stem = words[at].stem
        if len(stem) <= _INFLECTED_LENGTH or (stem.isascii() and text[words[at].start].islower()):
            return None
        for size in range(1, _LONGEST_ENDING + 1):
            stand_in = self._inflected.get(stem[:-size])
            if stand_in is not None and stem[-size:] in _ENDINGS:
                return NameMatch(at, at + 1, stand_in)
        return None

    def _within(self, text: str, words: Sequence[Word], at: int) -> NameMatch | None:
        """Find a name inside a word, next to a capital letter or a digit: "TeamJana"."""
        for hump in humps(text, words[at]):
            stand_in, needs = self._known.get((hump.stem,), ("", Needs.NEVER))
            if (
                len(hump.stem) >= _HUMP_LENGTH
                and needs <= Needs.CAPITAL
                and not is_common(hump.stem)
            ):
                return NameMatch(at, at + 1, stand_in)
        return None

    def _with_typo(self, text: str, words: Sequence[Word], at: int) -> NameMatch | None:
        """Find a long name with one letter missing, wrong or extra, or with two letters swapped."""
        stem = words[at].stem
        if len(stem) < _TYPO_LENGTH - 1 or not text[words[at].start].isupper() or is_common(stem):
            return None
        near = (self._by_start.get(stem[:3], ()), self._by_end.get(stem[-3:], ()))
        for name, stand_in in chain(*near):
            if name[0] == stem[0] and differ_by_typo(name, stem):
                return NameMatch(at, at + 1, stand_in)
        return None

    def is_possessive(self, text: str, word: Word) -> bool:
        """Check whether the "s" at the end of a name is a possessive: "Pias head"."""
        written = plain(text[word.start : word.end])
        if written == word.stem or not written.endswith("s") or written.endswith(self._in_s):
            return False
        after = text[word.end + 1 : word.end + 30].split(maxsplit=1)
        owned = after[0].strip(".,;:!?") if after and text[word.end] == " " else ""
        return owned.isalpha() and singular(plain(owned)) not in SMALL_WORDS


def _loses_its_vowel(stem: str) -> bool:
    """Check whether endings replace the last vowel of a name: "Петрова", "Петровой"."""
    return len(stem) > _INFLECTED_LENGTH and stem[-1] in _VOWELS


def _capital(text: str, words: Sequence[Word], at: int) -> Needs:
    before = words[at - 1] if at else None
    if before is not None and before.stem in TITLES:
        return Needs.TITLE
    if words[at].end - words[at].start > 1 and text[words[at].start : words[at].end].isupper():
        return Needs.CAPITAL  # as in "IT WILL NOT WORK"
    begins = before is None or set(".!?:\n") & set(text[before.end : words[at].start])
    return Needs.CAPITAL if begins and not is_somebody(text, words, at) else Needs.WITHIN


def is_somebody(text: str, words: Sequence[Word], at: int) -> bool:
    """Check whether the next words show that this word is a person: "Will thinks so", "Will's"."""
    if text[words[at].end : words[at].end + 2] in ("'s", "’s"):
        return True
    return (
        at + 1 < len(words)
        and plain(text[words[at + 1].start : words[at + 1].end]) in _VERBS_OF_PEOPLE
    )


def _speaks(text: str, words: Sequence[Word], at: int) -> bool:
    """Check whether a word in lower case is a person: "will said so", "till: no" in a new line."""
    before = words[at - 1] if at else None
    end = words[at].end
    if text[end : end + 1] == ":" and (before is None or "\n" in text[before.end : end]):
        return True
    if text[end : end + 1] not in (" ", "'", "’") or (before and before.stem in _BEFORE):
        return False
    after = words[at + 1].stem if at + 1 < len(words) else ""
    return after not in _MODALS and is_somebody(text, words, at)


def _has_capitals(text: str, words: Sequence[Word], needs: Needs) -> bool:
    """Check whether the words have the capitals that `needs` asks for.

    `needs` is `Needs.CAPITALS` or `Needs.INITIALS`. If initials are apart, they need a point:
    "J.N.".
    """
    if needs is Needs.CAPITALS:
        return all(text[word.start].isupper() for word in words)
    if len(words) == 1:
        return text[words[0].start : words[0].end].isupper()
    between = text[words[0].start : words[-1].end]
    return between.isupper() and "." in between and not set("\n,;:") & set(between)


def _is_a_verb(text: str, words: Sequence[Word]) -> bool:
    """Check whether English words that match a name are a verb: "they may stone-wall us"."""
    last = words[-1]
    if len(words) == 1 or not all(is_common(word.stem) for word in words):
        return False
    hyphen, after = text[last.end : last.end + 1], text[last.end + 1 : last.end + 2]
    small = text[words[0].start].islower() and text[last.start].islower()
    return small and (words[0].stem in _MODALS or (hyphen == "-" and after.islower()))


def _is_time(text: str, words: Sequence[Word], at: int) -> bool:
    """Check whether a word that matches a name is a month, or "till" before a time."""
    after = words[at + 1] if at + 1 < len(words) else None
    following = plain(text[after.start : after.end]) if after else ""
    return is_until(words[at].stem, following) or _is_month(text, words, at)


def _is_month(text: str, words: Sequence[Word], at: int) -> bool:
    """Check whether a word that matches a name is a month: "in May", "4 May", "May 2027"."""
    if words[at].stem not in _MONTHS:
        return False
    before = [word.stem for word in words[max(0, at - 2) : at]]
    after = words[at + 1].stem if at + 1 < len(words) else ""
    if after[:1].isdigit() and not set(".!?\n") & set(text[words[at].end : words[at + 1].start]):
        return True
    if not before:
        return False
    part = before[-1] == "of" and before[0] in _PARTS_OF_MONTHS
    return part or before[-1][:1].isdigit() or before[-1] in _BEFORE_MONTHS


def _without_addresses(text: str, known: Names) -> str:
    """Replace addresses and numbers. An address that is a known name gets the name's stand-in."""
    text = ADDRESS.sub(lambda found: known.stand_in(found[0]) or AN_ADDRESS, text)
    before = ""
    while before != text:  # what is left may be an address again, as in "a@b.http://c"
        before = text
        text = without_numbers(text)
        text = ADDRESS.sub(AN_ADDRESS, text)
    return text


def replaced(
    text: str,
    known: Names,
    instead: Callable[[str, Sequence[Word], NameMatch], str],
    stays: Callable[[str, Sequence[Word], NameMatch], bool] = lambda *_: False,
) -> str:
    """Replace each name, and a title or initial beside it, with the result of `instead`.

    Names for which `stays` returns true are kept.
    """
    words = plain_words(text)
    done = 0
    pieces = []
    stood_in = ""
    for found in known.found_in(text, words):
        if stays(text, words, found):
            stood_in = ""
            continue
        if found.stand_in == stood_in and text[done : words[found.first].start] == " ":
            done = words[found.last - 1].end  # "Bob Smith" gets one stand-in
            continue
        stood_in = found.stand_in
        start = words[found.first].start
        before = words[found.first - 1] if found.first else None
        if before is not None and before.start >= done and before.stem in TITLES:
            start = before.start  # as in "Dr. Novak"
        elif before is not None and before.start >= done and _is_an_initial(text, before, start):
            start = before.start  # as in "J. Novak"
        pieces += [text[done:start], instead(text, words, found)]
        done = words[found.last - 1].end
        if _owns(text, start, done):
            # "Halden Logistics' maps" becomes "the customer's maps".
            pieces.append(f"{text[done]}s")
            done += 1
        if _initial_follows(text, done):
            done += 3  # as in "Jana N."
        elif (
            found.initials and text[done : done + 2] == ". " and text[done + 2 : done + 3].islower()
        ):
            done += 1  # the point in "J.R. likes it"
    return "".join([*pieces, text[done:]])


def _owns(text: str, start: int, end: int) -> bool:
    """Check whether the apostrophe after a name that ends in "s" is a possessive."""
    if text[end - 1] not in "sS" or text[end : end + 1] not in ("'", "’"):
        return False
    return not text[end + 1 : end + 2].isalnum() and text[start - 1 : start] not in ("'", "‘")


def _is_an_initial(text: str, before: Word, start: int) -> bool:
    letter = text[before.start : before.end]
    return len(letter) == 1 and letter.isupper() and text[before.end : start].strip(" ") == "."


def _initial_follows(text: str, at: int) -> bool:
    blank, letter, point, after = (text[at + place : at + place + 1] for place in range(4))
    return (blank, point) == (" ", ".") and letter.isupper() and after in ("", " ", ",")


def fitted(known: Names, text: str, words: Sequence[Word], found: NameMatch) -> str:
    """Return the stand-in with one article, and with a possessive if needed."""
    possessive = not found.initials and known.is_possessive(text, words[found.last - 1])
    return _with_one_article(text, words, found) + ("'s" if possessive else "")


def _with_one_article(text: str, words: Sequence[Word], found: NameMatch) -> str:
    """Return the stand-in. Leave out its article if "the", "my" or the like comes before it."""
    article, _, rest = found.stand_in.partition(" ")
    if found.first and rest and article in _ARTICLES:
        before = words[found.first - 1]
        between = text[before.end : words[found.first].start]
        if before.stem in _BEFORE and between.isspace():
            return rest
    return found.stand_in
