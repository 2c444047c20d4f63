"""Recognise an answer to "A sales call?": "yes castell is a sales call". Pure."""

from handlers.typed.plain_spelling import written_out, written_out_words
from handlers.typed.words import COURTESY, DAY_WORDS, OPENERS, bare_word, listed

MAX_WORDS = 14  # how many words an answer may have
_YES_OR_NO = listed("yes yep yeah yup ya sure correct right no nope nah")
_YES = listed("yes yep yeah")
_IT = listed("it its that thats this")
_IS = listed("is isnt its thats")
_NOT = listed("not no isnt never")
_FILLERS = listed("a an my our one also really indeed actually definitely just yes yep yeah real")
_SALES = listed("sales customer client prospect")
_INTERNAL = listed("internal private personal")
_CALLS = listed("call meeting demo one calls")
_ENDS = COURTESY | {"yes"}
_AGREES = listed("yes yep yeah yup sure")
_REFUSES = listed("no nope nah")
_MAX_NAME = 4  # how many words may name a meeting in "castell yes, other one no"
_OTHERS = listed("the other others one ones rest")


def sales_call_said(text: str) -> tuple[str, bool] | None:
    """Return the name of a meeting, and whether the line says that it is a sales call.

    The name is "" if the line does not name the meeting: "yes it's a sales call". Return None if
    the line does not say whether a meeting is a sales call.
    """
    plain = text.replace("’", "'").replace("'s ", " is ")
    words = [word for word in map(bare_word, plain.split(maxsplit=MAX_WORDS)) if word]
    if len(words) > MAX_WORDS or text.rstrip().endswith("?"):
        return None
    while words and words[0] in _YES_OR_NO | OPENERS:
        words = words[1:]
    while words and words[-1] in _ENDS:
        words = words[:-1]
    of_day = DAY_WORDS - {"rest", "of"}
    words = [word for word in written_out(" ".join(words)).split() if word not in of_day]
    verb = next((at for at, word in enumerate(words) if word in _IS), None)
    if verb is None:
        return None
    about, said = words[:verb], words[verb + 1 :]
    refused = words[verb] == "isnt" or not _NOT.isdisjoint(said)
    bare = [word for word in said if word not in _FILLERS | _NOT]
    internal = bool(bare) and bare[0] in _INTERNAL and _CALLS.issuperset(bare[1:])
    of_sales = len(bare) > 1 and bare[0] in _SALES and _CALLS.issuperset(bare[1:])
    of_sales = of_sales or bare == ["sales"]  # "yes castell is sales"
    if not (of_sales or internal or (refused and bare and _CALLS.issuperset(bare))):
        return None
    name = " ".join(word for word in about if word not in _IT | _CALLS | _YES | {"the"})
    if of_sales:
        return name, not refused
    return name, refused and internal  # "it's not an internal call"


def answered_each(text: str) -> list[tuple[str, bool]]:
    """Return the name of each meeting in a line, and whether the meeting is a sales call.

    - "castell yes, other one no" → ("castell", True), ("", False)
    - any other line → []
    """
    said = list[tuple[str, bool]]()
    for part in text.replace(";", ",").replace(" and ", ",").split(",")[: MAX_WORDS + 1]:
        left_out = COURTESY | DAY_WORDS - _OTHERS
        words = [word for word in written_out_words(part) if word not in left_out]
        ends = [word for word in (*words[:1], *words[-1:]) if word in _AGREES | _REFUSES]
        name = [word for word in words if word not in _AGREES | _REFUSES]
        if not ends or not 0 < len(name) <= _MAX_NAME or len(name) < len(words) - 1:
            return []
        said.append(("" if _OTHERS.issuperset(name) else " ".join(name), ends[0] in _AGREES))
    return said
