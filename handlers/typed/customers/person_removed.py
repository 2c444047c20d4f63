"""Recognise an order to take a person off file: "remove tom berg from northwind". Pure."""

from handlers.typed.words import COURTESY, DELETE, WISHES, few_words_of, listed

_MAX_WORDS = 10
_VERBS = (DELETE | listed("drop")) - {"forget", "clear"}
_WHERE = listed("from at to for of")
_OFF = (["off", "file"], ["off", "the", "file"], ["from", "file"])


def person_to_remove(text: str) -> str:
    """Return "tom berg" for "remove tom berg from northwind", or "".

    We do not check that the words after the verb name a person. They may be "my note".
    """
    words = few_words_of(text, _MAX_WORDS)
    verb = next((at for at, word in enumerate(words) if word in _VERBS), None)
    if verb is None or not WISHES.issuperset(words[:verb]):
        return ""
    name = words[verb + 1 :]
    while name and name[-1] in COURTESY:
        name.pop()
    name = next((name[: -len(one)] for one in _OFF if name[-len(one) :] == one), name)
    end = next((at for at, word in enumerate(name) if at and word in _WHERE), len(name))
    return " ".join(name[:end])
