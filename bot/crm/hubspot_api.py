"""HubSpot's API for one HubSpot account: requests at the pace that HubSpot allows.

HubSpot's errors are raised as CrmFailed. Here, "account" means a company's HubSpot account (a
portal), not a customer.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from yarl import URL

from bot.base.clock import Clock
from bot.crm.http import CrmClient
from bot.crm.hubspot_errors import HubSpotAccount, failure
from bot.crm.hubspot_records import (
    HubSpotObject,
    HubSpotProperty,
    full_name,
    hubspot_object,
    hubspot_property,
    is_id,
    links,
    listed,
    text_id,
)
from bot.crm.pace import RequestPace
from bot.intake.json_http import HttpAnswer
from bot.platform.payload import Json, at, known_zone, maybe
from handlers.sources.crm_ports import CrmFailed

BASE = URL("https://api.hubapi.com")
VERSION = "2026-09"
CACHED_FOR = timedelta(hours=1)  # how long we keep the account, pipelines, properties and owners
PAUSE = 0.11  # seconds between requests: the smallest accounts allow 100 in ten seconds
SEARCH_PAUSE = 0.26  # seconds between searches: HubSpot allows four a second
BATCH = 100  # how many objects one request reads
MAX_PAGES = 50  # we read at most this many pages of one list
HIDDEN = ("no permission", "gone")  # these troubles mean that we are not allowed to see something


@dataclass
class HubSpotPaces:
    """The pauses between requests to one account. All requests to the account share them."""

    all: RequestPace = field(default_factory=lambda: RequestPace(PAUSE))
    searches: RequestPace = field(default_factory=lambda: RequestPace(SEARCH_PAUSE))


class HubSpotApi:
    """Sends requests with the token of one account. Every method may raise CrmFailed."""

    def __init__(
        self,
        http: CrmClient,
        token: str,
        clock: Clock,
        *,
        version: str = VERSION,
        base: URL = BASE,
        paces: HubSpotPaces | None = None,
    ) -> None:
        self._http = http
        self._token = token
        self.clock = clock
        self._version = version
        self._base = str(base).rstrip("/")
        self._paces = paces or HubSpotPaces()
        self._account: HubSpotAccount | None = None
        self._kept: dict[str, tuple[datetime, list[object]]] = {}

    def forget(self) -> None:
        """Forget everything that is cached, so that we read it again."""
        self._account = None
        self._kept.clear()

    async def get(self, area: str, rest: str, **query: str) -> object:
        """Send a GET, and return the body of the response.

        For example, `area` is "owners" and `rest` is "/123".
        """
        return (await self._ask("GET", self._url(area, rest).with_query(query))).body

    async def read(self, area: str, rest: str, body: Json) -> object:
        """Send a POST that only reads, and return the body of the response."""
        return (await self._ask("POST", self._url(area, rest), body)).body

    async def change(self, method: str, rest: str, body: Json | None = None) -> object:
        """Create, change or archive an object, at a path such as "/notes/123".

        Raises HubSpotRefused if HubSpot does not accept the request as it is.
        """
        return (await self._ask(method, self._url("objects", rest), body, writes=True)).body

    async def search(self, kind: str, body: Json) -> object:
        """Search objects of a kind. Changes from the last minute may be missing."""
        await self._paces.searches.turn()
        return await self.read("objects", f"/{kind}/search", body)

    async def get_object(
        self, kind: str, id_: str, properties: Collection[str]
    ) -> HubSpotObject | None:
        """Return an object, or None if it was deleted, merged into another, or never existed."""
        if not is_id(id_):
            return None
        try:
            body = await self.get("objects", f"/{kind}/{id_}", properties=",".join(properties))
        except CrmFailed as failed:
            if failed.trouble == "gone":
                return None
            raise
        found = hubspot_object(body)
        return found if found and found.id == id_ and at(body, "archived") is not True else None

    async def get_objects(
        self, kind: str, ids: Sequence[str], properties: Collection[str]
    ) -> list[HubSpotObject]:
        """Return the objects with these ids, in the order of the ids.

        Ids of objects that no longer exist are left out.
        """
        found: dict[str, HubSpotObject] = {}
        for start in range(0, len(ids), BATCH):
            inputs = [{"id": one} for one in ids[start : start + BATCH]]
            body: Json = {"inputs": inputs, "properties": list(properties)}
            read = map(hubspot_object, await self._batch("objects", f"/{kind}/batch/read", body))
            found.update({one.id: one for one in read if one})
        return [found[one] for one in ids if one in found]

    async def linked(
        self, kind: str, ids: Sequence[str], to: str, limit: int
    ) -> dict[str, dict[str, str]]:
        """Return the objects that are associated with the objects `ids`.

        `kind` is the kind of the objects `ids`, and `to` is the kind of the associated objects. The
        result has the form {id: {id of an associated object: label}}. The label is what HubSpot's
        users call the association, or "". If an object has more than about `limit` associations,
        the rest are left out.
        """
        found: dict[str, dict[str, str]] = defaultdict(dict)
        asked: list[Json] = [{"id": one} for one in ids]
        while asked:
            batch, asked = asked[:BATCH], asked[BATCH:]
            path = f"/{kind}/{to}/batch/read"
            for one in await self._batch("associations", path, {"inputs": batch}):
                id_ = text_id(at(one, "from", "id"))
                before = len(found[id_])
                found[id_].update(links(one))
                after = maybe(one, "paging", "next", "after")
                if after and before < len(found[id_]) < limit:
                    asked.append({"id": id_, "after": after})
        return found

    async def _batch(self, area: str, rest: str, body: Json) -> list[object]:
        """Read a batch of objects. Ids that don't exist are left out."""
        try:
            return listed(await self.read(area, rest, body))
        except CrmFailed as failed:
            if failed.trouble == "gone":  # none of the ids exists
                return []
            raise

    async def pages(self, area: str, rest: str, **query: str) -> list[object]:
        """Return all results of a list, up to `MAX_PAGES` pages."""
        found: list[object] = []
        for _ in range(MAX_PAGES):
            body = await self.get(area, rest, **query)
            found += listed(body)
            after = maybe(body, "paging", "next", "after")
            if not after:
                break
            query = {**query, "after": after}
        return found

    async def account(self) -> HubSpotAccount:
        """Return the id, zone and currency of the account.

        What we are not allowed to see is empty: the zone is None, the others are "".
        """
        (body,) = await self._keep("account", self._read_account)
        number = at(body, "portalId")
        zone = known_zone(maybe(body, "timeZone"))
        self._account = HubSpotAccount(
            id=str(number) if type(number) is int else "",
            zone=ZoneInfo(zone) if zone else None,
            currency=maybe(body, "companyCurrency"),
        )
        return self._account

    async def _read_account(self) -> list[object]:
        """Return a list of one item: the account's details, or None if we can't see them."""
        url = URL(f"{self._base}/account-info/{self._version}/details")
        try:
            return [(await self._ask("GET", url)).body]
        except CrmFailed as failed:
            if failed.trouble in HIDDEN:
                return [None]
            raise

    async def zone(self) -> ZoneInfo:
        """Return the zone of the account, or UTC if we can't see the zone."""
        return (await self.account()).zone or ZoneInfo("UTC")

    async def pipelines(self) -> list[object]:
        """Return the pipelines of deals."""
        return await self._keep("pipelines", lambda: self.pages("pipelines", "/deals"))

    async def properties(self, kind: str) -> Mapping[str, HubSpotProperty]:
        """Return the properties of a kind of object, by name.

        Properties that we may not see are left out.
        """
        found = await self._keep(kind, lambda: self.pages("properties", f"/{kind}"))
        return {maybe(one, "name"): hubspot_property(one) for one in found}

    async def owner(self, id_: str) -> tuple[str, str]:
        """Return an owner's name and address. Both are "" if we can't see the owner."""
        if not is_id(id_):
            return "", ""
        (found,) = await self._keep(f"owner {id_}", lambda: self._owner(id_))
        return full_name(found), maybe(found, "email")

    async def _owner(self, id_: str) -> list[object]:
        """Return a list of one item: the owner, or None if we can't see the owner."""
        try:
            return [await self.get("owners", f"/{id_}")]
        except CrmFailed as failed:
            if failed.trouble in HIDDEN:
                return [None]
            raise

    async def _keep(self, name: str, read: Callable[[], Awaitable[list[object]]]) -> list[object]:
        """Return what is cached under this name. If it is over an hour old, read it again."""
        now = self.clock.now()
        if name not in self._kept or self._kept[name][0] + CACHED_FOR < now:
            self._kept[name] = now, await read()
        return self._kept[name][1]

    def _url(self, area: str, rest: str) -> URL:
        return URL(f"{self._base}/crm/{area}/{self._version}{rest}")

    async def _ask(
        self, method: str, url: URL, body: Json | None = None, *, writes: bool = False
    ) -> HttpAnswer:
        """Wait for this request's turn, and send it. Raises CrmFailed if the request fails."""
        await self._paces.all.turn()
        answer = await self._http.send(method, url, self._token, body=body, writes=writes)
        if not 200 <= answer.status < 300 or (answer.status != 204 and answer.body is None):
            zone = self._account.zone if self._account else None
            raise failure(answer, self.clock.now(), zone, writes=writes)
        return answer
