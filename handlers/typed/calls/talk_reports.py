"""Find what was said in "just spoke to northwind. jana says …" and "yes we did, …". Pure."""

from handlers.typed.words import SAID, bare_word, listed

_BEFORE = listed("i ive i've have had just so ok we weve and a quick short")
_TALKED = listed("spoke spoken talked chatted met call chat phone off")
_TO = listed("to with at")
_YES = listed("yes yeah yep yup ya no nope ok well we i")
_DID = listed("we i they did do have it was so talked spoke met call")
_ANSWER = 4  # an answer such as "yes we did" has at most this many words
_OVER = (("done",), ("is", "done"), ("over",), ("is", "over"), ("finished",), ("ended",))
_CALL_OVER = (
    *((call, *over) for call in ("call", "meeting", "demo") for over in _OVER),
    *(("the", call, *over) for call in ("call", "meeting", "demo") for over in _OVER),
    *(("done", "with", "the", "call"), ("done", "with", "call"), ("off", "the", "call")),
)
_LONGEST = 5  # at most this many words may name whom the rep spoke to
_SPEAKER = 3  # how many words may name the speaker, before "says"


def after_yes(text: str) -> str:
    """Remove the answer from "yes we did, mia says X", and the lead from "call done, mia says X".

    Return any other text unchanged.
    """
    text = _after_call_over(text)
    said, comma, rest = text.partition(",")
    words = [bare_word(word) for word in said.split()]
    answers = 0 < len(words) <= _ANSWER and words[0] in _YES and _DID.issuperset(words[1:])
    speaks = any(bare_word(word) in SAID for word in rest.split()[1 : _SPEAKER + 1])
    return rest.strip() if comma and answers and speaks else text


def _after_call_over(text: str) -> str:
    """Return "mia says yes" for "call done mia says yes". Return any other text unchanged."""
    words = text.split()
    bare = [bare_word(word) for word in words[:_LONGEST]]
    for lead in _CALL_OVER:
        if tuple(bare[: len(lead)]) == lead:
            rest = words[len(lead) :]
            return " ".join(rest[rest[:1] in (["-"], ["–"], ["—"]) :]) or text
    return text


def after_talk(text: str) -> tuple[str, str]:
    """Split "just spoke to northwind. jana says X" into "northwind" and "jana says X".

    Return two empty strings for any other text. For example, "spoke to northwind, they want X" does
    not match, because no verb such as "says" follows "they".
    """
    words = text.split()
    said = [bare_word(word) for word in words[:20]]
    at = next((at for at, word in enumerate(said) if word not in _BEFORE), 0)
    while said[at : at + 1] and said[at] in _TALKED | listed("the got"):
        at += 1
    if not at or said[at - 1] not in _TALKED or said[at : at + 1] == [] or said[at] not in _TO:
        return "", ""
    stops = range(at + 1, min(at + 1 + _LONGEST, len(words)))
    end = next((one for one in stops if words[one][-1] in ".,;:!"), None)
    if end is None:
        return "", ""
    whom, rest = words[at + 1 : end + 1], words[end + 1 :]
    speaks = any(bare_word(word) in SAID for word in rest[1 : _SPEAKER + 1])
    return (" ".join(whom).strip(".,;:! "), " ".join(rest)) if speaks else ("", "")
