"""Find words in a text, normalise them, and shorten or join text for display."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

MAX_LINE = 90  # in characters; this fits on the lock screen of a phone
# Latin letters in one code point each, digits and common punctuation. If a text has only these
# characters, each match of `RUN` is a word.
LATIN = re.compile("[\u0000-\u02ff\u2000-\u206f\u20a0-\u20bf]*")
RUN = re.compile(r"[^\W_]+")


class Word(NamedTuple):
    """A word in a text, from `start` up to `end`. We compare words by their stems."""

    start: int
    end: int
    stem: str


def stems(text: str) -> tuple[str, ...]:
    """Return the stems of the words of `text`. Stems ignore case, Unicode variants and plurals."""
    if text.isascii():  # faster, with the same result
        return tuple(map(singular, RUN.findall(text.lower())))
    return tuple(word.stem for word in words_in(text))


def words_in(text: str) -> list[Word]:
    """Return the words of `text` in order.

    A word is a run of letters, digits and marks. (`\\w` would split Hindi or Thai at the vowels.)
    """
    if text.isascii():  # faster, with the same result
        return [Word(*run.span(), singular(run[0])) for run in RUN.finditer(text.lower())]
    words = []
    for start, end in _spans(text):
        plain = unicodedata.normalize("NFKC", text[start:end]).casefold()
        words.append(Word(start, end, singular(plain)))
    return words


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each word starts and ends."""
    if LATIN.fullmatch(text):  # faster, with the same result
        yield from (run.span() for run in RUN.finditer(text))
        return
    start = 0
    for is_word, run in groupby(text, key=lambda char: unicodedata.category(char)[0] in "LNM"):
        end = start + len(list(run))
        if is_word:
            yield start, end
        start = end


def singular(word: str) -> str:
    """Remove the plural ending of an English word. `word` is in lower case."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def shortened(text: str, longest: int = MAX_LINE) -> str:
    """Put `text` on one line. If it is over `longest` characters, cut it and add "…".

    We cut after a word or, if the first word is too long, within it. If `longest` is below 1,
    return "".
    """
    one_line = " ".join(text.split())
    if len(one_line) <= longest:
        return one_line
    if longest < 1:
        return ""
    whole_words = one_line[:longest].rpartition(" ")[0]
    return (whole_words or one_line[: longest - 1]) + "…"


def stemmed(words: str) -> frozenset[str]:
    """Return the stems of lower-case words that are separated by spaces."""
    return frozenset(map(singular, words.split()))


# Words that carry little meaning, and words for times.
SMALL_WORDS = stemmed(
    """
    a about after again all also am an and any are around as at be been before but by can could d
    did do does done for from get had has have he her him his how i if in into is it its just let
    ll m me more my need no not now of off on once one or our out over please re s she should so
    some soon t than that the their them then there these they this through to until up us ve via
    want was we were what when where which who will with would you your
    monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun today
    tomorrow tonight morning afternoon day week month quarter year next last early late later
    january february march april may june july august september october november december
    """
)

# Filler words, which people use whatever they talk about.
FILLERS = stemmed(
    """
        actually ain almost already although always another anybody anyone anything aren away
    back bad became because become being believe best better between big bit both came
    cannot certain com come comes completely couldn couple definitely didn different doesn
    don down during each either else enough even ever every everybody everyone everything
    everywhere exactly far feel feels felt few find first found full further gave general
    get gets getting give given gives go goes going gone good got great guess hadn half
    happen happened happening happens hasn haven here hers herself himself honestly however
    http https huge idea isn itself keep keeps kept kind knew know known knows large least
    less like likely likes little long look looked looking looks lot lots made mainly make
    makes making many matter matters maybe mean means might mine mostly much must myself
    neither never new nobody none nor nothing obviously often oh ok okay old only other
    others otherwise ours ourselves own particular people per perhaps place point possible
    pretty probably put quite rather real really right said same saw say saying says see
    seem seems seen several shouldn show shown shows simply since somebody somehow someone
    something sometimes sort still stuff such sure take taken takes talk talked tell tells
    than thank thanks theirs themselves thing things think thinking those though thought
    three told too took toward tried truly try trying two under understand unless use used
    using usually various very wanted wants wasn way ways well went weren whatever whether
    while whole whose why without won wouldn www yeah yes yet yours yourself anyway
    basically bye etc eg frankly guy hello hey hi hopefully ie literally moment nice
    nowhere please sorry above across along among below beneath beside besides behind beyond
    inside onto outside upon within without totally usual whatsoever wherever whoever yep
    """
)


def _forms(verbs: str) -> frozenset[str]:
    """Return the stems of every form of regular English verbs.

    We double the last letter of every verb ("admitted", but also "helpped"), so some of the forms
    are not real words.
    """
    found: list[str] = []
    for verb in verbs.split():
        bare = verb.removesuffix("e")
        past = verb[:-1] + "ied" if verb.endswith("y") and verb[-2] not in "aeou" else bare + "ed"
        found += [
            verb,
            f"{verb}s",
            past,
            f"{bare}ing",
            f"{verb}{verb[-1]}ed",
            f"{verb}{verb[-1]}ing",
        ]
    return frozenset(map(singular, found))


# A verb alone is not a topic. Some verbs, such as "plan", "price" and "report", are also nouns that
# may be a topic. We leave these verbs out of VERBS.
VERBS = _forms(
    """
        accept achieve add admit afford agree allow answer appear apply approve argue arrange
    arrive ask assume attend avoid become beg begin belong bother bring carry check choose
    combine come compare complain confirm consider contain continue convince cope create deal
    decide decline deliver deny depend describe deserve discover discuss do enjoy ensure enter
    exist expect explain fail fill finish fit fix follow gather grab grow handle happen hate
    hear help hesitate hold hope hurt ignore imagine improve include increase inform insist
    install intend involve join jump keep kick laugh learn leave let like listen live love
    manage meant mention mind miss move obtain occur open owe pass perform persuade prefer
    prepare prevent promise prove provide pull push put reach realise realize receive
    recommend reduce refer refuse regret reject rely remain remember remind remove repeat
    replace reply require respond reveal save seem send serve show sit solve spend stand
    start stay stick struggle succeed suffer suggest suppose survive suspect switch take
    talk tell tend thank throw touch treat try turn understand use wait walk want warn
    watch welcome win wish wonder worry
    """
) | stemmed(
    """
        began begun break breaking freeze freezing froze frozen eating bought bring brought
    broke broken build built buy buying caught chose chosen drew drawn drive driven drove
    eat eaten ate fell fallen felt forget forgetting forgot forgotten fought gave given
    grew grown heard held kept knew known led left lent lose losing lost made meet met paid
    pay paying ran read reading run running said sang sat saw seen sell selling sent set
    shown sold sought speak speaking spoke spoken spent stood stuck taken taught teach
    teaching thought threw thrown told took understood won wore worn write writing written
    wrote
    """
)
# Words that say too little to be a topic by themselves.
SAY_LITTLE = SMALL_WORDS | FILLERS | VERBS


def joined(parts: Sequence[str], word: str = "and") -> str:
    """Return "Ann, Jana and Tomas", or "" if there are no parts."""
    *first, last = parts or ("",)
    return f"{', '.join(first)} {word} {last}" if first else last
