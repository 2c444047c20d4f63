"""Recognise a correction of what was just kept: "that was for alder", "make it 50 not 15". Pure."""

from itertools import product

from handlers.typed.close_words import is_typo
from handlers.typed.correction_words import (
    CORRECTION_LEADS,
    ENDS,
    LEADS,
    MAX_WORDS,
    after_beginning,
    correction_in,
    opens_a_correction,
)
from handlers.typed.words import DAY_WORDS, bare_word, listed, without_leading

_DELETES = frozenset(
    f"{verb} {what}"
    for verb, what in product(
        ("delete", "remove", "erase", "scratch", "scrap", "drop", "discard", "take out"),
        (
            *("that", "it", "this", "that note", "this note", "the note", "that one"),
            *("last note", "the last note", "my last note", "the last one", "that last note"),
        ),
    )
)
_DELETES |= frozenset(
    f"{verb} {what}{end}"
    for verb, end, what in product(
        ("del", "bin", "trash", "kill", "nvm", "cancel", "take", "forget"),
        ("", " away", " out", " off", " again"),
        ("that note", "this note", "the note", "last note", "the last note", "my last note"),
    )
)
_UNDOES = (
    *(["undo"], *(["undo", it] for it in ("it", "that", "this")), ["take", "that", "back"]),
    *(["undo", that, "last", "one"] for that in ("that", "the", "this")),
    *(["undo", "last", "one"], ["undo", "the", "last", "thing"], ["undo", "that", "one"]),
    *(
        ["undo", *which, *what]
        for which in (["last"], ["the", "last"], ["my", "last"])
        for what in ([], ["change"], ["thing"], ["step"], ["action"], ["line"])
    ),
)
_SLIPS = LEADS | listed(
    "shit sh*t damn fuck f*ck crap argh ugh omg whoops nooo wrong one button promise account note"
    " call thats that was is the my mistake bad i pressed hit clicked not meant"
)
_FOR = tuple(
    begin.split()
    for begin in (
        *("that was for", "that was about", "that was on", "that was", "this was for"),
        *("this was about", "it was for", "it was about", "it was", "thats for", "thats about"),
        *("that is for", "that is about", "its for", "its about", "it is for", "was for"),
        *("was about", "should be for", "should be", "that should be", "that should be for"),
        *("should have been", "that should have been", "that belongs to", "that goes to"),
        *(
            "i meant",
            "meant",
            "i mean",
            "i ment",
            "ment",
            "wrong account its",
            "wrong account it was",
        ),
        *("wrong account i meant", "wrong account that was for", "wrong account thats"),
        *("wrong account", "move that to", "move it to", "put that under", "put it under"),
        *("put that on", "put it on", "that to", "it to"),
    )
)
_IS = tuple(one.split() for one in ("thats", "that is", "its", "it is", "this is"))
_IS_FOR = (["is", "for"], ["was", "for"], ["goes", "to"], ["is", "to"])
_FIGURE = 2  # a line with only a number and its unit has at most this many words: "350 seats"
ENDS_OF_LINE = ".,;:!"
_SORRY = listed("sorry oops i meant mean ment its it is")
_RESPELLED = 4  # a line that corrects the spelling of a word has at most this many words
_SHORTEST_NAME = 4  # a shorter word is too close to others: "jan" and "jana"
_CURRENCIES = "€$£"
_SUBJECT = 4  # how many words may name what was kept: "the second quote"
_NAME = 4  # how many words an account's name may have here
_WAS = tuple(one.split() for one in ("it was", "it is", "its", "that was", "thats", "was"))
_THAT = listed("it that this")
_DENIES = listed("wasnt isnt not")
_JOINS = listed("but rather its it is was")
_CHANGES = frozenset(
    f"{verb} {what}"
    for verb, what in product(
        (
            "change",
            "edit",
            "correct",
            "fix",
            "reword",
            "let me change",
            "let me edit",
            "let me fix",
        ),
        ("that", "it", "this", "that note", "this note", "the note", "the last note", "last note"),
    )
)


def undoes(text: str) -> bool:
    """Check for "undo", alone or after words about a slip: "sh*t wrong one, undo"."""
    words = [word for word in map(bare_word, text.split(maxsplit=MAX_WORDS + 1)) if word]
    while words and words[-1] in ENDS:
        words = words[:-1]
    undo = next((one for one in _UNDOES if words[-len(one) :] == one), [])
    return undo != [] and len(words) <= MAX_WORDS and _SLIPS.issuperset(words[: -len(undo)])


def deletes_it(text: str) -> bool:
    """Check whether a line asks to delete what was just kept: "no, delete that pls"."""
    return " ".join(correction_in(text)) in _DELETES


def deletes_note(text: str) -> bool:
    """Check whether a line asks to delete a note that was just kept: "cancel that note"."""
    return deletes_it(text) and "note" in correction_in(text)


def may_name_more(text: str) -> bool:
    """Check whether a line that asks to delete may mean something other than what was just kept.

    "Drop that" may mean a promise. "Delete the note" may mean an older note.
    """
    return not {"note", "drop"}.isdisjoint(correction_in(text))


def asks_to_change(text: str) -> bool:
    """Check for "change that", which gives no new words for what was just kept."""
    return " ".join(correction_in(text)) in _CHANGES


def account_meant(text: str) -> str:
    """Return "alder" for "no, that was for alder not northwind", or "" for any other line.

    The caller must check whether the result is the name of an account.
    """
    said = correction_in(text)
    words = after_beginning(said, _FOR)
    if "not" in said[2:]:  # "thats alder not castell"
        words = words or after_beginning(said, _IS)
    if "not" in words:
        words = words[: words.index("not")]
    return " ".join(words) if len(words) <= _NAME else ""


def account_instead(text: str) -> str:
    """Return "castell" for "no keep alder, i meant castell" and "no not alder, castell".

    Return "" for any other line. The caller must check whether the result is the name of an
    account.
    """
    before, comma, last = text.rpartition(",")
    if name := account_meant(last):
        return name
    denies = comma and not {"not", "keep"}.isdisjoint(map(bare_word, before.split()[:_NAME]))
    words = correction_in(last) if denies and opens_a_correction(text) else []
    return " ".join(words) if len(words) <= _NAME else ""


def account_of_subject(text: str) -> str:
    """Return "alder" for "no, the quote is for alder", or "" for any other line.

    The caller must check whether the result is the name of an account.
    """
    words = correction_in(text)
    at = next((at for at in range(1, _SUBJECT + 1) if words[at : at + 2] in _IS_FOR), 0)
    name = words[at + 2 :] if at and opens_a_correction(text) else []
    return " ".join(name) if len(name) <= _NAME else ""


def new_words(text: str) -> tuple[str, str]:
    """Return the new words and the old words of a corrected number.

    - "50" and "15" for "make it 50 not 15"
    - "50 seats" and "" for "make it 50 seats"
    - "" and "" for any other line, or if the new words do not begin with a number
    """
    said = correction_in(text)
    if denied := _denied_number(said):
        return denied
    words = after_beginning(said, CORRECTION_LEADS)
    if not words and opens_a_correction(text):  # "actually it was 5am"
        words = after_beginning(said, _WAS)
    is_alone = len(said) <= _FIGURE and opens_a_correction(text)  # "no 360"
    if not words and (is_alone or "not" in said[1:3]):  # "50 not 15", "its 50 not 15"
        words = after_beginning(said, _WAS) or said
    at = words.index("not") if "not" in words else len(words)
    new, old = words[:at], words[at + 1 :]
    if not new or not _figure(new[0])[:1].isdecimal():
        return "", ""
    return " ".join((_figure(new[0]), *new[1:])), " ".join(old)


def _denied_number(words: list[str]) -> tuple[str, str] | None:
    """Return the new and the old number: "450" and "400" for "it wasnt 400, 450".

    Return None for any other words.
    """
    words = without_leading(words, _THAT)
    if words[:2] in (["was", "not"], ["is", "not"]):
        words = words[1:]
    if not words or words[0] not in _DENIES:
        return None
    old, new = words[1:2], without_leading(words[2:], _JOINS)
    are_numbers = all(one[:1] != [] and one[0][:1].isdecimal() for one in (old, new))
    return (" ".join(new), old[0]) if are_numbers else None


def with_number(note: str, new: str, old: str) -> str:
    """Put a new number into a note: "needs 15 seats" and "50 seats" give "needs 50 seats".

    `old` is the number to replace, or "" for the only number in the note. If `new` has words after
    its number ("seats"), the same words must follow the number in the note. If they don't, return
    "". Also return "" if the note does not have exactly one number to replace.
    """
    words, (number, *unit) = note.split(), new.split()
    old_number, *_ = old.split() or [""]
    found = [at for at, word in enumerate(words) if _is_number(word, old_number)]
    if len(found) != 1:
        return ""
    at = found[0]
    following = [bare_word(word) for word in words[at + 1 : at + 1 + len(unit)]]
    if following != unit:
        return ""
    kept = words[at]
    words[at] = kept.replace(_figure(bare_word(kept)), number, 1)
    return " ".join(words)


def new_spelling(text: str) -> str:
    """Return "linden" for "linden sorry" and "*linden", which correct the spelling of a word.

    Return "" for any other line.
    """
    said = text.strip(f" {ENDS_OF_LINE}").split(maxsplit=_RESPELLED)
    new = [word.strip(f"*{ENDS_OF_LINE}") for word in said if bare_word(word) not in _SORRY]
    says_so = len(new) < len(said) or text.strip()[:1] == "*" or text.rstrip()[-1:] == "*"
    fits = says_so and len(new) == 1 and new[0].isalpha() and bare_word(new[0]) not in DAY_WORDS
    return new[0] if fits else ""


def respelled(note: str, new: str) -> str:
    """Return "cfo is ms linden" for the note "cfo is ms linde" and the word "linden".

    Return "" if no word of the note is close to `new`, or if several words are.
    """
    words = note.split()
    close = [at for at, word in enumerate(words) if _is_close(bare_word(word), bare_word(new))]
    if not new or len(close) != 1:
        return ""
    kept = words[close[0]]
    words[close[0]] = kept.replace(kept.strip(f"*{ENDS_OF_LINE}"), new, 1)
    return " ".join(words)


def _is_close(word: str, new: str) -> bool:
    """Check whether two words differ by one letter, or by a few letters at the end."""
    if word == new or min(len(word), len(new)) < _SHORTEST_NAME or word[:2] != new[:2]:
        return False
    shorter, longer = sorted((word, new), key=len)
    at_end = longer.startswith(shorter) and len(longer) - len(shorter) < _SHORTEST_NAME
    differing = sum(one != other for one, other in zip(word, new, strict=False))
    return at_end or (len(word) == len(new) and differing == 1) or is_typo(word, new)


def _is_number(word: str, wanted: str) -> bool:
    figure = _figure(bare_word(word))
    return figure == wanted if wanted else figure[:1].isdecimal()


def _figure(word: str) -> str:
    """Return "350" for "€350"."""
    return word.lstrip(_CURRENCIES)
