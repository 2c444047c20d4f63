"""Recognise that a rep judges a call in a note: "call was meh", "ok call". Pure."""

import re

_CLAUSE_END = re.compile(r"[.,;:!?…–—]+|\s(?:-|and|but)\s", re.IGNORECASE)
_QUOTATION = re.compile(r'["“„«][^"“”„«»]*["”»]')
_CALL = r"(?:call|demo|meeting|mtg|chat|talk|session)"
_HOW = (
    r"(?:good|great|nice|solid|decent|ok|okay|fine|alright|meh|so-so|bad|rough|tough|poor|awful|weird"
    r"|terrible|awkward|useful|useless|productive|short|quick|short and sweet|long|boring)"
)
_ADVERB = r"(?:well|badly|smoothly|nowhere|as planned|as expected)"
_VERY = r"(?:(?:really|very|pretty|quite|rather|just|a bit|so|kinda|overall|a|an) )?"
_AFTER = r"(?: (?:overall|today|tho|though|anyway|enough|again|actually|tbh))?"
_JUDGED = re.compile(
    rf"{_VERY}{_HOW} {_CALL}{_AFTER}"
    rf"|(?:(?:the|our|my|this|that|today's) )?{_CALL} (?:itself )?(?:was|went|is|felt|ran)"
    rf" {_VERY}(?:{_HOW}|{_ADVERB}){_AFTER}",
    re.IGNORECASE,
)


def judges_call(words: str, *, labelled: bool = False) -> bool:
    """Check whether any part of a note only says how good the call was: "call was meh".

    Punctuation marks, "and" and "but" separate the parts: "ok call, budget is 12k" has two. The
    words of a buyer do not count:

    - words in quotation marks
    - the first part of a `labelled` note

    The label of a note names the buyer who speaks. It is not in `words`: for "Jana: the demo was
    good", `words` is "the demo was good".
    """
    plain = _QUOTATION.sub('""', words).replace("’", "'")
    first, *rest = (part.strip() for part in _CLAUSE_END.split(plain))
    parts = rest if labelled else [first, *rest]
    return any(map(_JUDGED.fullmatch, parts))
