"""Take an erased person's name out of the rows that stay after the erasure."""

from collections.abc import Collection
from html import escape
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlmodel import col
from sqlmodel import select as select_rows
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.rights import owned_rows
from storage.rights.erasure.account_texts import free_key
from storage.rights.erasure.guests import forget_guest
from storage.rights.erasure.names import FORMER_COLLEAGUE, Forgetting
from storage.rights.erasure.transcripts import rename_in_transcripts
from storage.spelling import comparable
from storage.tables import Contact, CrmDeal, Person, PlaygroundPost, RateLimit, Workspace


async def unname(
    session: AsyncSession, tenant: str, external: str, name: str, email: str | None
) -> None:
    """Remove a person's id, name and address from these rows:

    - Workspace: If the person installed Attune, the id is removed.
    - Rate limits: The person's limit is deleted.
    - Playground: The person's own posts are deleted, and so are Attune's posts that only the person
      saw. In all other posts, "A former colleague" replaces the name and the address.
    - Transcripts: "A former colleague" replaces the name.
    - Meetings: See `forget_guest`.

    `external` is the person's id on the platform. `external`, `name` and `email` are the values
    from before the erasure.
    """
    connection = await session.connection()
    await connection.execute(
        update(Workspace)
        .where(col(Workspace.tenant) == tenant, col(Workspace.installer) == external)
        .values(installer=None)
    )
    await connection.execute(delete(RateLimit).where(col(RateLimit.key) == f"{tenant}/{external}"))
    theirs = col(PlaygroundPost.tenant) == tenant
    theirs &= or_(
        col(PlaygroundPost.place) == f"dm:{external}",
        col(PlaygroundPost.audience) == external,
        col(PlaygroundPost.author) == external,
    )
    # Empty the newest post instead of deleting it. Otherwise SQLite would give its id to the next
    # post, and open pages that have already read this id would miss the next post.
    newest = select(func.max(col(PlaygroundPost.id))).scalar_subquery()
    blank = {"place": "", "audience": "", "author": "", "html": "", "bundle": None}
    is_newest = col(PlaygroundPost.id) == newest
    await connection.execute(update(PlaygroundPost).where(theirs, is_newest).values(**blank))
    await connection.execute(delete(PlaygroundPost).where(theirs))
    for each in filter(None, (name, email)):
        html = col(PlaygroundPost.html)
        await connection.execute(
            update(PlaygroundPost)
            .where(
                col(PlaygroundPost.tenant) == tenant, html.contains(escape(each), autoescape=True)
            )
            .values(
                html=func.replace(html, escape(each), FORMER_COLLEAGUE),
                edits=col(PlaygroundPost.edits) + 1,
            )
        )
    if name:
        await rename_in_transcripts(session, tenant, name, FORMER_COLLEAGUE)
    await forget_guest(session, tenant, email, name if " " in name else "")


async def unname_owner(session: AsyncSession, tenant: str, names: Collection[str]) -> None:
    """Replace a person's name in our copies of the CRM's deals that the person owns.

    `names` are the person's name and mail addresses.
    """
    known = {comparable(one) for one in names}
    deals = select_rows(CrmDeal).where(col(CrmDeal.tenant) == tenant)
    for one in (await session.exec(deals)).all():
        if not known.isdisjoint((comparable(one.owner_name), comparable(one.owner_email))):
            one.owner_name, one.owner_email = FORMER_COLLEAGUE.lower(), ""


async def forget_in_what_stays(
    session: AsyncSession, person: Person, forgetting: Forgetting
) -> None:
    """Replace a person's name in the texts that stay, such as promises, findings and asks.

    "Jana Novak" is always replaced. "Jana" alone stays if somebody else is called Jana too.
    """
    tenant, parts = person.tenant, person.name.split()
    others = await others_named(session, tenant, person.name)
    forget = forgetting(person.name, person.email, FORMER_COLLEAGUE.lower(), others)
    connection = await session.connection()
    for each, columns in (
        ("commitment", ("text",)),
        ("ask", ("line", "quote")),
        ("asknote", ("text",)),
        ("helprequest", ("question", "answer")),
        ("finding", ("text", "source")),
        ("call", ("title",)),
        ("crmdeal", ("name", "next_step")),
    ):
        rows = owned_rows.table(each)
        texts = [rows.c[column] for column in columns]
        named = or_(*(_contains(text, part) for text in texts for part in parts))
        found = select(rows.c.id, *texts).where(rows.c.tenant == tenant, named)
        for id_, *olds in (await connection.execute(found)).all():
            new = dict(zip(columns, map(forget, olds), strict=True))
            if each == "commitment" and new["text"] != olds[0]:
                new["text_key"] = await free_key(session, id_, new["text"])
            await connection.execute(update(rows).where(rows.c.id == id_).values(**new))


async def others_named(session: AsyncSession, tenant: str, name: str) -> list[str]:
    """Find people's and contacts' names that contain a part of `name`. Leave out `name` itself."""
    found: list[str] = []
    for table in (Person, Contact):
        wanted = select_rows(table.name).where(
            col(table.tenant) == tenant,
            col(table.erased_at).is_(None),
            or_(*(_contains(col(table.name), part) for part in name.split())),
        )
        found += [each for each in await session.exec(wanted) if each != name]
    return found


def _contains(text: Any, part: str) -> ColumnElement[bool]:  # noqa: ANN401 - any column
    found: ColumnElement[bool] = func.lower(text).contains(part.lower(), autoescape=True)
    return found
