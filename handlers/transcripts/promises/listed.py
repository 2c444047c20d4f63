"""Check whether a spoken promise makes a clear line for a list: "Send the price list"."""

import re

# A line that begins with one of these words is not clear: "I'll send", "if you sign".
_NOT_AN_ORDER = re.compile(
    r"(?:i|we|you|he|she|they|it|if|once|unless|whatever|that|this|there|what|when|because|let)"
    r"(?:'[a-z]{1,2})?(?![\w-])|in (?:that|this) case\b|as soon as\b|provided\b"
)
# A clear line does not say who promises. This line does: "That's fine, I'll send the list".
_STILL_WHO = re.compile(r"^[^,.!]{1,30}[,.!] (?:(?:i|we)(?:'ll| will| can)|let me)(?![\w-])")
# Words that only the people in the call understand: "the thing we discussed".
_VAGUE = re.compile(
    r"(?<![\w'-])(?:(?:the|that|this|those|these|some|all (?:the|that)) "
    r"(?:\w{1,12} )?(?:things?|stuff|bits?|ones?|whatever)"
    r"|what(?:ever)? (?:we|you|i) (?:just |have |had )?(?:discussed|talked|said|mentioned|saw|had)"
    r"|(?:we|you|i)(?:'ve| have)? (?:just |have |had )?"
    r"(?:discussed|talked about|mentioned|said|spoke about|looked at)"
    r"|you know|or (?:so|something|whatever)|and so on|kind of|sort of)(?![\w-])"
)
# Words after the verb that say who does something:
# "Send the list, I take out the names" → "I"
# "Send the list and you'll have it today" → "you'll"
_SAYS_WHO = re.compile(
    r"(?<=[\w,;:.!?'’)] )(?:i"
    r"|(?<!before )(?<!after )(?<!until )(?<!when )we"
    r"|you'(?:ll|ve|re|d)|i'(?:m|ll|ve|d)|we'(?:re|ll|ve|d)"
    r"|you (?:can|could|have|had|will|need|get|are|know|see|don't|do))(?![\w'-])"
)


def still_says_who(line: str) -> bool:
    """Check whether a line that begins with a verb has a later clause with "I", "we" or "you".

    "I'll ask Johan and you'll have a yes" would become the line "Ask Johan and you'll have a yes".
    This is clear only as a quote, so we list the promise in the speaker's own words.
    """
    said = line.casefold().replace("’", "'").strip()
    return bool(_SAYS_WHO.search(said)) and not _NOT_AN_ORDER.match(said)


def is_clean(line: str) -> bool:
    """Check whether a line is clear to everybody and begins with the verb: "Send the price list".

    "Send the thing we discussed" is not clean, because it is clear only to the people in the call.
    """
    said = line.casefold().replace("’", "'").strip()
    unclear = _NOT_AN_ORDER.match(said) or _STILL_WHO.match(said) or _VAGUE.search(said)
    return not (unclear or still_says_who(line))
