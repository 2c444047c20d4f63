"""Put the given name of a person first. Pure."""

# After a comma, these words are not given names: "Ann Li, PhD", "Acme, Inc."
_SUFFIXES = {
    *("phd", "md", "mba", "jr", "sr", "ii", "iii", "esq"),
    *("dr", "inc", "ltd", "llc", "gmbh", "ag", "cpa"),
}
_MAX_WORDS = 3  # on each side of the comma in "Lee, Ann"


def given_name_first(name: str) -> str:
    """Return "Ann Lee" for "Lee, Ann" and for "Ann Lee, PhD". Return other names as they are."""
    last, comma, first = (part.strip() for part in name.partition(","))
    if not comma or not first or not last:
        return name.strip(" ,")
    if first.replace(".", "").casefold() in _SUFFIXES:
        return last
    if "," in first or max(len(last.split()), len(first.split())) > _MAX_WORDS:
        return name
    return f"{first} {last}"
