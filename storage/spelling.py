"""Compare names, and clean them for storing and showing."""

import unicodedata

BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # letters and symbols that are invisible
SPACELESS = "\u0e00"  # most scripts without spaces begin at or after this character
JOINERS = "\u200c\u200d"  # zero-width joiners, which Persian, Hindi and emoji need
# Variants of the apostrophe, the quotation mark and the hyphen that people type or paste.
PLAIN_MARKS = str.maketrans(
    dict.fromkeys("’‘‛ʼʹ′`´＇", "'")
    | dict.fromkeys("“”„‟″«»＂", '"')
    | dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
    | dict.fromkeys(map(chr, range(0xFE00, 0xFE10)))  # variation selectors
)


def comparable(words: str) -> str:
    """Normalise a name or another text for comparison.

    The result ignores case, full or half width, the encoding of accents, the kind of apostrophe,
    quotation mark or hyphen, the number and kind of spaces, and invisible characters.
    """
    if words.isascii():
        return " ".join(words.replace("`", "'").casefold().split())
    even = unicodedata.normalize("NFKC", words.translate(PLAIN_MARKS)).casefold()
    seen = (char for char in even if unicodedata.category(char) != "Cf" and char not in BLANK)
    return " ".join("".join(seen).split())


def spellings(words: str) -> list[str]:
    """Return `comparable(words)` and its variant, if it has one.

    In the variant, "and" replaces "&", or "&" replaces "and".
    """
    key = comparable(words)
    parts = f" {key} "
    other = parts.replace(" & ", " and ") if " & " in parts else parts.replace(" and ", " & ")
    return list(dict.fromkeys((key, other.strip())))


def has_name(text: str, name: str) -> bool:
    """Check whether a text contains `name` as whole words.

    `text` and `name` must be results of `comparable`.

        "the art fair"  →  contains "art"
        "art's fair"    →  contains "art"
        "arts fair"     →  contains "art", because an "s" may follow the name
        "start"         →  does not contain "art"

    In scripts without spaces between words, the name may also be a part of a longer word.
    """
    at = text.find(name) if name else -1
    while at >= 0:
        after = text[at + len(name) : at + len(name) + 2]
        after = after[1:] if after[:1] == "s" else after
        before = text[at - 1] if at else ""
        if not (_joins(before, name[0]) or _joins(name[-1], after[:1])):
            return True
        at = text.find(name, at + 1)
    return False


def _joins(one: str, other: str) -> bool:
    """Check whether two neighbouring characters belong to one word."""
    return all(char.isalnum() and char < SPACELESS for char in (one, other))


def tidy(name: str) -> str:
    """Clean a name for storing and showing.

    Removes bidirectional and invisible characters (except `JOINERS`), extra spaces, and formatting
    marks around the name. Control characters become spaces. If nothing would be left, returns the
    name unchanged.
    """
    seen = "".join(
        " " if unicodedata.category(char) == "Cc" else char
        for char in name
        if (unicodedata.category(char) != "Cf" or char in JOINERS) and char not in BLANK
    )
    even = " ".join(seen.split())
    while len(even) > 2 and even[0] == even[-1] and even[0] in "*_~`":
        even = even[1:-1].strip()
    return even or name
