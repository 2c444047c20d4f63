"""Clean up spoken words: remove hesitations, stammers, and a leading "so, well"."""

import re

_HESITATION = re.compile(r"(?<!\w)(?:u+h+m*|u+m+|e+r+m*|a+h+|h+m+|m+-?h+m+)(?!\w)[,.…]*")
_YOU_KNOW = re.compile(r"(?:^|(?<=,)|(?<=, ))you know, |, you know(?=[,.]|$)")
_NOT_A_WORD = re.compile(r"\[[^\[\]]{0,40}\]|[\"“”«»*]|(?<!\w)-+|-+(?!\w)")
_STAMMER = re.compile(r"(?<![\w'])([\w']{1,15})(?:,? \1(?![\w']))+")
_SPACES = re.compile(r"\s+")
# Words that people say before they come to the point.
_LEAD = re.compile(
    r"(?:(?:so|and|but|well|okay|ok|alright|all right|right|now|then|also|because|yeah|yes|yep|no"
    r"|sure|great|oh|i mean|i guess|just|maybe|actually|basically|anyway|cool|perfect|got it|i see"
    r"|thanks|thank you|hey|hi|sorry|interesting|exactly|good|nice|fair enough|makes sense"
    r"|i understand|you know|like|um+|uh+|or|let me ask you|let me ask|question|quick question"
    r"|my question is|first|first of all|finally)(?![\w'-])[,.:;!…]* *)+"
)
# A hesitation such as "um", with the commas around it.
_HESITATES = re.compile(r",? ?(?<!\w)(?:[Uu]h+m*|[Uu]m+|[Ee]r+m*|[Aa]h+|[Hh]m+)(?![\w'-])[,.…]*")
# The speaker stops after a word such as "by" and begins again: "it is up by, um, it has to be up by
# May".
_BROKEN_OFF = re.compile(
    r"(?<![\w'-])(by|at|of|in|on|for|to|with|from|until|the|an?),? (?:[Uu]h+m*|[Uu]m+|[Ee]r+m*)"
    r"(?![\w'-])[,.…]* (?=(?:[Ii]t|[Ww]e|I|[Hh]e|[Ss]he|[Tt]hey)"
    r"(?:['’]\w{1,3}| (?:has|have|had|is|are|was|were|will|would|can|must|needs?))(?![\w'-]))"
)
_BEGINS = re.compile(
    r"(?:(?:so|and|but|well|okay|ok|alright|right|now|then|also|because|yeah|yes|yep|sure|great|oh"
    r"|i mean|you know)(?![\w'-])[,.:;!…]* *"
    # These words are filler only if punctuation follows. In "good numbers" and "thanks to Tom"
    # they are part of the sentence.
    r"|(?:wonderful|perfect|excellent|good|super|fantastic|lovely|brilliant|fine|absolutely|exactly"
    r"|of course|no problem|no worries|thanks|thank you|cool|nice|definitely|certainly|fair enough"
    r"|makes sense|got it|i see|in that case|anyway|good idea|good point|understood|agreed|deal"
    r"|sounds good|will do|that's great|that's fine|that's good|no|listen|look)[,.:;!…]+ *)+",
    re.IGNORECASE,
)
_REPEATED = re.compile(_STAMMER.pattern, re.IGNORECASE)
# Matches words that are repeated by accident. The words listed in it do not match, because people
# repeat them on purpose: "very, very slow".
_MEANT_TWICE = re.compile(
    r"(?<![\w'])(?!(?:very|really|so|too|much|many|far|long|no|more)(?![\w']))([\w']{1,15})"
    r"(?:,? \1(?![\w']))+",
    re.IGNORECASE,
)
_RESTARTS = re.compile(  # matches the first "I" in "I, I'll send it"
    r"(?<![\w'’])(i|we|you|they|he|she|it|that),? (?=\1['’])", re.IGNORECASE
)
_BRACKETS = re.compile(r"\[[^\[\]]{0,40}\] ?")
_SAYS_YOU_KNOW = re.compile(r"(?:^|(?<=,)|(?<=, ))you know, |, you know(?=[,.]|$)", re.IGNORECASE)


def written(words: str) -> str:
    """Turn spoken words into a note: remove hesitations, stammers and a leading "and".

    Unlike `plain_speech`, this function keeps capitals, quotation marks and brackets.
    """
    said = _HESITATES.sub(" ", _SPACES.sub(" ", words))
    said = _SPACES.sub(" ", said).strip(" ,;")
    said = _REPEATED.sub(r"\1", said)
    found = _BEGINS.match(said)
    said = (said[found.end() :] if found else said) or words
    return said[0].upper() + said[1:] if said[:1].isalpha() else said


def tidied(words: str) -> str:
    """Remove hesitations, "you know", stammers and "[laughs]" from what was said.

    "…" replaces the hesitation where the speaker breaks off and begins again. If nothing is left,
    return the words as they are.
    """
    said = _BROKEN_OFF.sub(r"\1 … ", _SPACES.sub(" ", _BRACKETS.sub("", words)))
    said = _HESITATES.sub(" ", said)
    said = _SAYS_YOU_KNOW.sub("", _SPACES.sub(" ", said).strip(" ,;"))
    said = _RESTARTS.sub("", _MEANT_TWICE.sub(r"\1", said)).strip()
    said = said or words
    return said[:1].upper() + said[1:] if words[:1].isupper() else said


def plain_speech(words: str) -> str:
    """Put spoken words into lower case, and remove hesitations, "you know" and stammers.

    "[laughs]" is removed too, and so are quotation marks and dashes around words.
    """
    said = _NOT_A_WORD.sub(" ", words.casefold().replace("’", "'").replace("‘", "'"))
    said = _SPACES.sub(" ", _HESITATION.sub(" ", said)).strip(" ,.;")
    return _STAMMER.sub(r"\1", _YOU_KNOW.sub("", said)).strip()


def without_lead(said: str) -> str:
    """Remove the words that lead up to the point: "so, okay, what is it" becomes "what is it"."""
    found = _LEAD.match(said)
    return said[found.end() :] if found else said
