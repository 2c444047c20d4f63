"""Give speakers of a transcript who were erased a name that names nobody."""

from collections.abc import Callable, Iterable, Mapping

from handlers import rep_names
from handlers.registry import Turn
from handlers.transcripts.speakers import folded, speaker_name
from storage import people, suppressed_names
from storage.rights.erasure.names import stand_in

Naming = Callable[[Iterable[str]], Mapping[str, str]]


async def naming(turn: Turn) -> Naming:
    """Return a function that maps the names of erased contacts to names that name nobody.

    Other names are left out, and so are names of our own people.
    """
    session, tenant = turn.session, turn.person.tenant
    is_erased = await suppressed_names.checker(session, tenant)
    if is_erased is suppressed_names.nobody:
        return lambda _: {}
    ours = set(map(folded, await people.names(session, tenant, rep_names.ON_FILE)))

    def stand_ins(names: Iterable[str]) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for name in sorted(names):
            if is_erased(speaker_name(name)) and folded(name) not in ours:
                found[name] = stand_in(found.values())
        return found

    return stand_ins
