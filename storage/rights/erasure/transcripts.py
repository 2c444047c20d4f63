"""Rename speakers of transcripts."""

import json
import re

from sqlalchemy import (
    String,
    cast,
    or_,
)
from sqlmodel import col
from sqlmodel import select as select_rows
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.rights.erasure.names import rename_all
from storage.tables import (
    MeasuredCall,
    OpenTranscript,
)


async def rename_in_transcripts(session: AsyncSession, tenant: str, old: str, new: str) -> None:
    as_json = json.dumps(old)[1:-1]
    whole = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)")
    for table, columns in ((MeasuredCall, ("labels", "figures")), (OpenTranscript, ("labels",))):
        texts = [cast(col(getattr(table, each)), String) for each in columns]
        has = or_(
            *(each.contains(form, autoescape=True) for each in texts for form in {old, as_json})
        )
        wanted = select_rows(table).where(col(table.tenant) == tenant, has)
        for row in (await session.exec(wanted)).all():
            for each in columns:
                renamed = rename_all(getattr(row, each), lambda text: whole.sub(new, text))
                setattr(row, each, renamed)
