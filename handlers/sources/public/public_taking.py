"""Clean what a public source says about an account, and store it."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.knowledge.web_addresses import MAX_ADDRESS
from handlers.sources.public.proposing import still_quoted
from handlers.sources.public.public import MAX_TEXT, Looked, PublicText, place_of
from handlers.sources.public.public_persons import without_contacts, without_people, without_private
from storage.choices import PublicSource
from storage.customers import suppressed_names
from storage.sources import proposals, public_sources
from storage.tables import ProposedAnswer, Snapshot
from storage.text import storable

MAX_TITLE = 200
MAX_PUBLISHER = 253
MAX_HEADER = 500
MAX_LINE = 2_000
# A text's date without a time zone can be right and still be later than our time by this much.
CLOCKS_DIFFER = timedelta(days=1)
MAX_TEXTS = 40  # we keep at most this many texts of one source for one account


def cleaned(looked: Looked, tenant: str, suppressed: Collection[str], now: datetime) -> Looked:
    """Return what one look at a source found, with the texts cleaned for storage.

    Leave out what must not be stored about people, and every sentence that names somebody who
    objected or was erased. `suppressed` has the hashes of the names of these people, as
    `suppressed_names.digests` returns them. Cleaning many texts takes a second, so the poller calls
    this in a thread, before its transaction.
    """

    def is_suppressed(name: str) -> bool:
        return not suppressed_names.digests_of(tenant, name).isdisjoint(suppressed)

    texts = [_without(each, is_suppressed) if suppressed else each for each in looked.texts]
    kept = [one for each in texts if (one := _cleaned(each, now))]
    return replace(looked, texts=tuple(kept))


async def take_in(
    session: AsyncSession,
    tenant: str,
    account_id: int,
    source: PublicSource,
    looked: Looked,
    *,
    now: datetime,
    blocked: Collection[str] = (),
    cleaned_for: Collection[str] | None = None,
) -> int:
    """Store what one look at a source found, and return how many texts are new or changed.

    - If the look is complete, delete the texts on file that the source no longer has. If the look
      is not complete, or if it failed, keep them.
    - `blocked` has places, such as a host. A rep has said that these places belong to another
      company. Do not store texts from them, and delete texts from them that are on file.
    - `cleaned_for` has the hashes with which `cleaned` was called, or is None if the look has not
      been cleaned. If it is None, or if other hashes are on file now, clean the look here.
    """
    suppressed = await suppressed_names.digests(session, tenant) if looked.texts else frozenset()
    if cleaned_for is None or suppressed != cleaned_for:
        looked = cleaned(looked, tenant, suppressed, now)
    on_file = {
        one.url: one
        for one in await public_sources.snapshots(session, tenant, account_id)
        if one.source == source
    }
    seen, changed = set(looked.unchanged), 0
    texts = [one for one in looked.texts if place_of(source, one.url) not in blocked]
    for one in texts[:MAX_TEXTS]:
        seen.add(one.url)
        stored = on_file.get(one.url)
        if stored is None:
            stored = _empty_snapshot(tenant, account_id, source, one, now)
            session.add(stored)
            on_file[one.url] = stored
        changed += _fill_in(stored, one, now)
    for url in looked.unchanged & on_file.keys():
        on_file[url].seen_at = now
    await session.flush()
    gone = {url for url in on_file if looked.complete and url not in seen}
    gone |= {url for url in on_file if place_of(source, url) in blocked}
    await public_sources.forget(session, tenant, account_id, gone)
    return changed


async def store_proposals(
    session: AsyncSession, tenant: str, account_id: int, rows: Iterable[ProposedAnswer]
) -> None:
    """Store the proposed answers whose quotes are still in the texts on file."""
    texts = await public_sources.snapshots(session, tenant, account_id)
    blocked = await public_sources.blocked(session, tenant, account_id)
    standing = still_quoted(rows, texts, blocked)
    await proposals.replace_all(session, tenant, account_id, standing)


def digest_of(text: str) -> str:
    """Return the hash of a text, for `Snapshot.digest`."""
    return sha256(text.encode()).hexdigest()


def _empty_snapshot(
    tenant: str, account_id: int, source: PublicSource, one: PublicText, now: datetime
) -> Snapshot:
    return Snapshot(
        tenant=tenant,
        account_id=account_id,
        source=source,
        url=one.url,
        publisher="",
        text="",
        digest="",
        seen_at=now,
        evidence=one.evidence,
    )


def _fill_in(stored: Snapshot, one: PublicText, now: datetime) -> bool:
    digest = digest_of(one.text)
    is_new = stored.digest != digest
    stored.text, stored.digest, stored.title = one.text, digest, one.title
    stored.publisher, stored.language = one.publisher, one.language
    stored.published_at, stored.seen_at, stored.evidence = one.published_at, now, one.evidence
    stored.etag, stored.modified = one.etag, one.modified
    return is_new


def _without(one: PublicText, is_suppressed: Callable[[str], bool]) -> PublicText:
    """Return a text without the sentences that name somebody who objected or was erased."""
    short = replace(one, text=one.text[: 2 * MAX_TEXT], title=one.title[: 2 * MAX_TITLE])
    return replace(
        short,
        text=without_people(_lines(short.text), is_suppressed),
        title=without_people(_line(short.title, MAX_TITLE), is_suppressed),
    )


def _cleaned(one: PublicText, now: datetime) -> PublicText | None:
    """Return the text as we store it, or None if nothing may be stored.

    A text that is dated more than a day after `now` becomes undated, because its date is wrong.
    """
    is_dated = one.published_at is not None and one.published_at <= now + CLOCKS_DIFFER
    url = storable(one.url.strip())
    text = _lines(without_private(_lines(one.text), one.source))
    if not text or not url or len(url) > MAX_ADDRESS:
        return None
    return PublicText(
        source=one.source,
        url=url,
        publisher=_line(one.publisher, MAX_PUBLISHER),
        title=without_contacts(_line(one.title, MAX_TITLE)),
        text=text,
        evidence=one.evidence,
        published_at=one.published_at if is_dated else None,
        language=one.language.casefold()[:2] if one.language[:2].isalpha() else "",
        etag=one.etag[:MAX_HEADER],
        modified=one.modified[:MAX_HEADER],
    )


def _lines(text: str) -> str:
    lines = (_line(line, MAX_LINE) for line in storable(text[: 2 * MAX_TEXT]).splitlines())
    return "\n".join(line for line in lines if line)[:MAX_TEXT].rstrip()


def _line(text: str, longest: int) -> str:
    shown = "".join(mark if mark.isprintable() else " " for mark in text)
    return " ".join(storable(shown).split())[:longest].rstrip()
