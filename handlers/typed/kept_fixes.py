"""Recognise a correction of what was just kept: "that was for alder", "make it 50 not 15". Pure."""

from itertools import product

from handlers.typed.words import COURTESY, after, even, listed

MAX_WORDS = 12  # how many words a correction may have
_LEADS = COURTESY | listed(
    "no nope oops oh sorry wait actually hang on can could you ok hey my hm hmm um uh ah lets we"
)
_ENDS = COURTESY | listed("sorry again instead tho though then actually")
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
_UNDOES = (["undo"], *(["undo", it] for it in ("it", "that", "this")), ["take", "that", "back"])
_SLIPS = _LEADS | listed(
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
_CORRECTS = listed("no nope oops sorry wait actually")  # opens a correction: "no, friday"
_IS_FOR = (["is", "for"], ["was", "for"], ["goes", "to"], ["is", "to"])
_SUBJECT = 4  # how many words may name what was kept: "the second quote"
_DAY = 5  # how many words a day may have
_NAME = 4  # how many words an account's name may have here
_MAKE = ("make it", "make that", "make this", "make the call", "better make it")
_TO = tuple(
    begin.split()
    for begin in (
        *_MAKE,
        *("change that to", "change it to", "change this to"),
        *("change the note to", "change that note to", "it should be", "that should be"),
        *("should be", "should say", "it should say", "i meant", "meant", "i mean"),
        *("correct that to", "correct it to", "update that to", "update it to"),
    )
)
_WAS = tuple(one.split() for one in ("it was", "it is", "its", "that was", "thats", "was"))
_THAT = listed("it that this")
_DENIES = listed("wasnt isnt not")
_JOINS = listed("but rather its it is was")
_MINUS = ("-", "–", "−")
_MADE = tuple(begin.split() for begin in _MAKE)
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
    """Check for "undo" after a word about a slip: "sh*t wrong one, undo"."""
    words = [word for word in map(even, text.split(maxsplit=MAX_WORDS + 1)) if word]
    while words and words[-1] in _ENDS:
        words = words[:-1]
    undo = next((one for one in _UNDOES if words[-len(one) :] == one), [])
    return undo != [] and len(words) <= MAX_WORDS and _SLIPS.issuperset(words[: -len(undo)])


def deletes_it(text: str) -> bool:
    """Check whether a line asks to delete what was just kept: "no, delete that pls"."""
    return " ".join(_bare(text)) in _DELETES


def may_name_more(text: str) -> bool:
    """Check whether a line that asks to delete may mean an older note or a promise: "drop that"."""
    return not {"note", "drop"}.isdisjoint(_bare(text))


def asks_to_change(text: str) -> bool:
    """Check whether a line asks to reword what was just kept, and does not say how."""
    return " ".join(_bare(text)) in _CHANGES


def account_meant(text: str) -> str:
    """Return "alder" for "no, that was for alder not northwind", or "" for any other line.

    The words may be something other than an account: only the caller knows the accounts.
    """
    bare = _bare(text)
    words = _behind(bare, _FOR)
    if "not" in bare[2:]:  # "thats alder not castell"
        words = words or _behind(bare, _IS)
    if "not" in words:
        words = words[: words.index("not")]
    return " ".join(words) if len(words) <= _NAME else ""


def account_instead(text: str) -> str:
    """Return "castell" for "no keep alder, i meant castell" and "no not alder, castell", or "".

    The words may be something other than an account, as in `account_meant`.
    """
    before, comma, last = text.rpartition(",")
    if name := account_meant(last):
        return name
    denies = comma and not {"not", "keep"}.isdisjoint(map(even, before.split()[:_NAME]))
    words = _bare(last) if denies and _opens_a_correction(text) else []
    return " ".join(words) if len(words) <= _NAME else ""


def account_of_subject(text: str) -> str:
    """Return "alder" for "no, the quote is for alder", or "" for any other line.

    The words may be something other than an account, as in `account_meant`.
    """
    words = _bare(text)
    at = next((at for at in range(1, _SUBJECT + 1) if words[at : at + 2] in _IS_FOR), 0)
    name = words[at + 2 :] if at and _opens_a_correction(text) else []
    return " ".join(name) if len(name) <= _NAME else ""


def day_meant(text: str) -> str:
    """Return "thursday" for "make it thursday" and for "nope thursday", or "" for any other line.

    The words may be something other than a day.
    """
    bare = _bare(text)
    return _day(_behind(bare, _TO) or (bare if _opens_a_correction(text) else []))


def day_instead(text: str) -> tuple[str, str]:
    """Return "thursday" and "wed" for "actually thursday not wed", or two empty strings.

    The words may be something other than days.
    """
    words = _behind(_bare(text), _TO) or _bare(text)
    if "not" in words[1:]:  # "thursday, not wed"
        at = words.index("not", 1)
        return _day(words[:at]), " ".join(words[at + 1 :])
    if words[:1] == ["not"] and "but" in words:  # "not wed but thursday"
        at = words.index("but")
        return _day(words[at + 1 :]), " ".join(words[1:at])
    return "", ""


def day_ordered(text: str) -> str:
    """Return "3" for "hm make that 3", or "" for any other line, such as "i meant 3".

    The words may be something other than a day or a time.
    """
    return _day(_behind(_bare(text), _MADE))


def _day(words: list[str]) -> str:
    if "not" in words:  # "thursday not friday"
        words = words[: words.index("not")]
    return " ".join(words) if len(words) <= _DAY else ""


def _opens_a_correction(text: str) -> bool:
    return any(even(word) in _CORRECTS for word in text.split(maxsplit=1)[:1])


def new_words(text: str) -> tuple[str, str]:
    """Return "50" and "15" for "make it 50 not 15", and "50 seats" and "" for "make it 50 seats".

    Return two empty strings for any other line, and if the new words do not begin with a number.
    """
    bare = _bare(text)
    if denied := _denied_number(bare):
        return denied
    words = _behind(bare, _TO)
    if not words and _opens_a_correction(text):  # "actually it was 5am"
        words = _behind(bare, _WAS)
    if not words and "not" in bare[1:3]:  # "50 not 15"
        words = bare
    at = words.index("not") if "not" in words else len(words)
    new, old = words[:at], words[at + 1 :]
    if not new or not new[0][:1].isdecimal():
        return "", ""
    return " ".join(new), " ".join(old)


def _denied_number(words: list[str]) -> tuple[str, str] | None:
    """Return "450" and "400" for "it wasnt 400, 450" and "not 400 but 450"."""
    words = after(words, _THAT)
    if words[:2] in (["was", "not"], ["is", "not"]):
        words = words[1:]
    if not words or words[0] not in _DENIES:
        return None
    old, new = words[1:2], after(words[2:], _JOINS)
    are_numbers = all(one[:1] != [] and one[0][:1].isdecimal() for one in (old, new))
    return (" ".join(new), old[0]) if are_numbers else None


def with_number(note: str, new: str, old: str) -> str:
    """Put a new number into a note: "needs 15 seats" and "50 seats" give "needs 50 seats".

    `old` is the number to replace, or "" if the note has only one number. Return "" if it is
    unclear which number to replace.
    """
    words, (number, *unit) = note.split(), new.split()
    old_number, *_ = old.split() or [""]
    found = [at for at, word in enumerate(words) if _is_number(word, old_number)]
    if len(found) != 1:
        return ""
    at = found[0]
    following = [even(word) for word in words[at + 1 : at + 1 + len(unit)]]
    if following != unit:
        return ""
    kept = words[at]
    words[at] = kept.replace(even(kept), number, 1)
    return " ".join(words)


def _is_number(word: str, wanted: str) -> bool:
    return even(word) == wanted if wanted else even(word)[:1].isdecimal()


def _bare(text: str) -> list[str]:
    """Return the words of a correction, without "no sorry" before it and "pls" after it.

    Return [] if the line is long or has a negative number.
    """
    typed = text.split(maxsplit=MAX_WORDS + 1)
    words = [word for word in map(even, typed) if word]
    # "Make it -1" has no clear meaning, and `even` would leave out the minus.
    if len(words) > MAX_WORDS or any(map(_is_negative, typed)):
        return []
    while words and words[0] in _LEADS:
        words = words[1:]
    while words and words[-1] in _ENDS:
        words = words[:-1]
    return words


def _is_negative(word: str) -> bool:
    return word[:1] in _MINUS and word[1:2].isdecimal()


def _behind(words: list[str], begins: tuple[list[str], ...]) -> list[str]:
    """Return the words after the longest of these beginnings, or [] if there is none."""
    found = max((len(one) for one in begins if words[: len(one)] == one), default=0)
    return words[found:] if found else []
