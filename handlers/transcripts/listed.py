"""Spoken promises as lines of a list: "Send the price list", or the quote if that is not clear."""

import re

# Who begins like this says something, but the line does not begin with what is done.
_NOT_AN_ORDER = re.compile(
    r"(?:i|we|you|he|she|they|it|if|once|unless|whatever|that|this|there|what|when|because|let)"
    r"(?:'[a-z]{1,2})?(?![\w-])|in (?:that|this) case\b|as soon as\b|provided\b"
)
# Whoever promises is still in the line, after words that were said first.
_STILL_WHO = re.compile(r"^[^,.!]{1,30}[,.!] (?:(?:i|we)(?:'ll| will| can)|let me)(?![\w-])")
# What only those who were there understand: "the thing we discussed".
_VAGUE = re.compile(
    r"(?<![\w'-])(?:(?:the|that|this|those|these|some|all (?:the|that)) "
    r"(?:\w{1,12} )?(?:things?|stuff|bits?|ones?|whatever)"
    r"|what(?:ever)? (?:we|you|i) (?:just |have |had )?(?:discussed|talked|said|mentioned|saw|had)"
    r"|(?:we|you|i)(?:'ve| have)? (?:just |have |had )?"
    r"(?:discussed|talked about|mentioned|said|spoke about|looked at)"
    r"|you know|or (?:so|something|whatever)|and so on|kind of|sort of)(?![\w-])"
)


def is_clean(line: str) -> bool:
    """Whether a line begins with what is done, and says to what: "Send the price list".

    "Send the thing we discussed" says it only to those who were there.
    """
    said = line.casefold().replace("’", "'").strip()
    unclear = _NOT_AN_ORDER.match(said) or _STILL_WHO.match(said) or _VAGUE.search(said)
    return not unclear
