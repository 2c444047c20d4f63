"""The words with which people report that a promise was kept, or was not kept. Pure."""

from handlers.typed.plain_spelling import written_out_words
from handlers.typed.words import COURTESY, listed
from handlers.typed.words import OPENERS as OPENS_LINE

OPENERS = listed(
    "hey hi ok so and now just also already finally i ive we weve have has please can you could"
    " i'd id like to want been"
)
LATELY = listed("today yesterday already this morning afternoon just now too finally")
CAME = listed("came arrived received")
OVER = listed("sent done delivered finished out shared complete completed emailed mailed")
IS = listed("is are was were has been have all now already went")
GOT = listed("got received")
DENIES = listed("not havent hasnt didnt never yet wont cant couldnt forgot isnt arent still if")
# If a line has one of these words, its promise is still open: "sent jana the wrong pricing".
NOT_DONE = listed(
    "no nothing wrong half nearly almost badly partly mistake accident get will would need needs"
    " must should tomorrow"
)
SMALL = listed("the my our that this a an it about of to for")
_SAYS_NOTHING = (
    OPENS_LINE
    | COURTESY
    | listed("no nope wait sorry oops actually i mean it is that this was wrong right not")
)


def says_nothing(part: str) -> bool:
    """Check whether a part of a line has only words like those in "no wait" and "thats wrong"."""
    return _SAYS_NOTHING.issuperset(written_out_words(part))
