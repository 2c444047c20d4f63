"""Store in one string which text of the playbook was used, and which reflection it quoted."""


def wording(text_id: str, quoted: int | None) -> str:
    """Join the text's id and the id of the reflection that it quoted: "since-they-said:12".

    If the text quoted no reflection, return only the text's id.
    """
    return text_id if quoted is None else f"{text_id}:{quoted}"


def text_of(wording: str) -> str:
    """Return the id of the text."""
    return wording.partition(":")[0]


def quoted_in(wording: str) -> int | None:
    """Return the id of the reflection that the text quoted. Return None if it quoted none."""
    quoted = wording.partition(":")[2]
    return int(quoted) if quoted.isascii() and quoted.isdigit() else None
