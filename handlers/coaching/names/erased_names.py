"""Find the names of erased people in texts that Attune reads. Pure."""

from collections.abc import Callable, Iterator

_MAX_WORDS = 4  # in a name that we look for


def erased_in(text: str, is_erased: Callable[[str], object]) -> Iterator[str]:
    """Yield the names in a text (two to four words in a row) that `is_erased` accepts.

    We store erased names only as hashes. So we can find a name only if the text has the whole name.
    """
    words = text.split()
    for length in range(2, _MAX_WORDS + 1):
        for start in range(len(words) - length + 1):
            name = " ".join(words[start : start + length]).strip('.,:;!?()[]–-|/"“”„')
            name = name.removesuffix("'s").removesuffix("’s")
            if is_erased(name):
                yield name
