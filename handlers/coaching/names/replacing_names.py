"""Replace the names of companies and people in text that we pass on.

If we can't tell whether a word is a name, we replace it: a lost word harms less than a revealed
buyer. Exceptions are words that are both a name and an English word, such as "Will". We usually
keep such a word in two cases:

- It has a capital only because it begins a sentence.
- It is in lower case.

`without_names` lists where we replace the word even in these two cases.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from handlers.coaching.names.addresses import ADDRESS, AN_ADDRESS
from handlers.coaching.names.common_words import TITLES
from handlers.coaching.names.name_index import NameMatch, Names
from handlers.coaching.names.name_senses import ARTICLES, DETERMINERS
from handlers.coaching.names.numbers import without_numbers
from handlers.coaching.text.spelling import as_seen, plain_words
from handlers.coaching.text.words import Word


def without_names(words: str, names: Mapping[str, str]) -> str:
    """Replace each name in `words` with its stand-in, such as "a buyer".

    `names` maps each full name to its stand-in. We find the full name, and each part of two or more
    letters: "Jana", "Novák's", "Ng", "Brightwater" for "Brightwater Clinics". Capital letters and
    accents may differ. Below, a part "counts" if we take it for the name and replace it:

    - A word that is part of many names ("Clinics", "GmbH", "and", "an") counts alone only after a
      title: "Mr. An".
    - A part that is also an English word ("Will", "Main") counts next to another part of the name.
      It also counts if it has a capital letter and is not the first word of a sentence. The first
      word of a sentence counts only if the next words show that the part is a person: "Will thinks
      so", "Will's". "WILL" does not count.
    - "Till", "Frank", "Drew" and "Sue" count with a capital anywhere, except "Till" before a time:
      "Till March" means "until March".
    - In lower case, a part that is also an English word counts only in three places: before a verb
      such as "said" or "wants" ("will said so"), before "'s" ("will's plan"), and before a colon at
      the start of a line ("till: no"). So we rightly keep "frozen till april", but we also miss the
      name in "I met will". After "a", "the" or "our", the part never counts: "the bill says".
    - "May" does not count where it is the month: "in May", "4 May".
    - If several names share a part, we use the stand-in of the one that comes first in `names`.

    We also find these forms of a name:

    - initials: "J.N.", "JN"
    - a name with an ending: "Петровой", "Northwinders"
    - one word written as two or three: "North Wind"
    - words joined into one: "JanaNovak", "jnovak", "#TeamNorthwind"
    - a common short form: "Bob" for Robert
    - a long name with one typo: "Northwnd"

    An email or web address becomes "an address". A number of seven digits or more becomes "a
    number"; `handlers.coaching.names.numbers` lists the exceptions. If a name is left in the
    result, for example because a stand-in has a name in it, that name becomes "…".
    """
    text = as_seen(words)
    known = Names(names)
    cleaned = replaced(_without_addresses(text, known), known, partial(fitted, known))
    # The loop ends, because each round removes words.
    while any(known.found_in(cleaned, plain_words(cleaned))):
        cleaned = replaced(cleaned, known, lambda *_: "…")
    return words if cleaned == text else cleaned


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
            done += 1  # the last dot in "J.R. likes it"
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
    """Return the stand-in in the form that fits into the text.

    - If "the", "my" or the like comes before the name, leave out the stand-in's article.
    - If the replaced words end in a possessive "s" ("Pias head"), add "'s".
    """
    possessive = not found.initials and known.is_possessive(text, words[found.last - 1])
    return _with_one_article(text, words, found) + ("'s" if possessive else "")


def _with_one_article(text: str, words: Sequence[Word], found: NameMatch) -> str:
    """Return the stand-in. Leave out its article if "the", "my" or the like comes before it."""
    article, _, rest = found.stand_in.partition(" ")
    if found.first and rest and article in ARTICLES:
        before = words[found.first - 1]
        between = text[before.end : words[found.first].start]
        if before.stem in DETERMINERS and between.isspace():
            return rest
    return found.stand_in
