"""Split what people type into words. Define the lists of words that several modules need."""

from storage.spelling import comparable

MARKS = "*_~`\"'“”‘’«»()[]:,;.!?…–—-"  # formatting and punctuation that may surround a word
LOOKED_AT = 40  # we look at this many words at the start of a line
_AROUND = f" {MARKS}"
_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘", ""))


def listed(words: str) -> frozenset[str]:
    """Return the words of a list such as "please hey hi"."""
    return frozenset(words.split())


POLITE = listed("please hey hi attune now")  # these may come before a request
OPENERS = POLITE | listed("hello ok okay just kindly so and n then")  # these may open any line
COURTESY = listed("please pls plz thanks thx")  # these may also come after a request
MAY = listed("can could would will")  # "can you …" is a request
WISHES = POLITE | MAY | listed("you how do i to want id like")  # "I want to", "how do I"
QUESTION_WORDS = listed(
    "who whos who's what whats what's when whens when's where wheres where's why how hows how's"
    " which whose whom"
)
AUXILIARIES = listed("is are was am do does did have has can could should shall")
STATES = listed("is was are were")
PRONOUNS = listed("they we he she it")
WE = listed("i we ive weve")
THEY = listed("they he she them their theirs her his")
SAID = listed("said says asked asks told tells replied wondered")
TALKS = listed("talk talks talked talking speak speaks spoke")
DID = listed(
    "sent resent emailed mailed forwarded shared delivered gave finished wrote called rang phoned"
    " texted updated booked scheduled invited uploaded"
)
# What people add to a sentence without changing its meaning: "no show again ffs".
EXCLAIMED = listed(
    "grr grrr ffs lol smh ugh wtf argh omg sigh again damn sadly annoyingly unfortunately"
)
_HOW_OFTEN = listed("the a second 2nd third 3rd fourth 4th time twice now already in row for")
# Words for days and months, and the words that go with them: "the rest of this week".
DAY_WORDS = listed(
    "today tomorrow tonight morning afternoon this next the rest of week monday tuesday wednesday"
    " thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri sat sun january"
    " february march april may june july august september october november december"
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
# "Cancelled", with common typos.
CANCELLED = listed(
    "cancelled canceled cancled canceld cancelld cancelt cancl cancld canclled canceleld cancelleed"
    " cancalled cancellled cxld"
)
DELETE = listed("delete erase forget remove wipe clear")
SEE = listed("see sees read reads view views access")
KEPT = listed("kept stored saved recorded retained")
READERS = listed(
    "boss manager colleague colleagues team admin admins marketing hr anyone anybody someone"
    " somebody"
)


def words_of(text: str) -> list[str]:
    """Return the words in lower case, without marks around them: "who's", "jana"."""
    return [word for word in (one.strip(_AROUND) for one in comparable(text).split()) if word]


def few_words_of(text: str, limit: int) -> list[str]:
    """Return the words of a text that has at most `limit` words. For a longer text, return []."""
    return words_of(text) if len(text.split(maxsplit=limit + 1)) <= limit else []


def bare_words_of(text: str) -> list[str]:
    """Return what `words_of` returns, without apostrophes and slashes around a word: "whos".

    Look only at the first `LOOKED_AT` words.
    """
    bare = (without_apostrophes(word.strip("/")) for word in words_of(text)[:LOOKED_AT])
    return [word for word in bare if word]


def without_apostrophes(word: str) -> str:
    return word.translate(_APOSTROPHES)


def said_at(words: list[str]) -> int | None:
    """Return the index of the first of these bare words that means "said", or None.

    "Asked for" does not count: "Jana asked for references" tells us what Jana wants.
    """
    asks = ("asked", "asks")
    places = (at for at, word in enumerate(words) if word in SAID)
    return next(
        (at for at in places if words[at] not in asks or words[at + 1 : at + 2] != ["for"]), None
    )


def bare_word(word: str) -> str:
    """Return a word in lower case, without apostrophes and without marks around it."""
    return without_apostrophes(word.casefold()).strip(MARKS)


def bare_words_and_rest(text: str, limit: int) -> list[str]:
    """Return the first `limit` bare words of a text, and the rest as one last item.

    `bare_word` is applied to the rest too. Items that become empty are left out.
    """
    return [word for word in map(bare_word, text.split(maxsplit=limit)) if word]


def without_leading(words: list[str], skipped: frozenset[str]) -> list[str]:
    """Leave out the words at the start that are in `skipped`, and return all other words."""
    at = next((at for at, word in enumerate(words) if word not in skipped), len(words))
    return words[at:]


def without_exclaimed(words: list[str]) -> list[str]:
    """Leave out words at the end such as "again", "ffs", "second time now" and "twice"."""
    words = _without_last(words, EXCLAIMED)
    left = _without_last(words, _HOW_OFTEN)
    counts = not {"time", "twice"}.isdisjoint(map(bare_word, words[len(left) :]))
    return _without_last(left, EXCLAIMED) if counts else words


def _without_last(words: list[str], skipped: frozenset[str]) -> list[str]:
    end = next(
        (at for at in range(len(words), 0, -1) if bare_word(words[at - 1]) not in skipped), 0
    )
    return words[:end]


def first_name(name: str) -> str:
    """Return the first name in lower case. If the name is empty, return ""."""
    return comparable(name).partition(" ")[0]
