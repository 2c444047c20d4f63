"""Recognise a question whether a promise was kept: "did i send the pricing". Pure."""

from collections.abc import Sequence

from handlers.typed.words import DID, listed

DELIVERED = DID | listed(
    "introduced handed prepared made asked completed submitted signed checked drafted posted"
    " shipped"
)
DELIVERS = listed("send share deliver give finish forward email mail complete submit prepare")
_ASKS = listed("did have has havent hasnt didnt")
_IS = listed("is are was were has have")
_SUBJECTS = listed("i we they she he")
_LATELY = listed("already ever actually just yet really")
_OVER = listed("sent done delivered finished completed shared emailed mailed")


def asked_about(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words that name what a question asks about.

    For "did i send the pricing" and "is the pricing done", return ("the", "pricing"). Return () if
    the words are not such a question. The question may be about something other than a promise.

    `words` must come from `plain_spelling.written_out_words`.
    """
    said = [word for word in words if word not in _LATELY]
    said = said[1:] if said[:1] == ["when"] else said
    if len(said) > 3 and said[0] in _ASKS and said[1] in _SUBJECTS:
        return tuple(said[3:]) if said[2] in DELIVERED | DELIVERS else ()
    at = next((at for at, word in enumerate(said) if word in _OVER), 0)
    if at < 2 or said[0] not in _IS or said[1] in _SUBJECTS:
        return ()
    return tuple(word for word in (*said[1:at], *said[at + 1 :]) if word != "been")
