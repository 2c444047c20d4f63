"""Rename speakers in transcripts."""

import json
import re
from functools import partial

from sqlalchemy import (
    String,
    cast,
    or_,
)
from sqlmodel import col
from sqlmodel import select as select_rows
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.rights.erasure.names import rename_all, stand_in
from storage.tables import (
    MeasuredCall,
    OpenTranscript,
)


async def rename_in_transcripts(session: AsyncSession, tenant: str, old: str, new: str) -> None:
    """Rename the speaker `old` to `new`, such as "A former contact".

    In a transcript that already has a speaker `new`, rename `old` to a name such as "Another former
    contact".
    """
    as_json = json.dumps(old)[1:-1]
    whole = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)")
    for table, columns in ((MeasuredCall, ("labels", "figures")), (OpenTranscript, ("labels",))):
        texts = [cast(col(getattr(table, each)), String) for each in columns]
        has = or_(
            *(each.contains(form, autoescape=True) for each in texts for form in {old, as_json})
        )
        wanted = select_rows(table).where(col(table.tenant) == tenant, has)
        for row in (await session.exec(wanted)).all():
            rename = partial(whole.sub, stand_in(getattr(row, columns[0]), new))
            for each in columns:
                renamed = rename_all(getattr(row, each), rename)
                setattr(row, each, renamed)
