"""Find what "em" stands for in a rep's words: "jana wants a quote, ill send em friday". Pure."""

from collections.abc import Sequence

from handlers.typed.words import DAY_WORDS, bare_word, listed

_LOOKED_AT = 30  # we look for a wish in this many words at the end of a clause
_LONGEST = 6  # a thing that somebody wants has at most this many words
_WISHES = listed("want wants wanted need needs needed wish requested asked asks")
_TO_GET = listed("see get have read review receive")  # "she wants to see the references"
_BEFORE_THING = listed("for about only just also still really")
# The thing that somebody wants ends before the first of these words.
_ENDS = listed(
    "by on in at to from before after until and or but so because if when whether that which who"
    " first asap today tonight tomorrow next this with too also again please pls is are was"
)
_NO_THING = listed("me us him her them it that this i we you he she they more to how what")
_POINTS = listed("em them it that those these this both")
_SEVERAL = listed("em them those these both")
_OWN = listed("my our your")
# What people may want, but nobody can send: "jana wants my head".
_NOT_SENT = listed(
    "head heads blood soul time attention opinion view views word job neck skin heart life patience"
    " help trust business"
)
_LEADS = listed("id ill wed well to i we")  # "id send it"
_WHOM = listed("you him her")
# In "send em", "em" stands for the thing if "em" is the last word, or if a bracket or one of these
# words follows. In "send them the deck", "them" does not stand for the thing.
_AFTER = DAY_WORDS - {"the"} | listed("by on over to before until asap in first later soon")
_VERBS = listed("send share forward email mail deliver get bring prepare draft write")


def with_thing_named(promise: str, before: Sequence[str]) -> str:
    """Replace "em" in a promise with the thing that somebody wants.

    Any word of `_POINTS` counts as "em". A number also counts as "em", but it stays in the promise.

    - "jana wants a quote", "send em friday" → "send a quote friday"
    - "jana wants quotes", "send 2 friday" → "send 2 quotes friday"

    `promise` begins with a verb. `before` has the clauses before the promise, in the order in which
    they were said. If the promise has no "em", or if no clause says what somebody wants, return the
    promise as it is.
    """
    words = promise.split()
    at = _pointer(words)
    if not at:
        return promise
    several = bare_word(words[at]) in _SEVERAL or bare_word(words[at]).isdecimal()
    thing = next((found for one in reversed(before) if (found := _wanted(one, several))), [])
    kept = at + bare_word(words[at]).isdecimal()
    return " ".join([*words[:kept], *thing, *words[at + 1 :]]) if thing else promise


def names_nothing(promise: str) -> bool:
    """Check whether a promise leaves out what is promised: "send em friday", "id send it"."""
    words = promise.split()
    return bool(_pointer(words[int(bool(words) and bare_word(words[0]) in _LEADS) :]))


def _pointer(words: Sequence[str]) -> int:
    """Return the index of the word that stands for the thing to send, or 0 if there is none.

    This word is "em" in "send em friday", and "both" in "send her both".
    """
    said = [bare_word(word) for word in words[:4]]
    at = 2 if said[1:2] and said[1] in _WHOM else 1
    points = said[:1] != [] and said[0] in _VERBS and said[at : at + 1] != []
    follows = words[at + 1 : at + 2]
    ends = not follows or follows[0].startswith("(") or bare_word(follows[0]) in _AFTER
    is_pointer = points and (said[at] in _POINTS or said[at].isdecimal())
    return at if is_pointer and ends else 0


def _wanted(clause: str, several: bool) -> list[str]:
    """Return "two references" for "jana asked for two references", or [] if nothing is wanted.

    With `several`, both things in "jana wants quotes and decks" are returned. Without it, only the
    first is.
    """
    words = clause.split()[-_LOOKED_AT:]
    said = [bare_word(word) for word in words]
    at = next((at for at, word in enumerate(said) if at and word in _WISHES), None)
    if at is None:
        return []
    begins = at + 1
    if said[begins : begins + 1] == ["to"] and _TO_GET.issuperset(said[begins + 1 : begins + 2]):
        begins += 2
    while begins < len(said) and said[begins] in _BEFORE_THING:
        begins += 1
    stops = _ENDS - {"and"} if several else _ENDS
    ends = next((at for at in range(begins, len(said)) if said[at] in stops), len(said))
    ends -= said[ends - 1 : ends] == ["and"]
    is_thing = 0 < ends - begins <= _LONGEST and said[begins] not in _NO_THING
    if not is_thing or (said[begins] in _OWN and not _NOT_SENT.isdisjoint(said[begins:ends])):
        return []
    return [word.strip(",;:.") for word in words[begins:ends]]
