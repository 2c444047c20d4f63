"""Remember, as hashes, whom Attune must not store again: people who objected or were erased."""

from collections.abc import Callable, Collection
from datetime import datetime
from functools import cache
from hashlib import sha256

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import Former
from storage.spelling import comparable
from storage.sql.unique import insert_once
from storage.tables import SuppressedName

Recognizer = Callable[[str], Former | None]  # takes a name or a mail address

_PERSON = "person {}"  # hashed for one of our own people; {} is the person's id on the platform
_COLLEAGUE = "colleague "  # put before the name or address of one of our own people, then hashed


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES = _words(
    "dr dr-ing drmed prof professor professorin doctor doktor mr mrs ms miss mx herr frau dipl-ing "
    "dipl-kfm phd md mba"
)
# These words are titles if they follow a title or end with a full stop: "Dr. med.", "Ing."
_DEGREES = _words("dr ing med phil jur rer nat pol oec hc habil mag dipl msc bsc")


def digests_of(tenant: str, name: str, before: str = "") -> frozenset[str]:
    """Return the hashes of a name or a mail address.

    Different spellings of a name (`comparable`) have the same hashes. A name with a title ("Dr. Ann
    Li") has two hashes: one of the name with its title, and one of the name without it. `before` is
    put in front of the name, and hashed with it.
    """
    spelled = {comparable(name), _without_titles(name)} - {""}
    return frozenset(sha256(f"{tenant}\n{before}{one}".encode()).hexdigest() for one in spelled)


def _without_titles(name: str) -> str:
    """Return a name without titles, or "" if fewer than two words are left."""
    kept: list[str] = []
    is_after_title = False
    for word in comparable(name).replace(",", " ").split():
        bare = word.replace(".", "")
        is_degree = bare in _DEGREES and (is_after_title or word.endswith("."))
        is_after_title = bare in _TITLES or is_degree
        if not is_after_title:
            kept.append(word)
    return " ".join(kept) if len(kept) > 1 else ""


async def add(
    session: AsyncSession, tenant: str, names: Collection[str | None], now: datetime
) -> None:
    """Suppress somebody by name and mail address. `now` is in UTC."""
    for name in names:
        if name and comparable(name):
            await _store(session, tenant, digests_of(tenant, name), now)


async def _store(
    session: AsyncSession, tenant: str, digests: Collection[str], now: datetime
) -> None:
    for digest in sorted(digests):
        await insert_once(session, SuppressedName(tenant=tenant, digest=digest, since=now))


async def among(session: AsyncSession, tenant: str, names: Collection[str]) -> set[str]:
    """Return which of these names and mail addresses are suppressed.

    Former colleagues are suppressed too, but this function does not find them. Use `recognizer`.
    """
    spelled: dict[str, set[str]] = {}
    for name in filter(None, names):
        for digest in digests_of(tenant, name):
            spelled.setdefault(digest, set()).add(name)
    if not spelled:
        return set()
    wanted = select(SuppressedName.digest).where(
        col(SuppressedName.tenant) == tenant, col(SuppressedName.digest).in_(spelled)
    )
    return {name for each in (await session.exec(wanted)).all() for name in spelled[each]}


async def digests(session: AsyncSession, tenant: str) -> frozenset[str]:
    """Return the hashes of everybody who is suppressed in a tenant."""
    wanted = select(SuppressedName.digest).where(col(SuppressedName.tenant) == tenant)
    return frozenset((await session.exec(wanted)).all())


def nobody(_: str) -> Former | None:
    """Recognise nobody. This is the recognizer of a tenant that suppresses nobody."""
    return None


async def recognizer(session: AsyncSession, tenant: str) -> Recognizer:
    """Return a function that recognises the suppressed names and mail addresses of a tenant.

    For a suppressed name or address, the function returns "colleague" or "contact". For any other
    name or address, it returns None. If the tenant suppresses nobody, the function is `nobody`.
    """
    known = await digests(session, tenant)

    @cache
    def former(name: str) -> Former | None:
        if not digests_of(tenant, name, _COLLEAGUE).isdisjoint(known):
            return "colleague"
        return None if digests_of(tenant, name).isdisjoint(known) else "contact"

    return former if known else nobody


async def add_person(
    session: AsyncSession,
    tenant: str,
    external: str,
    names: Collection[str | None],
    now: datetime,
) -> None:
    """Remember that one of our own people was erased.

    `external` is the person's id on the platform, and `names` are the full name and mail addresses.
    """
    await add(session, tenant, [_PERSON.format(external)], now)
    for name in filter(None, names):
        await _store(session, tenant, digests_of(tenant, name, _COLLEAGUE), now)


async def forget_colleague(session: AsyncSession, tenant: str, name: str | None) -> None:
    """Stop suppressing a former colleague's name or mail address.

    Call this as soon as one of our own people has this name or address. If a contact with the same
    name or address is suppressed, the contact stays suppressed.
    """
    if name:
        theirs = digests_of(tenant, name, _COLLEAGUE)
        await session.exec(
            delete(SuppressedName).where(
                col(SuppressedName.tenant) == tenant, col(SuppressedName.digest).in_(theirs)
            )
        )


async def has_person(session: AsyncSession, tenant: str, external: str) -> bool:
    """Return whether somebody with this platform id was erased."""
    return bool(await among(session, tenant, [_PERSON.format(external)]))
