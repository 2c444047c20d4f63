"""Recognise short forms of names: "nw" for Northwind, "bwc" for Brightwater Clinics. Pure."""

from handlers.coaching.names.common_words import is_common
from handlers.typed.words import bare_word, listed

# The fewest and the most letters of a short form of a name: "bwc" for Brightwater Clinics.
_MIN_LETTERS, _MAX_LETTERS = 2, 5
_MAX_UNKNOWN = 4  # the most letters of a short form, if we don't compare it with account names
_VOWELS = frozenset("aeiouy")
# These have no vowel, but are short for ordinary words.
_NO_NAMES = listed(
    "hr hrs mr mrs ms dr pls plz thx tks btw wk wks mgr mgrs mtg mtgs msg msgs pdf crm sms ppt ltd"
    " llc vp nd rd th st qtr yr yrs yday tmrw tmr fwd fyi wfh mth mths ft nr vs ppl cc bcc hq kpi"
    " kpis np nvm lmk rn brb gm tbd tbc tba jk kk hmm hm mm shh brr grr tbh bday b n r w x bc cb"
    " dm dms pc pcs tv dvd gps sdk jwt ssl tls vpn sql css html xml csv tms wms bdm sdr sdrs kv gb"
    " mb kb km kg cm kwh cfr ml pr qbr qbrs nps pptx xls xlsx docx srry sry nt wt dnt cld shld wld"
    " wtf lvl bln mln pct sq rly"
)


def is_short_for(short: str, name: str) -> bool:
    """Check whether letters stand for a name: "bwc" for Brightwater Clinics, "nw" for Northwind.

    The name must have the letters in this order, and the letters must include the first letter of
    each word of the name. The short form of a name of one word has no vowels.
    """
    letters, words = short.casefold(), name.casefold().split()
    if not (_MIN_LETTERS <= len(letters) <= _MAX_LETTERS and letters.isalpha() and words):
        return False
    if len(words) == 1 and not (may_be_short_name(letters) and letters != words[0]):
        return False
    at = 0
    for word in words:
        if letters[at : at + 1] != word[:1]:
            return False
        at += 1
        for letter in word[1:]:
            following = letters[at : at + 1]
            is_next_word = len(letters) - at < len(words) - words.index(word)
            if following == letter and not is_next_word:
                at += 1
    return at == len(letters)


def may_be_short_name(word: str) -> bool:
    """Check for letters without a vowel that are not short for an ordinary word."""
    fits = _MIN_LETTERS <= len(word) <= _MAX_LETTERS and word.isascii() and word.isalpha()
    is_known = word in _NO_NAMES or is_common(word)
    return fits and not is_known and _VOWELS.isdisjoint(word)


def short_names_in(text: str, limit: int) -> list[str]:
    """Return those of the first `limit` words that may be short for an account's name."""
    words = (bare_word(word).removesuffix("'s") for word in text.split(maxsplit=limit)[:limit])
    return [word for word in dict.fromkeys(words) if may_be_short_name(word)]


def begins_with_short_name(text: str) -> bool:
    """Check for "bw call was fine": its first word is most likely short for a name."""
    first, *rest = [bare_word(word) for word in text.split(maxsplit=2)[:2]] or [""]
    return len(first) <= _MAX_UNKNOWN and may_be_short_name(first) and rest != [] and rest[0] != ""
