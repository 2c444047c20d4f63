"""Recognise that a marketer wants a colleague to take an ask: “bram does it”. Pure."""

from collections.abc import Collection
from itertools import product

from handlers.typed.key_words import MAX_WORDS
from handlers.typed.plain_spelling import written_out_words
from handlers.typed.words import first_name, listed, without_leading
from storage.spelling import comparable

_DOES = (
    *("does", "takes", "answers", "has", "will do", "will take", "will answer", "can do"),
    *("can take", "can answer", "should do", "should take", "should answer"),
)
_IT = ("it", "this", "that", "this one", "that one")
# "{}" stands for a name.
_HANDED = frozenset(
    (
        *(f"{{}} {does} {it}" for does, it in product(_DOES, _IT)),
        *(f"let {{}} {do} {it}" for do, it in product(("do", "take", "answer", "have"), _IT)),
        *(f"{give} {it} to {{}}" for give, it in product(("give", "hand", "pass", "assign"), _IT)),
        "this is for {}",
        "that is for {}",
    )
)
_BEFORE = listed("please ok okay can could you actually well no hey attune so")
_GIVES = listed("give hand pass assign")


def handed_to(text: str, colleagues: Collection[str]) -> str:
    """Return the full name of the colleague who is to take an ask, or "" for any other line.

    "Bram does it" and "give the depot one to bram" name Bram. `colleagues` are full names.
    """
    # We don't call `without_courtesy`: it would also take "give" off the beginning of the line.
    words = without_leading(written_out_words(text), _BEFORE)
    if not 1 < len(words) <= MAX_WORDS:
        return ""
    line = " ".join(words)
    for name in colleagues:
        for form in (comparable(name), comparable(first_name(name))):
            if f" {form} " not in f" {line} ":
                continue
            if f" {line} ".replace(f" {form} ", " {} ", 1).strip() in _HANDED:
                return name
            if words[0] in _GIVES and line.endswith((f" one to {form}", f" ask to {form}")):
                return name
    return ""
