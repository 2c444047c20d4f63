"""Read a line that names more people for a call just planned: "w jana and piotr". Pure."""

from handlers.typed.words import COURTESY, bare_word, listed

MAX_WORDS = 12  # how many words such a line may have
_MAX_NAME_WORDS = 3  # how many words a name may have
_LEADS = listed("and also ok oh plus")
_BRINGS = (
    *(["bring"], ["bring", "along"], ["add"], ["invite"], ["w"], ["with"], ["include"]),
    *(["im", "bringing"], ["ill", "bring"], ["put"]),
)
_ENDS = COURTESY | listed("too along also there")


def people_along(text: str) -> list[str]:
    """Return the names after a word such as "with" or "bring": ["jana", "piotr"].

    Return [] for any other line. The caller must check whether the words are names of people.
    """
    typed = text.strip(" .!").split(maxsplit=MAX_WORDS + 1)
    while typed and bare_word(typed[0]) in _LEADS:
        typed = typed[1:]
    bare = [bare_word(word) for word in typed]
    size = max((len(one) for one in _BRINGS if bare[: len(one)] == one), default=0)
    if not size or len(typed) > MAX_WORDS or text.rstrip().endswith("?"):
        return []
    rest = typed[size:]
    while rest and bare_word(rest[-1]) in _ENDS:
        rest = rest[:-1]
    listed_names = " ".join(rest).replace(" and ", ",").replace(" & ", ",").split(",")
    names = [name.strip() for name in listed_names if name.strip()]
    is_names = all(
        len(name.split()) <= _MAX_NAME_WORDS and all(word[0].isalpha() for word in name.split())
        for name in names
    )
    return names if is_names else []
