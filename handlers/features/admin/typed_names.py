"""Find the people whose names were typed, for workspaces with too many people for a list."""

from collections.abc import Iterable, Sequence

from handlers.coaching.text.words import shortened
from handlers.registry import Refusal
from storage.spelling import comparable
from storage.tables import Person

AT_MOST = 100  # names in one field


def people_named(typed: str, known: Sequence[Person], field: str) -> list[Person]:
    """Return the people whose names are in `typed`, one name on each line.

    Raises Refusal, at the input `field`, in these cases:
    - There are more than `AT_MOST` names.
    - One of the names belongs to nobody.
    - One of the names belongs to several people.
    """
    lines = [line.strip(" ,;@") for line in typed.splitlines() if line.strip(" ,;@")]
    if len(lines) > AT_MOST:
        raise Refusal(f"Type at most {AT_MOST} names at a time.", field=field)
    by_name = _by_name(known)
    found = {one.id: one for line in lines for one in [_only_person_named(line, by_name, field)]}
    return list(found.values())


def _by_name(known: Iterable[Person]) -> dict[str, list[Person]]:
    by_name: dict[str, list[Person]] = {}
    for one in known:
        by_name.setdefault(comparable(one.name), []).append(one)
    return by_name


def _only_person_named(name: str, by_name: dict[str, list[Person]], field: str) -> Person:
    found = by_name.get(comparable(name), [])
    shown = shortened(name, 60)
    if not found:
        raise Refusal(
            f"Nobody here is called “{shown}”. I know only people who have used Attune.",
            field=field,
        )
    if len(found) > 1:
        raise Refusal(
            f"{len(found)} people are called “{shown}”, so I can't tell which one you mean.",
            field=field,
        )
    return found[0]
