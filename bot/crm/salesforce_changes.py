"""Find what was changed, deleted or merged in Salesforce."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.crm import soql
from bot.crm.salesforce_api import SalesforceApi
from bot.crm.salesforce_records import moment
from bot.platform.payload import maybe
from handlers.sources.crm.crm_records import CrmChanges
from handlers.sources.crm_ports import CrmFailed

# A change may become visible late. So the next read begins this long before the time of this read.
LAG = timedelta(minutes=2)
MAX_RECORDS = 10_000  # after about this many changed records of one kind, a read stops
STAMP = "SystemModstamp"
# The field with the id of the company, by kind of record.
COMPANY = {"Account": "Id", "Opportunity": "AccountId", "Contact": "AccountId"}


@dataclass(frozen=True)
class ChangedCompanies:
    """The ids of companies with changes.

    If we stopped before we had read all changes, `until` is the time of the last change that we
    read. Otherwise, `until` is None.
    """

    ids: frozenset[str]
    until: datetime | None


async def changes(api: SalesforceApi, since: datetime) -> CrmChanges:
    """Return the companies that changed, or whose contacts or deals changed.

    Only changes at `since` or later count.
    """
    until = max(api.clock.now() - LAG, since)
    companies: set[str] = set()
    for kind in COMPANY:
        found = await _changed(api, kind, since)
        until = min(until, found.until or until)
        companies |= found.ids
    return CrmChanges(frozenset(companies), until)


async def _changed(api: SalesforceApi, kind: str, since: datetime) -> ChangedCompanies:
    """Read the changes to records of one kind, including deletions, oldest first.

    Stop after `MAX_RECORDS`. The next read begins at the time of the last record. If the last
    record's time is still `since`, the next read would find the same records again. In this case,
    read on until a record has a later time.

    If we have no right to see this kind of record, return an empty set of ids.
    """
    seen = await api.describe(kind)
    fields = list(dict.fromkeys(["Id", COMPANY[kind], STAMP]))
    if seen is None or not all(name in seen.fields for name in fields):
        return ChangedCompanies(frozenset(), None)
    query = soql.select(fields, kind, f"{STAMP} >= {soql.moment(since)}", f"{STAMP}, Id")
    ids: set[str] = set()
    count = 0
    last: datetime | None = None
    async for page in api.pages(query, with_deleted=True):
        if last and count >= MAX_RECORDS and last > since:
            return ChangedCompanies(frozenset(ids - {""}), last)
        ids |= {soql.long_id(maybe(one, COMPANY[kind])) for one in page}
        count += len(page)
        last = moment(maybe(page[-1], STAMP)) if page else last
        if page and last is None:
            raise CrmFailed("refused")
    return ChangedCompanies(frozenset(ids - {""}), None)
