"""Which text of the playbook was used, and whose words it quoted, as one stored string."""


def wording(text_id: str, quoted: int | None) -> str:
    """The text's id and, if it quotes a reflection, that reflection's id: "since-they-said:12"."""
    return text_id if quoted is None else f"{text_id}:{quoted}"


def text_of(wording: str) -> str:
    """The id of the text."""
    return wording.partition(":")[0]


def quoted_in(wording: str) -> int | None:
    """The id of the reflection that was quoted; None if none was."""
    quoted = wording.partition(":")[2]
    return int(quoted) if quoted.isascii() and quoted.isdigit() else None
