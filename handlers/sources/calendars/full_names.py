"""If a contact is on file as "J. Peters", and we learn the full name, rename the contact."""

from collections.abc import Collection, Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.transcripts.speakers import folded
from handlers.transcripts.whose import is_initialed, names_somebody
from storage.customers import contact_names, suppressed_names
from storage.spelling import comparable
from storage.tables import Contact


async def learn(
    session: AsyncSession, tenant: str, on_file: Sequence[Contact], names: Collection[str]
) -> list[tuple[str, str]]:
    """Rename the account's contacts `on_file` who are known only by an initial and a family name.

    The new name is the one in `names` with the same initial and family name. "J. Peters" is not
    renamed if
    - `names` has both "Jana Peters" and "Jürgen Peters",
    - another contact is on file with a full name that fits, such as "Jürgen Peters",
    - another contact is on file as "J. Peters" too, or
    - the new name belongs to a person who objected or was erased, so that Attune must not store the
      name again (`suppressed_names`).
    Return the old and the new name of each renamed contact.
    """
    renamed = []
    for contact in on_file:
        whole = _full_name(contact, on_file, names)
        if whole and not await suppressed_names.among(session, tenant, [whole]):
            renamed.append((contact.name, whole))
            await contact_names.rename(session, contact, whole)
    return renamed


def is_short(name: str) -> bool:
    """Check whether a name has an initial instead of the given name: "J. Peters"."""
    first, _, rest = folded(name).partition(" ")
    return len(first) == 1 and first.isalpha() and bool(rest)


def _full_name(contact: Contact, on_file: Sequence[Contact], names: Collection[str]) -> str | None:
    others = [one.name for one in on_file if one is not contact]
    fits = {comparable(name): name for name in names if _is_whole(contact.name, name)}
    taken = any(_is_whole(contact.name, other) for other in others)
    rivals = any(_is_whole(other, name) for other in others for name in fits.values())
    return next(iter(fits.values())) if len(fits) == 1 and not taken and not rivals else None


def _is_whole(short: str, name: str) -> bool:
    """Check whether a name is the full form of a short name: "Jana Peters" for "J. Peters"."""
    first = folded(name).partition(" ")[0]
    return names_somebody(name) and len(first) > 1 and is_initialed(short, name)
